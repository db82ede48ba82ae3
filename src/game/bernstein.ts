/**
 * Roots in [0, 1] of a polynomial given by its Bernstein coefficients: sum over j of c_j C(d, j) x^j (1 - x)^(d - j).
 *
 * What a player gains by switching, when each of d others plays the second strategy with probability x, is such a
 * polynomial, its coefficients being the gains against exactly j others. The number of sign changes in the coefficients
 * bounds the number of roots, so halving until each piece has none or one finds them all.
 *
 * @source Lane, Riesenfeld (1981), Bounds on a polynomial, BIT 21; de Casteljau subdivision
 */
import type { Direction } from './root.ts';

/** A root; `touching` when the polynomial does not change sign there, or by less than rounding can tell. */
export interface BernsteinRoot {
  readonly value: number;
  readonly direction: Direction | 'touching';
}

/**
 * All roots in the open interval (0, 1), in ascending order, or 'everywhere' when every coefficient is zero.
 *
 * Coefficients below 1e-13 of the largest count as zero. Two roots closer than about 1e-7 may be reported as one touching root.
 *
 * @param coefficients  c_0 ... c_d, finite
 * @throws RangeError when there is no coefficient or one is not finite
 * @example
 * findBernsteinRoots([-1, 1]) // => [{ value: 0.5, direction: 'rising' }]
 */
export function findBernsteinRoots(coefficients: readonly number[]): BernsteinRoot[] | 'everywhere' {
  if (coefficients.length === 0 || !coefficients.every(Number.isFinite)) {
    throw new RangeError(`Bernstein coefficients are finite numbers, not [${coefficients.join(', ')}]`);
  }
  const scale = Math.max(...coefficients.map(Math.abs));
  if (scale === 0) return 'everywhere';
  const cleaned = coefficients.map((c) => (Math.abs(c) <= 1e-13 * scale ? 0 : c / scale));
  const roots: BernsteinRoot[] = [];
  search(cleaned, 0, 1, roots);
  return mergeNeighbours(roots.filter(({ value }) => value > 0 && value < 1).sort((a, b) => a.value - b.value));
}

/** Value at x by de Casteljau's recurrence, stable on [0, 1]. */
export function evaluateBernstein(coefficients: readonly number[], x: number): number {
  const work = [...coefficients];
  for (let left = work.length - 1; left > 0; left -= 1) {
    for (let j = 0; j < left; j += 1) work[j] = (1 - x) * work[j] + x * work[j + 1];
  }
  return work[0];
}

function search(c: readonly number[], low: number, high: number, roots: BernsteinRoot[]): void {
  const signs = c.map(Math.sign).filter((sign) => sign !== 0);
  const changes = signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length;
  if (changes === 0) return;
  const [first, last] = [signs[0], signs[signs.length - 1]];
  if (changes === 1 && c[0] !== 0 && c[c.length - 1] !== 0) {
    const value = low + (high - low) * bisect(c);
    roots.push({ value, direction: last > first ? 'rising' : 'falling' });
    return;
  }
  const middle = low + (high - low) / 2;
  if (Math.max(...c.map(Math.abs)) < 1e-14 || high - low < 1e-15) {
    roots.push({ value: middle, direction: first === last ? 'touching' : last > first ? 'rising' : 'falling' });
    return;
  }
  const [left, right] = halve(c);
  const centre = right[0];
  if (centre === 0) {
    const before = findLastSign(left);
    const after = right.map(Math.sign).find((sign) => sign !== 0) ?? 0;
    roots.push({ value: middle, direction: before === after ? 'touching' : after > before ? 'rising' : 'falling' });
  }
  search(left, low, middle, roots);
  search(right, middle, high, roots);
}

function findLastSign(c: readonly number[]): number {
  return c.map(Math.sign).findLast((sign) => sign !== 0) ?? 0;
}

function halve(c: readonly number[]): [number[], number[]] {
  const work = [...c];
  const left = [work[0]];
  const right = [work[work.length - 1]];
  for (let length = work.length - 1; length > 0; length -= 1) {
    for (let j = 0; j < length; j += 1) work[j] = (work[j] + work[j + 1]) / 2;
    left.push(work[0]);
    right.unshift(work[length - 1]);
  }
  return [left, right];
}

/** The single root in (0, 1) of a polynomial whose end values differ in sign, to the last bit. */
function bisect(c: readonly number[]): number {
  const rising = c[0] < 0;
  let [low, high] = [0, 1];
  for (let step = 0; step < 1100; step += 1) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    const value = evaluateBernstein(c, middle);
    if (value === 0) return middle;
    if (value > 0 === rising) high = middle;
    else low = middle;
  }
  return high;
}

/** A double root leaves a short run of neighbouring pieces that look like roots; they are one touching root. */
function mergeNeighbours(roots: readonly BernsteinRoot[]): BernsteinRoot[] {
  const merged: BernsteinRoot[] = [];
  for (const root of roots) {
    const before = merged[merged.length - 1];
    if (before !== undefined && root.value - before.value < 1e-7) {
      const same = before.direction === root.direction ? root.direction : 'touching';
      merged[merged.length - 1] = { value: (before.value + root.value) / 2, direction: same };
    } else merged.push(root);
  }
  return merged;
}
