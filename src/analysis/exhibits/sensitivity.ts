/**
 * What the verdict hangs on: how far each parameter alone moves the least advantage of honesty, and what share of its
 * variance each accounts for when all move at once.
 *
 * Everything is exact but the Sobol indices, which are estimated from stratified samples and carry half-widths.
 */
import type { AxisValues } from '../../findings/axis-values.ts';
import type { Settings } from '../../market/settings.ts';
import { armOf } from '../../plan/arms.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import { drawUnitPairs } from '../../plan/unit-cube.ts';
import { valueAt } from '../../scenario/numbers/paths.ts';
import { listNumbers } from '../../scenario/schema/parameters.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import { variantAt } from '../../scenario/sweep/variants.ts';
import { estimateSobol, type SobolPair } from '../../stats/sobol.ts';
import { domainOf } from '../round/domain.ts';
import { exactIncome, listSolvable } from '../round/exact.ts';
import type { Resolve } from '../round/remember-settings.ts';

/** One parameter and what hangs on it. */
export interface InputSensitivity {
  path: string;
  /** Its value at the point looked at. */
  base: number;
  /** Where it was moved to by itself, and the quantity there [credits per job]; `null` where a rule forbids it. */
  low: { at: number; quantity: number | null };
  high: { at: number; quantity: number | null };
  /** Over what it was drawn when all moved. */
  range: { low: number; high: number };
  /** Shares of the variance; absent when they could not be had. */
  sobol?: SobolPair;
}

/** What the least advantage of honesty hangs on. */
export interface Sensitivity {
  /** The quantity: the least exact advantage over the deviations of asserters, in profile `coalition` [credits per job]. */
  of: 'least-advantage';
  /** Where one parameter at a time was moved from. */
  at: AxisValues;
  base: number;
  /** How far each was moved by itself, as a share of its value [1]. */
  step: number;
  /** Largest effect of moving one alone first. */
  inputs: InputSensitivity[];
  /** Parameters that were left out, because they move the quantity by less than a hundredth of what another does. */
  leftOut: string[];
  /** Of the quantity when all move [credits per job]; `null` when that could not be had. */
  spread: { mean: number; standardDeviation: number; evaluations: number; rows: number; shareBelowZero: number } | null;
  /** Why there are no Sobol indices. */
  reason?: string;
}

/** How much to spend. */
export interface SensitivityOptions {
  /** Each sample has the square of this many rows, of 2 + inputs evaluations each; 8 unless told. */
  side?: number;
  /** Samples drawn independently of each other [count]; 8 unless told. */
  samples?: number;
}

const step = 0.1;
const reach = 0.2;
/** Screening looks from the square of this many places. */
const screening = 2;
/** A parameter that moves the quantity by less than this share of the largest effect accounts for about its square of the variance. */
const least = 0.01;

/**
 * The sensitivity at a design point; `null` without a round, a deviation, or a parameter that matters.
 *
 * Swept parameters range over their sweep, all others over 20 % either side of their value, as far as their domain goes.
 * Counts move in whole steps. Parameters whose value is 0 stay, as do those that follow from others by an expression.
 */
export function describeSensitivity(
  scenario: Scenario,
  { at, settings }: DesignPoint,
  resolve: Resolve,
  { side = 8, samples = 8 }: SensitivityOptions = {},
): Sensitivity | null {
  const base = leastAdvantage(settings);
  if (base === null) return null;
  const evaluate = (values: Record<string, number>) => {
    const moved = resolve({ ...at, ...values });
    return moved ? leastAdvantage(moved) : null;
  };
  const candidates = listRanges(scenario, at, settings);
  const effects = measureEffects(candidates, evaluate, String(scenario.seed));
  const largest = Math.max(0, ...effects);
  if (largest === 0) return null;
  const matters = candidates.filter((_, i) => effects[i] >= least * largest);
  const leftOut = candidates.flatMap(({ path }, i) => (effects[i] > 0 && effects[i] < least * largest ? [path] : []));
  const inputs = matters
    .map((input): InputSensitivity => {
      const [low, high] = [-step, step].map((share) => input.place(input.base * (1 + share)));
      const end = (value: number) => ({ at: value, quantity: evaluate({ [input.path]: value }) });
      return {
        path: input.path,
        base: input.base,
        low: end(low),
        high: end(high),
        range: { low: input.low, high: input.high },
      };
    })
    .sort((a, b) => effectOf(b, base) - effectOf(a, base));
  return {
    of: 'least-advantage',
    at,
    base,
    step,
    leftOut,
    ...shareVariance(inputs, matters, evaluate, drawSamples(String(scenario.seed), side, samples, matters.length)),
  };
}

