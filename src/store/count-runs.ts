import { ParquetFiles } from './parquet.ts';
import { RunRecords } from './run-records.ts';
import { readRuns } from './run-table.ts';
import { listRunFiles } from './store.ts';

/** The files of a folder that hold runs, whoever is at work in it, and how many each adds [count]. @throws Error when one is damaged */
export async function countRunsIn(folder: string): Promise<{ path: string; runs: number }[]> {
  const files = new ParquetFiles();
  const records = new RunRecords();
  const counted: { path: string; runs: number }[] = [];
  try {
    for (const path of listRunFiles(folder)) {
      const before = records.size;
      await readRuns(files, path, records);
      counted.push({ path, runs: records.size - before });
    }
    return counted;
  } finally {
    await files.close();
  }
}
