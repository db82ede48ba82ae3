/** Sojourn times of a market by replication, and how far their mean may be from a queueing formula. */

import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { Market } from '../../src/market/market.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { buildSettings, honestArm } from '../fixtures/settings.ts';

/** A market as queues: exponential or other service, challenges at p, and how long it is watched. */
export interface Station {
  nodes: number;
  /** Jobs per second and node. */
  load: number;
  p: number;
  validators?: number;
  service?: Settings['market']['serviceSeconds'];
  verification?: Settings['market']['serviceSeconds'];
  speed?: number;
  jobs: number;
  warmUp: number;
  replications: number;
  seed?: string;
}

/** What the replications showed. */
export interface Measurement {
  sojourn: { mean: number; standardError: number };
  /** Busy seconds per job. */
  busyPerJob: { mean: number; standardError: number };
  utilization: { mean: number; standardError: number };
  slowest: number;
}

const exponential = { kind: 'exponential', mean: 1 } as const;

/** Runs an all-honest market in time. */
export function measureStation(station: Station, arm: Arm = honestArm): Measurement {
  const { nodes, load, p, validators = 1, service = exponential, verification, speed = 1, jobs, warmUp } = station;
  const settings = buildSettings({
    mechanism: { challengeProbability: p, validatorCount: validators },
    market: {
      nodeCount: nodes,
      jobsPerSecond: load * nodes,
      serviceSeconds: service,
      speed: { kind: 'deterministic', value: speed },
      ...(verification ? { verificationSeconds: verification } : {}),
    },
    run: { jobs, warmUpJobs: warmUp },
  });
  const market = new Market();
  const sojourns: number[] = [];
  const busy: number[] = [];
  const utilization: number[] = [];
  let slowest = 0;
  for (let replication = 0; replication < station.replications; replication++) {
    const cast = stage(settings, arm, builtIn);
    const seed = station.seed ?? 'service';
    const record = market.run(builtIn.mechanisms.get('posp')!, {
      settings,
      cast,
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed,
      replication,
    });
    const { seconds, jobs: counted } = market.sojourns.totalFrom(0);
    sojourns.push(seconds / counted);
    slowest = Math.max(slowest, market.sojourns.longest);
    busy.push(record[at.busySeconds] / jobs);
    utilization.push(record[at.busySeconds] / record[at.nodeSeconds]);
  }
  return {
    sojourn: summarize(sojourns),
    busyPerJob: summarize(busy),
    utilization: summarize(utilization),
    slowest,
  };
}

function summarize(values: readonly number[]): { mean: number; standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length * (values.length - 1))) };
}