/** The largest change that moving one parameter alone makes. */
function effectOf({ low, high }: InputSensitivity, base: number): number {
  return Math.max(...[low, high].map(({ quantity }) => (quantity === null ? 0 : Math.abs(quantity - base))));
}

function leastAdvantage(settings: Settings): number | null {
  const income = (name: string) => exactIncome(settings, 'asserter', armOf(settings, 'asserter', name, 'coalition'));
  const cheats = listSolvable(settings, 'asserter').filter(({ name }) => name !== 'honest');
  const honest = cheats.length > 0 ? income('honest') : null;
  return honest === null ? null : honest - Math.max(...cheats.map(({ name }) => income(name)!));
}

interface Range {
  path: string;
  base: number;
  low: number;
  high: number;
  /** The nearest value the parameter may take. */
  place: (value: number) => number;
  /** Its value at a uniform number. */
  draw: (uniform: number) => number;
}

function listRanges(scenario: Scenario, at: AxisValues, settings: Settings): Range[] {
  return listNumbers(variantAt(scenario, at)).flatMap(({ path, value, isInteger }) => {
    const here = at[path] ?? valueAt(settings, path);
    const base = typeof here === 'number' ? here : value;
    const swept = scenario.sweep.find((axis) => axis.path === path)?.values.map(Number);
    const domain = domainOf(path, settings);
    const inside = (x: number) => Math.min(domain.high, Math.max(domain.low, x));
    const place = (x: number) => (isInteger ? Math.round(inside(x)) : inside(x));
    const [low, high] =
      swept && swept.length > 1
        ? [Math.min(...swept), Math.max(...swept)]
        : [place(base * (1 - reach)), place(base * (1 + reach))];
    if (!(high > low) || base === 0) return [];
    const draw = (u: number) => (isInteger ? low + Math.floor(u * (high - low + 1)) : low + u * (high - low));
    return [{ path, base, low, high, place, draw }];
  });
}

/**
 * The most that moving one parameter from end to end changes, from a few places of the ranges: with all others
 * elsewhere it also sees those that matter only together.
 */
function measureEffects(
  candidates: readonly Range[],
  evaluate: (values: Record<string, number>) => number | null,
  seed: string,
): number[] {
  const places = [
    {} as Record<string, number>,
    ...drawUnitPairs(`${seed} screening`, screening, candidates.length).map((row) =>
      Object.fromEntries(candidates.map(({ path, draw }, i) => [path, draw(row[i])])),
    ),
  ];
  return candidates.map(({ path, low, high }) =>
    places.reduce((most, values) => {
      const [a, b] = [low, high].map((end) => evaluate({ ...values, [path]: end }));
      if (a === null || b === null) return most;
      const change = Math.abs(a - b);
      return change > 1e-12 * Math.max(Math.abs(a), Math.abs(b)) ? Math.max(most, change) : most;
    }, 0),
  );
}

function drawSamples(seed: string, side: number, samples: number, inputs: number): number[][][] {
  return Array.from({ length: samples }, (_, i) => drawUnitPairs(`${seed} ${i}`, side, inputs));
}

function shareVariance(
  inputs: InputSensitivity[],
  ranges: readonly Range[],
  evaluate: (values: Record<string, number>) => number | null,
  samples: number[][][],
): Pick<Sensitivity, 'inputs' | 'spread' | 'reason'> {
  const rows = samples.reduce((sum, sample) => sum + sample.length, 0);
  let below = 0;
  let evaluations = 0;
  try {
    const estimated = estimateSobol(
      (point) => {
        const values = Object.fromEntries(ranges.map(({ path, draw }, i) => [path, draw(point[i])]));
        const quantity = evaluate(values);
        if (quantity === null) throw new Forbidden();
        evaluations += 1;
        // The first rows x 2 evaluations are the plain samples; crossings would count places twice.
        if (evaluations <= 2 * rows && quantity < 0) below += 1;
        return quantity;
      },
      ranges.length,
      samples,
    );
    const byPath = new Map(ranges.map(({ path }, i) => [path, estimated.inputs[i]]));
    return {
      inputs: inputs.map((input) => ({ ...input, sobol: byPath.get(input.path)! })),
      spread: {
        mean: estimated.mean,
        standardDeviation: Math.sqrt(estimated.variance),
        evaluations: estimated.evaluations,
        rows,
        shareBelowZero: below / (2 * rows),
      },
    };
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    return { inputs, spread: null, reason: 'the ranges hold settings that a rule of the scenario forbids' };
  }
}

class Forbidden extends Error {}
