/** A market of four nodes and a handful of batches: enough to send through pool and store. */
import { marketParams } from '../../src/market/params.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import type { Assignment } from '../../src/plan/plan.ts';

export const honestArm: Arm = { role: 'both', strategy: 'honest', against: 'coalition' };
export const skippingArm: Arm = { role: 'asserter', strategy: 'skip-work', against: 'coalition' };

export function tinySettings(challengeProbability = 0.1): Settings {
  return {
    mechanism: { kind: 'posp', challengeProbability, accounting: 'gross' },
    market: marketParams.parse({
      nodeCount: 4,
      jobsPerSecond: 2,
      computeCost: 1,
      verificationCost: 1,
      reward: 1.2,
      stake: 100,
    }),
    coalition: { size: 0, fraction: 0, backing: 'unanimous', accounting: 'gross' },
    players: {
      asserter: [
        { kind: 'honest', name: 'honest' },
        { kind: 'skip-work', name: 'skip-work' },
      ],
      validator: [
        { kind: 'honest', name: 'honest' },
        { kind: 'collude', name: 'collude' },
      ],
      against: ['coalition'],
      exit: { kind: 'none', reentryCost: null },
    },
    run: { jobs: 100, warmUpJobs: 0 },
  };
}

/** Batches of three replications each, in plan order. @param jobs  of a replication, which size the parcels of a pool */
export function tinyBatches(count: number, seed = '1', jobs = 100): Iterable<Assignment> {
  const point = { id: 0, at: {}, settings: { ...tinySettings(), run: { jobs, warmUpJobs: 0 } } };
  return Array.from({ length: count }, (_, index) => ({
    index,
    point,
    arm: honestArm,
    seed,
    firstReplication: 3 * index,
    replications: 3,
  })).values();
}

/** A record row that says which run it belongs to. */
export function tinyRow(number: number): Float64Array {
  return Float64Array.from(recordColumnNames, (_, column) => number + column / 64);
}
