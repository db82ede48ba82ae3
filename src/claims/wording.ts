/** How claims put numbers and places into a sentence. */

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

/** A number with its half-width, both to the digits the half-width warrants. */
export function sayInterval({ low, middle, high }: Interval): string {
  const halfWidth = (high - low) / 2;
  if (!Number.isFinite(halfWidth)) return 'unknown';
  if (!(halfWidth > Math.abs(middle) * 1e-9)) return sayNumber(middle);
  // Known to more digits than anyone reads; what rounding takes away is added to the half-width.
  if (halfWidth < 1e-6 * Math.abs(middle)) {
    const shown = Number(middle.toPrecision(6));
    const reach = halfWidth + Math.abs(middle - shown);
    const unit = pow(10, Math.floor(log10(reach)));
    return `${shown} ± ${(Math.ceil(reach / unit) * unit).toExponential(0)}`;
  }
  const decimals = Math.min(12, Math.max(0, 1 - Math.floor(log10(halfWidth))));
  if (decimals <= LONGEST) return `${middle.toFixed(decimals)} ± ${halfWidth.toFixed(decimals)}`;
  // Adding zero takes the sign from a zero.
  return `${Number(middle.toFixed(decimals)) + 0} ± ${halfWidth.toExponential(1)}`;
}

/** Decimals beyond which a number is easier to read with its power of ten [count]. */
const LONGEST = 7;

/** A number that is known exactly. */
export function exactly(value: number): Interval {
  return { low: value, middle: value, high: value };
}

/** An interval by its ends, which are rounded outwards: `between 0.12 and 0.35`; one number where they are the same. */
export function sayRange({ low, high }: Interval): string {
  const [least, most] = [roundOutwards(low, Math.floor), roundOutwards(high, Math.ceil)];
  if (least === most) return sayNumber(least);
  if (Number.isFinite(least)) return Number.isFinite(most) ? `between ${least} and ${most}` : `at least ${least}`;
  return Number.isFinite(most) ? `at most ${most}` : 'unknown';
}

function roundOutwards(value: number, round: (value: number) => number): number {
  // A number of four digits is itself, whatever double precision made of it.
  const near = Number(value.toPrecision(4));
  if (!Number.isFinite(value) || Math.abs(value - near) <= 1e-12 * Math.abs(value)) return near;
  const unit = pow(10, Math.floor(log10(Math.abs(value))) - 3);
  return Number((round(value / unit) * unit).toPrecision(4));
}

/** An amount as {@link sayInterval} writes it, in the money of the file: `0.5 USD per job`, `1 credit per job`. */
export function sayAmount(amount: Interval, { findings }: Pick<Evidence, 'findings'>): string {
  const shown = sayInterval(amount);
  return `${shown} ${findings.money ?? (shown === '1' || shown === '-1' ? 'credit' : 'credits')} per job`;
}

/** Where a design point lies: `challengeProbability = 0.01, fraction = 0.1`. */
export function sayPlace({ at }: Pick<DesignPointFindings, 'at'>): string {
  const places = Object.entries(at).map(
    ([path, value]) => `${lastName(path)} = ${typeof value === 'number' ? sayNumber(value) : value}`,
  );
  return places.length > 0 ? places.join(', ') : 'the only design point';
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
