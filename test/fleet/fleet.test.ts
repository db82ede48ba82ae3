import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { costRatio, hardware, models, type ServiceLaw, secondsToCheck, secondsToServe } from '../../src/fleet/index.ts';

/** What was measured: total tokens written a second by a fully loaded replica, for requests of so many tokens in and out. */
const measured = JSON.parse(readFileSync(new URL('throughput.json', import.meta.url), 'utf8')) as {
  lengths: [number, number][];
  rows: { model: string; hardware: string; perSecond: number[] }[];
};

const modelOf = (kind: string) => models.find((model) => model.kind === kind)!;
const lawOf = (kind: string, on: string) => modelOf(kind).laws.find(({ hardware }) => hardware === on)!;
/** Mean request of a public trace of conversations. */
const chat = { in: 1155, out: 211 };

describe.each(measured.rows)('$model on $hardware', ({ model, hardware: on, perSecond }) => {
  const law = lawOf(model, on);
  const seconds = perSecond.map((rate, i) => (law.gpus * measured.lengths[i][1]) / rate);

  test('the law is as far from what was measured as it says', () => {
    const errors = seconds.map((one, i) => {
      const [into, out] = measured.lengths[i];
      return secondsToServe(law, { in: into, out }) / one - 1;
    });
    const rms = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    const most = Math.max(...errors.map(Math.abs));
    // Stated in tenths of a percent, rounded up.
    expect(law.error!.rms - rms).toBeGreaterThanOrEqual(0);
    expect(law.error!.rms - rms).toBeLessThan(0.001);
    expect(law.error!.most - most).toBeGreaterThanOrEqual(0);
    expect(law.error!.most - most).toBeLessThan(0.001);
  });

  test('no other three numbers come closer', () => {
    const best = leastSquares(measured.lengths, seconds);
    const stated = [law.perTokenIn, law.perTokenOut, law.perTokenHeld];
    // Each is stated in four digits.
    best.forEach((value, i) => {
      expect(Math.abs(stated[i] / value - 1)).toBeLessThan(0.005);
    });
  });
});

/** Least squares of relative errors over seconds = a I + b O + c O (I + O / 2), by its normal equations and Cramer's rule. */
function leastSquares(lengths: readonly [number, number][], seconds: readonly number[]): number[] {
  const rows = lengths.map(([into, out], i) => [into, out, out * (into + out / 2)].map((one) => one / seconds[i]));
  const dot = (j: number, k: number) => rows.reduce((sum, row) => sum + row[j] * row[k], 0);
  const matrix = [0, 1, 2].map((j) => [0, 1, 2].map((k) => dot(j, k)));
  const right = [0, 1, 2].map((j) => rows.reduce((sum, row) => sum + row[j], 0));
  const whole = determinant(matrix);
  return [0, 1, 2].map((k) => determinant(matrix.map((row, j) => row.with(k, right[j]))) / whole);
}

function determinant([[a, b, c], [d, e, f], [g, h, i]]: number[][]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

describe('what a check costs of what an answer costs', () => {
  test.each([
    ['llama-3.1-8b-fp8', 'h100-sxm', [0.74, 0.95, 0.31, 0.43, 0.62]],
    ['llama-3.3-70b-fp8', 'h100-sxm', [0.83, 0.97, 0.44, 0.57, 0.75]],
    ['llama-3.1-405b-fp8', 'h100-sxm', [0.88, 0.98, 0.54, 0.65, 0.83]],
    ['llama-3.3-70b-fp8', 'h200', [0.88, 0.98, 0.52, 0.65, 0.79]],
    ['llama-3.3-70b-fp4', 'b200', [0.79, 0.97, 0.38, 0.5, 0.7]],
  ])('%s on %s: little less than serving where prompts are long', (model, on, ratios) => {
    const requests = [
      chat,
      { in: 2048, out: 28 },
      { in: 1596, out: 1690 },
      { in: 1000, out: 1000 },
      { in: 12035, out: 343 },
    ];
    const law: ServiceLaw = lawOf(model, on);
    expect(requests.map((tokens) => round(secondsToCheck(law, tokens) / secondsToServe(law, tokens)))).toEqual(ratios);
  });
});

describe('what serving another model than promised costs', () => {
  test.each([
    ['llama-3.1-405b-fp8', 'llama-3.1-8b-fp8', 0.018],
    ['llama-3.3-70b-fp8', 'llama-3.1-8b-fp8', 0.117],
    ['llama-3.1-405b-fp8', 'llama-3.3-70b-fp8', 0.154],
    ['llama-3.3-70b-fp16', 'llama-3.3-70b-fp8', 0.561],
  ])('%s promised, %s served: %f of its cost', (from, to, ratio) => {
    expect(costRatio(modelOf(from), modelOf(to), 'h100-sxm', chat)).toBeCloseTo(ratio, 3);
  });

  test('there is none where one of them has no law', () => {
    expect(costRatio(modelOf('llama-3.1-405b-fp8'), modelOf('llama-3.1-8b-fp8'), 'rtx-4090', chat)).toBeUndefined();
  });
});

describe('facts', () => {
  test('every law is on hardware that is known, once for each', () => {
    for (const { laws } of models) {
      const names = laws.map((law) => law.hardware);
      expect(new Set(names).size).toBe(names.length);
      expect(hardware.map(({ kind }) => kind)).toEqual(expect.arrayContaining(names));
    }
  });

  test('prices lie where rent says they do, and have a month', () => {
    for (const { kind, rent, asked } of hardware) {
      const prices = asked.map(({ usdPerHour }) => usdPerHour);
      if (!rent) {
        expect(prices).toEqual([]);
        continue;
      }
      const [from, to] = rent.usual;
      expect([rent.least, from, to, rent.most], kind).toEqual([rent.least, from, to, rent.most].sort((a, b) => a - b));
      expect(Math.min(...prices), kind).toBeGreaterThanOrEqual(rent.least);
      expect(Math.max(...prices), kind).toBeLessThanOrEqual(rent.most);
      for (const { at } of asked) expect(at).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
    }
  });
});

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
