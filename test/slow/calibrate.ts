/**
 * `npm run calibrate`: runs the studies of every tie, a few of each in turn, and writes test/slow/ties.json anew.
 *
 * What the table has stays done; take a row out to have it made again. Words given as arguments choose the ties whose
 * names hold one of them, so that several of these can run side by side.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createPool } from '../../src/run/pool.ts';
import { type TieRow, tallyTie, tieTable, writeTies } from './calibrate-ties.ts';
import { listTies, tieStudies } from './ties.ts';
import { listTimeTies, tallyTimeTie } from './time-ties.ts';

/** Studies of a tie before the next has its turn [count]. */
const TURN = 20;

const page = 'docs/calibration.md';
const keyOf = ({ claim, name }: Pick<TieRow, 'claim' | 'name'>) => `${claim} ${name}`;

/** Ties that are tallied together, in the order of the table. */
const pool = createPool({ workers: 1 });
const groups = [
  ...listTies().map((tie) => ({
    keys: [keyOf(tie)],
    most: tieStudies,
    tally: async (studies: number, [done]: TieRow[]) => [await tallyTie(tie, studies, pool, done)],
  })),
  ...listTimeTies().map((tie) => ({
    keys: tie.claims.map(({ name }) => keyOf({ claim: 'bound', name })),
    most: tie.studies,
    tally: async (studies: number, done: TieRow[]) => tallyTimeTie(tie, studies, done),
  })),
];
const order = groups.flatMap(({ keys }) => keys);

function readTable(): Map<string, TieRow> {
  const rows = existsSync(tieTable) ? (JSON.parse(readFileSync(tieTable, 'utf8')) as TieRow[]) : [];
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** Puts rows into the table as it is by now, and the table into the page. */
function keep(rows: readonly TieRow[]): void {
  const table = readTable();
  for (const row of rows) table.set(keyOf(row), row);
  const all = order.flatMap((key) => table.get(key) ?? []);
  writeFileSync(tieTable, `${JSON.stringify(all, null, 2)}\n`);
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, text.slice(0, text.indexOf('## Ties of every kind')) + writeTies(all));
}

const words = process.argv.slice(2);
const asked = groups.filter(({ keys }) => words.length === 0 || words.some((word) => keys.join().includes(word)));
for (let studies = TURN; studies <= Math.max(...asked.map(({ most }) => most)); studies += TURN) {
  for (const { keys, most, tally } of asked) {
    const table = readTable();
    const done = keys.flatMap((key) => table.get(key) ?? []);
    if (studies > most || (done[0]?.studies ?? 0) >= studies) continue;
    keep(await tally(studies, done));
    console.log(`${keys[0]}: ${studies} studies`);
  }
}
await pool.close();
