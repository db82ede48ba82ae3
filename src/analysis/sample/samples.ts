/** The records of a design point. */

import { takeColumns } from '../../game/columns.ts';
import { columnIndex, type RecordColumn, recordColumnNames } from '../../market/record.ts';
import { type Arm, armName } from '../../market/settings.ts';

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

/** Records of one arm at one design point, row by row: one per replication, or per batch it is cut into, in order. */
export class ArmSample {
  #rows: Float64Array;
  #count: number;
  readonly #totals = new Map<number, Float64Array>();

  /** @param rows  records that are there already; they are not changed */
  constructor(rows: Float64Array = new Float64Array(0)) {
    this.#rows = rows;
    this.#count = rows.length / width;
  }

  /** Adds the record of the next replication, or those of its batches. */
  add(records: Float64Array): void {
    const count = this.#count + records.length / width;
    if (this.#rows.length < count * width) {
      const roomier = new Float64Array(2 * count * width);
      roomier.set(this.#rows);
      this.#rows = roomier;
    }
    this.#rows.set(records, this.#count * width);
    this.#count = count;
  }

  get replications(): number {
    return this.#count;
  }

  /** One column over the first `count` replications. */
  column(name: RecordColumn, count = this.#count): Float64Array {
    const found = takeColumns(Math.min(count, this.#count));
    for (let row = 0, place = columnIndex[name]; row < found.length; row++, place += width) {
      found[row] = this.#rows[place];
    }
    return found;
  }

  /** A figure computed from each of the first `count` records. */
  map(figure: (record: Float64Array) => number, count = this.#count): Float64Array {
    const found = takeColumns(Math.min(count, this.#count));
    for (let row = 0; row < found.length; row++) {
      found[row] = figure(this.#rows.subarray(row * width, (row + 1) * width));
    }
    return found;
  }

  /** How large the first `count` replications are together. */
  size(count: number): SampleSize {
    return { n: count, total: this.total(count) };
  }

  /** Column sums over the first `count` replications, as one record; the same one as long as nothing is added. */
  total(count = this.#count): Float64Array {
    const rows = Math.min(count, this.#count);
    const known = this.#totals.get(rows);
    if (known) return known;
    const sums = new Float64Array(width);
    for (let place = 0; place < rows * width; ) {
      for (let column = 0; column < width; column++) sums[column] += this.#rows[place++];
    }
    this.#totals.set(rows, sums);
    return sums;
  }
}

/** Records of an arm as they go from thread to thread. */
export interface ArmRecords {
  arm: string;
  /** Row by row. Arms in which everyone plays alike share their runs: the very same rows. */
  rows: Float64Array;
}

/** All records of a design point, by arm. */
export class Samples {
  readonly #arms = new Map<string, ArmSample>();

  constructor(records: readonly ArmRecords[] = []) {
    const known = new Map<Float64Array, ArmSample>();
    for (const { arm, rows } of records) {
      const sample = known.get(rows) ?? new ArmSample(rows);
      known.set(rows, sample);
      this.#arms.set(arm, sample);
    }
  }

  /** The sample of an arm; empty when nothing ran. Arms that share their runs have the same one. */
  of(arm: Arm): ArmSample {
    const key = armName(arm);
    let sample = this.#arms.get(key);
    if (!sample) {
      sample = new ArmSample();
      this.#arms.set(key, sample);
    }
    return sample;
  }
}

const width = recordColumnNames.length;
