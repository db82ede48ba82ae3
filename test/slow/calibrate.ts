/**
 * `npm run calibrate`: runs the studies of every tie, a few of each in turn, and writes test/slow/ties.json anew.
 *
 * What was done stays done: it lies in results/calibrate, and is taken up where it was left. Names given as arguments are
 * the ties to do, so that several of these can run side by side.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPool } from '../../src/run/pool.ts';
import { type TieRow, tallyTie, tieTable } from './calibrate-ties.ts';
import { listTies } from './ties.ts';

/** Studies of a tie before the next has its turn [count]. */
const TURN = 20;

const folder = join(import.meta.dirname, '../../results/calibrate');
const pathOf = (name: string) => join(folder, `${name.replace(/\W+/g, '-')}.json`);
const read = (name: string) =>
  existsSync(pathOf(name)) ? (JSON.parse(readFileSync(pathOf(name), 'utf8')) as TieRow) : undefined;

mkdirSync(folder, { recursive: true });
const ties = listTies();
const asked = process.argv.slice(2);
const mine = ties.filter(({ name }) => asked.length === 0 || asked.some((word) => name.includes(word)));
const pool = createPool({ workers: 1 });
for (let studies = TURN; studies <= Math.max(...mine.map((tie) => tie.studies)); studies += TURN) {
  for (const tie of mine) {
    const done = read(tie.name);
    if (studies > tie.studies || (done && done.studies >= studies)) continue;
    writeFileSync(pathOf(tie.name), JSON.stringify(await tallyTie(tie, studies, pool, done)));
  }
  const rows = ties.flatMap(({ name }) => read(name) ?? []);
  writeFileSync(tieTable, `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`${studies} studies of each`);
}
await pool.close();
