/** Hold contests: how long a calendar takes per event, by size, clock and law of increments. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { measure, ours, scratch } from '../harness/child.ts';
import type { Candidate, Contest } from '../harness/rounds.ts';
import { compileC, compileCpp, findNpm, findSimPy, type Peer } from '../harness/toolchain.ts';
import { type Law, lawNames, writeIncrements } from './increments.ts';

const lateClock = 1e7;

/** Exponential increments at every size and both clocks, the other laws at 10^4, and ties at every size. */
export function holdContests({ peers }: { peers: boolean }): Contest[] {
  mkdirSync(scratch, { recursive: true });
  for (const law of lawNames) writeIncrements(tableOf(law), law);
  return [
    ...[100, 1000, 10_000, 1_000_000].flatMap((count) => [
      holdContest('exponential', count, 0, peers),
      holdContest('exponential', count, lateClock, false),
    ]),
    ...lawNames.slice(1).map((law) => holdContest(law, 10_000, 0, false)),
    ...[100, 1000, 1_000_000].map((count) => holdContest('whole ticks', count, 0, false)),
  ];
}

/** Some libraries take microseconds per event: they do a share of the work. */
const effort: Readonly<Record<string, number>> = { simjs: 20, simscript: 100, SimPy: 20, 'ns-3': 4, SimGrid: 4 };

/** ns-3 counts whole nanoseconds: events that lie closer change places, and the clock ends near that of the others. */
const clockTolerance: Readonly<Record<string, number>> = { 'ns-3': 0.02 };

function holdContest(law: Law, count: number, start: number, peers: boolean): Contest {
  const operations = 2_000_000;
  const c = compileC('hold.c');
  const args = (share: number) => {
    const warmUp = Math.ceil(Math.max(2 * count, 500_000) / share);
    return [count, warmUp, Math.ceil(operations / share), start, tableOf(law)].map(String);
  };
  const peer = (name: string, { command, missing }: Peer): Candidate => ({
    name,
    command: [...command, ...args(effort[name] ?? 1)],
    missing,
  });
  const reference = new Map<string, number>();
  const expected = (candidate: Candidate): number | undefined => {
    if (c.missing) return undefined;
    const key = String(effort[candidate.name] ?? 1);
    if (!reference.has(key)) {
      reference.set(key, Number(measure([...c.command, 'heap', ...args(Number(key))]).clock));
    }
    return reference.get(key);
  };
  return {
    title: `hold, ${law} increments, ${count} events pending, clock from ${start}`,
    unit: 'event',
    base: 'C 4-ary heap',
    candidates: [
      { name: 'C 4-ary heap', command: [...c.command, 'heap', ...args(1)], missing: c.missing },
      { name: 'C 4-ary heap, ties in order', command: [...c.command, 'ordered', ...args(1)], missing: c.missing },
      { name: 'C winner tree', command: [...c.command, 'tree', ...args(1)], missing: c.missing },
      { name: 'SourceCalendar', command: ours('hold-source-calendar', args(1)) },
      { name: 'PlainCalendar', command: ours('hold-plain-calendar', args(1)) },
      { name: 'Timers', command: ours('hold-timers', args(1)) },
      ...(peers
        ? [
            peer('tinyqueue', findNpm('hold-npm.mjs', 'tinyqueue')),
            peer('heap-js', findNpm('hold-npm.mjs', 'heap-js')),
            peer('flatqueue', findNpm('hold-npm.mjs', 'flatqueue')),
            ...(count <= 10_000 ? [peer('simjs', findNpm('hold-npm.mjs', 'simjs'))] : []),
            ...(count <= 1000 ? [peer('simscript', findNpm('hold-npm.mjs', 'simscript'))] : []),
            ...(count <= 10_000 ? [peer('ns-3', onNs3()), peer('SimGrid', onSimGrid())] : []),
            ...(count <= 10_000 ? [peer('SimPy', findSimPy('hold_simpy.py'))] : []),
          ]
        : []),
    ],
    check: ({ clock }, candidate) => {
      const right = expected(candidate);
      const most = (right ?? 0) * (clockTolerance[candidate.name] ?? 0);
      if (right !== undefined && Math.abs(Number(clock) - right) > most) {
        throw new Error(`${candidate.name} ends at time ${clock}; the C heap ends at ${right}`);
      }
    },
  };
}

function onNs3(): Peer {
  return compileCpp('hold_ns3.cpp', 'ns3-core', 'no ns-3 (Debian: libns3-dev, libgsl-dev)');
}

function onSimGrid(): Peer {
  return compileCpp('hold_simgrid.cpp', 'simgrid', 'no SimGrid (Debian: libsimgrid-dev)');
}

function tableOf(law: Law): string {
  return join(scratch, `increments-${law.replace(' ', '-')}.f64`);
}
