import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timers } from '../../src/kernel/timers.ts';
import { evenly } from '../laws/evenly.ts';
import { NaiveList } from './naive-list.ts';

interface Pending {
  key: [time: number, sequence: number];
  owner: number;
  purpose: number;
  handle: number;
}

const OWNERS = 5;

// Half of the times are whole, so that many tie.
const step = fc.record({
  kind: fc.constantFrom(...Array(8).fill('set'), 'take', 'take', 'take', 'cancel', 'cancel', 'cancel all of', 'reset'),
  time: fc.oneof(evenly(0, 10), fc.integer({ min: 0, max: 4 })),
  owner: fc.integer({ min: 0, max: OWNERS - 1 }),
  pick: evenly(0, 0.999),
});

test('agree with a list that is searched from end to end, ties in the order of setting', () => {
  const timers = new Timers();
  const counted = { taken: 0, tied: 0, cancelled: 0 };
  // Asked for thirty thousand times: an assertion each would take longer than all else.
  let mismatches = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 300, maxLength: 300 }), (steps) => {
      timers.reset();
      let list = new NaiveList<Pending>();
      for (const [sequence, { kind, time, owner, pick }] of steps.entries()) {
        if (kind === 'set') {
          const handle = timers.set(owner, time, sequence);
          list.add({ key: [time, sequence], owner, purpose: sequence, handle });
        } else if (kind === 'take') {
          if (!take(timers, list, counted)) mismatches++;
        } else if (kind === 'cancel' && list.events.length > 0) {
          const picked = list.events[Math.floor(pick * list.events.length)]!;
          timers.cancel(picked.handle);
          list.remove(picked);
          counted.cancelled++;
        } else if (kind === 'cancel all of') {
          timers.cancelAllOf(owner);
          for (const one of list.events.filter((event) => event.owner === owner)) list.remove(one);
        } else if (kind === 'reset' && pick < 0.05) {
          timers.reset();
          list = new NaiveList();
        }
        if (timers.count !== list.events.length) mismatches++;
        if (timers.earliest !== (list.first()?.key[0] ?? Number.POSITIVE_INFINITY)) mismatches++;
      }
      while (timers.count > 0) if (!take(timers, list, counted)) mismatches++;
      expect(timers.take()).toBeUndefined();
      expect([list.events.length, mismatches]).toEqual([0, 0]);
    }),
    { seed: 1, numRuns: 50 },
  );
  for (const count of Object.values(counted)) expect(count).toBeGreaterThan(500);
});

/** Takes the earliest timer of both; whether it is the same. */
function take(timers: Timers, list: NaiveList<Pending>, counted: { taken: number; tied: number }): boolean {
  const first = list.first();
  const taken = timers.take();
  if (!first || !taken) return first === undefined && taken === undefined;
  list.remove(first);
  counted.taken++;
  if (list.first()?.key[0] === first.key[0]) counted.tied++;
  return taken.owner === first.owner && taken.purpose === first.purpose && taken.time === first.key[0];
}

test('are forgotten by a reset, and cancelled with their owner', () => {
  const timers = new Timers();
  for (const owner of [3, 1000, 3]) timers.set(owner, owner, 0);
  timers.cancelAllOf(3);
  timers.cancelAllOf(1_000_000);
  expect([timers.count, timers.earliest]).toEqual([1, 1000]);
  timers.reset();
  expect([timers.count, timers.take()]).toEqual([0, undefined]);
  timers.set(1000, 2, 8);
  expect({ ...timers.take() }).toEqual({ owner: 1000, purpose: 8, time: 2 });
});

test('refuse times that are not finite, and to cancel what is not pending', () => {
  const timers = new Timers();
  for (const time of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => timers.set(0, time, 0)).toThrow(RangeError);
  const handles = [1, 2, 3].map((time) => timers.set(0, time, 0));
  timers.take();
  timers.cancel(handles[2]!);
  for (const handle of [handles[0]!, handles[2]!, 17, -1]) {
    expect(() => timers.cancel(handle)).toThrow(/not pending/);
  }
  expect(timers.count).toBe(1);
});

// A million, and as many as leave the columns half empty.
test.each([1_000_000, 2 ** 20 + 1])('%i that are pending take at most 100 bytes each', (count) => {
  const timers = new Timers();
  for (let owner = 0; owner < count; owner++) timers.set(owner, (owner * 7919) % 104_729, 0);
  expect(timers.byteLength / count).toBeLessThanOrEqual(100);
  expect(timers.earliest).toBe(0);
});
