/**
 * Which draws of nature vary enough in a sample for their effect to be told from that of the jobs they are taken per.
 *
 * A draw that came out alike at every job is nothing but a multiple of the jobs, and passes their noise off as known: so
 * does the challenge of jobs that are hardly ever challenged, and of jobs that hardly ever are not; so does a second draw
 * that always came out as the first. What few jobs say of a draw is therefore asked of the exact law.
 */
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { JobOutcome } from '../round/lottery.ts';
import { type ResidueContext, regress, reweigh } from './residues.ts';

// Jobs expected this often are absent from a sample with probability 5e-5.
const ENOUGH_TO_FIT = 10;
// What rounding leaves of nothing, relative to the numbers.
const ROUNDING = 1e-9;

/** What a draw is chosen by. */
export interface KnownDraws {
  /** Expected record per job; `null` where none is known, and nothing can be chosen. */
  exact: Float64Array | null;
  outcomes: readonly JobOutcome[] | null;
  sampling: ResidueContext['sampling'];
  /** Jobs of the sample that the outcomes speak for, over all replications [count]. */
  jobs: number;
}

/** Which draws vary enough beside the jobs, and beside the draws that come before them. */
export function chooseControls(
  names: readonly RecordColumn[],
  { exact, outcomes, sampling, jobs }: KnownDraws,
): RecordColumn[] {
  if (!exact) return [];
  if (!outcomes) return names.filter((name) => jobs * chanceToDiffer(exact, name) >= ENOUGH_TO_FIT);
  const ways = listWays(outcomes, sampling, exact[at.challengedJobs] / exact[at.jobs]);
  const chosen: RecordColumn[] = [];
  for (const name of names) {
    if (jobs * chanceOfNews(ways, chosen, name, jobs) >= ENOUGH_TO_FIT) chosen.push(name);
  }
  return chosen;
}

/** The chance that a draw comes out, or that it does not: the smaller one, where only means are known. */
function chanceToDiffer(exact: Float64Array, name: RecordColumn): number {
  return Math.min(exact[at[name]], Math.abs(exact[at.focalJobs] - exact[at[name]])) / exact[at.jobs];
}

/** A way the draws of a job can come out. */
interface Way {
  probability: number;
  /** What is counted of it, one value per record column. */
  record: Float64Array;
}

function listWays(outcomes: readonly JobOutcome[], sampling: ResidueContext['sampling'], challenged: number): Way[] {
  const sampled = outcomes.map((outcome) => reweigh(outcome, sampling, challenged));
  // Played both ways, all jobs are challenged alike, and unchallenged alike.
  const isSplit = sampling === 'split' && challenged > 0 && challenged < 1;
  if (isSplit) return sampled.filter(({ record }) => record[at.challengedJobs] > 0);
  return sampled.map(({ probability, weight, record }) => ({
    probability,
    record: weight === 1 ? record : record.map((value) => weight * value),
  }));
}

/**
 * The chance that a draw is not what a job and the draws before it foretell.
 *
 * The prophecy is read off the ways that any sample holds. Where all of them obey it, only the others tell the draw from
 * what foretold it.
 */
function chanceOfNews(ways: readonly Way[], before: readonly RecordColumn[], name: RecordColumn, jobs: number): number {
  const names: readonly RecordColumn[] = ['focalJobs', ...before, name];
  const merged = merge(ways, names);
  const common = merged.map(({ probability }) => ({
    probability: jobs * probability >= ENOUGH_TO_FIT ? probability : 0,
  }));
  const columns = names.map((_, column) => merged.map(({ values }) => values[column]));
  const drawn = columns.pop()!;
  const largest = Math.max(...drawn.map(Math.abs));
  const news = regress(drawn, columns, common);
  return merged.reduce(
    (sum, { probability }, i) => (Math.abs(news[i]) > ROUNDING * largest ? sum + probability : sum),
    0,
  );
}

/** The ways that differ in some columns. */
function merge(ways: readonly Way[], names: readonly RecordColumn[]): { probability: number; values: number[] }[] {
  const merged = new Map<string, { probability: number; values: number[] }>();
  for (const { probability, record } of ways) {
    const values = names.map((name) => record[at[name]]);
    const key = values.join();
    const known = merged.get(key);
    if (known) known.probability += probability;
    else merged.set(key, { probability, values });
  }
  return [...merged.values()];
}
