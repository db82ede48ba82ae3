/** Sweeps on one and two workers, against two processes that share nothing. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, ours, root, scratch } from '../harness/child.ts';
import type { Candidate, Contest } from '../harness/rounds.ts';
import { compileC } from '../harness/toolchain.ts';
import { marketInC } from '../market/contests.ts';
import { resize } from './memory.ts';

/**
 * A long sweep and shorter ones; a thousand design points by the command, 10^7 jobs and 10^9. Wall time per job. What a design
 * point costs beside simulating, in CPU time.
 */
export function sweepContests(): Contest[] {
  return [
    sweepContest(80, 100_000, 1),
    sweepContest(1000, 2000, 4),
    sweepContest(20, 2000, 4),
    coresContest(),
    commandContest(250),
    commandContest(25_000),
    besideContest(250),
    memoryContest(),
  ];
}

const file = join(root, 'bench', 'sweep', 'thousand-points.yaml');

/** A program that ends by printing the resources it used; those of its first thread are known on Linux. */
function writeMeasured(name: string, program: string): string {
  const entry = join(scratch, name);
  writeFileSync(
    entry,
    `import { readFileSync } from 'node:fs';
${program}
process.on('exit', () => {
  let firstThreadSeconds = Number.NaN;
  try {
    const told = readFileSync(\`/proc/self/task/\${process.pid}/stat\`, 'utf8').split(') ')[1].split(' ');
    firstThreadSeconds = (Number(told[11]) + Number(told[12])) / 100;
  } catch {}
  process.stderr.write(JSON.stringify({ ...process.resourceUsage(), firstThreadSeconds }));
});\n`,
  );
  return entry;
}

function writeCommand(): string {
  return writeMeasured(
    'posp-measured.mjs',
    `import { main, processIo } from ${JSON.stringify(join(built, 'main.js'))};
process.exitCode = await main(process.argv.slice(2), processIo());`,
  );
}

/** How far what `posp plan` says of memory may be from what a study takes, either way. */
const honesty = 1.3;

/** Peaks hang on when garbage is collected: `posp plan` speaks of what they come to, and is held to that. */
function memoryContest(): Contest {
  const entry = writeCommand();
  const command = join(built, 'main-alone.mjs');
  writeFileSync(
    command,
    `import { main, processIo } from ${JSON.stringify(join(built, 'main.js'))};
process.exitCode = await main(process.argv.slice(2), processIo());\n`,
  );
  const sizes = [
    { name: '200 points, 4000 runs', points: 200, replications: 5 },
    { name: '1000 points, 10^5 runs', points: 1000, replications: 25 },
    { name: '2000 points, 40 000 runs', points: 2000, replications: 5 },
  ];
  return {
    title: 'peak memory of a study beside what posp plan says of it, two workers',
    unit: 'run (CPU time)',
    base: sizes[0]!.name,
    candidates: sizes.map(({ name, points, replications }) => {
      const sized = join(scratch, `points-${points}-${replications}.yaml`);
      writeFileSync(sized, resize(readFileSync(file, 'utf8'), points, replications));
      return { name, command: ours('memory', [command, entry, sized, 2, 20]) };
    }),
    check: ({ plannedOverPeak }, { name }) => {
      const ratio = Number(plannedOverPeak);
      if (ratio > honesty || ratio < 1 / honesty) throw new Error(`${name}: posp plan says ${ratio} of the peak`);
    },
  };
}

function besideContest(jobs: number): Contest {
  const base = 'node -e 0';
  const entry = writeCommand();
  for (const i of [0, 1]) rmSync(join(scratch, `beside-${i}`), { recursive: true, force: true });
  return {
    title: 'a design point beside simulating, of a thousand whose runs are all there',
    unit: 'design point (CPU time)',
    base,
    candidates: [
      { name: base, command: ours('idle', [writeMeasured('idle-measured.mjs', '')]) },
      { name: 'without pictures', command: ours('beside', [entry, file, 1, jobs, '--no-pictures']) },
      { name: 'without pictures, two workers', command: ours('beside', [entry, file, 2, jobs, '--no-pictures']) },
      { name: 'with pictures', command: ours('beside', [entry, file, 1, jobs]) },
    ],
    check: ({ points = 1000 }, { name }) => {
      if (points !== 1000) throw new Error(`${name} has ${points} design points`);
    },
  };
}

function commandContest(jobs: number): Contest {
  const total = 1000 * 10 * 4 * jobs;
  const entry = writeCommand();
  return {
    title: `the command, a thousand design points of ten replications, ${total} jobs`,
    unit: 'job (wall time)',
    base: 'one worker',
    candidates: [1, 2].map((workers) => ({
      name: workers === 1 ? 'one worker' : 'two workers',
      command: ours('command', [entry, file, workers, jobs]),
    })),
    check: (measurement, { name }) => {
      if (measurement.jobs !== total) throw new Error(`${name} simulated ${measurement.jobs} of ${total} jobs`);
    },
  };
}

/** Whole markets in C side by side, which share nothing but the machine. */
function inC(name: string, processes: number): Candidate {
  const jobs = 4_000_000;
  const { command, missing } = marketInC(name, 1000, jobs);
  return { name, command: ours('together', [processes, jobs, ...command]), missing };
}

/** What a second core adds to work that waits for nothing; two hardware threads of one core add little to it. */
function coresContest(): Contest {
  const turns = 1_000_000_000;
  const { command, missing } = compileC('arithmetic.c');
  const at = (processes: number): Candidate => ({
    name: processes === 1 ? 'one process' : 'two processes',
    command: ours('together', [processes, turns, ...command, turns]),
    missing,
  });
  return {
    title: `arithmetic in C, ${turns} turns`,
    unit: 'turn (wall time)',
    base: 'one process',
    candidates: [at(1), at(2)],
    check: ({ nanoseconds }) => {
      if (!(nanoseconds > 0)) throw new Error('nothing was computed');
    },
  };
}

function sweepContest(batches: number, jobs: number, replications: number): Contest {
  const work = [batches, jobs, replications];
  let rows: unknown;
  return {
    title: `sweep, ${batches} batches of ${replications} x ${jobs} jobs`,
    unit: 'job (wall time)',
    base: 'two processes apart',
    candidates: [
      { name: 'two processes apart', command: ours('apart', [2, ...work]) },
      { name: 'one worker', command: ours('sweep', [1, ...work]) },
      { name: 'two workers', command: ours('sweep', [2, ...work]) },
      { name: 'one worker, second pass', command: ours('sweep', [1, ...work, 0, 2]) },
      { name: 'two workers, second pass', command: ours('sweep', [2, ...work, 0, 2]) },
      ...[1, 2].map((processes) => inC(`C, ${processes === 1 ? 'one process' : 'two processes'}`, processes)),
    ],
    check: (measurement, { name }) => {
      if (name === 'two processes apart' || name.startsWith('C,')) return;
      rows ??= measurement.rows;
      if (measurement.rows !== rows) throw new Error(`${name} leaves other rows`);
    },
  };
}
