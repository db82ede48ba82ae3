/** Our calendar in the hold model: take the earliest event, schedule it again. */
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
      calendar.due[0] = calendar.now + increments[at++ & mask]!;
      calendar.schedule(source);
    }
  };
  for (let done = 0; done < warmUp; done += 1000) hold(Math.min(1000, warmUp - done));
  const nanoseconds = await sample(() => hold(operations / samples), operations / samples, samples);
  return { nanoseconds, clock: calendar.now };
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
