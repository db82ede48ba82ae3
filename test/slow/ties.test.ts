/** The committed table of ties: whole, within what is allowed, and some rows of it done again. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createPool } from '../../src/run/pool.ts';
import { allowWrong, type TieRow, tallyTie, tieTable, writeTies } from './calibrate-ties.ts';
import { listTies } from './ties.ts';
import { listTimeTies, tallyTimeTie } from './time-ties.ts';

const rows = JSON.parse(readFileSync(tieTable, 'utf8')) as TieRow[];
const ties = listTies();
const ofTime = listTimeTies().flatMap(({ claims }) => claims.map(({ name }) => ({ claim: 'bound', name })));

it('has a row for every tie; otherwise npm run calibrate makes them', () => {
  const key = ({ claim, name }: Pick<TieRow, 'claim' | 'name'>) => [claim, name];
  expect(rows.map(key)).toEqual([...ties, ...ofTime].map(key));
  expect(readFileSync('docs/calibration.md', 'utf8')).toContain(writeTies(rows));
});

it.each(rows)('$claim, $name: decided at most as often as stated', ({ studies, verdicts }) => {
  expect(studies).toBeGreaterThanOrEqual(60);
  expect(verdicts.true).toBeLessThanOrEqual(allowWrong(studies));
  expect(verdicts.false).toBeLessThanOrEqual(allowWrong(studies));
});

it.each(['a rare event', 'the shorter of two queues'])('%s: again the same', async (name) => {
  const row = rows.find((one) => one.name === name)!;
  const pool = createPool({ workers: 1 });
  const again = await tallyTie(ties.find((tie) => tie.name === name)!, row.studies, pool);
  await pool.close();
  expect(again.verdicts).toEqual(row.verdicts);
});

it('a bound on time: again the same', () => {
  const tie = listTimeTies().find(({ claims }) => claims[0]!.name.includes('constant services, load 0.5'))!;
  const known = rows.filter(({ name }) => tie.claims.some((claim) => claim.name === name));
  expect(tallyTimeTie(tie, known[0]!.studies, [])).toEqual(known);
});
