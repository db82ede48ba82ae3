/** Times as traces write them: stamps with as many digits of a second as there are, or plain seconds. */

const stamp = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(\.\d{1,12})?(?:Z|([+-])(\d\d):?(\d\d))?$/;
const plain = /^\d+(\.\d*)?(?:e[+-]?\d+)?$/i;

const expected = 'expected a time as in 2023-11-16 18:17:03.9799600, or seconds from 0 on';

/** Seconds in two parts, so that those of today keep the digits that tell a tenth of a microsecond from the next. */
interface Moment {
  whole: number;
  part: number;
}

/**
 * Reads the times of one file.
 *
 * @returns a function that says how many seconds after the first a time is, or what it expected
 */
export function createClock(): (text: string) => number | string {
  let first: Moment | undefined;
  let read: ((text: string) => Moment | undefined) | undefined;
  return (text) => {
    // The first time says how the others are written: a stamp among seconds is a slip.
    read ??= stamp.test(text) ? readStamp : readSeconds;
    const moment = read(text);
    if (!moment) return first === undefined ? expected : `${expected}, as in the first row`;
    first ??= moment;
    return moment.whole - first.whole + (moment.part - first.part);
  };
}

function readSeconds(text: string): Moment | undefined {
  if (!plain.test(text)) return undefined;
  const value = Number(text);
  if (!(value <= 1e12)) return undefined;
  const whole = Math.floor(value);
  const [, digits] = /^\d+(\.\d+)$/.exec(text) ?? [];
  return { whole, part: digits === undefined ? value - whole : Number(digits) };
}

function readStamp(text: string): Moment | undefined {
  const found = stamp.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const [, , , , , , , digits, sign, zoneHours = 0, zoneMinutes = 0] = found;
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 60 || Number(zoneHours) > 23 || Number(zoneMinutes) > 59)
    return undefined;
  const zone = (sign === '-' ? -60 : 60) * (60 * Number(zoneHours) + Number(zoneMinutes));
  const whole = Date.UTC(year, month - 1, day) / 1000 + 3600 * hour + 60 * minute + second - zone;
  return { whole, part: digits === undefined ? 0 : Number(digits) };
}

function daysOf(year: number, month: number): number {
  return (Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1)) / 86_400_000;
}
