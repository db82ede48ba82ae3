import { hypot } from '../kernel/mathematics/index.ts';

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** So much below the diagonal is nothing beside what stands on it [1]. */
const ROUNDING = 2 ** -52;
/** Steps on one eigenvalue until a shift of another kind is tried: rotations stand still under their own [count]. */
const STEPS_UNTIL_NUDGE = 10;
/** Steps after which it is taken as it stands; three are usual, and no matrix is known that takes forty [count]. */
const STEPS_MAX = 300;

/**
 * Eigenvalues of a small real matrix, by shifted QR steps on its Hessenberg form.
 *
 * Precise to some 1e-15 of the matrix norm, however often an eigenvalue comes, as long as it has as many eigenvectors. One
 * that lacks them is as uncertain as in any other way: a k-fold one by the k-th root of rounding.
 *
 * @source Francis (1961), The QR transformation; Wilkinson (1965), The algebraic eigenvalue problem, for the shift
 * @example
 * findEigenvalues([[0, 1], [-1, 0]]).map(({ im }) => Math.abs(im)) // => [1, 1]
 */
export function findEigenvalues(matrix: readonly (readonly number[])[]): Complex[] {
  const scale = Math.max(0, ...matrix.flat().map(Math.abs));
  if (scale === 0) return matrix.map(() => ({ re: 0, im: 0 }));
  const rows = reduce(matrix.map((row) => row.map((entry) => entry / scale)));
  const found: Complex[] = [];
  let steps = 0;
  for (let end = matrix.length - 1; end >= 0; steps += 1) {
    let start = end;
    while (start > 0 && !isNothing(rows, start)) start -= 1;
    if (start === end || steps === STEPS_MAX) {
      const { re, im } = rows[end][end];
      found.push({ re: re * scale, im: im * scale });
      end -= 1;
      steps = -1;
    } else {
      const nudge = steps % STEPS_UNTIL_NUDGE === STEPS_UNTIL_NUDGE - 1;
      step(rows, start, end, nudge ? { re: sizeOf(rows[end][end - 1]), im: 0 } : chooseShift(rows, end));
    }
  }
  return found;
}

/** The same eigenvalues with nothing left of the diagonal's neighbours, by elimination with pivots. */
function reduce(matrix: readonly (readonly number[])[]): Complex[][] {
  const rows = matrix.map((row) => [...row]);
  for (let k = 1; k < rows.length - 1; k += 1) {
    let pivot = k;
    for (let i = k; i < rows.length; i += 1) if (Math.abs(rows[i][k - 1]) > Math.abs(rows[pivot][k - 1])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (const row of rows) [row[k], row[pivot]] = [row[pivot], row[k]];
    for (let i = k + 1; i < rows.length && rows[k][k - 1] !== 0; i += 1) {
      const factor = rows[i][k - 1] / rows[k][k - 1];
      rows[i] = rows[i].map((entry, j) => entry - factor * rows[k][j]);
      rows[i][k - 1] = 0;
      for (const row of rows) row[k] += factor * row[i];
    }
  }
  return rows.map((row) => row.map((re) => ({ re, im: 0 })));
}

function isNothing(rows: Complex[][], k: number): boolean {
  const beside = sizeOf(rows[k - 1][k - 1]) + sizeOf(rows[k][k]);
  return sizeOf(rows[k][k - 1]) <= ROUNDING * (beside || 1);
}

/** The eigenvalue of the last two rows that is nearer to the corner. */
function chooseShift(rows: Complex[][], end: number): Complex {
  const corner = rows[end][end];
  const away = times(rows[end - 1][end], rows[end][end - 1]);
  const half = times({ re: 0.5, im: 0 }, minus(rows[end - 1][end - 1], corner));
  const spread = rootOf(plus(times(half, half), away));
  const [one, other] = [plus(half, spread), minus(half, spread)];
  const larger = sizeOf(one) > sizeOf(other) ? one : other;
  return sizeOf(larger) === 0 ? corner : minus(corner, over(away, larger));
}

/** One QR step on the rows and columns from `start` to `end`: rotated into a triangle, and back from the other side. */
function step(rows: Complex[][], start: number, end: number, shift: Complex): void {
  for (let k = start; k <= end; k += 1) rows[k][k] = minus(rows[k][k], shift);
  const turns: [Complex, Complex][] = [];
  for (let k = start; k < end; k += 1) {
    const [upper, lower] = [rows[k], rows[k + 1]];
    const length = hypot(sizeOf(upper[k]), sizeOf(lower[k])) || 1;
    const turn = [upper[k], lower[k]].map(({ re, im }) => ({ re: re / length, im: im / length }));
    const [c, s] =
      sizeOf(turn[0]) + sizeOf(turn[1]) > 0
        ? turn
        : [
            { re: 1, im: 0 },
            { re: 0, im: 0 },
          ];
    for (let j = k; j <= end; j += 1) {
      const [a, b] = [upper[j], lower[j]];
      upper[j] = plus(times(mirror(c), a), times(mirror(s), b));
      lower[j] = minus(times(c, b), times(s, a));
    }
    turns.push([c, s]);
  }
  for (const [k, [c, s]] of turns.entries()) {
    const at = start + k;
    for (const row of rows.slice(start, at + 2)) {
      const [a, b] = [row[at], row[at + 1]];
      row[at] = plus(times(a, c), times(b, s));
      row[at + 1] = minus(times(b, mirror(c)), times(a, mirror(s)));
    }
  }
  for (let k = start; k <= end; k += 1) rows[k][k] = plus(rows[k][k], shift);
}

function sizeOf({ re, im }: Complex): number {
  return hypot(re, im);
}

function mirror({ re, im }: Complex): Complex {
  return { re, im: -im };
}

function plus(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}

function minus(a: Complex, b: Complex): Complex {
  return { re: a.re - b.re, im: a.im - b.im };
}

function times(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

function over(a: Complex, b: Complex): Complex {
  const size = sizeOf(b);
  const [top, bottom] = [times(a, mirror(b)), size * size];
  return bottom > 0 ? { re: top.re / bottom, im: top.im / bottom } : { re: a.re / size / size, im: 0 };
}

/** The square root with a real part of at least zero. */
function rootOf(z: Complex): Complex {
  const re = Math.sqrt((sizeOf(z) + Math.abs(z.re)) / 2);
  if (re === 0) return z;
  const im = z.im / (2 * re);
  return z.re >= 0 ? { re, im } : { re: Math.abs(im), im: z.im < 0 ? -re : re };
}
