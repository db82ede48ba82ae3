/** How claims put numbers and settings into a sentence. */

import type { Advantage, DesignPointFindings } from '../findings/findings.ts';
import { sayAgainst } from '../findings/profile.ts';
import { log10, pow } from '../kernel/mathematics/index.ts';
import type { Evidence, Interval } from './define.ts';

/** A number to four significant digits, without trailing zeros. */
export function sayNumber(value: number): string {
  return Number.isFinite(value)
    ? String(Number(value.toPrecision(4)))
    : value > 0
      ? 'infinitely much'
      : 'nothing known';
}

/**
 * What was found, in few digits: a number with its half-width, or alone in three where it is known much better. More
 * digits only where fewer would not show on which side of a limit it lies.
 *
 * @param limits  what it is held against; zero for an advantage
 */
export function sayInterval({ low, middle, high, isExact = false }: Interval, limits: readonly number[] = [0]): string {
  const halfWidth = (high - low) / 2;
  if (!Number.isFinite(halfWidth)) return 'unknown';
  const isPoint = isExact || !(halfWidth > Math.abs(middle) * 1e-9);
  const ends = isPoint ? ([middle, middle] as const) : ([low, high] as const);
  return inFewDigits(ends, limits, (digits) => writeEstimate(middle, isPoint ? 0 : halfWidth, digits));
}

/**
 * An interval by its ends, which are rounded outwards: `between 0.12 and 0.35`; one number where they are the same.
 *
 * @param limits  what it is held against
 */
export function sayRange({ low, high }: Interval, limits: readonly number[] = []): string {
  return inFewDigits([low, high], limits, (digits) => {
    const [least, most] = [roundOutwards(low, Math.floor, digits), roundOutwards(high, Math.ceil, digits)];
    return { text: writeRange(least, most), low: least, high: most };
  });
}

/** A number that is known exactly. */
export function exactly(value: number): Interval {
  return { low: value, middle: value, high: value };
}

/** Something written, and the ends of what it says. */
interface Written {
  text: string;
  low: number;
  high: number;
}

/** Digits of what was found, and how many there are to have [count]. */
const DIGITS = 3;
const DIGITS_MAX = 12;

/** With the fewest digits that leave what lies clear of a limit clear of it. */
function inFewDigits(
  [low, high]: readonly [number, number],
  limits: readonly number[],
  write: (digits: number) => Written,
): string {
  for (let digits = DIGITS; ; digits++) {
    const written = write(digits);
    const isClear = (limit: number) =>
      (!(low > limit) || written.low > limit) && (!(high < limit) || written.high < limit);
    if (digits === DIGITS_MAX || limits.every(isClear)) return written.text;
  }
}

/**
 * A middle with its half-width, both to the second digit of the half-width where that is near the digits asked for. A
 * number that is known much better is written alone: what rounding it takes away would be read as noise.
 */
function writeEstimate(middle: number, halfWidth: number, digits: number): Written {
  const place = 1 - Math.floor(log10(halfWidth || 1));
  const decimals = Math.min(12, Math.max(0, place));
  const warranted = middle === 0 ? 0 : Math.min(12, place) + 1 + Math.floor(log10(Math.abs(middle)));
  if (halfWidth === 0 || warranted > digits + DIGITS_MORE) {
    const shown = Number(middle.toPrecision(digits));
    const reach = halfWidth === 0 ? 0 : halfWidth + Math.abs(middle - shown);
    return { text: String(shown), low: shown - reach, high: shown + reach };
  }
  const [value, reach] = [Number(middle.toFixed(decimals)), Number(halfWidth.toFixed(decimals))];
  // Adding zero takes the sign from a zero.
  const text =
    decimals > LONGEST
      ? `${value + 0} ± ${halfWidth.toExponential(1)}`
      : `${middle.toFixed(decimals)} ± ${halfWidth.toFixed(decimals)}`;
  return { text, low: value - reach, high: value + reach };
}

/** Digits beyond those asked for that an interval may bring with it [count]. */
const DIGITS_MORE = 2;

/** Decimals beyond which a number is easier to read with its power of ten [count]. */
const LONGEST = 7;

function writeRange(least: number, most: number): string {
  if (least === most) return String(least);
  if (Number.isFinite(least)) return Number.isFinite(most) ? `between ${least} and ${most}` : `at least ${least}`;
  return Number.isFinite(most) ? `at most ${most}` : 'unknown';
}

function roundOutwards(value: number, round: (value: number) => number, digits: number): number {
  // A number of so few digits is itself, whatever double precision made of it.
  const near = Number(value.toPrecision(digits));
  if (!Number.isFinite(value) || Math.abs(value - near) <= 1e-12 * Math.abs(value)) return near;
  const unit = pow(10, Math.floor(log10(Math.abs(value))) - digits + 1);
  return Number((round(value / unit) * unit).toPrecision(digits));
}

/** An amount as {@link sayInterval} writes it, in the money of the file: `0.5 USD per job`, `1 credit per job`. */
export function sayAmount(amount: Interval, { findings }: Pick<Evidence, 'findings'>): string {
  const shown = sayInterval(amount);
  return `${shown} ${findings.money ?? (shown === '1' || shown === '-1' ? 'credit' : 'credits')} per job`;
}

/** Where something was found: `under posp at challengeProbability = 0.01`, `at the only design point`. */
export function saySetting({ at: { mechanism, ...others } }: Pick<DesignPointFindings, 'at'>): string {
  const places = Object.entries(others).map(
    ([path, value]) => `${lastName(path)} = ${typeof value === 'number' ? sayNumber(value) : value}`,
  );
  const under = mechanism === undefined ? [] : [`under ${mechanism}`];
  const there = places.length > 0 ? [`at ${places.join(', ')}`] : [];
  return [...under, ...there].join(' ') || 'at the only design point';
}

/** What an advantage is over, and against whom where a study has more than one profile: `asserter skip-work against the coalition`. */
export function sayDeviation(
  { role, over, against }: Pick<Advantage, 'role' | 'over' | 'against'>,
  { findings }: Pick<Evidence, 'findings'>,
): string {
  return `${role} ${over}${sayAgainst(findings, against)}`;
}

/**
 * How to see one run of a design point: by default the first of honest play. A command, where the study knows its file;
 * where nothing was simulated, as under rules that describe no market, there is no run to see.
 */
export function sayReplay(
  point: Pick<DesignPointFindings, 'id' | 'at' | 'replications'>,
  { replayOf }: Pick<Evidence, 'replayOf'>,
  arm = 'coalition/both/honest',
): string {
  if (point.replications === 0) return 'nothing was simulated there, so there is no run to replay';
  const command = replayOf?.(point);
  const run = command ? `${command} --trace` : `--design-point ${point.id}`;
  return `replay: ${run} --arm ${arm} --replication 0`;
}

/** The part of a path that a reader needs. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
