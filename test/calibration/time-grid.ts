/** The grid of markets on which intervals and verdicts about time are tried, and what one cell of it came to. */

import { flowAt } from '../../src/catalogue/traffic.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { timeRuns } from '../../src/study/time.ts';
import { gammaService, logNormalService, meanTime, quantileTime } from './exact-queue.ts';
import { type QueueMarket, queueSettings, SeededRuns } from './time-studies.ts';

/** A market of the grid. */
export interface Cell {
  law: 'gamma' | 'log-normal';
  /** Squared coefficient of variation of services. */
  variability: number;
  load: number;
  nodes: number;
  /** Chance that another node checks a job; only with exponential services, where the mean is known (Jackson). */
  checked: number;
}

/** What a cell came to, or what it would have taken. */
export interface CellResult extends Cell {
  seeds: number;
  /** Jobs of one study at its first look, and of all at theirs [count]. */
  jobs: number;
  /** Intervals at the last look of studies that hold the truth, of the mean and of P95, and how many there were. */
  mean: [number, number];
  p95: [number, number] | null;
  /** Studies that call a bound 4 % below the truth true, and that find one 10 % above it true, of how many. */
  wrong: [number, number];
  told: [number, number];
}

/** Jobs of a cell beyond which it is not computed [count]. */
export const cellJobsMax = 1e9;
export const gridSeeds = 40;

/** All cells; those that tell most come first, so that an unfinished table is of use. */
export function listCells(): Cell[] {
  const laws = (['gamma', 'log-normal'] as const).flatMap((law) =>
    [4, 1, 0.25, 10].map((variability) => ({ law, variability })),
  );
  const places = [100, 1, 10_000, 10, 1000].flatMap((nodes) =>
    [0.9, 0.5, 0.97, 0.3, 0.8, 0.95, 0.7].map((load) => ({ load, nodes })),
  );
  return [
    ...places.flatMap((place) => laws.map((law) => ({ ...law, ...place, checked: 0 }))),
    // Queues that depend on each other take a hundred times as long.
    ...places.map((place) => ({ law: 'gamma' as const, variability: 1, ...place, checked: 0.5 })),
  ];
}

/** The name a cell is known by. */
export function nameCell({ law, variability, load, nodes, checked }: Cell): string {
  return `${law} ${variability} ${load} ${nodes} ${checked}`;
}

/** Jobs that all studies of a cell take at their first looks [count]. */
export function countCellJobs(cell: Cell): number {
  const settings = queueSettings(marketOf(cell));
  return gridSeeds * timeRuns.min * planTime(settings, flowAt(settings)).jobs;
}

/** Makes all studies of a cell. */
export function computeCell(cell: Cell): CellResult {
  const law = lawOf(cell);
  const settings = queueSettings(marketOf(cell));
  const { checked, load } = cell;
  // Of a network with checks only the mean is known.
  const mean = checked > 0 ? (1 + checked) / (1 - load) : meanTime(law, load);
  const claims = [
    { rate: 'latencySeconds' as const, truth: mean },
    ...(checked > 0 ? [] : [{ rate: 'latencySecondsP95' as const, truth: quantileTime(law, load, 0.95) }]),
  ];
  const covered = claims.map((): [number, number] => [0, 0]);
  const result = { wrong: [0, 0] as [number, number], told: [0, 0] as [number, number], jobs: 0 };
  for (let seed = 0; seed < gridSeeds; seed++) {
    const runs = new SeededRuns(settings, `grid ${nameCell(cell)} ${seed}`);
    for (const [i, { rate, truth }] of claims.entries()) {
      const [below, above] = [runs.judge(rate, 0.96 * truth), runs.judge(rate, 1.1 * truth)];
      for (const { low, high, jobs } of [below, above]) {
        covered[i]![1]++;
        if (low <= truth && truth <= high) covered[i]![0]++;
        result.jobs = Math.max(result.jobs, jobs);
      }
      result.wrong[1]++;
      result.told[1]++;
      if (below.verdict === 'true') result.wrong[0]++;
      if (above.verdict === 'true') result.told[0]++;
    }
  }
  return { ...cell, seeds: gridSeeds, ...result, mean: covered[0]!, p95: covered[1] ?? null };
}

function lawOf({ law, variability }: Cell) {
  return law === 'gamma' ? gammaService(variability) : logNormalService(variability);
}

function marketOf(cell: Cell): QueueMarket {
  const { load, nodes, checked } = cell;
  // A network's mean is known where services are exponential by name.
  const service = checked > 0 ? ({ kind: 'exponential', mean: 1 } as const) : lawOf(cell).spec;
  return { service, load, nodes, checked };
}
