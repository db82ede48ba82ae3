/**
 * One job as a lottery: every way it can end, with its probability and what a run record would book for it.
 *
 * Jobs of a run are independent and alike as long as nothing outlives a job, so this law knows more than any sample:
 * which outcomes are too rare to be seen, and what a way of sampling gains.
 */
import { expectation, type Play, type Tree } from '../game/tree.ts';
import { playOf, stage } from '../market/cast.ts';
import { recordColumnNames } from '../market/record.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { mechanisms, strategies } from '../run/catalogue.ts';

/** One way a job can end. */
export interface JobOutcome {
  probability: number;
  /** What it books, one value per record column. */
  record: Float64Array;
}

// Rounds with more ways to end than this are not taken apart; their cost would exceed that of simulating.
const OUTCOMES_MAX = 20_000;

/** Every way a job of an arm can end, equal ones merged; `null` without a round, or where there are too many. */
export function listOutcomes(settings: Settings, arm: Arm): JobOutcome[] | null {
  const round = mechanisms.get(settings.mechanism.kind)?.round;
  if (!round) return null;
  const cast = stage(settings, arm, strategies);
  if (cast.learner) return null;
  return collectOutcomes(round(settings, cast), playOf(cast), recordColumnNames.length);
}

/** The outcomes of any tree; `null` where there are more than 20 000. */
export function collectOutcomes<Observation, Action>(
  tree: Tree<Observation, Action>,
  play: Play<Observation, Action>,
  columnCount: number,
): JobOutcome[] | null {
  const merged = new Map<string, JobOutcome>();
  let seen = 0;
  const hear = (probability: number, record: Float64Array) => {
    if (++seen > OUTCOMES_MAX) throw new TooMany();
    const key = record.join();
    const known = merged.get(key);
    if (known) known.probability += probability;
    else merged.set(key, { probability, record });
  };
  try {
    expectation(listenTo(tree, hear, columnCount), play, columnCount);
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
  return [...merged.values()];
}

class TooMany extends Error {}

/** The same tree, whose outcomes tell their probability and amounts when they are reached. */
function listenTo<Observation, Action>(
  tree: Tree<Observation, Action>,
  hear: (probability: number, record: Float64Array) => void,
  columnCount: number,
): Tree<Observation, Action> {
  const listen = (next: Tree<Observation, Action>) => listenTo(next, hear, columnCount);
  if (tree.kind === 'chance') {
    const branches = tree.branches.map(({ probability, next }) => ({ probability, next: () => listen(next()) }));
    return { ...tree, branches };
  }
  if (tree.kind === 'decision') return { ...tree, next: (action: Action) => listen(tree.next(action)) };
  if (tree.kind === 'crowd') {
    return { ...tree, next: (choices: readonly { action: Action; count: number }[]) => listen(tree.next(choices)) };
  }
  return {
    kind: 'outcome',
    add: (_, weight) => {
      const record = new Float64Array(columnCount);
      tree.add(record, 1);
      hear(weight, record);
    },
  };
}
