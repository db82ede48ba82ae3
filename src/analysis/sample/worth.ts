/** What a sample is worth to a role, and what each of its replications contributes to that. */

import type { Role } from '../../findings/findings.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { computeRatioInfluence } from '../../stats/ratio-influence.ts';
import { ratioOf, valuationOf } from '../round/valuation.ts';
import { LEDGER_RESOLUTION } from './arm-law.ts';
import type { ArmSample } from './samples.ts';

/** A worth per focal job, and how each replication moves it. */
export interface SampleWorth {
  value: number;
  influence: Float64Array;
  /** How far rounding may have moved the value [credits]. */
  resolution: number;
}

/** The worth of the first `n` replications. */
export function valueSample(sample: ArmSample, n: number, role: Role, settings: Settings): SampleWorth {
  const { terms, combine } = valuationOf(settings, role);
  const total = sample.total(n);
  const ratios = terms.map((term) => ratioOf(term, total));
  const { value, slopes, grain = 0 } = combine(ratios);
  // Every job adds to the sum of its replication, and every replication to the whole, rounded to half of a last digit.
  const additions = total[at.jobs] / n + n;
  const resolution = Math.max(LEDGER_RESOLUTION, (additions * Number.EPSILON * grain) / 2);
  const influence = new Float64Array(n);
  for (const [term, { figure, per }] of terms.entries()) {
    if (slopes[term] === 0 || !(total[at[per]] > 0)) continue;
    const own = computeRatioInfluence(sample.map(figure, n), sample.column(per, n));
    for (let i = 0; i < n; i++) influence[i] += slopes[term] * own[i];
  }
  return { value, influence, resolution };
}
