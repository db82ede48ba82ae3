/**
 * The discrete Fourier transform of 2^k complex numbers, in place.
 *
 * Roots of unity come from half angles and products, so that every digit is the same on every machine; their error grows
 * with the logarithm of the size.
 *
 * @source Cooley and Tukey (1965), An algorithm for the machine calculation of complex Fourier series
 */
export function transform(real: Float64Array, imaginary: Float64Array, inverse = false): void {
  const size = real.length;
  reverseBits(real, imaginary);
  const { cosines, sines } = rootsOf(size);
  const turn = inverse ? 1 : -1;
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let j = 0; j < half; j++) {
        const c = cosines[j * stride];
        const s = turn * sines[j * stride];
        const [upper, lower] = [start + j, start + j + half];
        const x = real[lower] * c - imaginary[lower] * s;
        const y = real[lower] * s + imaginary[lower] * c;
        real[lower] = real[upper] - x;
        imaginary[lower] = imaginary[upper] - y;
        real[upper] = real[upper] + x;
        imaginary[upper] = imaginary[upper] + y;
      }
    }
  }
  if (!inverse) return;
  for (let i = 0; i < size; i++) {
    real[i] = real[i] / size;
    imaginary[i] = imaginary[i] / size;
  }
}

/** Cosine and sine of 2 π j / size, for j in the first half of the circle. */
function rootsOf(size: number): { cosines: Float64Array; sines: Float64Array } {
  const cosines = new Float64Array(Math.max(1, size / 2));
  const sines = new Float64Array(cosines.length);
  cosines[0] = 1;
  // The angle that the table has come to, halved at every step: first a half turn.
  let [c, s] = [-1, 0];
  for (let count = 1; count < cosines.length; count *= 2) {
    [c, s] = [Math.sqrt((1 + c) / 2), count === 1 ? 1 : s / (2 * Math.sqrt((1 + c) / 2))];
    for (let j = count - 1; j >= 0; j--) {
      [cosines[2 * j], sines[2 * j]] = [cosines[j], sines[j]];
      cosines[2 * j + 1] = cosines[2 * j] * c - sines[2 * j] * s;
      sines[2 * j + 1] = cosines[2 * j] * s + sines[2 * j] * c;
    }
  }
  return { cosines, sines };
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [real[i], real[j]] = [real[j], real[i]];
    [imaginary[i], imaginary[j]] = [imaginary[j], imaginary[i]];
  }
}
