/** A whole study by the command itself: from the file to the report, results folder included. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../../src/findings/findings.ts';
import type { Measurement } from '../harness/child.ts';

/**
 * Arguments: a command that ends by printing the resources it used, scenario file, workers, jobs of a run. Wall time per
 * job, and the CPU time of the process.
 */
export function runCommandLine([entry, file, workers, jobs]: readonly string[]): Measurement {
  const out = join('results', 'bench', `command-${workers}`);
  rmSync(out, { recursive: true, force: true });
  const argv = ['run', file!, '--out', out, '--workers', workers!, '--set', `run.jobs=${jobs}`, '--quiet'];
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [entry!, ...argv], { encoding: 'utf8' });
  const seconds = (performance.now() - before) / 1000;
  if (status !== 0 && status !== 1 && status !== 3) throw new Error(`exit ${status}:\n${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr.slice(stderr.lastIndexOf('{')));
  const findings = JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')) as Findings;
  rmSync(out, { recursive: true });
  return {
    nanoseconds: (seconds * 1e9) / findings.jobs,
    seconds: Number(seconds.toFixed(1)),
    jobs: findings.jobs,
    points: findings.designPoints.length,
    cpuSeconds: Number(((userCPUTime + systemCPUTime) / 1e6).toFixed(1)),
    peakMegabytes: Math.round(maxRSS / 1024),
  };
}
