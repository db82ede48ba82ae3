/**
 * Runs that are wanted of a study, and how they are dealt to shards.
 *
 * A shard is a hand of cards: the runs are laid out by what one takes, the longest first, and dealt one after the other.
 * Whoever knows the runs and the number of hands knows every hand, and no two differ by more than the longest run.
 */
import { createHash } from 'node:crypto';
import type { Shard } from '../../findings/manifest.ts';
import type { Arm } from '../../market/settings.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import { workOfRun } from '../../run/pace.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import { listAskedProfiles } from '../conclude.ts';
import { type Archive, batchesOf, KeyedArms, listAssignments, type PointPlan } from '../passes.ts';

/** Consecutive replications of an arm that are to be run. */
export interface WantedRuns {
  point: DesignPoint;
  arm: Arm;
  /** The arm's key, by which its runs are found. */
  key: string;
  first: number;
  count: number;
}

/** What the first look of a study asks for: of one that has a fixed number of replications, all there is. */
export function planFirstLook(scenario: Scenario, points: readonly DesignPoint[]): PointPlan[] {
  const arms = new KeyedArms(listAskedProfiles(scenario), String(scenario.seed));
  const { min } = scenario.replications;
  return points.map((point) => ({ point, arms: arms.of(point), replications: min }));
}

/** The runs of a plan that an archive does not have, each once though several arms share it, in plan order. */
export function listWanted(plan: readonly PointPlan[], archive: Pick<Archive, 'has'>, seed: string): WantedRuns[] {
  const wanted: WantedRuns[] = [];
  for (const { point, arm, key, firstReplication: first, replications: count } of listAssignments(
    plan,
    archive,
    seed,
  )) {
    const last = wanted.at(-1);
    if (last?.key === key && last.first + last.count === first) last.count += count;
    else wanted.push({ point, arm, key, first, count });
  }
  return wanted;
}

/** How many runs [count]. */
export function countRuns(wanted: readonly Pick<WantedRuns, 'count'>[]): number {
  return wanted.reduce((sum, { count }) => sum + count, 0);
}

/** What these runs are known by, whoever lists them: `sha256:` and 64 hexadecimal digits. */
export function digestRuns(wanted: readonly Pick<WantedRuns, 'key' | 'first' | 'count'>[]): string {
  const hash = createHash('sha256');
  for (const { key, first, count } of wanted) hash.update(`${key} ${first} ${count}\n`);
  return `sha256:${hash.digest('hex')}`;
}

/** The runs that one of so many shards is for; those of all of them are all, none twice. In plan order. */
export function dealRuns(wanted: readonly WantedRuns[], { number, of }: Pick<Shard, 'number' | 'of'>): WantedRuns[] {
  const work = wanted.map(workOfRun);
  const order = wanted.map((_, index) => index).sort((a, b) => work[b] - work[a] || a - b);
  const hand: (WantedRuns | undefined)[] = [];
  let dealt = 0;
  for (const index of order) {
    const { first, count, ...runs } = wanted[index];
    const each = Math.floor(count / of);
    // Some get one more, beginning with whose turn it is.
    const [from, to] = [dealt % of, (dealt % of) + (count % of)];
    const countServed = (shards: number) =>
      shards * each + Math.max(0, Math.min(shards, to) - from) + Math.max(0, Math.min(shards, to - of));
    // By their numbers, not by whose turn it is: then a shard that is lost takes about the same from every arm.
    const begin = countServed(number - 1);
    const mine = countServed(number) - begin;
    if (mine > 0) hand[index] = { ...runs, first: first + begin, count: mine };
    dealt += count;
  }
  return hand.filter((runs) => runs !== undefined);
}

/** An archive that lacks these runs alone, so that a pass makes them and no other. */
export function restrictTo(wanted: readonly WantedRuns[], archive: Archive): Archive {
  const stretches = new Map<string, { first: number; end: number }[]>();
  for (const { point, key, first, count } of wanted) {
    const batches = batchesOf(point);
    const stretch = { first: first * batches, end: (first + count) * batches };
    stretches.set(key, [...(stretches.get(key) ?? []), stretch]);
  }
  const isWanted = (key: string, row: number) =>
    stretches.get(key)?.some(({ first, end }) => first <= row && row < end) === true;
  return {
    has: (key, row) => !isWanted(key, row) || archive.has(key, row),
    get: (key, row) => archive.get(key, row),
    append: (runs) => archive.append(runs),
  };
}

/** The design points of these runs, each with as many replications as the last of its runs needs. */
export function planWanted(wanted: readonly WantedRuns[]): PointPlan[] {
  const plans = new Map<number, PointPlan & { arms: { arm: Arm; key: string }[] }>();
  for (const { point, arm, key, first, count } of wanted) {
    const plan = plans.get(point.id) ?? { point, arms: [], replications: 0 };
    plans.set(point.id, plan);
    if (plan.arms.at(-1)?.key !== key) plan.arms.push({ arm, key });
    plan.replications = Math.max(plan.replications, first + count);
  }
  return [...plans.values()];
}
