import { ParquetFiles } from './parquet.ts';
import { RunRecords } from './run-records.ts';
import { readRuns } from './run-table.ts';
import { listRunFiles } from './store.ts';

/** How many runs a folder has on disk, whoever is at work in it [count]. @throws Error when a file is damaged */
export async function countRunsIn(folder: string): Promise<number> {
  const files = new ParquetFiles();
  const records = new RunRecords();
  try {
    for (const path of listRunFiles(folder)) await readRuns(files, path, records);
    return records.size;
  } finally {
    await files.close();
  }
}
