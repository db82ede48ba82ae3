import { z } from 'zod';
import type { DesignPointFindings, Findings, SimulatedThreshold, ThresholdFindings } from '../findings/findings.ts';
import { numberAt, type Place } from '../findings/place.ts';
import { studentQuantile } from '../stats/interval.ts';
import { defineClaim, type Evidence, type Interval, type Judgement } from './define.ts';
import { where } from './params.ts';
import { lastName, sayDeviation, sayInterval, sayNumber, sayPlace, sayReplay } from './wording.ts';

const FEW_DEGREES = 10;

const better = { dominant: 2, equilibrium: 1, undecided: 0, neither: 0 } as const;

/** Nothing got worse since an earlier study: honesty still holds where it held, and no threshold has moved. */
export const noRegression = defineClaim({
  kind: 'no-regression',
  title: 'Honesty holds wherever it held in an earlier study, and no threshold has moved',
  params: z.strictObject({
    baseline: z.string().max(1000).describe('findings.json of the earlier study; relative to the scenario file.'),
    where,
  }),
  say: ({ baseline, where }) => `no regression against ${baseline}${where ? ` where ${where}` : ''}`,
  judge: ({ baseline: path }, evidence) => {
    const baseline = evidence.baselineOf(path);
    if (!baseline) return { verdict: 'undecided', because: `${path} could not be read` };
    const pairs = pairPoints(baseline, evidence);
    if (pairs.length === 0) {
      return { verdict: 'undecided', because: `${path} has no design point in common with this study` };
    }
    const comparisons = pairs.reduce((sum, [, { advantages }]) => sum + advantages.length, 0);
    const judged = [
      ...pairs.map(([before, now]) => judgeHonesty(before, now, comparisons, evidence)),
      ...baseline.thresholds.map((before) => judgeThreshold(before, baseline, evidence)),
    ].filter((judgement) => judgement !== undefined);
    const wrong = judged.find(({ verdict }) => verdict === 'false');
    if (wrong) return wrong;
    const open = judged.filter(({ verdict }) => verdict === 'undecided');
    if (open[0]) return { ...open[0], open: open.flatMap(({ open: ids }) => ids ?? []) };
    const [points, thresholds] = [pairs.length, judged.length - pairs.length];
    const honesty = `honesty at ${points} design point${points === 1 ? '' : 's'}`;
    return {
      verdict: 'true',
      because: `as before: ${honesty}, and ${thresholds} threshold${thresholds === 1 ? '' : 's'}`,
    };
  },
});

/** Design points of both studies at the same values of every parameter both sweep. */
function pairPoints(baseline: Findings, { points }: Evidence): [DesignPointFindings, DesignPointFindings][] {
  return points.flatMap((now) => {
    const before = baseline.designPoints.find(({ at }) => isSameAt(at, now.at));
    return before ? [[before, now] as [DesignPointFindings, DesignPointFindings]] : [];
  });
}

/**
 * Honesty at a point is judged by itself; to say that it was lost somewhere, an advantage must be gone by an interval
 * that holds together with those of all points.
 */
function judgeHonesty(
  before: DesignPointFindings,
  now: DesignPointFindings,
  comparisons: number,
  evidence: Evidence,
): Judgement {
  const [was, is] = [before.honesty.overall, now.honesty.overall];
  const because = `honesty was ${was} at ${sayPlace(now)} and is ${is}`;
  if (better[is] >= better[was]) return { verdict: 'true', because };
  const lost = now.advantages.find((advantage) => {
    const { high } = evidence.intervalOf(advantage, comparisons);
    return is === 'neither' ? high < 0 : high <= 0;
  });
  if (is === 'undecided' || !lost) return { verdict: 'undecided', because, open: [now.id] };
  const { against, role, over } = lost;
  const gain = `${sayDeviation(lost)} earns ${sayInterval(negate(evidence.intervalOf(lost, comparisons)))} credits per job more`;
  return {
    verdict: 'false',
    because: `${because}: ${gain}; ${sayReplay(now, evidence, `${against}/${role}/${over}`)}`,
  };
}

function negate({ low, middle, high }: Interval): Interval {
  return { low: -high, middle: -middle, high: -low };
}

function judgeThreshold(
  before: ThresholdFindings,
  { thresholds }: Findings,
  evidence: Evidence,
): Judgement | undefined {
  if (before.simulated?.value == null) return undefined;
  const now = evidence.findings.thresholds.find(
    ({ of, at, role, over, against }) =>
      of === before.of &&
      role === before.role &&
      over === before.over &&
      against === before.against &&
      isSameAt(at, before.at),
  );
  if (!now) return undefined;
  // Both studies may err, at any threshold: each interval gets its share of the error.
  const comparisons = 2 * thresholds.length;
  const found = evidence.thresholdOf(now, comparisons);
  const [old, fresh] = [say(before.simulated), say(found)];
  const because = `the threshold of ${before.role} ${before.over} along ${lastName(before.of)} was ${old} and is ${fresh}`;
  if (found?.value == null) {
    return { verdict: 'undecided', because, open: evidence.points.map(({ id }) => id) };
  }
  const [low, high] = [found.low ?? Number.NEGATIVE_INFINITY, found.high ?? Number.POSITIVE_INFINITY];
  const wider = widenOld(before.simulated, comparisons);
  const apart = low > wider.high || high < wider.low;
  if (!apart) return { verdict: 'true', because };
  const nearest = findNearest(now, found.value, evidence);
  const arm = `${now.against}/${now.role}/${now.over}`;
  return { verdict: 'false', because: nearest ? `${because}; ${sayReplay(nearest, evidence, arm)}` : because };
}

/** The design point of a threshold's curve that lies next to a value. */
function findNearest(
  { of, at }: ThresholdFindings,
  value: number,
  { findings }: Evidence,
): DesignPointFindings | undefined {
  const isOnCurve = (point: DesignPointFindings) => Object.entries(at).every(([path, held]) => point.at[path] === held);
  const distance = (point: DesignPointFindings) => Math.abs(numberAt(point.at, of) - value);
  return findings.designPoints
    .filter((point) => isOnCurve(point) && typeof point.at[of] === 'number')
    .sort((a, b) => distance(a) - distance(b))[0];
}

/** The interval of the earlier study at the confidence it needs here; a margin has few degrees of freedom at worst. */
function widenOld(
  { value, low, high, confidence }: SimulatedThreshold,
  comparisons: number,
): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  const factor = studentQuantile(1 - tail / comparisons, FEW_DEGREES) / studentQuantile(1 - tail, FEW_DEGREES);
  return {
    low: low === null ? Number.NEGATIVE_INFINITY : value! - factor * (value! - low),
    high: high === null ? Number.POSITIVE_INFINITY : value! + factor * (high - value!),
  };
}

function say(found: SimulatedThreshold | null): string {
  if (!found || found.value === null) return `not found${found?.reason ? ` (${found.reason})` : ''}`;
  const [low, high] = [found.low, found.high].map((end) => (end === null ? 'beyond the range' : sayNumber(end)));
  return `${sayNumber(found.value)} (${low} to ${high})`;
}

function isSameAt(a: Place, b: Place): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => a[path] === b[path]);
}
