/** What docs/data promises: the dictionary names the columns there are, and the examples run on a results folder. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordColumnNames } from '../../src/market/record.ts';
import { ParquetFiles } from '../../src/store/parquet.ts';
import { posp as runCommand } from '../cli/fake-io.ts';
import { dictionary, writeDataDictionary } from './data-dictionary.ts';

const page = readFileSync('docs/data/README.md', 'utf8');
const fences = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => ({ language, body }));
const fencesIn = (language: string) => fences.filter((fence) => fence.language === language).map(({ body }) => body);

const folder = mkdtempSync(join(tmpdir(), 'data-'));
const few = join(folder, 'few.yaml');
const study = join(folder, 'study');
const files = new ParquetFiles();
let found: string;
const tables = ['runs', 'points', 'estimates'] as const;
const columns: Record<keyof typeof dictionary, string[]> = { runs: [], points: [], estimates: [] };

beforeAll(async () => {
  const text = readFileSync('scenarios/posp/challenge-rate.yaml', 'utf8');
  writeFileSync(few, text.replace(/challengeProbability: \[.*\]/, 'challengeProbability: [0.002, 0.02]'));
  found = await posp(
    'run',
    few,
    '--out',
    study,
    '--json',
    '--no-pictures',
    '--replications',
    '4',
    '--set',
    'run.jobs=2000',
  );
  for (const table of tables) columns[table] = (await files.read(join(study, `${table}.parquet`))).columns;
}, 120_000);

afterAll(async () => {
  await files.close();
  rmSync(folder, { recursive: true });
});

describe('the dictionary', () => {
  test('is current; `npm run refresh` makes it so', () => {
    expect(readFileSync('docs/data/dictionary.md', 'utf8')).toBe(writeDataDictionary());
  });

  test.each(tables)('names every column of %s and no other', (table) => {
    const patterns = dictionary[table].map(({ column }) => patternOf(column));
    expect(columns[table].filter((column) => !patterns.some((pattern) => pattern.test(column)))).toEqual([]);
    expect(dictionary[table].filter((_, i) => !columns[table].some((column) => patterns[i].test(column)))).toEqual([]);
  });

  test('gives every column of a record its unit', () => {
    const units = new Map(dictionary.runs.map(({ column, unit }) => [column, unit]));
    expect(recordColumnNames.filter((name) => !['count', 'credits', 's'].includes(units.get(name) ?? ''))).toEqual([]);
  });
});

describe('the examples', () => {
  test('are in languages that are checked here', () => {
    expect(new Set(fences.map(({ language }) => language))).toEqual(new Set(['sql', 'python', 'r', 'sh']));
  });

  const [estimates, units] = [false, true].map((isOfUnits) =>
    fencesIn('sql').filter((body) => body.includes('parquet_kv_metadata') === isOfUnits),
  ) as [string[], string[]];

  test('the query for units finds every column with its unit', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const result = await connection.runAndReadAll(units[0]!.replaceAll('results/study', study));
    const rows = result.getRowObjects();
    connection.closeSync();
    instance.closeSync();
    expect(units).toHaveLength(1);
    expect(new Set(rows.map(({ column }) => column))).toEqual(new Set(columns.runs));
    expect(rows.find(({ column }) => column === 'asserterIncome')).toMatchObject({ unit: 'credits' });
  });

  test.each(estimates.map((body, i) => [i, body] as const))(
    'query %i runs in DuckDB and finds rows',
    async (_, body) => {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      try {
        const result = await connection.runAndReadAll(body.replaceAll('results/study', study));
        const rows = result.getRowObjects();
        expect(rows).toHaveLength(2);
        // Skipping pays at p = 0.002 and does not at p = 0.02, by more than four standard errors of either estimate.
        expect(rows.map(({ advantage }) => Math.sign(Number(advantage)))).toEqual([-1, 1]);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  );

  test.each([...fencesIn('python'), ...fencesIn('r')])('names columns and files that are there: %s', (body) => {
    const quoted = [...body.matchAll(/"([^"]+)"/g)].map(([, text]) => text);
    const known = new Set([
      ...tables.flatMap((table) => [...columns[table], `results/study/${table}.parquet`]),
      'results/study/estimates.csv',
      'x',
      'columns',
      'unit',
    ]);
    expect(quoted.length).toBeGreaterThan(1);
    expect(quoted.filter((text) => !known.has(text))).toEqual([]);
  });

  const pipes = fencesIn('sh').flatMap((body) => body.trim().split('\n'));

  test.each(pipes)(
    '%s',
    async (line) => {
      const [, command, query] = /^npx posp (.*) \| jq (?:-r )?'(.*)'$/.exec(line) ?? [];
      const [verb, , ...flags] = command.split(' ');
      // The study at hand answers for the scenario named: what is printed does not depend on how much is swept.
      const printed = verb === 'run' ? found : await posp(verb, verb === 'verify' ? study : few, ...flags);
      const keys = new Set([...printed.matchAll(/"(\w+)":/g)].map(([, key]) => key));
      const asked = [...query.matchAll(/(?<=[.{,] ?)[a-zA-Z]+/g)].map(([key]) => key);
      expect(JSON.parse(printed)).toBeTypeOf('object');
      expect(asked.length).toBeGreaterThan(2);
      expect(asked.filter((key) => !keys.has(key))).toEqual([]);
    },
    120_000,
  );
});

/** Standard output of the command; a claim left open by few replications is no failure. */
async function posp(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(words);
  expect([0, 1, 3], stderr).toContain(code);
  return stdout;
}

/** A column's name, its parts in angle brackets open; a swept parameter is any dotted path of parameters. */
function patternOf(column: string): RegExp {
  if (column === '<swept parameter>') return /^(mechanism|market|coalition|players)\.[\w.]+$/;
  return new RegExp(`^${column.replaceAll('.', '\\.').replace(/<\w+>/g, '[\\w-]+')}$`);
}
