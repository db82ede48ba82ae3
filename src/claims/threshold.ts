import { z } from 'zod';
import type { ThresholdFindings } from '../findings/findings.ts';
import { defineClaim, type Evidence, type Interval, type Judgement } from './define.ts';
import { against, by, over, role, strategy, where } from './params.ts';
import { lastName, sayInterval, sayNumber } from './wording.ts';

/**
 * Honesty starts (or stops) paying within a range of one swept parameter.
 *
 * Over several deviations the binding threshold counts: the value from which honesty beats all of them. Several curves,
 * one for each setting of the other axes, must all keep within the range.
 */
export const threshold = defineClaim({
  kind: 'threshold',
  title: 'Honesty starts or stops paying within a range of one parameter',
  params: z.strictObject({
    of: z.string().describe('Path of the swept parameter along which honesty switches.'),
    role,
    strategy,
    over,
    against,
    between: z
      .tuple([z.number(), z.number()])
      .refine(([low, high]) => low < high, 'a range from a lower to a higher value')
      .describe('Where the threshold must lie, in the parameter’s unit.'),
    where,
    by,
  }),
  say: ({ of, role, over, between, where }) =>
    `threshold: honesty of the ${role} ${over ? `over ${over} ` : ''}switches between ${sayNumber(between[0])} and ${sayNumber(between[1])} of ${lastName(of)}${where ? ` where ${where}` : ''}`,
  judge: ({ of, role, over, against, between }, evidence) => {
    const profiles = Array.isArray(against) ? against : [against];
    const curves = new Map<string, ThresholdFindings[]>();
    for (const found of evidence.findings.thresholds) {
      const asked =
        found.of === of &&
        found.role === role &&
        (over === undefined || found.over === over) &&
        profiles.includes(found.against) &&
        evidence.points.some((point) => Object.entries(found.at).every(([path, value]) => point.at[path] === value));
      if (!asked) continue;
      const key = JSON.stringify(found.at);
      curves.set(key, [...(curves.get(key) ?? []), found]);
    }
    if (curves.size === 0) return { verdict: 'undecided', because: `no threshold along ${of} was looked for` };
    const judged = [...curves.values()].map((curve) => judgeCurve(curve, between, evidence));
    const order = ['false', 'undecided', 'true'] as const;
    const worst = order.flatMap((verdict) => judged.filter((judgement) => judgement.verdict === verdict))[0]!;
    return {
      ...worst,
      ...(worst.verdict === 'undecided' ? { open: judged.flatMap(({ open }) => open ?? []) } : {}),
    };
  },
});

/** The binding threshold of one curve: the last place at which honesty starts to beat a deviation. */
function judgeCurve(
  curve: readonly ThresholdFindings[],
  [least, most]: readonly [number, number],
  evidence: Evidence,
): Judgement {
  const first = curve[0]!;
  const name = lastName(first.of);
  const located = curve.map((found) => ({ found, ...locate(found, evidence) }));
  const never = located.find(({ state }) => state === 'never');
  if (never)
    return {
      verdict: 'false',
      because: `${never.found.role} ${never.found.over} pays at every ${name}: ${never.reason}`,
    };
  const crossings = located.filter(({ state }) => state === 'crossing');
  const unknown = located.find(({ state }) => state === 'unknown');
  const open = pointsAround(first, evidence, unknown ? undefined : crossings.map(({ interval }) => interval.middle));
  if (unknown) return { verdict: 'undecided', because: `over ${unknown.found.over}: ${unknown.reason}`, open };
  const binding = crossings.reduce<(typeof crossings)[number] | undefined>(
    (a, b) => (a && a.interval.middle >= b.interval.middle ? a : b),
    undefined,
  );
  if (!binding)
    return { verdict: 'false', because: `honesty pays at every ${name} that was tried: there is no threshold` };
  const { low, high } = binding.interval;
  const exact = binding.found.exact?.value;
  const beside = evidence.by === 'simulation' && exact != null ? `, exactly ${sayNumber(exact)}` : '';
  const because = `honesty switches at ${name} = ${saySpan(binding.interval)}${beside} (over ${binding.found.role} ${binding.found.over})`;
  if (low >= least && high <= most) return { verdict: 'true', because };
  if (high < least || low > most) return { verdict: 'false', because };
  return { verdict: 'undecided', because, open };
}

interface Location {
  state: 'crossing' | 'always' | 'never' | 'unknown';
  interval: Interval;
  reason: string;
}

const nowhere: Interval = { low: Number.NEGATIVE_INFINITY, middle: Number.NaN, high: Number.POSITIVE_INFINITY };

function locate({ exact, simulated, ...found }: ThresholdFindings, evidence: Evidence): Location {
  if (evidence.by === 'exact') {
    if (!exact) return { state: 'unknown', interval: nowhere, reason: 'the mechanism describes no round' };
    if (exact.value === null) {
      const state = exact.reason === 'always' ? 'always' : 'never';
      return { state, interval: nowhere, reason: exact.reason ?? 'infeasible' };
    }
    return { state: 'crossing', interval: { low: exact.value, middle: exact.value, high: exact.value }, reason: '' };
  }
  if (simulated && simulated.value !== null) {
    const interval = {
      low: simulated.low ?? Number.NEGATIVE_INFINITY,
      middle: simulated.value,
      high: simulated.high ?? Number.POSITIVE_INFINITY,
    };
    return { state: 'crossing', interval, reason: '' };
  }
  const margins = evidence.findings.designPoints
    .filter((point) => Object.entries(found.at).every(([path, value]) => point.at[path] === value))
    .flatMap(({ advantages }) =>
      advantages.filter((a) => a.role === found.role && a.over === found.over && a.against === found.against),
    )
    .map((advantage) => evidence.intervalOf(advantage, 1));
  const reason = simulated?.reason ?? 'nothing was simulated';
  if (margins.length > 0 && margins.every(({ low }) => low > 0)) return { state: 'always', interval: nowhere, reason };
  if (margins.length > 0 && margins.every(({ high }) => high < 0)) return { state: 'never', interval: nowhere, reason };
  return { state: 'unknown', interval: nowhere, reason };
}

/** Design points of the curve next to the crossings; all of them when the crossing is unknown. */
function pointsAround({ of, at }: ThresholdFindings, evidence: Evidence, crossings: number[] | undefined): number[] {
  const curve = evidence.findings.designPoints
    .filter((point) => Object.entries(at).every(([path, value]) => point.at[path] === value))
    .sort((a, b) => a.at[of]! - b.at[of]!);
  if (!crossings) return curve.map(({ id }) => id);
  return crossings.flatMap((value) => {
    const above = curve.findIndex((point) => point.at[of]! > value);
    return curve.slice(Math.max(0, above - 2), above + 2).map(({ id }) => id);
  });
}

function saySpan(interval: Interval): string {
  const { low, middle, high } = interval;
  if (low === high) return sayNumber(middle);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return `about ${sayNumber(middle)}`;
  return sayInterval({ low: middle - (high - low) / 2, middle, high: middle + (high - low) / 2 });
}
