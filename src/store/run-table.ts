/** Run records as a table in a file, with a fingerprint that tells a damaged file from a good one. */
import { createHash } from 'node:crypto';
import { readRunId, runIdOf } from '../engine/identity.ts';
import { columnFacts, recordColumnNames } from '../market/record.ts';
import type { Arm } from '../market/settings.ts';
import type { DesignPoint } from '../plan/plan.ts';
import {
  type ParquetChunk,
  type ParquetColumn,
  type ParquetFiles,
  type ParquetValue,
  rowsPerChunk,
} from './parquet.ts';
import type { RunRecords, Stretch } from './run-records.ts';

/** Replications of an arm, as a plan asks for them. */
export interface PlannedArm {
  point: Pick<DesignPoint, 'id' | 'at'>;
  arm: Arm;
  /** The arm's key, by which its runs are found. */
  key: string;
  /** How many records: one per replication, or one for each batch it is cut into [count]. */
  replications: number;
  /** Batches of a run [count]. */
  batches: number;
}

/** A run in a table: its identity and where its record is. */
interface TableRow {
  id: string;
  row: number;
}

const fingerprintNote = 'posp-fingerprint';
const width = recordColumnNames.length;
const idColumn: ParquetColumn = {
  name: 'run',
  type: 'VARCHAR',
  description: 'Identity of the run; equal identities hold equal rows',
};
const valueColumns: ParquetColumn[] = recordColumnNames.map((name) => {
  const { meaning, unit } = columnFacts[name];
  return { name, type: 'DOUBLE', unit, description: meaning };
});

/** Writes runs with nothing beside them but their identity. */
export function writeRuns(
  files: ParquetFiles,
  path: string,
  records: RunRecords,
  stretches: readonly Stretch[],
): Promise<void> {
  const rows = function* (): Generator<TableRow> {
    for (const { arm, first, row, count } of stretches) {
      for (let step = 0; step < count; step++) yield { id: runIdOf(arm, first + step), row: row + step };
    }
  };
  const chunks = function* (): Generator<ParquetChunk> {
    const buffer = new RowBuffer(records);
    for (const row of rows()) if (buffer.add(row)) yield buffer.take();
    if (buffer.count > 0) yield buffer.take();
  };
  return files.write(path, [idColumn, ...valueColumns], chunks(), fingerprintOf(rows(), records));
}

/**
 * Writes one row per planned run: what it was a run of, then its record. Swept parameters are columns by their path,
 * of numbers or of labels.
 *
 * @param planned  gone over twice
 * @throws Error when a planned run has no record: a mistake of the caller
 */
export function writePlannedRuns(
  files: ParquetFiles,
  path: string,
  planned: Iterable<PlannedArm>,
  swept: readonly ParquetColumn[],
  records: RunRecords,
): Promise<void> {
  const columns = [idColumn, ...columnsOfPlan(swept), ...valueColumns];
  const chunks = cutPlanned(listPlanned(planned, records), swept, records);
  return files.write(path, columns, chunks, fingerprintOf(listPlanned(planned, records), records));
}

/** What is said of a run before its record. */
function columnsOfPlan(swept: readonly ParquetColumn[]): ParquetColumn[] {
  return [
    { name: 'designPoint', type: 'UINTEGER', description: 'Design point, as id in points.parquet' },
    ...swept,
    { name: 'role', type: 'VARCHAR', description: 'Role whose strategy the arm is about' },
    { name: 'strategy', type: 'VARCHAR', description: 'What focal nodes play in that role' },
    { name: 'against', type: 'VARCHAR', description: 'What everybody else does' },
    { name: 'replication', type: 'UINTEGER', description: 'Runs of equal replication saw the same draws in every arm' },
    { name: 'batch', type: 'UINTEGER', description: 'Part of the run, where runs are cut into batches' },
  ];
}

/** A planned run that is there. */
interface PlannedRow extends TableRow, Pick<PlannedArm, 'point' | 'arm' | 'batches'> {
  replication: number;
}

function* listPlanned(planned: Iterable<PlannedArm>, records: RunRecords): Generator<PlannedRow> {
  for (const { point, arm, key, replications, batches } of planned) {
    for (let replication = 0; replication < replications; replication++) {
      const row = records.find(key, replication);
      const id = runIdOf(key, replication);
      if (row < 0) throw new Error(`run ${id} of design point ${point.id} is in the plan, but it never ran`);
      yield { id, row, point, arm, batches, replication };
    }
  }
}

function* cutPlanned(
  rows: Iterable<PlannedRow>,
  swept: readonly ParquetColumn[],
  records: RunRecords,
): Generator<ParquetChunk> {
  const buffer = new RowBuffer(records);
  const plan = new PlanBuffer(swept);
  const take = (): ParquetChunk => {
    const {
      rows: count,
      columns: [ids, ...values],
    } = buffer.take();
    return { rows: count, columns: [ids, ...plan.columns, ...values] };
  };
  for (const run of rows) {
    plan.put(buffer.count, run);
    if (buffer.add(run)) yield take();
  }
  if (buffer.count > 0) yield take();
}

/**
 * Reads the runs of a file into records.
 *
 * @param onRow  hears of each before it is added
 * @throws Error that says what is wrong with the file; then nothing was added
 */
