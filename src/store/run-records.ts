import { recordColumnNames } from '../market/record.ts';
import { PackedRows } from './packed-rows.ts';

/** Consecutive replications of an arm, by its key, with their records row by row. */
export interface RunRows {
  arm: string;
  first: number;
  rows: Float64Array;
}

/** Consecutive replications of an arm, kept in consecutive rows. */
export interface Stretch {
  arm: string;
  first: number;
  row: number;
  count: number;
}

const width = recordColumnNames.length;

/**
 * The records of runs, found by arm and replication.
 *
 * What it costs grows with the arms and, packed, with the runs: no object per run.
 */
export class RunRecords {
  readonly #rows = new PackedRows(width);
  /** Ascending by replication. */
  readonly #arms = new Map<string, Stretch[]>();

  /** How many runs there are. */
  get size(): number {
    return this.#rows.count;
  }

  /** Row of a run, or -1. */
  find(arm: string, replication: number): number {
    const stretches = this.#arms.get(arm);
    if (!stretches) return -1;
    const stretch = stretches[place(stretches, replication)];
    return stretch && replication < stretch.first + stretch.count ? stretch.row + replication - stretch.first : -1;
  }

  /** The replication behind an arm's last; 0 where it has none. */
  endOf(arm: string): number {
    const last = this.#arms.get(arm)?.at(-1);
    return last ? last.first + last.count : 0;
  }

  /** A copy of a run's record, if there is one. */
  get(arm: string, replication: number): Float64Array | undefined {
    const row = this.find(arm, replication);
    if (row < 0) return undefined;
    const record = new Float64Array(width);
    this.read(row, record);
    return record;
  }

  /** Copies a row into `into`, from position `offset` on. */
  read(row: number, into: Float64Array, offset = 0): void {
    this.#rows.read(row, into, offset);
  }

  /**
   * Keeps what is not there yet.
   *
   * @returns what was new
   * @throws RangeError when the rows are no records
   */
  add({ arm, first, rows }: RunRows): Stretch[] {
    if (rows.length % width !== 0) {
      throw new RangeError(`${rows.length} numbers are no whole records; a record has ${width} columns`);
    }
    const fresh: Stretch[] = [];
    for (let at = 0; at < rows.length; at += width) {
      const replication = first + at / width;
      if (this.find(arm, replication) >= 0) continue;
      const row = this.#rows.push(rows.subarray(at, at + width));
      this.#note(arm, replication, row);
      extend(fresh, arm, replication, row);
    }
    return fresh;
  }

  /** The runs that a plan does not ask for, by arm and replication. */
  stretchesBeside(planned: Iterable<{ key: string; replications: number }>): Stretch[] {
    const asked = new Map<string, number>();
    for (const { key, replications } of planned) asked.set(key, Math.max(replications, asked.get(key) ?? 0));
    const others: Stretch[] = [];
    for (const arm of [...this.#arms.keys()].sort()) {
      const from = asked.get(arm) ?? 0;
      for (const { first, row, count } of this.#arms.get(arm)!) {
        const skipped = Math.min(count, Math.max(0, from - first));
        if (skipped < count) others.push({ arm, first: first + skipped, row: row + skipped, count: count - skipped });
      }
    }
    return others;
  }

  #note(arm: string, replication: number, row: number): void {
    let stretches = this.#arms.get(arm);
    if (!stretches) {
      stretches = [];
      this.#arms.set(arm, stretches);
    }
    const at = place(stretches, replication);
    if (!continues(stretches[at], replication, row)) {
      stretches.splice(at + 1, 0, { arm, first: replication, row, count: 1 });
    }
  }
}

function extend(stretches: Stretch[], arm: string, replication: number, row: number): void {
  if (!continues(stretches.at(-1), replication, row)) stretches.push({ arm, first: replication, row, count: 1 });
}

/** Whether a run is the next of a stretch, which then takes it in. */
function continues(stretch: Stretch | undefined, replication: number, row: number): boolean {
  if (!stretch || stretch.first + stretch.count !== replication || stretch.row + stretch.count !== row) return false;
  stretch.count++;
  return true;
}

/** Position of the last stretch that starts at or before a replication, or -1. */
function place(stretches: readonly Stretch[], replication: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].first <= replication) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
