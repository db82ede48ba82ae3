/** The rates of a design point, simulated beside exact, each with what it is a share of. */
import type { Rate, Rates } from '../../findings/findings.ts';
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { wilsonInterval } from '../../stats/interval.ts';
import { computeRatioInfluence } from '../../stats/ratio-influence.ts';
import type { ArmEvidence as FullEvidence } from './estimate.ts';
import type { Looks } from './looks.ts';
import { poissonUpperLimit } from './rare-events.ts';
import { judgeBatches } from './run-batches.ts';
import { listTimeRates } from './time-sample.ts';

/** How an interval is made: at which look, and of how many batches a run. */
interface Measure {
  looks: Looks;
  batches: number | undefined;
}

/** What rates are read from. */
type ArmEvidence = Pick<FullEvidence, 'sample' | 'exact'>;

/** A rate that is counted: in which arm, what of what, and whether it is a cost in units of C. */
interface CountedRate {
  arm: 'honest' | 'cheating';
  of: RecordColumn;
  per: RecordColumn;
  /** What one counts, in words. */
  name: string;
  isCost?: boolean;
}

/** The rates that are counted, by name. */
export const countedRates = {
  challenged: { arm: 'honest', of: 'challengedJobs', per: 'jobs', name: 'job' },
  detected: { arm: 'cheating', of: 'detectedJobs', per: 'cheatedJobs', name: 'cheated job' },
  undetectedFraud: { arm: 'cheating', of: 'undetectedJobs', per: 'cheatedJobs', name: 'cheated job' },
  falseSlash: { arm: 'honest', of: 'falseSlashedJobs', per: 'jobs', name: 'honest job' },
  verificationOverhead: { arm: 'honest', of: 'verificationCost', per: 'jobs', name: 'job', isCost: true },
  falseVerdict: { arm: 'cheating', of: 'falseVerdicts', per: 'arbitrations', name: 'arbitration' },
  allCollude: {
    arm: 'cheating',
    of: 'focalColludingJobs',
    per: 'focalChallengedJobs',
    name: 'challenge of a member',
  },
} as const satisfies Record<string, CountedRate>;

/**
 * Rates of a design point: what an honest market does, and what becomes of cheating in the arm of the first deviation.
 *
 * `falseSlash` is per honest job of the honest arm; `detected` and `undetectedFraud` are per cheated job of the
 * cheating arm, and `falseVerdict` per arbitration there; `verificationOverhead` is checking per job in units of the cost
 * of a job, and unknown where that cost is no unit. Rates of time are not measured here.
 */
export function listRates(
  honest: ArmEvidence,
  cheating: ArmEvidence | undefined,
  settings: Settings,
  looks: Looks,
): Rates {
  const scale = inComputeCosts(settings.market.computeCost);
  const measure = { looks, batches: settings.run.batches };
  const counted = Object.entries(countedRates).map(([rate, { arm, of, per, name, ...more }]) => [
    rate,
    rateOf(arm === 'honest' ? honest : cheating, of, per, name, measure, 'isCost' in more ? scale : 1),
  ]);
  return {
    ...(Object.fromEntries(counted) as Record<keyof typeof countedRates, Rate>),
    ...listTimeRates(undefined, settings, looks),
  };
}

/** What credits are multiplied by to be told in costs of a job; no finite number where those are nothing, or nearly so. */
export function inComputeCosts(computeCost: number): number {
  return 1 / computeCost;
}

function rateOf(
  arm: ArmEvidence | undefined,
  of: RecordColumn,
  per: RecordColumn,
  name: string,
  { looks, batches }: Measure,
  scale = 1,
): Rate {
  const absent = { value: null, halfWidth: null, exact: null, per: name, count: 0 };
  // What costs nothing is no unit to measure in.
  if (!Number.isFinite(scale)) return { ...absent, why: 'it is told in costs of a job, and a job costs nothing' };
  if (!arm) return absent;
  const { sample, exact } = arm;
  const exactValue = exact && exact[at[per]] > 0 ? (scale * exact[at[of]]) / exact[at[per]] : null;
  const total = sample.total();
  const count = total[at[per]];
  if (!(count > 0)) return { ...absent, exact: exactValue };
  const value = total[at[of]] / count;
  const influence = computeRatioInfluence(sample.column(of), sample.column(per));
  const n = influence.length;
  const squares = influence.reduce((sum, term) => sum + term * term, 0);
  const { inflation, share } = judgeBatches(influence, batches);
  const error = n > 1 ? inflation * Math.sqrt(squares / (n * (n - 1))) : Number.POSITIVE_INFINITY;
  let halfWidth = looks.halfWidth(n, error, Math.floor(share * (n - 1)));
  if (isShare(of) && value <= 1) {
    // Few or no events have little or no variance; Wilson's interval knows better. Weighed counts need not be whole.
    const trials = Math.floor(count);
    const { low, high } = wilsonInterval(Math.min(trials, Math.round(value * count)), trials, 1 - 2 * looks.tail(n));
    halfWidth = Math.max(halfWidth, high - value, value - low);
  } else if (of === 'verificationCost') {
    halfWidth = Math.max(halfWidth, boundRareChecks(value, total[at.challengedJobs], looks.tail(n)));
    // No spread at all is believed only where the round says the same: every job alike, or none checked.
    const isCertain = exactValue !== null && Math.abs(exactValue - value * scale) <= 1e-9 * Math.abs(exactValue);
    if (squares === 0 && !isCertain) halfWidth = Number.POSITIVE_INFINITY;
    // Few replications may agree by coincidence: costs are no better known than how often they arise.
    if (!isCertain) halfWidth = Math.max(halfWidth, value * countError(total, looks.tail(n)));
  }
  return {
    value: value * scale,
    halfWidth: Number.isFinite(halfWidth) ? halfWidth * scale : null,
    exact: exactValue,
    per: name,
    count,
  };
}

/** How far the share of jobs that were challenged can be off, relative to itself, by their number alone. */
function countError(total: Float64Array, tail: number): number {
  const trials = Math.floor(total[at.jobs]);
  const challenged = Math.min(trials, Math.round(total[at.challengedJobs]));
  if (challenged === 0) return 0;
  const share = challenged / trials;
  const { low, high } = wilsonInterval(challenged, trials, 1 - 2 * tail);
  return Math.max(high - share, share - low) / share;
}

/** A cost of checks can be off by as much as the number of checks behind it, when those are few. */
function boundRareChecks(value: number, checks: number, tail: number): number {
  return checks > 0 && checks < 30 ? (value * (poissonUpperLimit(Math.floor(checks), tail) - checks)) / checks : 0;
}

function isShare(column: RecordColumn): boolean {
  return column.endsWith('Jobs') || column === 'falseVerdicts';
}
