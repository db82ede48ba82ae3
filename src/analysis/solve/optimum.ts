/**
 * The cheapest way to deter: how much to threaten with, when capital costs money and checking does too.
 *
 * At every value of the parameter the challenge probability is set to the threshold at which honesty starts to pay
 * over every declared deviation of the asserter, with the others held to profile `coalition`. The cost is what checking
 * then takes per job, plus the cost of the capital. Both come from the round. Where a slash meets the stake it stops to
 * deter, and where another deviation binds the cost has a kink too: such places are looked at by name.
 */

import { leversOf } from '../../catalogue/needs.ts';
import type { AxisValues } from '../../findings/axis-values.ts';
import { findLeast } from '../../game/least.ts';
import { pow } from '../../kernel/mathematics/index.ts';
import { CREDITS_MAX } from '../../market/money/ledger.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { armOf } from '../../plan/arms.ts';
import { valueAt } from '../../scenario/numbers/paths.ts';
import type { Optimize } from '../../scenario/schema/scenario.ts';
import { exactRecord } from '../round/exact.ts';
import type { Resolve } from '../round/remember-settings.ts';
import { solveAlong } from '../round/solve-along.ts';

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

/** Doublings of the cost of a job that amounts are tried at, and how many lie below it [count]. */
const DOUBLINGS = 30;
const BELOW = 10;

/** Finds the optimum of a design point whose mechanism has a rate to set; `null` where no amount that can be held deters at the least cost. */
export function findOptimum(
  { over, capitalCost }: Optimize,
  held: AxisValues,
  settings: Settings,
  resolve: Resolve,
): Optimum | null {
  const deviations = settings.players.asserter.filter(({ name }) => name !== 'honest').map(({ name }) => name);
  const rateOf = leversOf(settings).rate!;
  const deter = (value: number): { rate: number; cost: number } => {
    const moved = resolve({ ...held, [over]: value });
    if (!moved) return { rate: Number.NaN, cost: Number.POSITIVE_INFINITY };
    let rate = 0;
    for (const name of deviations) {
      const question = {
        of: rateOf,
        at: { ...held, [over]: value },
        role: 'asserter',
        over: name,
        against: 'coalition',
      } as const;
      const solved = solveAlong(question, moved, resolve);
      if (solved?.reason === 'always') continue;
      rate = Math.max(rate, solved?.value ?? Number.POSITIVE_INFINITY);
    }
    const checked = rate <= 1 ? resolve({ ...held, [over]: value, [rateOf]: rate }) : undefined;
    const record = checked && exactRecord(checked, armOf(settings, 'asserter', 'honest', 'coalition'));
    const verification = record ? record[at.verificationCost] / record[at.jobs] : Number.POSITIVE_INFINITY;
    return { rate, cost: verification + capitalCost * value };
  };

  const marks = listMarks(settings);
  const values = listValues(settings.market.computeCost || 1, marks);
  const costs = values.map((value) => deter(value).cost);
  const best = costs.indexOf(Math.min(...costs));
  if (!Number.isFinite(costs[best])) return null;
  // Still falling at the largest amount that can be held: there is no least one.
  if (best === values.length - 1) return null;
  const value = findLeast((x) => deter(x).cost, values[Math.max(0, best - 1)], values[best + 1], marks);
  const { rate, cost } = deter(value);
  return { over, value, challengeProbability: rate, cost };
}

/** Amounts at which a rule may turn: a slash takes no more than the stake, and a stake above the slash is idle. */
function listMarks(settings: Settings): number[] {
  const slash = valueAt(settings, leversOf(settings).slashAmount ?? '');
  const amounts = [settings.market.stake, slash].filter((amount) => typeof amount === 'number' && amount > 0);
  return [...new Set(amounts as number[])].sort((a, b) => a - b);
}

/** Nothing, a grid over all orders of magnitude, and the marks; ascending, up to what an account can hold. */
function listValues(scale: number, marks: readonly number[]): number[] {
  const grid = Array.from({ length: DOUBLINGS + 1 }, (_, i) => scale * pow(2, i - BELOW));
  const values = [0, ...grid, ...marks, CREDITS_MAX].filter((value) => value <= CREDITS_MAX);
  return [...new Set(values)].sort((a, b) => a - b);
}
