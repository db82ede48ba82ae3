import { describe, expect, it } from 'vitest';
import { type Calendar, PlainCalendar } from '../../src/kernel/calendar.ts';
import { createStream, type Uniforms } from '../../src/kernel/stream.ts';
import { createSourceCalendar } from '../../src/kernel/wasm/index.ts';
import { delays } from './delays.ts';
import { NaiveList } from './naive-list.ts';

const calendars: [string, (count: number) => Calendar][] = [
  ['the plain calendar', (count) => new PlainCalendar(count)],
  ['the calendar in WebAssembly', (count) => createSourceCalendar(count)!],
];

describe.each(calendars)('%s', (_, create) => {
  it('gives ties to the source scheduled first, not to the lower one, and a move counts as scheduled now', () => {
    const calendar = create(4);
    for (const source of [2, 0, 3, 1]) calendar.set(source, 5);
    calendar.set(2, 5);
    expect(drain(calendar)).toEqual([0, 3, 1, 2]);
    expect(calendar.now).toBe(5);
  });

  it('is empty once all was taken, and again after a reset', () => {
    const calendar = create(3);
    expect([calendar.next(), calendar.now]).toEqual([-1, 0]);
    calendar.set(1, 4);
    expect([calendar.next(), calendar.next(), calendar.now]).toEqual([1, -1, 4]);
    calendar.set(2, 5);
    calendar.reset(3);
    expect([calendar.next(), calendar.now]).toEqual([-1, 0]);
  });

  it('refuses times in the past or not finite, and sources not in use', () => {
    const calendar = create(3);
    calendar.reset(2);
    calendar.set(0, 10);
    calendar.next();
    for (const time of [9, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => calendar.set(0, time)).toThrow(RangeError);
    for (const source of [-1, 2, 0.5]) expect(() => calendar.set(source, 11)).toThrow(RangeError);
    for (const count of [0, 4, 1.5]) expect(() => calendar.reset(count)).toThrow(RangeError);
    for (const capacity of [0, 1.5, 2 ** 26 + 1]) expect(() => create(capacity)).toThrow(RangeError);
  });

  it('keeps the cost of a step bounded when one of very many sources is busy', () => {
    // Were the tree rebuilt whenever the clock has run through its ticks, this would visit 2e8 leaves instead of 4e6.
    const calendar = create(200_000);
    for (let step = 0; step < 200_000; step++) {
      calendar.set(77, calendar.now + 1e6);
      calendar.next();
    }
    expect(calendar.now).toBe(2e11);
  });

  it('takes 0 and -0 for one time, where ties are common too', () => {
    const calendar = create(100);
    for (let step = 0; step < 10; step++) {
      for (let source = 0; source < 100; source++) calendar.set(source, source % 3 === 0 ? -0 : 0);
    }
    expect(drain(calendar)).toEqual(Array.from({ length: 100 }, (_, source) => source));
  });

  // 9 kinds of delay x 2 clocks x 4 sizes (one calendar, reset between them) x 5 000 operations.
  it.each(
    Object.keys(delays).flatMap((kind) => [
      [kind, 0],
      [kind, 1e7],
    ]) as [string, number][],
  )('agrees with a naive list: %s, clock from %d', (kind, start) => {
    const uniforms = createStream('calendar', 0, kind);
    const calendar = create(100);
    let mismatches = 0;
    for (const count of [100, 1, 7, 64]) {
      calendar.reset(count);
      calendar.set(0, start);
      calendar.next();
      mismatches += countMismatches(
        calendar,
        count,
        () => delays[kind](uniforms),
        () => uniforms.next(),
      );
    }
    expect(mismatches).toBe(0);
  });
});

// The market's own habit: what is taken is due again at once or later, and often something else is scheduled in between.
it.each(Object.keys(delays))('both calendars tell the same story: %s', (kind) => {
  const stories = calendars.map(([, create]) => tell(create(100), createStream('calendar', 1, kind), delays[kind]));
  expect(stories[0]).toEqual(stories[1]);
  expect(new Set(stories[0]!.map(([source]) => source)).size).toBe(100);
});

function tell(calendar: Calendar, uniforms: Uniforms, delay: (uniforms: Uniforms) => number): [number, number][] {
  for (let source = 0; source < calendar.capacity; source++) calendar.set(source, delay(uniforms));
  return Array.from({ length: 4000 }, () => {
    const source = calendar.next();
    if (uniforms.next() < 0.9) schedule(source);
    if (uniforms.next() < 0.3) schedule(Math.floor(calendar.capacity * uniforms.next()));
    return [source, calendar.now];
  });

  function schedule(source: number): void {
    calendar.due[0] = calendar.now + delay(uniforms);
    calendar.schedule(source);
  }
}

function countMismatches(calendar: Calendar, count: number, delay: () => number, uniform: () => number): number {
  const list = new NaiveList<{ key: number[]; source: number }>();
  let mismatches = 0;
  for (let operation = 0; operation < 5000; operation++) {
    const choice = uniform();
    const source = Math.floor(uniform() * count);
    const pending = list.events.find((event) => event.source === source);
    if (choice < 0.45) {
      const earliest = list.first();
      if (calendar.next() !== (earliest?.source ?? -1)) mismatches++;
      if (earliest === undefined) continue;
      list.remove(earliest);
      if (calendar.now !== earliest.key[0]) mismatches++;
      if (uniform() < 0.5) schedule(earliest.source, operation);
    } else {
      if (pending !== undefined) list.remove(pending);
      schedule(source, operation);
    }
  }
  return mismatches;

  function schedule(source: number, operation: number): void {
    const time = calendar.now + delay();
    calendar.set(source, time);
    list.add({ key: [time, operation], source });
  }
}

function drain(calendar: Calendar): number[] {
  const sources: number[] = [];
  for (let source = calendar.next(); source >= 0; source = calendar.next()) sources.push(source);
  return sources;
}
