import { describe, expect, it } from 'vitest';
import { SourceCalendar } from '../../src/kernel/source-calendar.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { delays } from './delays.ts';
import { NaiveList } from './naive-list.ts';

describe('SourceCalendar', () => {
  it('gives ties to the source scheduled first, not to the lower one, and a move counts as scheduled now', () => {
    const calendar = new SourceCalendar(4);
    for (const source of [2, 0, 3, 1]) calendar.set(source, 5);
    calendar.set(2, 5);
    expect(drain(calendar)).toEqual([0, 3, 1, 2]);
    expect(calendar.now).toBe(5);
  });

  it('is empty once all was taken, and again after a reset', () => {
    const calendar = new SourceCalendar(3);
    expect([calendar.next(), calendar.now]).toEqual([-1, 0]);
    calendar.set(1, 4);
    expect([calendar.next(), calendar.next(), calendar.now]).toEqual([1, -1, 4]);
    calendar.set(2, 5);
    calendar.reset(3);
    expect([calendar.next(), calendar.now]).toEqual([-1, 0]);
  });

  it('refuses times in the past or not finite, and sources not in use', () => {
    const calendar = new SourceCalendar(3);
    calendar.reset(2);
    calendar.set(0, 10);
    calendar.next();
    for (const time of [9, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => calendar.set(0, time)).toThrow(RangeError);
    for (const source of [-1, 2, 0.5]) expect(() => calendar.set(source, 11)).toThrow(RangeError);
    for (const count of [0, 4, 1.5]) expect(() => calendar.reset(count)).toThrow(RangeError);
    expect(() => new SourceCalendar(0)).toThrow(RangeError);
  });

  it('keeps the cost of a step bounded when one of very many sources is busy', () => {
    // Were the tree rebuilt whenever the clock has run through its ticks, this would visit 2e8 leaves instead of 4e6.
    const calendar = new SourceCalendar(200_000);
    for (let step = 0; step < 200_000; step++) {
      calendar.set(77, calendar.now + 1e6);
      calendar.next();
    }
    expect(calendar.now).toBe(2e11);
  });

  // 8 kinds of delay x 2 clocks x 4 sizes (one calendar, reset between them) x 5 000 operations.
  it.each(
    Object.keys(delays).flatMap((kind) => [
      [kind, 0],
      [kind, 1e7],
    ]) as [string, number][],
  )('agrees with a naive list: %s, clock from %d', (kind, start) => {
    const uniforms = createStream('calendar', 0, kind);
    const calendar = new SourceCalendar(100);
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

function countMismatches(calendar: SourceCalendar, count: number, delay: () => number, uniform: () => number): number {
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

function drain(calendar: SourceCalendar): number[] {
  const sources: number[] = [];
  for (let source = calendar.next(); source >= 0; source = calendar.next()) sources.push(source);
  return sources;
}
