import { z } from 'zod';
import { numberAt } from '../findings/axis-values.ts';
import type {
  DesignPointFindings,
  ExactThreshold,
  SimulatedThreshold,
  ThresholdFindings,
} from '../findings/findings.ts';
import { sayAgainst } from '../findings/profile.ts';
import { defineClaim, type Evidence, type Interval, type Judgement } from './define.ts';
import { against, by, over, role, strategy, where } from './params.ts';
import { exactly, lastName, sayDeviation, sayInterval, sayNumber, sayReplay, saySetting } from './wording.ts';

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
      .superRefine(([low, high], { addIssue }) => {
        if (low < high) return;
        const message =
          low > high ? `the lower end comes first: [${high}, ${low}]` : 'a range has two ends, the lower one first';
        addIssue({ code: 'custom', path: [0], input: low, message });
      })
      .describe('Where the threshold must lie, in the parameter’s unit.'),
    where,
    by,
  }),
  locates: true,
  needsDeviation: 'of-role',
  say: ({ of, role, over, against, between, where }, study) =>
    `threshold: honesty of the ${role}${over ? ` over ${over}` : ''}${sayAgainst(study, against)} switches between ${sayNumber(between[0])} and ${sayNumber(between[1])} of ${lastName(of)}${where ? ` where ${where}` : ''}`,
  judge: ({ of, role, over, against, between }, evidence) => {
    const profiles = Array.isArray(against) ? against : [against];
    const curves = new Map<string, ThresholdFindings[]>();
    for (const found of evidence.findings.thresholds) {
      const asked =
        found.of === of &&
        found.role === role &&
        (over === undefined || found.over === over) &&
        profiles.includes(found.against) &&
        evidence.points.some((point) => isOnCurve(point, found));
      if (!asked) continue;
      const key = JSON.stringify(found.at);
      curves.set(key, [...(curves.get(key) ?? []), found]);
    }
    if (curves.size === 0) return { verdict: 'undecided', because: `no threshold along ${of} was looked for` };
    const comparisons = [...curves.values()].flat().length;
    const judged = [...curves.values()].map((curve) => judgeCurve(curve, between, comparisons, evidence));
    const order = ['false', 'undecided', 'true'] as const;
    const worst = order.flatMap((verdict) => judged.filter((judgement) => judgement.verdict === verdict))[0];
    return {
      ...worst,
      ...(worst.verdict === 'undecided' ? { open: [...new Set(judged.flatMap(({ open }) => open ?? []))] } : {}),
    };
  },
});

/**
 * The binding threshold of one curve: the last place at which honesty starts to beat a deviation, or the first at which
 * it stops.
 *
 * "All are below" needs no correction, "one of them is above" shares the error among all that could be it.
 */
function judgeCurve(
  curve: readonly ThresholdFindings[],
  [least, most]: readonly [number, number],
  comparisons: number,
  evidence: Evidence,
): Judgement {
  const first = curve[0];
  const name = lastName(first.of);
  const points = evidence.findings.designPoints.filter((point) => isOnCurve(point, first) && first.of in point.at);
  const tried = points.map(({ at }) => numberAt(at, first.of));
  const [lowest, highest] = [Math.min(...tried), Math.max(...tried)];
  const located = curve.map((found) => ({ found, ...locate(found, comparisons, evidence) }));
  const crossings = located.filter(({ state }) => state === 'crossing');
  const unknown = located.find(({ state }) => state === 'unknown');
  const open = unknown
    ? points.map(({ id }) => id)
    : listNeighbours(
        first,
        points,
        crossings.map(({ alone }) => alone.middle),
      );
  const covers = evidence.by === 'exact' || (lowest <= least && highest >= most);
  const beyond = `, but only values from ${sayNumber(lowest)} to ${sayNumber(highest)} were tried`;

  const never = located.find(({ state }) => state === 'never');
  if (never) {
    const { against, role, over } = never.found;
    const because = `${sayDeviation(never.found, evidence)} pays at every value of ${name}: ${never.reason}`;
    const replay = sayReplay(points[0], evidence, `${against}/${role}/${over}`);
    const counterexample = { designPoint: points[0].id, role, over, against };
    return covers
      ? { verdict: 'false', because: `${because}; ${replay}`, counterexample }
      : { verdict: 'undecided', because: `${because}${beyond}` };
  }
  if (unknown) {
    const { exact, over, against } = unknown.found;
    const beside = evidence.by === 'simulation' && exact ? `; exactly, ${sayExactly(exact, name, [least, most])}` : '';
    return {
      verdict: 'undecided',
      because: `over ${over}${sayAgainst(evidence.findings, against)}: ${unknown.reason}${beside}`,
      open,
    };
  }
  if (crossings.length === 0) {
    const because = `honesty pays at every value of ${name} that was tried: there is no threshold`;
    return covers
      ? { verdict: 'false', because: `${because}, and no run that shows one` }
      : { verdict: 'undecided', because: `${because}${beyond}` };
  }

  const isFalling = crossings.every(({ falls }) => falls);
  const isMixed = !isFalling && crossings.some(({ falls }) => falls);
  // The last start binds, or the first stop: the smallest value once the axis is turned round.
  const sign = isFalling ? -1 : 1;
  const turn = ({ low, middle, high }: Interval): Interval =>
    isFalling ? { low: -high, middle: -middle, high: -low } : { low, middle, high };
  const binding = crossings.reduce((a, b) => (turn(b.alone).middle > turn(a.alone).middle ? b : a));
  const low = Math.max(...crossings.map(({ together }) => turn(together).low));
  const high = Math.max(...crossings.map(({ alone }) => turn(alone).high));
  const [floor, ceiling] = isFalling ? [-most, -least] : [least, most];
  const ownEnds = turn(binding.alone);
  const shown = { low: sign * Math.min(low, ownEnds.middle), middle: binding.alone.middle, high: sign * high };
  const exact = binding.found.exact?.value;
  const beside =
    evidence.by === 'simulation' && exact != null ? `, exactly ${sayInterval(exactly(exact), [least, most])}` : '';
  const where = Object.keys(first.at).length > 0 ? ` ${saySetting(first)}` : '';
  const because = `honesty switches at ${name} = ${saySpan(shown, [least, most])}${beside}${where} (over ${sayDeviation(binding.found, evidence)})`;
  const { against, role, over } = binding.found;
  const nearest = points.find(({ id }) => id === open[0]) ?? points[0];
  const replay = sayReplay(nearest, evidence, `${against}/${role}/${over}`);
  const refuted = {
    verdict: 'false',
    because: `${because}; ${replay}`,
    counterexample: { designPoint: nearest.id, role, over, against },
  } as const;
  if (isMixed) {
    const inside = crossings.every(({ alone }) => alone.low >= least && alone.high <= most);
    const outside = crossings.find(({ together }) => together.high < least || together.low > most);
    if (outside) return refuted;
    return inside ? { verdict: 'true', because } : { verdict: 'undecided', because, open };
  }
  if (low >= floor && high <= ceiling) return { verdict: 'true', because };
  if (high < floor || low > ceiling) return refuted;
  return { verdict: 'undecided', because: `${because}; narrower needs more replications, or values in between`, open };
}

