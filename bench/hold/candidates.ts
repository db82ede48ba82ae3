/** Our calendars, and timers, in the hold model: take the earliest event, schedule it again. */
import { type Calendar, PlainCalendar } from '../../src/kernel/calendar.ts';
import { Timers } from '../../src/kernel/timers.ts';
import { createSourceCalendar } from '../../src/kernel/wasm/index.ts';
import type { Measurement } from '../harness/child.ts';
import { sample } from '../harness/sample.ts';
import { readIncrements } from './increments.ts';

const samples = 5;

/** The calendar in WebAssembly. */
export function holdSourceCalendar(args: readonly string[]): Promise<Measurement> {
  return hold(args, (count) => createSourceCalendar(count)!);
}

/** The plain calendar. */
export function holdPlainCalendar(args: readonly string[]): Promise<Measurement> {
  return hold(args, (count) => new PlainCalendar(count));
}

async function hold(args: readonly string[], create: (count: number) => Calendar): Promise<Measurement> {
  const { count, warmUp, operations, start, increments } = readArguments(args);
  const mask = increments.length - 1;
  const calendar = create(count);
  let at = 0;
  calendar.set(0, start);
  calendar.next();
  for (let source = 0; source < count; source++) calendar.set(source, start + increments[at++ & mask]!);
  const holdOn = (times: number) => {
    for (let i = 0; i < times; i++) {
      const source = calendar.next();
      calendar.due[0] = calendar.now + increments[at++ & mask]!;
      calendar.schedule(source);
    }
  };
  for (let done = 0; done < warmUp; done += 1000) holdOn(Math.min(1000, warmUp - done));
  const nanoseconds = await sample(() => holdOn(operations / samples), operations / samples, samples);
  return { nanoseconds, clock: calendar.now };
}

/** Timers, each of an owner of its own. */
export async function holdTimers(args: readonly string[]): Promise<Measurement> {
  const { count, warmUp, operations, start, increments } = readArguments(args);
  const mask = increments.length - 1;
  const timers = new Timers();
  let at = 0;
  let clock = start;
  for (let owner = 0; owner < count; owner++) timers.set(owner, start + increments[at++ & mask]!, 0);
  const holdOn = (times: number) => {
    for (let i = 0; i < times; i++) {
      const { owner, time } = timers.take()!;
      clock = time;
      timers.set(owner, time + increments[at++ & mask]!, 0);
    }
  };
  for (let done = 0; done < warmUp; done += 1000) holdOn(Math.min(1000, warmUp - done));
  const nanoseconds = await sample(() => holdOn(operations / samples), operations / samples, samples);
  return { nanoseconds, clock, bytesEach: timers.byteLength / count };
}

function readArguments([count, warmUp, operations, start, table]: readonly string[]) {
  return {
    count: Number(count),
    warmUp: Number(warmUp),
    operations: Number(operations),
    start: Number(start),
    increments: readIncrements(table!),
  };
}
