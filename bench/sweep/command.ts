/** A whole study by the command itself: from the file to the report, results folder included. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../../src/findings/findings.ts';
import type { Measurement } from '../harness/child.ts';

/**
 * Arguments: a command that ends by printing the resources it used, scenario file, workers, jobs of a run. Wall time per
 * job, the CPU time of the process, and of its first thread: what no other worker takes over.
 */
export function runCommandLine([entry, file, workers, jobs]: readonly string[]): Measurement {
  const out = join('results', 'bench', `command-${workers}`);
  rmSync(out, { recursive: true, force: true });
  const before = performance.now();
  const used = perform(entry!, [file!, '--out', out, '--workers', workers!, '--set', `run.jobs=${jobs}`]);
  const seconds = (performance.now() - before) / 1000;
  const findings = readFindings(out);
  rmSync(out, { recursive: true });
  return {
    nanoseconds: (seconds * 1e9) / findings.jobs,
    seconds: Number(seconds.toFixed(1)),
    jobs: findings.jobs,
    points: findings.designPoints.length,
    cpuSeconds: Number(used.cpuSeconds.toFixed(1)),
    firstThreadSeconds: Number(used.firstThreadSeconds.toFixed(1)),
    peakMegabytes: Math.round(used.maxRSS / 1024),
  };
}

/**
 * Arguments: as above, then more flags. CPU time per design point of a study that finds all its runs in its folder: what
 * it takes beside simulating, less what a study of ten of its points takes in the same minute; of all threads, and of the
 * first.
 */
export function runBesideSimulating([entry, file, workers, jobs, ...flags]: readonly string[]): Measurement {
  const few = join('results', 'bench', 'ten-points.yaml');
  writeFileSync(few, readFileSync(file!, 'utf8').replace('steps: 40', 'steps: 5').replace('steps: 25', 'steps: 2'));
  const [many, ten] = [file!, few].map((scenario, i) => {
    const out = join('results', 'bench', `beside-${i}`);
    const argv = [scenario, '--out', out, '--workers', workers!, '--set', `run.jobs=${jobs}`, '--resume', ...flags];
    if (!existsSync(out)) perform(entry!, argv);
    const { cpuSeconds, firstThreadSeconds } = perform(entry!, argv);
    return { cpuSeconds, firstThreadSeconds, points: readFindings(out).designPoints.length };
  }) as [Cost, Cost];
  const more = many.points - ten.points;
  return {
    nanoseconds: ((many.cpuSeconds - ten.cpuSeconds) * 1e9) / more,
    firstThreadMilliseconds: Number((((many.firstThreadSeconds - ten.firstThreadSeconds) * 1e3) / more).toFixed(2)),
    points: many.points,
    cpuSeconds: Number(many.cpuSeconds.toFixed(1)),
    cpuSecondsOfTen: Number(ten.cpuSeconds.toFixed(1)),
  };
}

interface Cost {
  cpuSeconds: number;
  firstThreadSeconds: number;
  points: number;
}

/** CPU time of a process that ends by printing the resources it used. */
export function measureIdle([entry]: readonly string[]): Measurement {
  return { nanoseconds: perform(entry!, []).cpuSeconds * 1e9 };
}

function perform(entry: string, argv: readonly string[]) {
  const args = argv.length > 0 ? ['run', ...argv, '--quiet'] : [];
  const { status, stderr } = spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0 && status !== 1 && status !== 3) throw new Error(`exit ${status}:\n${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS, firstThreadSeconds } = JSON.parse(stderr.slice(stderr.lastIndexOf('{')));
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, firstThreadSeconds: Number(firstThreadSeconds), maxRSS };
}

function readFindings(folder: string): Findings {
  return JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8')) as Findings;
}
