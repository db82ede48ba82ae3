/**
 * Fills the table of `docs/calibration-time.md`, cell by cell; what is there is kept, so that it can be stopped and
 * started at any time: `npm run calibrate:time`, or `npm run calibrate:time -- 20` for twenty minutes of it.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type CellResult, cellJobsMax, computeCell, countCellJobs, listCells, nameCell } from './time-grid.ts';
import { drawTable } from './time-table.ts';

const data = new URL('../../docs/data/calibration-time.jsonl', import.meta.url);
const page = new URL('../../docs/calibration-time.md', import.meta.url);
const minutes = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);
const until = Date.now() + minutes * 60_000;

const text = existsSync(data) ? readFileSync(data, 'utf8') : '';
const known = new Map<string, CellResult>(
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CellResult)
    .map((result) => [nameCell(result), result]),
);
for (const cell of listCells()) {
  if (Date.now() > until) break;
  if (known.has(nameCell(cell)) || countCellJobs(cell) > cellJobsMax) continue;
  const result = computeCell(cell);
  known.set(nameCell(cell), result);
  appendFileSync(data, `${JSON.stringify(result)}\n`);
  process.stdout.write(`${nameCell(cell)}: mean ${result.mean.join(' of ')}\n`);
}
writeFileSync(page, drawTable(known));