export async function readRuns(
  files: ParquetFiles,
  path: string,
  records: RunRecords,
  onRow?: (arm: string, replication: number, row: Float64Array) => void,
): Promise<void> {
  const notes = await files.readNotes(path);
  const names = ['run', ...recordColumnNames];
  const fingerprint = new Fingerprint();
  // A damaged file must leave no trace, so it is read once to be checked and once to be taken.
  for await (const chunk of files.readChunks(path, names)) fingerprint.note(idsOf(chunk), rowsOf(chunk));
  if (notes.get(fingerprintNote) !== fingerprint.digest()) {
    throw new Error('its rows are not the ones that were written');
  }
  for await (const chunk of files.readChunks(path, names)) {
    const rows = rowsOf(chunk);
    idsOf(chunk).forEach((text, at) => {
      const id = readRunId(text);
      // What an older engine named otherwise is of no use to this one.
      if (!id) return;
      const row = rows.subarray(at * width, (at + 1) * width);
      onRow?.(id.arm, id.replication, row);
      records.add({ arm: id.arm, first: id.replication, rows: row });
    });
  }
}

/** Gathers records into columns. */
class RowBuffer {
  readonly #records: RunRecords;
  readonly #row = new Float64Array(width);
  readonly #ids: string[] = [];
  readonly #columns = recordColumnNames.map(() => new Float64Array(rowsPerChunk));
  count = 0;

  constructor(records: RunRecords) {
    this.#records = records;
  }

  /** Adds a record; whether the buffer is then full. */
  add({ id, row }: TableRow): boolean {
    this.#records.read(row, this.#row);
    for (let column = 0; column < width; column++) this.#columns[column][this.count] = this.#row[column];
    this.#ids[this.count++] = id;
    return this.count === rowsPerChunk;
  }

  /** Identity and record columns of what was added; their memory is used again by what is added next. */
  take(): ParquetChunk {
    const rows = this.count;
    this.count = 0;
    return { rows, columns: [this.#ids, ...this.#columns] };
  }
}

/** Gathers what is said of runs before their records, in the order of {@link columnsOfPlan}. */
class PlanBuffer {
  readonly columns: ParquetChunk['columns'];
  readonly #swept: readonly ParquetColumn[];
  readonly #points = new Uint32Array(rowsPerChunk);
  readonly #parameters: (Float64Array | ParquetValue[])[];
  readonly #role: string[] = [];
  readonly #strategy: string[] = [];
  readonly #against: string[] = [];
  readonly #replications = new Uint32Array(rowsPerChunk);
  readonly #batches = new Uint32Array(rowsPerChunk);

  constructor(swept: readonly ParquetColumn[]) {
    // Beside labels a number may be absent; numbers alone are copied whole.
    const isLabelled = swept.some(({ type }) => type === 'VARCHAR');
    this.#swept = swept;
    this.#parameters = swept.map(() => (isLabelled ? [] : new Float64Array(rowsPerChunk)));
    const arm = [this.#role, this.#strategy, this.#against];
    this.columns = [this.#points, ...this.#parameters, ...arm, this.#replications, this.#batches];
  }

  /** Writes row `at`, over what was there. */
  put(at: number, { point, arm, replication, batches }: PlannedRow): void {
    this.#points[at] = point.id;
    this.#replications[at] = Math.floor(replication / batches);
    this.#batches[at] = replication % batches;
    this.#swept.forEach(({ name }, index) => {
      this.#parameters[index][at] = (point.at[name] ?? null) as number;
    });
    [this.#role[at], this.#strategy[at], this.#against[at]] = [arm.role, arm.strategy, arm.against];
  }
}

/** Digest of identities and records in file order, however they are cut into chunks. */
class Fingerprint {
  readonly #ids = createHash('sha256');
  readonly #rows = createHash('sha256');

  /** @param rows  the records, row by row */
  note(ids: readonly string[], rows: Float64Array): void {
    this.#ids.update(ids.join(''));
    this.#rows.update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
  }

  digest(): string {
    return this.#ids.update(this.#rows.digest('hex')).digest('hex');
  }
}

function fingerprintOf(rows: Iterable<TableRow>, records: RunRecords): Record<string, string> {
  const fingerprint = new Fingerprint();
  const values = new Float64Array(rowsPerChunk * width);
  let ids: string[] = [];
  const note = () => {
    fingerprint.note(ids, values.subarray(0, ids.length * width));
    ids = [];
  };
  for (const { id, row } of rows) {
    records.read(row, values, ids.length * width);
    ids.push(id);
    if (ids.length === rowsPerChunk) note();
  }
  note();
  return { [fingerprintNote]: fingerprint.digest() };
}

function idsOf({ columns }: ParquetChunk): string[] {
  return Array.from(columns[0] as readonly unknown[], String);
}

/** The record columns of a chunk that was read, turned into rows. */
function rowsOf({ rows, columns }: ParquetChunk): Float64Array {
  const values = new Float64Array(rows * width);
  for (let column = 0; column < width; column++) {
    const from = columns[column + 1];
    for (let row = 0; row < rows; row++) values[row * width + column] = Number(from[row]);
  }
  return values;
}
