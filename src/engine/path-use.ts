/** Which ways the arms of a study were answered, and why: what a manifest says of it. */

import { mechanismOf } from '../catalogue/catalogue.ts';
import type { Arm, Settings } from '../market/settings.ts';
import type { Traits } from '../market/traits.ts';
import { planArm } from './arm-plan.ts';
import type { PathChoice } from './path.ts';

/** Arms that were answered alike, for one reason. */
export interface PathUse {
  /** `calendar` and `rounds` simulate; `exact` adds the exact answer beside, `no-exact` says why there is none. */
  path: PathChoice['path'] | 'exact' | 'no-exact';
  /** How challenges were drawn; of simulated arms alone. */
  sampling?: PathChoice['sampling'];
  why: string;
  /** Over all design points [count]. */
  arms: number;
  /** Of simulated arms [count]. */
  runs?: number;
}

/** What is done to the independence of jobs, and why. */
export interface TraitUse {
  trait: keyof Traits;
  why: string;
  /** Over all design points [count]. */
  arms: number;
}

/** Counts the arms of a plan by what is done to their jobs: nothing, where the list is empty. */
export function countTraits(planned: Iterable<{ point: { settings: Settings }; arm: Arm }>): TraitUse[] {
  const uses = new Map<string, TraitUse>();
  for (const { point, arm } of planned) {
    const { traits } = planArm(point.settings, arm);
    for (const [trait, why] of Object.entries(traits) as [keyof Traits, string][]) {
      const key = `${trait} ${why}`;
      const use = uses.get(key) ?? { trait, why, arms: 0 };
      uses.set(key, { ...use, arms: use.arms + 1 });
    }
  }
  return [...uses.values()];
}

/** Counts the arms of a plan by path and reason, in the order in which they first occur. */
export function countPaths(
  planned: Iterable<{ point: { settings: Settings }; arm: Arm; replications: number; batches: number }>,
): PathUse[] {
  const uses = new Map<string, PathUse>();
  const count = (use: Omit<PathUse, 'arms'>) => {
    const key = JSON.stringify([use.path, use.sampling, use.why]);
    const known = uses.get(key) ?? { ...use, arms: 0, ...(use.runs !== undefined && { runs: 0 }) };
    known.arms++;
    if (use.runs !== undefined) known.runs! += use.runs;
    uses.set(key, known);
  };
  for (const { point, arm, replications, batches } of planned) {
    const { traits, path, sampling, why } = planArm(point.settings, arm);
    if (replications > 0) count({ path, sampling, why, runs: replications / batches });
    const round = mechanismOf(point.settings).round;
    if (!round) count({ path: 'no-exact', why: 'the mechanism describes no round' });
    else if (traits.remembers !== undefined) count({ path: 'no-exact', why: traits.remembers });
    else count({ path: 'exact', why: 'the round can be enumerated' });
  }
  return [...uses.values()];
}
