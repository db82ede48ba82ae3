/** Tables of a results folder written once more, beside it, and held against those that are there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Findings } from '../../findings/findings.ts';
import { listTables } from '../../findings/tables.ts';
import { hashRegularFile } from '../../scenario/read/regular-file.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import { chunksOf, ParquetFiles } from '../../store/parquet.ts';
import type { RunRecords } from '../../store/run-records.ts';
import { type PlannedArm, writePlannedRuns } from '../../store/run-table.ts';
import { describeParameters, describeSweep, writeTable } from '../write-results.ts';

/** What tables are written from. */
export interface RemakeRequest {
  findings: Findings;
  scenario: Scenario;
  planned: Iterable<PlannedArm>;
  records: RunRecords;
}

/**
 * Writes the Parquet files of a study again, the runs among them.
 *
 * @param names  those of them that are wanted
 * @returns those that have other bytes in the folder
 */
export async function findOtherTables(
  folder: string,
  names: ReadonlySet<string>,
  { findings, scenario, planned, records }: RemakeRequest,
): Promise<string[]> {
  const place = mkdtempSync(join(tmpdir(), 'posp-verify-'));
  const files = new ParquetFiles();
  const anywhere: Parameters<typeof writeTable>[0] = {
    write: (path, columns, rows) => files.write(path, columns, chunksOf(columns, rows)),
  };
  const others: string[] = [];
  const compare = async (name: string, write: (path: string) => Promise<void>) => {
    if (!names.has(name)) return;
    await write(join(place, name));
    const [there, again] = [folder, place].map((at) => hashRegularFile(join(at, name), { follow: false }).sha256);
    if (there !== again) others.push(name);
  };
  try {
    await compare('runs.parquet', (path) => writePlannedRuns(files, path, planned, describeSweep(scenario), records));
    for (const table of listTables(findings, describeParameters(scenario))) {
      await compare(`${table.name}.parquet`, (path) => writeTable(anywhere, path, table));
    }
  } finally {
    await files.close();
    rmSync(place, { recursive: true, force: true });
  }
  return others;
}
