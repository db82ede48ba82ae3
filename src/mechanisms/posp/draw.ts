/** Who is drawn to check a job: how many of its validators are of the focal group. */
import { binomial, hypergeometric } from '../../game/tree.ts';
import type { Cast, Fellows } from '../../market/cast.ts';
import type { Settings } from '../../market/settings.ts';
import type { Asserter } from './book-outcome.ts';
import type { PospParams } from './params.ts';

/** Ways to draw the validators of a challenge, in columns; each can happen. */
export interface Ways {
  /** Validators from the focal group [count]. */
  grouped: readonly number[];
  /** Chance of the way [1]. */
  chances: readonly number[];
}

/** The ways to draw the validators of a job. */
export function listWays({ market }: Settings, cast: Cast, { validatorCount }: PospParams, asserter: Asserter): Ways {
  const { fellows, memberShare } = cast;
  if (fellows && memberShare !== undefined) return drawLone(fellows, memberShare, asserter, validatorCount);
  const others = cast.groupSize - (asserter.grouped ? 1 : 0);
  // Of nodes drawn each by itself it does not matter how many there are.
  const [from, of] = memberShare === undefined ? [others, market.nodeCount - 1] : [memberShare, 0];
  const known = recent.find((one) => one.from === from && one.of === of && one.size === validatorCount);
  if (known) return known.ways;
  const chances =
    memberShare === undefined ? hypergeometric(of, others, validatorCount) : binomial(validatorCount, memberShare);
  const ways = listPossible(
    chances.map((_, count) => count),
    chances,
  );
  recent.unshift({ from, of, size: validatorCount, ways });
  if (recent.length > RECENT) recent.pop();
  return ways;
}

// All arms of a design point draw alike, whoever asserts, and so do design points in a row.
const recent: { from: number; of: number; size: number; ways: Ways }[] = [];
const RECENT = 4;

/**
 * The same where a node deviates alone and each validator is a member with a fixed chance: the members that are not the
 * asserter are drawn alike, none of them twice, and the node is one of them.
 */
function drawLone(
  { count, grouped: isInFellows }: Fellows,
  memberShare: number,
  { grouped, isFellow }: Asserter,
  validatorCount: number,
): Ways {
  // It does not check itself.
  const met = grouped !== isInFellows ? 0 : (validatorCount * memberShare) / (isFellow ? count : count + 1);
  // How many are of the focal group: all but the node, or it alone.
  const [few, many] = isInFellows ? [validatorCount - 1, validatorCount] : [0, 1];
  const chances = isInFellows ? [met, 1 - met] : [1 - met, met];
  return listPossible([few, many], chances);
}

function listPossible(counts: readonly number[], chances: readonly number[]): Ways {
  const isPossible = (_: number, way: number) => chances[way] > 0;
  return { grouped: counts.filter(isPossible), chances: chances.filter(isPossible) };
}
