/** Where a function of an integer changes sign. */
import type { Direction } from './root.ts';

/** `value` is the first integer with the new sign; zero counts as a sign of its own, between negative and positive. */
export interface IntegerSwitch {
  readonly value: number;
  readonly direction: Direction;
}

/**
 * Finds the integers in (low, high] at which the sign of f differs from the sign one before.
 *
 * Ranges of up to 4096 integers are scanned completely. Longer ones are probed at the first and last 1024 integers and at
 * 4096 evenly spaced ones between, and every change is located by bisection: complete when f is monotone between probes;
 * two switches between neighbouring probes that cancel each other are missed.
 *
 * @param f       must return a number other than NaN at every integer asked
 * @param places  integers to probe instead, ascending from low to high, between which f is known to be monotone
 * @throws RangeError when an end is no safe integer, low > high, or f returns NaN
 * @example
 * findIntegerSwitches((n) => n - 2.5, 0, 10) // => [{ value: 3, direction: 'rising' }]
 */
export function findIntegerSwitches(
  f: (n: number) => number,
  low: number,
  high: number,
  places?: readonly number[],
): IntegerSwitch[] {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high) {
    throw new RangeError(`[${low}, ${high}] is no range of integers`);
  }
  const signOf = (n: number): number => {
    const sign = Math.sign(f(n));
    if (Number.isNaN(sign)) throw new RangeError(`the function is not a number at ${n}`);
    return sign;
  };
  const switches: IntegerSwitch[] = [];
  let before = { n: low, sign: signOf(low) };
  for (const n of (places ?? listProbes(low, high)).slice(1)) {
    const here = { n, sign: signOf(n) };
    // Between two probes the sign may change twice: from negative to zero and from zero to positive.
    while (before.sign !== here.sign) {
      const first = locateChange(signOf, before, here.n);
      switches.push({ value: first.n, direction: first.sign > before.sign ? 'rising' : 'falling' });
      before = first;
    }
    before = here;
  }
  return switches;
}

function listProbes(low: number, high: number): number[] {
  const length = high - low + 1;
  if (length <= 4096) return Array.from({ length }, (_, i) => low + i);
  const probes = new Set<number>();
  for (let i = 0; i < 1024; i += 1) probes.add(low + i).add(high - i);
  for (let i = 0; i <= 4096; i += 1) probes.add(low + Math.round(((high - low) * i) / 4096));
  return [...probes].sort((a, b) => a - b);
}

function locateChange(
  signOf: (n: number) => number,
  from: { readonly n: number; readonly sign: number },
  to: number,
): { n: number; sign: number } {
  let [low, high] = [from.n, to];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (signOf(middle) === from.sign) low = middle;
    else high = middle;
  }
  return { n: high, sign: signOf(high) };
}
