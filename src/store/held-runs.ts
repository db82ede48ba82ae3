/** Finished runs that are not on disk yet: so few that a crash never loses much of what there is. */
import { columnIndex, recordColumnNames } from '../market/record.ts';
import type { Stretch } from './run-records.ts';

/** A part is written once it holds this many jobs [count]: some seconds of work, the most a crash can lose. */
const jobsPerPart = 2e7;
/** … or so many runs [count], when runs are short: few at first, and a share of those that are there later. */
const runsPerPartMin = 256;
const runsPerPartMax = 4096;
const sharePerPart = 1 / 8;

/** Where those runs are among the records. */
export class HeldRuns {
  #stretches: Stretch[] = [];
  #runs = 0;
  #jobs = 0;

  get stretches(): readonly Stretch[] {
    return this.#stretches;
  }

  /** @param rows  the records that came, one after the other */
  add(stretches: readonly Stretch[], rows: Float64Array): void {
    this.#stretches.push(...stretches);
    for (const { count } of stretches) this.#runs += count;
    for (let at = columnIndex.jobs; at < rows.length; at += recordColumnNames.length) this.#jobs += rows[at];
  }

  /** Whether they are worth a part. @param known  runs that there are in all [count] */
  areWorthAPart(known: number): boolean {
    const runsPerPart = Math.min(runsPerPartMax, Math.max(runsPerPartMin, sharePerPart * known));
    return this.#runs >= runsPerPart || this.#jobs >= jobsPerPart;
  }

  clear(): void {
    this.#stretches = [];
    this.#runs = 0;
    this.#jobs = 0;
  }
}
