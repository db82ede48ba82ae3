/** One candidate in a process of its own: `node candidate.js NAME ARGUMENT…` prints one line of JSON. */
import type { Measurement } from './harness/child.ts';

type Run = (args: readonly string[]) => Measurement | Promise<Measurement>;

const candidates: Readonly<Record<string, () => Promise<Run>>> = {
  'hold-plain-calendar': async () => (await import('./hold/candidates.ts')).holdPlainCalendar,
  'hold-source-calendar': async () => (await import('./hold/candidates.ts')).holdSourceCalendar,
  'hold-timers': async () => (await import('./hold/candidates.ts')).holdTimers,
  market: async () => (await import('./market/candidates.ts')).runMarket,
  socket: async () => (await import('./market/sockets.ts')).runSocket,
  sweep: async () => (await import('./sweep/candidates.ts')).runSweep,
  apart: async () => (await import('./sweep/candidates.ts')).runApart,
  together: async () => (await import('./sweep/candidates.ts')).runTogether,
  command: async () => (await import('./sweep/command.ts')).runCommandLine,
  memory: async () => (await import('./sweep/memory.ts')).measurePeak,
  beside: async () => (await import('./sweep/command.ts')).runBesideSimulating,
  idle: async () => (await import('./sweep/command.ts')).measureIdle,
  frontier: async () => (await import('./frontier/candidates.ts')).findFrontier,
  formula: async () => (await import('./formula/candidates.ts')).evaluateFormula,
  'solve-point': async () => (await import('./solve/candidates.ts')).solvePoint,
  'solve-map': async () => (await import('./solve/candidates.ts')).mapExactly,
  startup: async () => (await import('./startup/candidate.ts')).measureStart,
  output: async () => (await import('./output/candidates.ts')).writeRows,
};

const [name = '', ...args] = process.argv.slice(2);
const load = candidates[name];
if (!load) throw new RangeError(`no candidate ${name}; there are ${Object.keys(candidates).join(', ')}`);
const run = await load();
process.stdout.write(`${JSON.stringify(await run(args))}\n`);
