/** A million rows of results on disk: Parquet the way the store writes it, and lines of JSON. */
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { runIdOf } from '../../src/engine/identity.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import { ParquetFiles } from '../../src/store/parquet.ts';
import { RunRecords } from '../../src/store/run-records.ts';
import { readRuns, writeRuns } from '../../src/store/run-table.ts';
import type { Measurement } from '../harness/child.ts';
import { cpuMilliseconds } from '../harness/sample.ts';

/** Arguments: format, rows, file. */
export async function writeRows([format, rows, file]: readonly string[]): Promise<Measurement> {
  const count = Number(rows);
  rmSync(file!, { force: true });
  const records = makeRecords(count);
  const before = cpuMilliseconds();
  const start = performance.now();
  if (format === 'parquet') {
    const files = new ParquetFiles();
    await writeRuns(files, file!, records, [...records.stretchesBeside([])]);
    await files.close();
  } else writeLines(file!, records);
  const spent = cpuMilliseconds() - before;
  const seconds = (performance.now() - start) / 1000;
  if (format === 'parquet') await checkRows(file!, records);
  return {
    nanoseconds: (spent * 1e6) / count,
    seconds: Number(seconds.toFixed(2)),
    bytesPerRow: Math.round(statSync(file!).size / count),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function writeLines(file: string, records: RunRecords): void {
  const handle = openSync(file, 'w');
  let text = '';
  const row = new Float64Array(recordColumnNames.length);
  for (let index = 0; index < records.size; index++) {
    records.read(index, row);
    const entries = recordColumnNames.map((name, column) => [name, row[column]]);
    text += `${JSON.stringify({ run: idOf(index), ...Object.fromEntries(entries) })}\n`;
    if (text.length > 1 << 20) {
      writeSync(handle, text);
      text = '';
    }
  }
  writeSync(handle, text);
  closeSync(handle);
}

async function checkRows(file: string, records: RunRecords): Promise<void> {
  const files = new ParquetFiles();
  const back = new RunRecords();
  await readRuns(files, file, back);
  await files.close();
  const [own, found] = [0, 0].map(() => new Float64Array(recordColumnNames.length)) as [Float64Array, Float64Array];
  for (let index = 0; index < records.size; index += 97) {
    records.read(index, own);
    const row = back.find(keyOf(index), index % perArm);
    if (row >= 0) back.read(row, found);
    if (row < 0 || found.some((value, column) => value !== own[column])) {
      throw new Error(`row ${index} of ${join(file)} is not the one that was written`);
    }
  }
}

const perArm = 10;
const keyOf = (row: number) =>
  Math.floor(row / perArm)
    .toString(16)
    .padStart(24, '0');
const idOf = (row: number) => runIdOf(keyOf(row), row % perArm);

// Counts, sums of money and times of full precision, as runs leave them.
function makeRecords(count: number): RunRecords {
  const records = new RunRecords();
  for (let row = 0; row < count; row++) {
    const rows = Float64Array.from(recordColumnNames, (_, column) =>
      column % 4 === 3
        ? Math.sqrt(row + column) * 1234.5
        : column > 20 && column < 28
          ? 0
          : (row * 7 + column) % 20_000,
    );
    records.add({ arm: keyOf(row), first: row % perArm, rows });
  }
  return records;
}
