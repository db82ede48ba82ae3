/** Run records as a table in a file, with a fingerprint that tells a damaged file from a good one. */
import { createHash, type Hash } from 'node:crypto';
import { recordColumnNames } from '../market/record.ts';
import type { Arm } from '../market/settings.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { ParquetColumn, ParquetFiles, ParquetValue } from './parquet.ts';

/** A finished run. */
export interface StoredRun {
  /** Its identity. */
  id: string;
  /** One number per record column. */
  values: Float64Array;
}

/** Where a run stands in the plan. */
export interface PlannedRun {
  id: string;
  point: Pick<DesignPoint, 'id' | 'at'>;
  arm: Arm;
  replication: number;
}

const fingerprintNote = 'posp-fingerprint';
const recordColumns: ParquetColumn[] = recordColumnNames.map((name) => ({ name, type: 'DOUBLE' }));
const idColumn: ParquetColumn = { name: 'run', type: 'VARCHAR' };

/** Writes runs with nothing beside them but their identity. */
export function writeRuns(files: ParquetFiles, path: string, runs: Iterable<StoredRun>): Promise<void> {
  const hash = createHash('sha256');
  function* rows(): Generator<ParquetValue[]> {
    for (const { id, values } of runs) {
      note(hash, id, values);
      yield [id, ...values];
    }
  }
  return files.write(path, [idColumn, ...recordColumns], rows(), () => ({ [fingerprintNote]: hash.digest('hex') }));
}

/**
 * Writes one row per planned run: what it was a run of, then its record. Swept parameters are columns by their path.
 *
 * @throws Error when a planned run has no record: a mistake of the caller
 */
export function writePlannedRuns(
  files: ParquetFiles,
  path: string,
  planned: Iterable<PlannedRun>,
  swept: readonly string[],
  valuesOf: (id: string) => Float64Array | undefined,
): Promise<void> {
  const hash = createHash('sha256');
  const columns: ParquetColumn[] = [
    idColumn,
    { name: 'designPoint', type: 'UINTEGER' },
    ...swept.map((name): ParquetColumn => ({ name, type: 'DOUBLE' })),
    { name: 'role', type: 'VARCHAR' },
    { name: 'strategy', type: 'VARCHAR' },
    { name: 'against', type: 'VARCHAR' },
    { name: 'replication', type: 'UINTEGER' },
    ...recordColumns,
  ];
  function* rows(): Generator<ParquetValue[]> {
    for (const { id, point, arm, replication } of planned) {
      const values = valuesOf(id);
      if (!values) throw new Error(`run ${id} of design point ${point.id} is in the plan, but it never ran`);
      note(hash, id, values);
      const parameters = swept.map((name) => point.at[name] ?? null);
      yield [id, point.id, ...parameters, arm.role, arm.strategy, arm.against, replication, ...values];
    }
  }
  return files.write(path, columns, rows(), () => ({ [fingerprintNote]: hash.digest('hex') }));
}

/** @throws Error that says what is wrong with the file */
export async function readRuns(files: ParquetFiles, path: string): Promise<StoredRun[]> {
  const { columns, rows, notes } = await files.read(path);
  const positions = ['run', ...recordColumnNames].map((name) => columns.indexOf(name));
  if (positions.includes(-1)) throw new Error('it lacks columns that a run record has');
  const [idAt, ...valuesAt] = positions as [number, ...number[]];
  const hash = createHash('sha256');
  const runs = rows.map((row) => {
    const run = { id: String(row[idAt]), values: Float64Array.from(valuesAt, (at) => Number(row[at])) };
    note(hash, run.id, run.values);
    return run;
  });
  if (notes.get(fingerprintNote) !== hash.digest('hex')) throw new Error('its rows are not the ones that were written');
  return runs;
}

function note(hash: Hash, id: string, values: Float64Array): void {
  hash.update(id);
  hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
