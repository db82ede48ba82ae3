/** The frontier of honesty, traced to a fixed precision: by the search, and over a plain grid as fine as it needs. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScenario } from '../../src/study/open-scenario.ts';
import type { Measurement } from '../harness/child.ts';
import { cpuMilliseconds } from '../harness/sample.ts';

/** How well the threshold is to be known at each value of the other axis, as a share of it. */
const precision = 0.05;
const ends = { from: 0.002, to: 0.05 };

/** Arguments: `search`, or `grid`. CPU time over the thresholds found, each known as well as asked. */
export async function findFrontier([way]: readonly string[]): Promise<Measurement> {
  const file = join('bench', 'frontier', 'frontier.yaml');
  // Neighbours of a grid on a log scale are two half-widths apart.
  const steps = 1 + Math.ceil(Math.log(ends.to / ends.from) / Math.log(1 + 2 * precision));
  const axis = way === 'search' ? `search: { relative: ${precision} }` : `steps: ${steps}, scale: log`;
  const text = readFileSync(file, 'utf8').replace('search: { relative: 0.05 }', axis);
  const before = cpuMilliseconds();
  const { findings, failures } = await runScenario({ file, text });
  const spent = cpuMilliseconds() - before;
  if (failures.length > 0) throw new Error(failures.join('\n'));
  const found = findings.thresholds.filter(
    ({ of, against, simulated }) =>
      of === 'mechanism.challengeProbability' && against === 'coalition' && simulated?.value,
  );
  const widths = found.map(({ simulated }) => {
    const { value, low, high } = simulated!;
    return low === null || high === null ? 1 : (high - low) / 2 / value!;
  });
  const isRight = found.every(
    ({ exact, simulated }) => Math.abs(simulated!.value! / exact!.value! - 1) < 4 * precision,
  );
  if (!isRight) throw new Error('a threshold is not where the exact one is');
  return {
    nanoseconds: spent * 1e6,
    jobs: findings.jobs,
    points: findings.designPoints.length,
    thresholds: found.length,
    'widest half-width': Number(Math.max(...widths).toPrecision(2)),
  };
}
