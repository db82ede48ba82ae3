/**
 * Every parameter of every mechanism at its extremes: what a file may say is checked, solved and run without an error of
 * ours, within seconds, and nothing that comes out is no number.
 */
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { findingsSchema } from '../../src/findings/schema.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { renderSolution } from '../../src/report/solve-page.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { createPool } from '../../src/run/pool.ts';
import type { NumberLeaf } from '../../src/scenario/numbers/leaves.ts';
import { writePath } from '../../src/scenario/numbers/paths.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { readSections } from '../../src/scenario/schema/sections.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy } from '../../src/study/study.ts';
import { variants } from '../promises/unread-parameters.ts';

/** Longest that one input may take [s of CPU]. */
const secondsMax = 10;

/** Who plays where, so that between them careers, utilities, coalitions and all profiles are looked at. */
const casts: [kind: string, players: string][] = [
  [
    'posp',
    'asserter: [honest, { kind: cheaper-model, cost: 0.2, miss: 0.4 }], validator: [honest, guess], against: [coalition, all-deviating]',
  ],
  [
    'posp',
    'asserter: [honest, { kind: cheat-sometimes, probability: 0.5 }], exit: banned, reentryCost: 2, discount: 0.9',
  ],
  ['always-verify', 'asserter: [honest, skip-work], validator: [honest, collude], utility: { crra: 0.5, wealth: 90 }'],
  ...Object.keys(variants)
    .filter((kind) => kind !== 'posp' && kind !== 'always-verify')
    .map((kind): [string, string] => [kind, 'asserter: [honest, skip-work], validator: [honest, guess]']),
];

/** How many inputs of each mechanism a file may say, at least: refusals alone would show nothing. */
const leastAccepted: Record<string, number> = {
  posp: 76,
  'always-verify': 55,
  'no-verification': 30,
  'attention-challenge': 47,
  'boss-with-fine': 44,
  'forced-errors': 47,
  inspection: 38,
  'majority-vote': 28,
  'spot-check': 39,
  'two-clouds': 47,
};

const inputs = casts.map(([kind, cast], i) => ({
  name: `${kind}, ${cast}`,
  accepted: leastAccepted[kind]!,
  text: `title: At the edge
seed: 3
mechanism: { kind: ${kind}, ${variants[kind]![i % variants[kind]!.length]} }
market: { nodeCount: 12, ${builtIn.mechanisms.get(kind)?.create ? 'jobsPerSecond: 3, ' : ''}computeCost: 1, reward: 1.4, stake: 30, detector: {} }
players: { ${cast} }
coalition: { size: 4 }
run: { jobs: 40 }
replications: 2
`,
}));

const pool = createPool({ workers: 1 });
const watchdog = watch();
afterAll(async () => {
  await pool.close();
  await watchdog.stop();
});

test.each(inputs)('$name', async ({ text, accepted }) => {
  const { leaves } = readSections(parse(text) as Record<string, unknown>, () => false, builtIn);
  const turns = leaves.numbers.flatMap((leaf) => {
    const isConstant = leaf.path.endsWith('.value');
    const steps = isConstant ? leaf.steps.slice(0, -1) : leaf.steps;
    return listExtremes(leaf).map((value) => ({ steps, value }));
  });
  const faults: string[] = [];
  // A file that is refused as it stands would be refused at every turn, and nothing would be looked at.
  expect(await isWorkedOut(parse(text) as Record<string, unknown>)).toBe(true);
  let allowed = 0;
  for (const { steps, value } of turns) {
    const data = parse(text) as Record<string, unknown>;
    writePath(data, [...steps], value);
    const name = `${steps.join('.')} = ${value}`;
    watchdog.look(`${text}${name}`);
    const start = process.cpuUsage();
    try {
      if (await isWorkedOut(data)) allowed++;
    } catch (error) {
      faults.push(`${name} ends in ${String((error as Error).stack).slice(0, 1000)}`);
    }
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds > secondsMax) faults.push(`${name} takes ${seconds} s`);
  }
  expect(faults).toEqual([]);
  expect(allowed).toBeGreaterThanOrEqual(accepted);
});

/** The ends of what a number can be, and what lies right beside them. */
function listExtremes({ schema, path }: NumberLeaf): number[] {
  const { minValue, maxValue } = schema;
  const low = Number.isFinite(minValue) ? minValue! : -1e300;
  const high = Number.isFinite(maxValue) ? Math.min(maxValue!, 1e300) : 1e300;
  // Beside the ends of what they can be: sizes at which sums were no longer sums of chances.
  const sizes = path.endsWith('.majority') ? [1, 3, 7, 9, 51, 127, 999] : [];
  const values = schema.isInt ? [low, 7, high, ...sizes] : [low, 5e-324, 1 - 2 ** -53, high];
  return [...new Set(values)].filter((value) => value >= low && value <= high);
}

/** Whether a file may say so; what it may say is checked, solved and run. */
async function isWorkedOut(data: Record<string, unknown>): Promise<boolean> {
  const loaded = planScenario('edge.json', JSON.stringify(data));
  if ('problems' in loaded) {
    for (const { message, line } of loaded.problems) expect(message.length * line).toBeGreaterThan(0);
    return false;
  }
  const { scenario, points } = loaded;
  const resolver = createResolver(scenario);
  const request = { scenario, points, resolve: (at: Parameters<typeof resolver>[0]) => resolver(at).settings };
  const solution = solveScenario(request);
  expect(findNonNumbers(solution)).toEqual([]);
  expect([solution, ...solution.designPoints].flatMap(({ failed }) => failed ?? [])).toEqual([]);
  expect(renderSolution(solution, { columns: 100, color: false })).not.toMatch(/NaN|Infinity|undefined/);
  const { findings, failures } = await runStudy({
    ...request,
    digest: digestScenario(scenario),
    archive: createMemoryArchive(),
    pool,
  });
  expect(failures).toEqual([]);
  expect(findNonNumbers(findings)).toEqual([]);
  expect(renderTerminal(findings, { columns: 100, color: false })).not.toMatch(/NaN|Infinity|undefined/);
  expect(findingsSchema.safeParse(JSON.parse(JSON.stringify(findings))).error).toBeUndefined();
  return true;
}

/** Places at which something is no number and would be written as nothing. */
function findNonNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => findNonNumbers(inner, `${path}.${key}`));
}

/** Ends the process where one input keeps it at work for a minute, and says which. */
function watch() {
  const shared = new SharedArrayBuffer(4);
  const beats = new Int32Array(shared);
  const worker = new Worker(
    `const { workerData, parentPort } = require('node:worker_threads');
    const beats = new Int32Array(workerData);
    let name = '', seen = -1, since = 0;
    parentPort.on('message', (text) => { name = text; });
    setInterval(() => {
      const now = Atomics.load(beats, 0);
      const { user, system } = process.cpuUsage();
      if (now !== seen) since = user + system;
      else if (user + system - since > 60e6) {
        require('node:fs').writeSync(2, 'hangs: ' + name + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }
      seen = now;
    }, 1000);`,
    { eval: true, workerData: shared },
  );
  return {
    look: (name: string) => {
      Atomics.add(beats, 0, 1);
      worker.postMessage(name);
    },
    stop: () => worker.terminate(),
  };
}
