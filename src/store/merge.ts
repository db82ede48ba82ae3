/** Runs of several folders put together: each once, and none that two of them tell differently. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Manifest } from '../findings/manifest.ts';
import { recordColumnNames } from '../market/record.ts';
import { hashRegularFile } from '../scenario/read/regular-file.ts';
import { holdsRuns } from './layout.ts';
import { ParquetFiles } from './parquet.ts';
import { RunRecords } from './run-records.ts';
import { readRuns } from './run-table.ts';
import { listRunFiles } from './store.ts';
import { StoreError } from './store-error.ts';

/** A folder that holds runs, and what it says of itself. */
export interface RunFolder {
  folder: string;
  manifest: Pick<Manifest, 'files'>;
}

/**
 * Reads the runs of folders, chunk by chunk; nothing is written.
 *
 * @param nameRun  what a run is called where two folders differ about it
 * @throws StoreError `unfit` when a file is not the one that was written, or two folders hold a run with other numbers
 */
export async function gatherRuns(
  folders: readonly RunFolder[],
  nameRun: (arm: string, replication: number) => string,
): Promise<RunRecords> {
  const records = new RunRecords();
  const files = new ParquetFiles();
  // Rows are kept in the order in which they come, so that a row tells the folder it is from.
  const ends: number[] = [];
  const kept = new Float64Array(recordColumnNames.length);
  try {
    for (const { folder, manifest } of folders) {
      checkRunFiles(folder, manifest);
      const compare = (arm: string, replication: number, row: Float64Array) => {
        const at = records.find(arm, replication);
        if (at < 0) return;
        records.read(at, kept);
        const column = row.findIndex((value, index) => !Object.is(value, kept[index]));
        if (column < 0) return;
        const owner = ends.findIndex((end) => at < end);
        const other = folders[owner < 0 ? ends.length : owner].folder;
        throw differs(nameRun(arm, replication), other, folder, column, kept, row);
      };
      for (const path of listRunFiles(folder)) await read(files, path, records, compare);
      ends.push(records.size);
    }
    return records;
  } finally {
    await files.close();
  }
}

async function read(files: ParquetFiles, path: string, ...into: [RunRecords, Parameters<typeof readRuns>[3]]) {
  try {
    await readRuns(files, path, ...into);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new StoreError('unfit', `${path} is damaged (${reason}); copy it again, or run what made it again`);
  }
}

function checkRunFiles(folder: string, { files }: RunFolder['manifest']): void {
  for (const [name, { sha256 }] of Object.entries(files)) {
    if (!holdsRuns(name)) continue;
    const path = join(folder, name);
    if (existsSync(path) && hashRegularFile(path, { follow: false }).sha256 === sha256) continue;
    const fault = existsSync(path) ? 'is not the file that was written' : 'is missing';
    throw new StoreError('unfit', `${path} ${fault}; copy it again, or run what made it again`);
  }
}

function differs(
  run: string,
  one: string,
  other: string,
  column: number,
  there: Float64Array,
  here: Float64Array,
): StoreError {
  const name = recordColumnNames[column];
  const folders = resolve(one) === resolve(other) ? `twice in ${one}` : `in ${one} and in ${other}`;
  return new StoreError(
    'unfit',
    `${run} is ${folders} with other numbers: ${name} is ${there[column]} in the first and ${here[column]} in the second. A run has the same numbers everywhere, so a machine computes wrong or a folder was changed: posp verify --runs all says which`,
  );
}
