/**
 * A program in C, written for one scenario, plays it with the same draws: another calendar, other data structures, rules
 * and ledger written out by hand. It leaves the same record, in every column and every digit.
 */
import { expect, test } from 'vitest';
import { measure } from '../../bench/harness/child.ts';
import { compileC } from '../../bench/harness/toolchain.ts';
import { loadMarket } from '../../bench/market/candidates.ts';
import { writeZiggurat } from '../../bench/market/ziggurat.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { recordColumnNames } from '../../src/market/record.ts';

const inC = compileC('market.c');

// Every challenge takes both of the others; segments and batches of latency are joined; ten jobs are too few for a quantile.
test.skipIf(inC.missing).each([
  { nodes: '3', jobs: '20000', seed: 'tiny' },
  { nodes: '200', jobs: '100000', seed: '42' },
  { nodes: '50', jobs: '10', seed: '7' },
])('$nodes nodes, $jobs jobs, seed $seed', async ({ nodes, jobs, seed }) => {
  const settings = await loadMarket('shorter-of-two.yaml', nodes, jobs);
  const record = simulateRun(
    settings,
    { against: 'all-honest', role: 'asserter', strategy: 'cheat-sometimes' },
    seed,
    0,
  );
  const printed = measure([...inC.command, nodes, jobs, seed, writeZiggurat()]);
  // A column that C does not print is one that the rules of this scenario leave at 0; Infinity is printed as a word.
  const expected = recordColumnNames.map((name) => [name, Number(printed[name] ?? 0)]);
  expect([...record].map((value, column) => [recordColumnNames[column], value])).toEqual(expected);
});
