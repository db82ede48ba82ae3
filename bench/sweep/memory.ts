/** The largest resident memory of a whole study, beside what `posp plan` says of it. */
import { spawnSync } from 'node:child_process';
import type { Measurement } from '../harness/child.ts';
import { runCommandLine } from './command.ts';

/** Arguments: the command, the same told to print the resources it used, scenario file, workers, jobs of a run. */
export function measurePeak([command, entry, file, workers, jobs]: readonly string[]): Measurement {
  const { peakMegabytes, points, cpuSeconds } = runCommandLine([entry!, file!, workers!, jobs!]);
  const argv = ['plan', file!, '--json', '--workers', workers!, '--set', `run.jobs=${jobs}`];
  const { stdout } = spawnSync(process.execPath, [command!, ...argv], { encoding: 'utf8' });
  const { memoryMegabytes, runs } = JSON.parse(stdout) as { memoryMegabytes: [number, number]; runs: [number, number] };
  return {
    nanoseconds: (Number(cpuSeconds) * 1e9) / runs[1],
    runs: runs[1],
    points: points!,
    peakMegabytes: peakMegabytes!,
    plannedMegabytes: Math.round(memoryMegabytes[1]),
    plannedOverPeak: Number((memoryMegabytes[1] / Number(peakMegabytes)).toFixed(2)),
  };
}

/** The scenario of a thousand points with other numbers of them, and of replications. */
export function resize(scenario: string, points: number, replications: number): string {
  return scenario
    .replace('steps: 40', `steps: ${points / 25}`)
    .replace('replications: 10', `replications: ${replications}`);
}