interface Location {
  state: 'crossing' | 'always' | 'never' | 'unknown';
  /** By itself, and as one of all that the claim is about. */
  alone: Interval;
  together: Interval;
  /** Whether honesty stops paying there. */
  falls: boolean;
  reason: string;
}

const nowhere: Interval = { low: Number.NEGATIVE_INFINITY, middle: Number.NaN, high: Number.POSITIVE_INFINITY };

function locate(found: ThresholdFindings, comparisons: number, evidence: Evidence): Location {
  const { exact } = found;
  const none = { alone: nowhere, together: nowhere, falls: false };
  if (evidence.by === 'exact') {
    if (!exact) return { ...none, state: 'unknown', reason: 'no exact threshold is known' };
    if (exact.value === null) {
      const state = exact.reason === 'always' ? 'always' : 'never';
      return { ...none, state, reason: exact.reason ?? 'infeasible' };
    }
    const alone = { low: exact.value, middle: exact.value, high: exact.value };
    return { state: 'crossing', alone, together: alone, falls: exact.direction === 'honest-below', reason: '' };
  }
  const simulated = evidence.thresholdOf(found, 1);
  const alone = intervalOf(simulated);
  const together = intervalOf(evidence.thresholdOf(found, comparisons));
  if (simulated && alone && together) {
    return { state: 'crossing', alone, together, falls: simulated.direction === 'honest-below', reason: '' };
  }
  const reason = simulated?.reason ?? 'nothing was simulated';
  const margins = (count: number) =>
    evidence.findings.designPoints
      .filter((point) => isOnCurve(point, found))
      .flatMap(({ advantages }) =>
        advantages.filter((a) => a.role === found.role && a.over === found.over && a.against === found.against),
      )
      .map((advantage) => evidence.intervalOf(advantage, count));
  const [own, shared] = [margins(1), margins(comparisons)];
  if (own.length > 0 && own.every(({ low }) => low > 0)) return { ...none, state: 'always', reason };
  if (shared.length > 0 && shared.every(({ high }) => high < 0)) return { ...none, state: 'never', reason };
  return { ...none, state: 'unknown', reason };
}

function intervalOf(simulated: SimulatedThreshold | null): Interval | undefined {
  if (!simulated || simulated.value === null) return undefined;
  return {
    low: simulated.low ?? Number.NEGATIVE_INFINITY,
    middle: simulated.value,
    high: simulated.high ?? Number.POSITIVE_INFINITY,
  };
}

function isOnCurve(point: DesignPointFindings, { at }: ThresholdFindings): boolean {
  return Object.entries(at).every(([path, value]) => point.at[path] === value);
}

/** Design points next to the crossings. */
function listNeighbours(
  { of }: ThresholdFindings,
  points: readonly DesignPointFindings[],
  crossings: readonly number[],
): number[] {
  const curve = [...points].sort((a, b) => numberAt(a.at, of) - numberAt(b.at, of));
  const around = crossings.flatMap((value) => {
    const above = curve.findIndex((point) => numberAt(point.at, of) > value);
    return curve.slice(Math.max(0, above - 2), above + 2).map(({ id }) => id);
  });
  return [...new Set(around)];
}

function sayExactly({ value, reason }: ExactThreshold, name: string, limits: readonly number[]): string {
  if (value !== null) return `it switches at ${name} = ${sayInterval(exactly(value), limits)} (by: exact)`;
  return `it pays at ${reason === 'always' ? 'every' : 'no'} value of ${name}`;
}

function saySpan({ low, middle, high }: Interval, limits: readonly number[]): string {
  if (low === high) return sayInterval(exactly(middle), limits);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return `about ${sayNumber(middle)}`;
  return sayInterval(
    { low: middle - Math.abs(high - low) / 2, middle, high: middle + Math.abs(high - low) / 2 },
    limits,
  );
}
