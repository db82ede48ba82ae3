import { z } from 'zod';
import type { DesignPointFindings } from '../findings/findings.ts';
import { defineClaim, type Evidence, type StageEquilibria } from './define.ts';
import { isHonestPlay, sayProfile } from './other-equilibrium.ts';
import { where } from './params.ts';
import { exactly, sayAmount, sayDeviation, sayNumber, sayReplay, saySetting } from './wording.ts';

/** All-honest is the one and only equilibrium of the stage game, by enumeration: nothing else can settle in. */
export const uniqueEquilibrium = defineClaim({
  kind: 'unique-equilibrium',
  title: 'Honest play of all is the only equilibrium of the stage game',
  params: z.strictObject({
    where,
    by: z.literal('exact').default('exact').describe('Equilibria are found by enumeration, not by sampling.'),
  }),
  needsDeviation: 'of-any',
  comparesAllPlay: true,
  withoutStageGame: () => 'claim an equilibrium, which simulation can decide',
  say: ({ where }) => `unique equilibrium: nothing but honest play of all settles in${where ? ` where ${where}` : ''}`,
  judge: (_, evidence) => {
    const games = evidence.points.map((point) => ({ point, game: evidence.equilibriaOf(point) }));
    for (const { point, game } of games) {
      if (!game) return { verdict: 'undecided', because: `there is no stage game ${saySetting(point)}` };
      const other = findOther(game);
      if (other) {
        return {
          verdict: 'false',
          because: `${sayProfile(other.profile)} is an equilibrium too ${saySetting(point)}, with ${sayNumber(other.undetectedPerJob)} false results accepted per job; found by enumeration, there is no run to replay`,
        };
      }
      if (game.degenerate && game.equilibria.length > 0) {
        return {
          verdict: 'false',
          because: `honest play of all is one of infinitely many equilibria ${saySetting(point)}: somebody earns the same by mixing in another strategy; found by enumeration, there is no run to replay`,
        };
      }
      if (game.equilibria.length === 0) {
        return {
          verdict: 'false',
          because: `honest play of all is no equilibrium ${saySetting(point)}${sayGain(point, evidence)}`,
        };
      }
    }
    const open = games.find(({ game }) => game?.open);
    if (open) {
      return {
        verdict: 'undecided',
        because: unsought[open.game!.open!](saySetting(open.point)),
      };
    }
    const limits = [...new Set(games.flatMap(({ game }) => (game?.note ? [` (${game.note})`] : [])))].join('');
    const count = `${games.length} design point${games.length === 1 ? '' : 's'}`;
    return { verdict: 'true', because: `honest play of all is the only equilibrium found at ${count}${limits}` };
  },
});

/** What is not known where others may be, and what to do about it. */
const unsought: Record<NonNullable<StageEquilibria['open']>, (setting: string) => string> = {
  'too-large': sayPureAlone('strategies, or nodes of one job, are too many for that; declare fewer'),
  'no-mean': sayPureAlone(
    'what a mix is worth is no mean where jobs share a slash or ruin is infinitely bad; have one job in flight, or leave the utility out',
  ),
  'of-three': (setting) =>
    `honest play of all is the only equilibrium in mixes of at most two strategies a side ${setting}, and mixes of more were not looked for; declare at most two a side`,
  'by-search': (setting) =>
    `honest play of all is the only equilibrium that was found ${setting}, but mixes of three strategies and more were searched for without a proof that there are none; declare at most two`,
};

function sayPureAlone(because: string) {
  return (setting: string) =>
    `honest play of all is the only pure equilibrium, but mixed ones were not looked for ${setting}: ${because}`;
}

function findOther({ equilibria }: StageEquilibria) {
  return equilibria.find(({ profile }) => !isHonestPlay(profile));
}

/** Who gains by leaving honest play of all, as far as it was looked at. */
function sayGain(point: DesignPointFindings, evidence: Evidence): string {
  const isAlone = point.advantages.every(({ against }) => against !== 'all-honest');
  const profile = isAlone ? 'coalition' : 'all-honest';
  const worst = point.advantages
    .filter(({ against, exact }) => against === profile && exact !== null && exact < 0)
    .sort((a, b) => a.exact! - b.exact!)[0];
  if (!worst) return '; found by enumeration, there is no run to replay';
  const { against, role, over } = worst;
  const gain = `${sayDeviation(worst, evidence)} earns ${sayAmount(exactly(-worst.exact!), evidence)} more`;
  return `: ${gain}; ${sayReplay(point, evidence, `${against}/${role}/${over}`)}`;
}
