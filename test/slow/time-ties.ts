/** Bounds on time at an exact tie, under three laws of service: the truth by a route of its own. */
import {
  constantService,
  gammaService,
  logNormalService,
  meanTime,
  quantileTime,
  type ServiceLaw,
} from '../calibration/exact-queue.ts';
import { type QueueMarket, queueSettings, SeededRuns } from '../calibration/time-studies.ts';
import type { TieRow } from './calibrate-ties.ts';

/** Claims on one market, each limit at the truth; they share their runs as the claims of one study do. */
export interface TimeTie {
  market: QueueMarket;
  studies: number;
  claims: { name: string; rate: 'latencySeconds' | 'latencySecondsP95'; limit: number }[];
}

const logNormal = logNormalService(4);
const laws: [string, QueueMarket['service'], ServiceLaw, number][] = [
  ['exponential', { kind: 'exponential', mean: 1 }, gammaService(1), 60],
  ['constant', { kind: 'deterministic', value: 1 }, constantService, 60],
  ['log-normal (c² = 4)', logNormal.spec, logNormal, 100],
];

/** The ties, of markets of a hundred nodes. */
export function listTimeTies(): TimeTie[] {
  return laws.flatMap(([name, service, law, studies]) =>
    [0.5, 0.9].map((load) => ({
      market: { service, load, nodes: 100 },
      studies,
      claims: [
        { name: `mean latency, ${name} services, load ${load}`, rate: 'latencySeconds', limit: meanTime(law, load) },
        {
          name: `95 % quantile of latency, ${name} services, load ${load}`,
          rate: 'latencySecondsP95',
          limit: quantileTime(law, load, 0.95),
        },
      ],
    })),
  );
}

/** Makes the studies of a tie up to so many, on top of those that are done: a row to each claim. */
export function tallyTimeTie({ market, claims }: TimeTie, studies: number, done: readonly TieRow[]): TieRow[] {
  const tallies = claims.map(({ name }, i) => {
    const before = done[i] ?? { verdicts: { true: 0, false: 0, undecided: 0 }, studies: 0, jobs: 0 };
    return { name, verdicts: { ...before.verdicts }, jobs: before.studies * before.jobs };
  });
  for (let seed = done[0]?.studies ?? 0; seed < studies; seed++) {
    const runs = new SeededRuns(queueSettings(market), `tie ${seed}`);
    for (const [i, { rate, limit }] of claims.entries()) {
      const { verdict, jobs } = runs.judge(rate, limit);
      tallies[i]!.verdicts[verdict]++;
      tallies[i]!.jobs += jobs;
    }
  }
  return tallies.map(({ name, verdicts, jobs }) => ({
    claim: 'bound',
    name,
    studies,
    verdicts,
    jobs: jobs / studies,
  }));
}
