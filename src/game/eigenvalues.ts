import { hypot } from '../kernel/mathematics/index.ts';

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * Eigenvalues of a small real matrix, by the characteristic polynomial and simultaneous root iteration.
 *
 * Precise to about 1e-12 of the matrix norm for simple eigenvalues; a k-fold one is blurred to about its k-th root.
 * Meant for the Jacobians of games with up to about eight strategies.
 *
 * @source Faddeev-LeVerrier recurrence; Durand (1960), Kerner (1966)
 * @example
 * findEigenvalues([[0, 1], [-1, 0]]).map(({ im }) => Math.abs(im)) // => [1, 1]
 */
export function findEigenvalues(matrix: readonly (readonly number[])[]): Complex[] {
  const size = matrix.length;
  const scale = Math.max(0, ...matrix.flat().map(Math.abs));
  if (scale === 0) return matrix.map(() => ({ re: 0, im: 0 }));
  const coefficients = computeCharacteristic(matrix.map((row) => row.map((entry) => entry / scale)));
  let roots = Array.from({ length: size }, (_, k) => power({ re: 0.4, im: 0.9 }, k));
  for (let iteration = 0; iteration < 2000; iteration += 1) {
    let change = 0;
    roots = roots.map((root, k) => {
      const others = roots.reduce<Complex>(
        (product, other, j) => (j === k ? product : times(product, { re: root.re - other.re, im: root.im - other.im })),
        { re: 1, im: 0 },
      );
      const correction = over(evaluate(coefficients, root), others);
      change = Math.max(change, hypot(correction.re, correction.im));
      return { re: root.re - correction.re, im: root.im - correction.im };
    });
    if (!(change > 1e-15)) break;
  }
  return roots.map(({ re, im }) => ({ re: re * scale, im: im * scale }));
}

/** Coefficients c_0 ... c_n of det(z I - M) = sum c_k z^k, c_n = 1. */
function computeCharacteristic(matrix: readonly (readonly number[])[]): number[] {
  const size = matrix.length;
  const coefficients = Array.from({ length: size + 1 }, () => 0);
  coefficients[size] = 1;
  let auxiliary = matrix.map((row) => row.map(() => 0));
  for (let k = 1; k <= size; k += 1) {
    const shift = coefficients[size - k + 1];
    auxiliary = auxiliary.map((row, i) => row.map((entry, j) => entry + (i === j ? shift : 0)));
    const product = matrix.map((row) =>
      row.map((_, j) => row.reduce((sum, entry, l) => sum + entry * auxiliary[l][j], 0)),
    );
    coefficients[size - k] = -product.reduce((trace, row, i) => trace + row[i], 0) / k;
    auxiliary = product;
  }
  return coefficients;
}

function evaluate(coefficients: readonly number[], z: Complex): Complex {
  return coefficients.reduceRight<Complex>(
    (sum, c) => ({ re: sum.re * z.re - sum.im * z.im + c, im: sum.re * z.im + sum.im * z.re }),
    { re: 0, im: 0 },
  );
}

function times(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

function over(a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im || Number.MIN_VALUE;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

function power(z: Complex, exponent: number): Complex {
  let result: Complex = { re: 1, im: 0 };
  for (let k = 0; k < exponent; k += 1) result = times(result, z);
  return result;
}
