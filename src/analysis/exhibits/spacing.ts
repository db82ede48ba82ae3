/** How the values of a swept parameter are spaced, and so how a picture spaces them. */
import { exp, log } from '../../kernel/mathematics/index.ts';

/** Whether the ratios of neighbours vary less than their differences, over at least a factor of four; values ascend. */
export function isLogSpaced(values: readonly number[]): boolean {
  if (values.length < 3 || values[0] <= 0 || values.at(-1)! / values[0] < 4) return false;
  const steps = values.slice(1).map((value, i) => value - values[i]);
  const ratios = values.slice(1).map((value, i) => log(value / values[i]));
  return spread(ratios) < spread(steps);
}

const spread = (numbers: readonly number[]) => Math.max(...numbers) / Math.min(...numbers);

/** Between the first and the last value [0 to 1]: where a value lies on a page, and the value at such a place. */
export interface Span {
  placeOf: (value: number) => number;
  valueAt: (place: number) => number;
}

/** The span of ascending values, spaced as they are. */
export function spanOf(values: readonly number[]): Span {
  const [to, from] = isLogSpaced(values) ? [log, exp] : [(x: number) => x, (x: number) => x];
  const [low, high] = [to(values[0]), to(values.at(-1)!)];
  return {
    placeOf: (value) => (to(value) - low) / (high - low),
    valueAt: (place) => from(low + place * (high - low)),
  };
}
