/** A million rows of results on disk: Parquet the way the store writes it, and lines of JSON. */
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { recordColumnNames } from '../../src/market/record.ts';
import { ParquetFiles } from '../../src/run/parquet.ts';
import { readRuns, type StoredRun, writeRuns } from '../../src/run/run-table.ts';
import type { Measurement } from '../harness/child.ts';
import { cpuMilliseconds } from '../harness/sample.ts';

/** Arguments: format, rows, file. */
export async function writeRows([format, rows, file]: readonly string[]): Promise<Measurement> {
  const count = Number(rows);
  rmSync(file!, { force: true });
  const all = [...runs(count)];
  const before = cpuMilliseconds();
  if (format === 'parquet') {
    const files = new ParquetFiles();
    await writeRuns(files, file!, all);
    await files.close();
  } else writeLines(file!, all);
  const spent = cpuMilliseconds() - before;
  if (format === 'parquet') await checkRows(file!, Math.min(count, 100_000));
  return { nanoseconds: (spent * 1e6) / count, megabytes: Math.round(statSync(file!).size / 1e6) };
}

function writeLines(file: string, all: readonly StoredRun[]): void {
  const handle = openSync(file, 'w');
  let text = '';
  for (const { id, values } of all) {
    const entries = recordColumnNames.map((name, column) => [name, values[column]]);
    text += `${JSON.stringify({ run: id, ...Object.fromEntries(entries) })}\n`;
    if (text.length > 1 << 20) {
      writeSync(handle, text);
      text = '';
    }
  }
  writeSync(handle, text);
  closeSync(handle);
}

async function checkRows(file: string, count: number): Promise<void> {
  const files = new ParquetFiles();
  const sample = `${file}.sample`;
  await writeRuns(files, sample, runs(count));
  const back = await readRuns(files, sample);
  await files.close();
  rmSync(sample);
  let row = 0;
  for (const { id, values } of runs(count)) {
    const found = back[row++]!;
    if (found.id !== id || found.values.some((value, column) => value !== values[column])) {
      throw new Error(`row ${row - 1} of ${join(file)} is not the one that was written`);
    }
  }
}

// Counts, sums of money and times of full precision, as runs leave them.
function* runs(count: number): Generator<StoredRun> {
  for (let row = 0; row < count; row++) {
    const values = Float64Array.from(recordColumnNames, (_, column) =>
      column % 4 === 3
        ? Math.sqrt(row + column) * 1234.5
        : column > 20 && column < 28
          ? 0
          : (row * 7 + column) % 20_000,
    );
    yield { id: (row * 0x9e3779b9).toString(16).padStart(32, '0'), values };
  }
}
