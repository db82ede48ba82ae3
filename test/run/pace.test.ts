/** Parcels are as long as earlier ones say, and as assumed where nothing is known. */
import { expect, test } from 'vitest';
import type { Assignment } from '../../src/plan/plan.ts';
import { Pace } from '../../src/run/pace.ts';
import { tinyBatches } from './tiny-study.ts';

/** A pace and its clock, which stands still unless a parcel takes its time. */
function openPace() {
  let now = 1e9;
  const pace = new Pace(() => now);
  const take = (count: number) => pace.take(tinyBatches(count)[Symbol.iterator]());
  const spend = (parcel: readonly Assignment[], milliseconds: number) => {
    const stopwatch = pace.begin(parcel);
    now += milliseconds / 2;
    stopwatch.pause();
    now += 1e6;
    stopwatch.resume();
    now += milliseconds / 2;
    stopwatch.end();
  };
  return { pace, take, spend };
}

test('without a clock every job is taken to cost the same', () => {
  const pace = new Pace();
  const [small, large] = [[...tinyBatches(1, 'a', 1000)], [...tinyBatches(1, 'a', 10_000)]];
  const before = pace.expect(large);
  // A start and four nodes count as 204 jobs.
  expect(before / pace.expect(small)).toBeCloseTo(10_204 / 1204, 10);
  expect(pace.expectRun([...small, ...large])).toBeCloseTo(before / 3, 10);
  pace.begin(small).end();
  expect(pace.expect(large)).toBe(before);
});

test('a first parcel is one batch, the next are filled with what takes 25 ms by the clock', () => {
  const { take, spend } = openPace();
  const first = take(1000);
  expect(first).toHaveLength(1);
  spend(first, 5);
  expect(take(1000)).toHaveLength(5);
  expect(take(3)).toHaveLength(3);
  expect(take(0)).toEqual([]);
});

test('the first parcel timed wins over what was assumed, the last over the ones before', () => {
  const { pace, take, spend } = openPace();
  const parcel = take(1);
  spend(parcel, 400);
  expect(pace.expect(parcel)).toBeCloseTo(400, 9);
  spend(parcel, 100);
  expect(pace.expect(parcel)).toBeCloseTo(250, 9);
  spend(parcel, 100);
  expect(pace.expect(parcel)).toBeCloseTo(175, 9);
});

test('that a run takes long is believed of the second parcel, as the first had its code to compile', () => {
  const { pace, spend } = openPace();
  const parcel = [...tinyBatches(1, 'a', 10_000)];
  const assumed = pace.expectRun(parcel);
  spend(parcel, 9000);
  expect(pace.expectRun(parcel)).toBe(assumed);
  expect(pace.expect(parcel)).toBeCloseTo(9000, 9);
  spend(parcel, 3000);
  expect(pace.expectRun(parcel)).toBeCloseTo(6000 / 3, 9);
});

test('what seems to take no time still travels in parcels', () => {
  const { take, spend } = openPace();
  spend(take(1), 0);
  expect(take(10_000)).toHaveLength(4096);
});
