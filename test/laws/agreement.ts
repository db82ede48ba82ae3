/**
 * The law that keeps market and theory together: what a run records is what the round expects.
 *
 * Jobs of a run are independent and alike as long as slashed nodes top up their stake, so each column of J jobs is a
 * sum of J independent values whose mean, variance and largest distance from the mean the round knows. Bernstein's
 * inequality then bounds the chance of any gap without appeal to a normal law, which matters for rare slashes:
 *
 *   P(|sum - J mean| >= gap) <= 2 exp(-gap^2 / (2 J variance + 2/3 reach gap))
 *
 * The gap allowed makes the right side 1e-9 (about 6.5 standard errors where nothing is rare). With fewer than 100 000
 * comparisons, which is checked, the whole law raises a false alarm with a chance below 1e-4.
 */
import { expect } from 'vitest';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { type Cast, playOf } from '../../src/market/cast.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at, type RecordColumn, recordColumnNames } from '../../src/market/record.ts';
import { type Arm, armName, type Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { computeOutcomeMoments } from './outcome-moments.ts';

/** Columns about time, nodes leaving and sampling: a round has no clock, no history and no sample. */
export const runColumns: readonly RecordColumn[] = [
  'sojournSeconds',
  'sojournJobs',
  'sojournSecondsP50',
  'sojournSecondsP95',
  'sojournSecondsP99',
  'busySeconds',
  'nodeSeconds',
  'exits',
  'unservedJobs',
  'focalSlashEvents',
  'drawnChallenges',
];

/** Chance of a false alarm per comparison, and how many comparisons it allows for. */
export const alarm = { each: 1e-9, comparisons: 100_000 };

const market = new Market();

/**
 * Simulates an arm and compares every column that the round fills; returns how many comparisons that were.
 *
 * With `sampling` jobs are played without a calendar and challenges sampled so. Splitting a job replaces its value by
 * the mean over the challenge draw, which widens neither variance nor reach. Tilting multiplies it by a likelihood ratio
 * of at most 10/9 (a probability below 1/10 sampled at 1/10), which widens both as computed here.
 */
export function compareWithRound(
  mechanism: Mechanism,
  settings: Settings,
  arm: Arm,
  seed: string,
  replications: number,
  sampling?: 'natural' | 'tilted' | 'split',
): number {
  return compareCast(
    mechanism,
    settings,
    stage(settings, arm, catalogueOf(settings)),
    seed,
    armName(arm),
    replications,
    sampling,
  );
}

/** The same for any cast. @param who  what it is called in a message */
export function compareCast(
  mechanism: Mechanism,
  settings: Settings,
  cast: Cast,
  seed: string,
  who: string,
  replications: number,
  sampling?: 'natural' | 'tilted' | 'split',
): number {
  const { mean, variance, reach } = computeOutcomeMoments(
    mechanism.round!(settings, cast),
    playOf(cast),
    recordColumnNames.length,
  );
  const total = new Float64Array(recordColumnNames.length);
  for (let replication = 0; replication < replications; replication++) {
    const asked = { settings, cast, traffic: trafficOf(settings), money: moneyOf(settings), seed, replication };
    const record = market.run(mechanism, sampling ? { ...asked, path: 'rounds', sampling } : asked);
    for (let column = 0; column < total.length; column++) total[column] += record[column];
  }
  const jobs = replications * settings.run.jobs;
  expect(Math.abs(total[at.jobs] / jobs - 1)).toBeLessThan(1e-12);
  const ratio = sampling === 'tilted' ? 10 / 9 : 1;
  let comparisons = 0;
  for (const name of recordColumnNames) {
    if (runColumns.includes(name)) continue;
    const column = at[name];
    // Every transfer of a job is rounded down to 1e-9 credits: two per validator, four more, and the doubles' own rounding.
    const validators = Number(settings.mechanism.validatorCount ?? 0);
    const rounding = jobs * (1e-9 * (4 + 2 * validators) + 1e-12 * Math.abs(mean[column]));
    const gap = Math.abs(total[column] - jobs * mean[column]);
    const center = Math.abs(mean[column]);
    const spread = variance[column] + (ratio - 1) * (variance[column] + center * center);
    const farthest = ratio === 1 ? reach[column] : ratio * (reach[column] + center) + center;
    const allowed = rounding + computeBernsteinGap(jobs, spread, farthest, alarm.each);
    const where = `${mechanism.kind} ${who} ${name}`;
    expect(gap, `${where}: ${total[column] / jobs} simulated, ${mean[column]} exact, per job`).toBeLessThanOrEqual(
      allowed,
    );
    comparisons++;
  }
  return comparisons;
}

/** The gap at which Bernstein's bound for `count` values falls to `chance`. */
function computeBernsteinGap(count: number, variance: number, reach: number, chance: number): number {
  const exponent = Math.log(2 / chance);
  const linear = (reach * exponent) / 3;
  return linear + Math.sqrt(linear * linear + 2 * count * variance * exponent);
}
