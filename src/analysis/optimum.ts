/**
 * The cheapest way to deter: how much to threaten with, when capital costs money and checking does too.
 *
 * At every value of the parameter the challenge probability is set to the threshold at which honesty starts to pay
 * over every declared deviation of the asserter, with the others held to profile `coalition`. The cost is what checking
 * then takes per job, plus the cost of the capital. Both come from the round; the minimum is where the cost's slope,
 * taken by a five-point stencil, changes sign.
 */
import type { Place } from '../findings/place.ts';
import { findRootBetween } from '../game/root.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import type { Optimize } from '../scenario/scenario.ts';
import { armOf, exactRecord } from './exact.ts';
import { type Resolve, solveAlong } from './thresholds.ts';

/** The best setting at a design point. */
export interface Optimum {
  over: string;
  /** Value of the parameter at the least cost [credits]. */
  value: number;
  /** The challenge probability that just deters there [1]. */
  challengeProbability: number;
  /** Checking and capital [credits per job]. */
  cost: number;
}

const RATE = 'mechanism.challengeProbability';
const GRID = 60;
const REACH = 30;
// Truncation of the stencil falls with the fourth power of its step, rounding grows with its inverse: 1e-10 together.
const STEP = 2e-3;

/** Finds the optimum of a design point; `null` where no value deters. */
export function findOptimum(
  { over, capitalCost }: Optimize,
  held: Place,
  settings: Settings,
  resolve: Resolve,
): Optimum | null {
  const deviations = settings.players.asserter.filter(({ name }) => name !== 'honest').map(({ name }) => name);
  const deter = (value: number): { rate: number; cost: number } => {
    const moved = resolve({ ...held, [over]: value });
    if (!moved) return { rate: Number.NaN, cost: Number.POSITIVE_INFINITY };
    let rate = 0;
    for (const name of deviations) {
      const question = {
        of: RATE,
        at: { ...held, [over]: value },
        role: 'asserter',
        over: name,
        against: 'coalition',
      } as const;
      const solved = solveAlong(question, moved, resolve);
      if (solved?.reason === 'always') continue;
      rate = Math.max(rate, solved?.value ?? Number.POSITIVE_INFINITY);
    }
    const checked = rate <= 1 ? resolve({ ...held, [over]: value, [RATE]: rate }) : undefined;
    const record = checked && exactRecord(checked, armOf('asserter', 'honest', 'coalition'));
    const verification = record ? record[at.verificationCost]! / record[at.jobs]! : Number.POSITIVE_INFINITY;
    return { rate, cost: verification + capitalCost * value };
  };

  const scale = settings.market.computeCost || 1;
  const values = [0, ...Array.from({ length: GRID + 1 }, (_, i) => scale * 2 ** (REACH * (i / GRID) - REACH / 3))];
  const costs = values.map((value) => deter(value).cost);
  const best = costs.indexOf(Math.min(...costs));
  if (!Number.isFinite(costs[best]!)) return null;
  const value = best === 0 ? 0 : refine((x) => deter(x).cost, values[best - 1]!, values[best + 1] ?? values[best]! * 2);
  const { rate, cost } = deter(value);
  return { over, value, challengeProbability: rate, cost };
}

/** Where the slope of a cost with one minimum changes sign; at an end of the range where it does not. */
function refine(cost: (x: number) => number, low: number, high: number): number {
  const slope = (x: number): number => {
    const h = STEP * x;
    const [above, below] = [cost(x + h), cost(x - h)];
    // Too little deters nobody: the cost is infinite below, and the least may lie at that edge.
    if (above === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
    const central = (8 * (above - below) - (cost(x + 2 * h) - cost(x - 2 * h))) / (12 * h);
    if (Number.isFinite(central)) return central;
    const here = cost(x);
    return Number.isFinite(here) ? (above - here) / h : Number.NEGATIVE_INFINITY;
  };
  const from = Math.max(low, high * 1e-6);
  if (slope(from) >= 0) return from;
  if (slope(high) <= 0) return high;
  return findRootBetween(slope, from, high);
}
