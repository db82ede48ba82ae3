import { UNITS_PER_CREDIT } from '../money/ledger.ts';
import { moneyColumns, recordColumnNames } from '../record.ts';

/**
 * A long run cut into batches of equally many jobs, each with a record of its own: what was settled between two cuts,
 * which fall at the arrival of a job. Batches of one run stand for replications where there are too few of those.
 *
 * @source Schmeiser (1982), Batch size effects in the analysis of simulation output
 */
export class RunBatches {
  /** How many jobs will have arrived at the next cut; Infinity where none is to come. */
  next = Number.POSITIVE_INFINITY;
  /** The record of each batch so far, money in credits. */
  records: Float64Array[] = [];
  private readonly booked = new Float64Array(recordColumnNames.length);
  private count = 1;
  private from = 0;
  private jobs = 0;

  /** Prepares for a run of `jobs` jobs, of which those from `from` on are cut into `count` batches. */
  reset(count: number, from: number, jobs: number): void {
    this.count = count;
    this.from = from;
    this.jobs = jobs;
    this.booked.fill(0);
    this.records = [];
    this.plan();
  }

  /** Ends a batch with what was booked since the one before; gives its record, money in credits. */
  end(columns: Float64Array): Float64Array {
    const record = columns.map((value, column) => value - this.booked[column]);
    for (const column of moneyColumns) record[column] /= UNITS_PER_CREDIT;
    this.booked.set(columns);
    this.records.push(record);
    this.plan();
    return record;
  }

  private plan(): void {
    const { count, from, jobs, records } = this;
    const end = from + Math.round(((records.length + 1) * (jobs - from)) / count);
    this.next = records.length < count - 1 ? end : Number.POSITIVE_INFINITY;
  }
}
