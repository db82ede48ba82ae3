/**
 * One job as a lottery: every way it can end, with its probability and what a run record would book for it.
 *
 * Jobs of a run are independent and alike as long as nothing outlives a job, so this law knows more than any sample:
 * which outcomes are too rare to be seen, and what a way of sampling gains.
 */

import { mechanismOf } from '../../catalogue/catalogue.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { expectation, type Play, type Tree } from '../../game/tree.ts';
import { type Cast, playOf } from '../../market/cast.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Arm, Settings } from '../../market/settings.ts';
import { lawOf, type Round } from './round-law.ts';

/** One way a job can end. */
export interface JobOutcome {
  probability: number;
  /** What it books, one value per record column. */
  record: Float64Array;
  /** Where jobs are in flight: what it books as the first of its flight that is refuted; `record` is without the slash. */
  slashed?: Float64Array;
}

// Rounds with more ways to end than this are not taken apart; their cost would exceed that of simulating.
const OUTCOMES_MAX = 20_000;

/**
 * Every way a job of an arm can end, equal ones merged: of every job, or of those that focal nodes assert where the
 * round speaks for no others. `null` where it speaks for none, or where there are too many.
 */
export function listOutcomes(settings: Settings, arm: Arm): JobOutcome[] | null {
  const law = lawOf(settings, arm);
  if (law.holdsFor === 'no job' || law.holdsFor === 'focal validations') return null;
  const outcomes = traitsOf(settings).couplesJobs ? pairOutcomes(settings, law.cast) : collect(law.round, law.cast);
  return outcomes && law.holdsFor === 'focal jobs' ? keepFocal(outcomes) : outcomes;
}

/** The outcomes of jobs that focal nodes assert, as the law of such a job. */
export function keepFocal(outcomes: readonly JobOutcome[]): JobOutcome[] {
  const focal = outcomes.filter(({ record }) => record[at.focalJobs] > 0);
  const total = focal.reduce((sum, { probability }) => sum + probability, 0);
  return focal.map((outcome) => ({ ...outcome, probability: outcome.probability / total }));
}

function collect(round: Round, cast: Cast): JobOutcome[] | null {
  return collectOutcomes(round, playOf(cast), recordColumnNames.length);
}

/** Of jobs in flight every outcome twice, without its slash and with it: the same tree where no slash lands and where all do. */
function pairOutcomes(settings: Settings, cast: Cast): JobOutcome[] | null {
  const round = mechanismOf(settings).round!;
  const walk = (jobsInFlight: number) =>
    walkOutcomes(
      round({ ...settings, market: { ...settings.market, jobsInFlight } }, cast),
      playOf(cast),
      recordColumnNames.length,
    );
  const [without, slashed] = [walk(Number.POSITIVE_INFINITY), walk(1)];
  if (!without || !slashed || without.length !== slashed.length) return null;
  const merged = new Map<string, JobOutcome>();
  without.forEach(({ probability, record }, i) => {
    const key = `${record.join()} ${slashed[i].record.join()}`;
    const known = merged.get(key);
    if (known) known.probability += probability;
    else merged.set(key, { probability, record, slashed: slashed[i].record });
  });
  return [...merged.values()];
}

/** The outcomes of any tree, equal ones merged; `null` where there are more than 20 000. */
export function collectOutcomes<Observation, Action>(
  tree: Tree<Observation, Action>,
  play: Play<Observation, Action>,
  columnCount: number,
): JobOutcome[] | null {
  const all = walkOutcomes(tree, play, columnCount);
  return all && (all.length <= FEW ? mergeFew(all) : mergeMany(all));
}

// So few are compared with each other sooner than they are written as text.
const FEW = 24;

function mergeFew(all: readonly JobOutcome[]): JobOutcome[] {
  const merged: JobOutcome[] = [];
  for (const outcome of all) {
    const known = merged.find(({ record }) => isSame(record, outcome.record));
    if (known) known.probability += outcome.probability;
    else merged.push(outcome);
  }
  return merged;
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let column = 0; column < a.length; column++) if (a[column] !== b[column]) return false;
  return true;
}

function mergeMany(all: readonly JobOutcome[]): JobOutcome[] {
  const merged = new Map<string, JobOutcome>();
  for (const outcome of all) {
    const key = outcome.record.join();
    const known = merged.get(key);
    if (known) known.probability += outcome.probability;
    else merged.set(key, outcome);
  }
  return [...merged.values()];
}

function walkOutcomes<Observation, Action>(
  tree: Tree<Observation, Action>,
  play: Play<Observation, Action>,
  columnCount: number,
): JobOutcome[] | null {
  const outcomes: JobOutcome[] = [];
  const hear = (probability: number, record: Float64Array) => {
    if (outcomes.length === OUTCOMES_MAX) throw new TooMany();
    outcomes.push({ probability, record });
  };
  try {
    expectation(listenTo(tree, hear, columnCount), play, columnCount);
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
  return outcomes;
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
