/** Claims about the stage game need one: of players who go by no past, and who are there at every job. */
import { type Catalogue, hasPast } from '../../catalogue/catalogue.ts';
import type { Claim } from '../../claims/define.ts';
import type { StrategySpec } from '../../market/settings.ts';
import { exitRules } from '../../market/traits.ts';
import { type PathProblem, type Steps, say } from '../problems/problems.ts';
import type { ClaimSpec } from '../schema/scenario.ts';

/** Refuses a claim about the stage game where there is none. */
export function checkStageGame(
  { withoutStageGame }: Partial<Claim>,
  claim: ClaimSpec,
  steps: Steps,
  { exit, listed, catalogue }: { exit: string | undefined; listed: readonly StrategySpec[]; catalogue: Catalogue },
): PathProblem[] {
  const wayOut = withoutStageGame?.(claim);
  if (wayOut === undefined) return [];
  const refuse = (reason: string, expected: string) => {
    const message = `claim ${steps[1]} is about the stage game, and there is none where ${reason}; ${wayOut}`;
    return [say('no-stage-game', steps, claim.kind, expected, message)];
  };
  const player = listed.find((spec) => hasPast(spec, catalogue));
  if (player) return refuse(`nodes go by their past (${player.name})`, 'players without a past');
  return exit !== undefined && isExit(exit) && exitRules[exit].runsDown
    ? refuse(
        'nodes are ejected once their stake has run down: what they play for changes from job to job',
        `players.exit: ${staying.join(' or ')}`,
      )
    : [];
}

const isExit = (exit: string): exit is keyof typeof exitRules => Object.hasOwn(exitRules, exit);

const staying = Object.entries(exitRules).flatMap(([kind, { runsDown }]) => (runsDown ? [] : kind));
