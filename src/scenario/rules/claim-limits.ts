/** Limits of claims against what they limit: a claim that nothing can refute, or nothing confirm, is a slip of the pen. */
import { z } from 'zod';
import type { Claim } from '../../claims/define.ts';
import type { FigureRange } from '../../claims/ranges.ts';
import type { NumberLeaf } from '../numbers/leaves.ts';
import { type PathProblem, type Steps, say } from '../problems/problems.ts';
import { describeRange } from '../schema/issues.ts';
import type { ClaimSpec } from '../schema/scenario.ts';

/** What is wrong with the limits of a claim, given the parameter a threshold lies along. */
export function checkLimits(
  kind: Partial<Claim>,
  claim: ClaimSpec,
  steps: Steps,
  along: NumberLeaf | undefined,
): PathProblem[] {
  const range = rangeOf(kind, claim);
  return [
    ...checkFigure(claim, steps, range),
    ...checkLevel(kind, claim, steps, range),
    ...(along ? checkBetween(claim, steps, along) : []),
  ];
}

/** A share of jobs is at most 1; how many of the jobs of a year that is has no limit that a file shows. */
function rangeOf({ ranges }: Partial<Claim>, { of, per = 'job' }: ClaimSpec): FigureRange | undefined {
  const range = ranges?.get(String(of));
  if (!range || per === 'job') return range;
  return { ...range, high: Number.POSITIVE_INFINITY, rule: 'it is at least 0' };
}

function checkFigure(claim: ClaimSpec, steps: Steps, range: FigureRange | undefined): PathProblem[] {
  if (!range) return [];
  const { low, high, rule } = range;
  const limits = (['atLeast', 'atMost'] as const).flatMap((key) => {
    const limit = claim[key];
    return typeof limit === 'number' ? [{ key, limit }] : [];
  });
  const beyond = limits.filter(({ limit }) => limit < low || limit > high);
  if (beyond.length > 0) {
    return beyond.map(({ key, limit }) => {
      const isEmpty = key === 'atMost' ? limit < low : limit > high;
      const message = `claim ${steps[1]} says that ${String(claim.of)} is ${words[key]} ${limit}, ${isEmpty ? 'which it never is' : 'which it always is'}: ${rule}${asPercent(limit, high)}`;
      return say(isEmpty ? 'impossible-claim' : 'vacuous-claim', [...steps, key], limit, rule, message);
    });
  }
  const isVacuous =
    limits.length > 0 && limits.every(({ key, limit }) => (key === 'atLeast' ? limit === low : limit === high));
  if (!isVacuous) return [];
  const [{ key, limit }] = limits as [(typeof limits)[number]];
  const message = `claim ${steps[1]} says that ${String(claim.of)} is ${words[key]} ${limit}, which it always is: ${rule}; give a limit inside`;
  return [say('vacuous-claim', [...steps, key], limit, rule, message)];
}

const words = { atLeast: 'at least', atMost: 'at most' };

/** A share of 80 was meant in percent. */
function asPercent(limit: number, high: number): string {
  return high === 1 && limit > 1 && limit <= 100 ? `; ${limit} % is ${Number((limit / 100).toPrecision(12))}` : '';
}

/** A chance is one number: there is no quantile of it. */
function checkLevel(
  { params }: Partial<Claim>,
  { of, level }: ClaimSpec,
  steps: Steps,
  range: FigureRange | undefined,
): PathProblem[] {
  if (!range || level === undefined || level === defaultOf(params?.shape.level)) return [];
  const message = `claim ${steps[1]} gives a level of ${Number(level)}, which nothing reads: ${String(of)} is a chance and has no quantiles; leave level out`;
  return [say('unread-path', [...steps, 'level'], level, 'no level', message)];
}

function defaultOf(schema: z.core.$ZodType | undefined): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

/** A threshold lies where the parameter can be; a range beyond that holds none, or hides a slip. */
function checkBetween({ of, between }: ClaimSpec, steps: Steps, along: NumberLeaf): PathProblem[] {
  if (!Array.isArray(between)) return [];
  const [low, high] = between as [number, number];
  const { minValue, maxValue, isInt } = along.schema;
  const outside = [low, high].map((end) => end < (minValue ?? -Infinity) || end > (maxValue ?? Infinity));
  if (outside.includes(true)) {
    const end = outside[0] ? 0 : 1;
    const range = describeRange(along);
    const message = `claim ${steps[1]} looks for a threshold of ${String(of)} between ${low} and ${high}, where it cannot be: ${range}`;
    return [say('out-of-range', [...steps, 'between', end], [low, high][end], range, message)];
  }
  if (isInt && Math.floor(high) < Math.ceil(low)) {
    const message = `claim ${steps[1]} looks for a threshold of ${String(of)} between ${low} and ${high}, and there is no whole number`;
    return [say('impossible-claim', [...steps, 'between'], low, 'a range with a whole number in it', message)];
  }
  return [];
}
