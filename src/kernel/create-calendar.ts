import { type Calendar, PlainCalendar } from './calendar.ts';
import { createSourceCalendar } from './wasm/index.ts';

/**
 * A calendar, of WebAssembly where the platform has it with vectors and plain where it has not: the same order of events.
 *
 * @param sourceCapacity  most sources ever used
 * @param sourceCount     how many are in use until `reset` says otherwise
 * @throws RangeError unless they are whole numbers from 1 to 2^26 and to the capacity
 */
export function createCalendar(sourceCapacity: number, sourceCount = sourceCapacity): Calendar {
  return createSourceCalendar(sourceCapacity, sourceCount) ?? new PlainCalendar(sourceCapacity, sourceCount);
}
