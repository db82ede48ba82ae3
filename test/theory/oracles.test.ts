/** Cases of the theory that are no market: laws of counting, of waiting and of samples, asked of the code that holds them. */
import { describe, expect, test } from 'vitest';
import { exactRecord } from '../../src/analysis/round/exact.ts';
import { collectOutcomes } from '../../src/analysis/round/lottery.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { findIntegerSwitches } from '../../src/game/integer-switch.ts';
import { findRoots } from '../../src/game/root.ts';
import { hypergeometric } from '../../src/game/tree.ts';
import { createDistribution } from '../../src/kernel/distributions/create.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { playOf } from '../../src/market/cast.ts';
import { columnIndex as at, recordColumnNames } from '../../src/market/record.ts';
import { stage } from '../../src/market/stage.ts';
import { wilsonInterval } from '../../src/stats/interval.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';

function expectRelative(value: number, exact: number, tolerance = 1e-9): void {
  expect(Math.abs(value / exact - 1), `${value} for ${exact}`).toBeLessThan(tolerance);
}

test('T15: 37 false slashes in 4 million are 9.25e-6, and one in 10 000 checks comes with 8.8 %', () => {
  const falseAlarm = 37 / 4e6;
  const settings = buildSettings({
    mechanism: { challengeProbability: 1 },
    market: { detector: { falseAlarm, miss: 0 } },
  });
  const rate = exactRecord(settings, honestArm)![at.falseSlashedJobs]!;
  expectRelative(rate, 9.25e-6);
  // The published figure has ten digits.
  expectRelative(-Math.expm1(10_000 * Math.log1p(-rate)), 0.08835117905);
  const { low, high } = wilsonInterval(37, 4e6, 0.95);
  expect(low).toBeLessThan(9.25e-6);
  expect(high).toBeGreaterThan(9.25e-6);
});

describe('T32: an audit of 20 of 100 items, 5 of them bad', () => {
  const detection = (audited: number) => 1 - hypergeometric(100, 5, audited)[0]!;

  test('finds one with 41597/61110; with replacement it would be 0.6415', () => {
    expectRelative(detection(20), 41597 / 61110);
    expectRelative(1 - 0.95 ** 20, 0.6415140776);
  });

  test('the conservative rule asks for 60 items where 45 keep the miss below 5 %', () => {
    expect(Math.ceil((-Math.log(0.05) * 100) / 5)).toBe(60);
    expectRelative(detection(60), 0.9912600654);
    const enough = findIntegerSwitches((m) => detection(m) - 0.95, 1, 100);
    expect(enough.map(({ value }) => value)).toEqual([45]);
    expect(detection(44)).toBeLessThan(0.95);
  });

  test('a miss of 5 % is deterred by a stake of V/19', () => {
    expectRelative(findRoots((stake) => 0.95 * stake - 0.05, 0, 1).roots[0]!.value, 1 / 19);
  });
});

test('T34: 8 B of stake bear four services of 2 B each, exactly; eleven have 22 B to gain', () => {
  const [equal, beyond] = findIntegerSwitches((k) => 8 - 2 * k, 1, 11);
  expect([equal!.value, beyond!.value]).toEqual([4, 5]);
});

test('T35: a bond of 500 M, half of it slashed with 10 %, outweighs 20 M by 1.25; 8 % would just do', () => {
  const cost = (detected: number) => detected * 0.5 * 500;
  expectRelative(cost(0.1) / 20, 1.25);
  expectRelative(findRoots((detected) => cost(detected) - 20, 0, 1).roots[0]!.value, 0.08);
});

test('T38: the slowest of three exponential validators takes 1 + 1/2 + 1/3', () => {
  const service = createDistribution({ kind: 'exponential', mean: 1 });
  const stream = createStream('T38', 0, 'service');
  const count = 40_000;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < count; i++) {
    const slowest = Math.max(service.sample(stream), service.sample(stream), service.sample(stream));
    sum += slowest;
    squares += slowest * slowest;
  }
  const mean = sum / count;
  const standardError = Math.sqrt((squares / count - mean * mean) / count);
  expect(Math.abs(mean - 11 / 6)).toBeLessThan(4 * standardError);
  expect(standardError).toBeLessThan(0.01);
});

test('T39: 135 180 jobs show the sign of the advantage to a tenth of C at three standard errors', () => {
  const settings = buildSettings({ mechanism: { challengeProbability: 1 / 151.2, slashAmount: 150 } });
  const cast = stage(settings, asserterArm('skip-work'), builtIn);
  const outcomes = collectOutcomes(
    builtIn.mechanisms.get('posp')!.round!(settings, cast),
    playOf(cast),
    recordColumnNames.length,
  )!;
  const focal = outcomes.filter(({ record }) => record[at.focalJobs]! > 0);
  const total = focal.reduce((sum, { probability }) => sum + probability, 0);
  const moment = (power: number) =>
    focal.reduce(
      (sum, { probability, record }) => sum + (probability / total) * record[at.asserterIncome]! ** power,
      0,
    );
  const variance = moment(2) - moment(1) ** 2;
  expect(Math.ceil((9 * variance) / 0.1 ** 2 - 1e-6)).toBe(135_180);
});
