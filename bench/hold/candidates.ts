/** Our two calendars in the hold model: take the earliest event, schedule it again. */
import { EventQueue } from '../../src/kernel/queue.ts';
import { SourceCalendar } from '../../src/kernel/source-calendar.ts';
import type { Measurement } from '../harness/child.ts';
import { sample } from '../harness/sample.ts';
import { readIncrements } from './increments.ts';

const samples = 5;

/** The calendar of sources. */
export async function holdSourceCalendar(args: readonly string[]): Promise<Measurement> {
  const { count, warmUp, operations, start, increments } = readArguments(args);
  const mask = increments.length - 1;
  const calendar = new SourceCalendar(count);
  let at = 0;
  calendar.set(0, start);
  calendar.next();
  for (let source = 0; source < count; source++) calendar.set(source, start + increments[at++ & mask]!);
  const hold = (times: number) => {
    for (let i = 0; i < times; i++) {
      const source = calendar.next();
      calendar.set(source, calendar.now + increments[at++ & mask]!);
    }
  };
  for (let done = 0; done < warmUp; done += 1000) hold(Math.min(1000, warmUp - done));
  const nanoseconds = await sample(() => hold(operations / samples), operations / samples, samples);
  return { nanoseconds, clock: calendar.now };
}

/** The queue of events. */
export async function holdEventQueue(args: readonly string[]): Promise<Measurement> {
  const { count, warmUp, operations, start, increments } = readArguments(args);
  const mask = increments.length - 1;
  const queue = new EventQueue(count);
  let at = 0;
  for (let id = 0; id < count; id++) queue.schedule(start + increments[at++ & mask]!, 0, id);
  const hold = (times: number) => {
    for (let i = 0; i < times; i++) {
      queue.pop();
      queue.schedule(queue.poppedTime + increments[at++ & mask]!, 0, queue.poppedPayload);
    }
  };
  for (let done = 0; done < warmUp; done += 1000) hold(Math.min(1000, warmUp - done));
  const nanoseconds = await sample(() => hold(operations / samples), operations / samples, samples);
  return { nanoseconds, clock: queue.poppedTime };
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
