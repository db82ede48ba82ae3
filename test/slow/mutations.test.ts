/**
 * An engine with a fault put into its source is convicted by `posp run`: the check that simulation and round agree can
 * fail. Faults are put in on the way from the file to Node; nothing in the sources knows of them.
 *
 * What is expected of each is measured: the figure that shows it best, in the runs of the faulty engine and in those of
 * the right one, which draw the same; their gap is counted in standard errors of that figure in so many jobs. More than
 * eight must be noticed, between three and eight may be. What is not noticed is listed with the reason.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fault, faults, p, type Totals } from './engine-faults.ts';

const root = join(import.meta.dirname, '..', '..');
const scenario = 'scenarios/posp/challenge-rate.yaml';

interface Run {
  code: number;
  stderr: string;
  out: string;
}

/** `posp run` in a process of its own whose sources have the faults. */
function runWith({ changes, set = [] }: Pick<Fault, 'changes' | 'set'>): Promise<Run> {
  const out = mkdtempSync(join(tmpdir(), 'posp-fault-'));
  folders.push(out);
  const register = `import { register } from 'node:module'; register(${JSON.stringify(
    new URL('mutate-sources.mjs', import.meta.url).href,
  )}, { data: ${JSON.stringify({ faults: changes })} });`;
  const start = `const { main, processIo } = await import(${JSON.stringify(
    new URL('../../src/cli/main.ts', import.meta.url).href,
  )}); process.exitCode = await main(process.argv.slice(1), processIo());`;
  // One thread: others would load the sources without the faults.
  const command = ['run', scenario, '--out', out, '--fresh', '--workers', '1', '--no-pictures', '--quiet'];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [
        `--import=data:text/javascript,${encodeURIComponent(register)}`,
        '--input-type=module',
        '--eval',
        start,
        '--',
        ...command,
        ...set.flatMap((assignment) => ['--set', assignment]),
      ],
      { cwd: root, maxBuffer: 1e8 },
      (error, _, stderr) => resolve({ code: error ? Number(error.code) : 0, stderr, out }),
    );
  });
}

const folders: string[] = [];
/** Runs of the engine without a fault, by what was set. */
const right = new Map<string, Run>();
const keyOf = ({ set = [] }: Pick<Fault, 'set'>) => set.join();

beforeAll(async () => {
  for (const set of new Set(faults.map(keyOf))) {
    right.set(set, await runWith({ changes: [], set: set === '' ? [] : [set] }));
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Where the runs of a study are, of one that was broken off too. */
function runsOf({ out }: Run): string {
  const kept = join(out, 'runs.parquet');
  return existsSync(kept) ? kept : join(out, 'runs', '*.parquet');
}

/** What the runs of an arm at p add up to in an engine with a fault, and in the right one; a run has one name in both. */
async function totalsOf(faulty: Run, clean: Run, arm: string): Promise<[Totals, Totals]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const columns = [
    'jobs',
    'focalJobs',
    'challengedJobs',
    'focalChallengedJobs',
    'focalColludingJobs',
    'focalValidations',
    'detectedJobs',
    'slashed',
    'asserterIncome',
    'validatorIncome',
  ];
  const sumsOf = (engine: string) => columns.map((name) => `sum(${engine}.${name}) as "${name}"`).join(', ');
  const [role, strategy] = arm.split('/');
  const sum = async (engine: 'faulty' | 'clean') => {
    const read = await connection.runAndReadAll(
      `select ${sumsOf(engine)} from '${runsOf(faulty)}' faulty join '${runsOf(clean)}' clean using (run)
       where clean."mechanism.challengeProbability" = ${p} and clean.against = 'coalition'
       and clean.role = '${role}' and clean.strategy = '${strategy}'`,
    );
    const [row] = read.getRowObjects();
    return Object.fromEntries(columns.map((name) => [name, Number(row![name])]));
  };
  const totals: [Totals, Totals] = [await sum('faulty'), await sum('clean')];
  connection.closeSync();
  instance.closeSync();
  return totals;
}

// Every transfer is rounded to 1e-9 credits.
const ROUNDING = 1e-9;

/** How far the figure that shows a fault is off, in its standard errors. */
async function measureGap({ shows, ...fault }: Fault, run: Run): Promise<number> {
  const [faulty, clean] = await totalsOf(run, right.get(keyOf(fault))!, shows.arm);
  expect(clean.jobs).toBe(16 * 20_000);
  const gap = Math.abs(shows.value(faulty) - shows.value(clean));
  return gap > ROUNDING * clean.jobs! ? gap / shows.standardError(clean) : 0;
}

test('an engine without a fault agrees with the round', () => {
  for (const { code, stderr } of right.values()) expect(code, stderr).not.toBe(70);
  expect(right.get('')!.code, right.get('')!.stderr).toBe(0);
});

test.each(faults.map((fault) => [fault.says, fault] as const))('an engine that %s', async (_, fault) => {
  const run = await runWith(fault);
  const { code, stderr } = run;
  const gap = await measureGap(fault, run);
  console.log(`${fault.says}: ${gap.toPrecision(3)} standard errors, exit ${code}`);
  // Another mistake of ours, as a fault that fits the source no longer, exits with the same code.
  if (code === 70) expect(stderr).toContain('our mistake: simulation and round disagree');
  expect(gap > 8, `${gap} standard errors`).toBe(fault.unseen === undefined);
  if (gap > 8) {
    expect(code, stderr).toBe(70);
    if (fault.names) expect(stderr).toMatch(fault.names);
    expect(stderr).toMatch(/replay: npx posp run .* --trace --design-point \d+ --arm \S+ --replication \d+/);
  } else if (gap < 3) {
    expect(code, stderr).toBe(right.get(keyOf(fault))!.code);
  } else {
    // Either way, but nothing else may be said.
    expect([0, 3, 70], stderr).toContain(code);
  }
});
