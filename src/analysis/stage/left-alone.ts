/**
 * Whether removing strictly dominated strategies leaves one profile, which then is the only equilibrium, in pure strategies
 * and in mixes, alike or not. That can be told of tables too large to look for mixes in.
 */
import type { Role } from '../../findings/findings.ts';
import { countCompositions, listCompositions } from '../../game/composition.ts';
import { spread } from './stage-mixes.ts';
import type { Counts, StageTable } from './stage-table.ts';

/** Most payoffs that are asked for; each may take a round to work out [count]. */
const payoffsMax = 4000;

/**
 * Removes what another pure strategy beats whatever everybody else does, until nothing is left to remove.
 *
 * Only utilities that are means over what others do let dominance by pure profiles speak of mixes: where a table has none,
 * and where there is too much to ask, the answer is no.
 *
 * @param scale  the largest payoff; leads up to a billionth of it do not count [credits]
 */
export function leavesOneProfile({ names, players, recordOf, utilityOf }: StageTable, scale: number): boolean {
  const isVote = players.asserter > 1;
  if (!utilityOf) return false;
  const kept: Record<Role, number[]> = {
    asserter: names.asserter.map((_, i) => i),
    validator: isVote ? [0] : names.validator.map((_, k) => k),
  };
  const crowd: Role = isVote ? 'asserter' : 'validator';
  const crowdOf = (size: number): Counts[] =>
    listCompositions(size, kept[crowd].length).map((counts) => spread(counts, kept[crowd], names[crowd].length));
  const seats = players[crowd] - (isVote ? 1 : 0);
  const met = countCompositions(seats, kept[crowd].length);
  if (met * kept.asserter.length * kept.validator.length > payoffsMax) return false;
  /** Whatever the others of a node in a role may do, as what the node earns by each of its own strategies. */
  const earningsIn = (role: Role): ((own: number) => number)[] =>
    role === 'asserter'
      ? crowdOf(seats).map((counts) => (own) => utilityOf(recordOf(own, 0, counts), role))
      : kept.asserter.flatMap((i) =>
          crowdOf(Math.max(0, seats - 1)).map((others) => (own: number) => utilityOf(recordOf(i, own, others), role)),
        );
  const isBeaten = (role: Role, own: number): boolean => {
    const earnings = earningsIn(role);
    return kept[role].some(
      (other) => other !== own && earnings.every((earned) => earned(other) - earned(own) > 1e-9 * scale),
    );
  };
  const removeOne = (role: Role): boolean => {
    const beaten = kept[role].find((own) => isBeaten(role, own));
    kept[role] = kept[role].filter((own) => own !== beaten);
    return beaten !== undefined;
  };
  while (removeOne('asserter') || removeOne('validator'));
  return kept.asserter.length === 1 && kept.validator.length === 1;
}
