/** The records of a study, and how sure each look at them may be. */

import { columnIndex, type RecordColumn, recordColumnNames } from '../../market/record.ts';
import type { Arm } from '../../market/settings.ts';
import { armName } from '../../market/settings.ts';
import type { DesignPoint } from '../../plan/plan.ts';

/** How much was sampled of an arm, without the records themselves. */
export interface SampleSize {
  /** Replications [count]. */
  n: number;
  /** Column sums over them, as one record. */
  total: Float64Array;
}

/** A sample as large as this one would be after so many times its replications. */
export function enlarge({ n, total }: SampleSize, times: number): SampleSize {
  return { n: Math.floor(n * times), total: total.map((sum) => times * sum) };
}

/** Records of one arm at one design point, one per replication in order. */
export class ArmSample {
  private readonly rows: Float64Array[] = [];
  private readonly totals = new Map<number, Float64Array>();

  /** Adds the record of the next replication. */
  add(row: Float64Array): void {
    this.rows.push(row);
  }

  get replications(): number {
    return this.rows.length;
  }

  /** Whether both samples hold the very same runs: arms in which everyone plays alike share them. */
  sharesRuns(other: ArmSample): boolean {
    return this.rows.length > 0 && this.rows.every((row, i) => row === other.rows[i]);
  }

  /** One column over the first `count` replications. */
  column(name: RecordColumn, count = this.rows.length): Float64Array {
    const index = columnIndex[name];
    const found = new Float64Array(Math.min(count, this.rows.length));
    for (let row = 0; row < found.length; row++) found[row] = this.rows[row][index];
    return found;
  }

  /** A figure computed from each of the first `count` records. */
  map(figure: (record: Float64Array) => number, count = this.rows.length): Float64Array {
    const found = new Float64Array(Math.min(count, this.rows.length));
    for (let row = 0; row < found.length; row++) found[row] = figure(this.rows[row]);
    return found;
  }

  /** How large the first `count` replications are together. */
  size(count: number): SampleSize {
    return { n: count, total: this.total(count) };
  }

  /** Column sums over the first `count` replications, as one record; the same one as long as nothing is added. */
  total(count = this.rows.length): Float64Array {
    const rows = Math.min(count, this.rows.length);
    const known = this.totals.get(rows);
    if (known) return known;
    const sums = new Float64Array(recordColumnNames.length);
    for (let row = 0; row < rows; row++) {
      const record = this.rows[row];
      for (let column = 0; column < sums.length; column++) sums[column] += record[column];
    }
    this.totals.set(rows, sums);
    return sums;
  }
}

/** All records of a study, by design point and arm. */
export class Samples {
  private readonly arms = new Map<string, ArmSample>();

  /** The sample of an arm at a design point; empty when nothing ran. */
  of(point: DesignPoint, arm: Arm): ArmSample {
    const key = `${point.id} ${armName(arm)}`;
    let sample = this.arms.get(key);
    if (!sample) {
      sample = new ArmSample();
      this.arms.set(key, sample);
    }
    return sample;
  }
}
