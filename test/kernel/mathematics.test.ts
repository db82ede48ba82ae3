import { describe, expect, test } from 'vitest';
import * as ours from '../../src/kernel/mathematics/index.ts';
import { createStream } from '../../src/kernel/stream.ts';
import {
  argumentsOf,
  countUnits,
  hashOf,
  longCos,
  longExp,
  missBy,
  missRatioBy,
  split,
  toLong,
} from './mathematics.ts';

const { cos, exp, expm1, hypot, log, log1p, log2, log10, pow, square } = ours;
const functions = ours as unknown as Record<string, (...values: number[]) => number>;

describe('the same bits on every engine', () => {
  test.each([
    ['exp', 'd3c763189d281e51'],
    ['expm1', 'cf6e9b7c313cc71f'],
    ['log', 'bb03411a91447d78'],
    ['log1p', 'dd8a9b0a24acf125'],
    ['log2', '8c930492e914fe0f'],
    ['log10', 'a1df192b7e5566e2'],
    ['cos', '8da8ffe33ea8f130'],
    ['pow', '6846e8864eab4181'],
    ['hypot', '3ab735e012a53978'],
  ])('%s is frozen: a change of these digits changes published results', (name, digest) => {
    const stream = createStream('bits', 0, name);
    const values = Array.from({ length: 20_000 }, () => functions[name]!(...argumentsOf[name]!(stream)));
    expect(hashOf(values)).toBe(digest);
  });
});

describe('against what this engine has, to the last place but one', () => {
  test.each(Object.keys(argumentsOf))('%s', (name) => {
    const stream = createStream('engine', 0, name);
    const theirs = (Math as unknown as typeof functions)[name]!;
    for (let i = 0; i < 20_000; i++) {
      const values = argumentsOf[name]!(stream);
      const units = countUnits(functions[name]!(...values), theirs(...values));
      if (units > 1) expect.fail(`${name}(${values.join(', ')}) is ${units} units away`);
    }
  });
});

describe('against long numbers', () => {
  const draw = (name: string, count: number, low: number, high: number) => {
    const stream = createStream('long', 0, name);
    return Array.from({ length: count }, () => low + (high - low) * stream.next());
  };
  const worst = (misses: readonly number[]) => Math.max(...misses);

  test('exp and expm1 miss by less than a unit', () => {
    const xs = [...draw('exp', 300, -30, 30), ...draw('exp', 300, -1, 1)];
    expect(worst(xs.map((x) => missBy(exp(x), longExp(toLong(x)))))).toBeLessThan(1);
    expect(worst(xs.map((x) => missBy(expm1(x), longExp(toLong(x)) - (1n << 400n))))).toBeLessThan(1);
  });

  // e^(log x) = x (1 + error): the error of the logarithm is what e^… leaves, to first order.
  test('the logarithms miss by less than a unit, the one to base 10 by less than two and a half', () => {
    const one = 1n << 400n;
    const missOfLog = (value: number, truth: bigint, base = one) => {
      const back = longExp((toLong(value) * base) >> 400n);
      const error = Number(((back - truth) << 120n) / truth) / 2 ** 120;
      return Math.abs(error / (Number(base) / Number(one))) / 2 ** split(value).exponent;
    };
    const xs = [...draw('log', 300, 0, 1), ...draw('log', 300, 0, 300)];
    // ln 2 and ln 10, each from its double by three steps of Newton's method.
    const longLog = (x: number) => {
      let value = toLong(Math.log(x));
      for (let i = 0; i < 3; i++) value += (toLong(x) << 400n) / longExp(value) - one;
      return value;
    };
    expect(worst(xs.map((x) => missOfLog(log(x), toLong(x))))).toBeLessThan(1);
    expect(worst(xs.map((x) => missOfLog(log1p(x), toLong(x) + one)))).toBeLessThan(1);
    expect(worst(xs.map((x) => missOfLog(log2(x), toLong(x), longLog(2))))).toBeLessThan(1);
    // Its last steps are plain sums: three roundings more.
    expect(worst(xs.map((x) => missOfLog(log10(x), toLong(x), longLog(10))))).toBeLessThan(2.5);
  });

  test('cos misses by less than a unit', () => {
    const xs = draw('cos', 500, 0, 2 * Math.PI);
    expect(worst(xs.map((x) => missBy(cos(x), longCos(toLong(x)))))).toBeLessThan(1);
  });

  test('whole powers miss by less than eight tenths of a unit', () => {
    const xs = draw('pow', 2000, 0.1, 3);
    const misses = xs.map((x, i) => {
      const power = (i % 60) - 30;
      const { mantissa, exponent } = split(x);
      const [size, shift] = [BigInt(Math.abs(power)), BigInt(-exponent * Math.abs(power))];
      const [above, below] = [mantissa ** size, 1n << shift];
      return power < 0 ? missRatioBy(pow(x, power), below, above) : missRatioBy(pow(x, power), above, below);
    });
    expect(worst(misses)).toBeLessThan(0.8);
  });

  test('powers of quarters, brought to the fourth power, are whole powers', () => {
    for (const x of draw('quarters', 500, 0.1, 3)) {
      const power = split(pow(x, 2.75));
      const base = split(x);
      // p⁴ = x¹¹ (1 + 4·error), the error at most 0.8·2⁻⁵².
      const error = Number(
        ((power.mantissa ** 4n) << BigInt(4 * power.exponent - 11 * base.exponent + 60)) / base.mantissa ** 11n,
      );
      expect(Math.abs(error / 2 ** 60 - 1)).toBeLessThan(4 * 0.8 * 2 ** -52);
    }
  });
});

describe('where the answer is exact', () => {
  test('powers of two and of ten, and their logarithms', () => {
    for (let k = -1074, power = Number.MIN_VALUE; k < 1024; k++, power *= 2) {
      expect(pow(2, k)).toBe(power);
      expect(log2(pow(2, k))).toBe(k);
    }
    for (let k = -22; k <= 22; k++) {
      expect(pow(10, k)).toBe(Number(`1e${k}`));
      expect(log10(Number(`1e${k}`))).toBe(k);
    }
  });

  test('whole powers of whole numbers, as far as doubles reach', () => {
    for (let base = 3; base < 40; base++) {
      for (let power = 0; base ** power < 2 ** 53; power++) {
        expect(pow(base, power)).toBe(Number(BigInt(base) ** BigInt(power)));
        expect(pow(-base, power)).toBe(Number(BigInt(-base) ** BigInt(power)));
      }
    }
  });

  test('squares', () => {
    expect(square(0.1)).toBe(0.1 * 0.1);
    expect(pow(0.1, 2)).toBe(0.1 * 0.1);
  });
});

describe('at the edges', () => {
  const edges = [
    [0, 0.5, 1, 2, 3, 4.5, 5e-324, 1e-310, 2 ** -1022, 1 - 2 ** -53, 1 + 2 ** -52, 709.79, 745.2, 1024, 1e6],
    [2 ** 31, 2 ** 53, 2 ** 53 + 2, 2 ** 64, 1e300, Number.MAX_VALUE, Number.POSITIVE_INFINITY],
  ].flatMap((sizes) => sizes.flatMap((x) => [x, -x]));
  const all = [...edges, Number.NaN];

  test.each(['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'hypot'])('%s is what the language says', (name) => {
    const theirs = (Math as unknown as typeof functions)[name]!;
    for (const x of all) expect(countUnits(functions[name]!(x), theirs(x)), `${name}(${x})`).toBeLessThanOrEqual(1);
  });

  test('pow is what the language says, signs and all', () => {
    for (const x of all) {
      for (const y of all) {
        expect(countUnits(pow(x, y), x ** y), `pow(${x}, ${y})`).toBeLessThanOrEqual(1);
        expect(Object.is(Math.sign(pow(x, y)), Math.sign(x ** y)), `sign of pow(${x}, ${y})`).toBe(true);
      }
    }
  });

  test('hypot of nothing, of zeros, of infinities beside what is no number', () => {
    expect(hypot()).toBe(0);
    expect(hypot(-0, 0)).toBe(0);
    expect(hypot(Number.NaN, Number.NEGATIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(hypot(3, Number.NaN)).toBeNaN();
    expect(hypot(3e300, 4e300)).toBe(5e300);
  });

  test('cos refuses angles that three parts of π/2 cannot reduce', () => {
    expect(() => cos(1e6)).toThrow(RangeError);
    expect(() => cos(Number.NaN)).toThrow(RangeError);
  });
});
