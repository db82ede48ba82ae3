import { z } from 'zod';
import type { DesignPointFindings, Findings, SimulatedThreshold, ThresholdFindings } from '../findings/findings.ts';
import { defineClaim, type Evidence, type Judgement } from './define.ts';
import { where } from './params.ts';
import { lastName, sayNumber, sayPlace, sayReplay } from './wording.ts';

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
    const judged = [
      ...pairs.map(([before, now]) => judgeHonesty(before, now)),
      ...baseline.thresholds.map((before) => judgeThreshold(before, baseline, evidence)),
    ].filter((judgement) => judgement !== undefined);
    const wrong = judged.find(({ verdict }) => verdict === 'false');
    if (wrong) return wrong;
    const open = judged.filter(({ verdict }) => verdict === 'undecided');
    if (open[0]) return { ...open[0], open: open.flatMap(({ open: ids }) => ids ?? []) };
    const because = `as before: honesty at ${pairs.length} design points, and ${judged.length - pairs.length} thresholds`;
    return { verdict: 'true', because };
  },
});

/** Design points of both studies at the same values of every parameter both sweep. */
function pairPoints(baseline: Findings, { points }: Evidence): [DesignPointFindings, DesignPointFindings][] {
  return points.flatMap((now) => {
    const before = baseline.designPoints.find(({ at }) => isSameAt(at, now.at));
    return before ? [[before, now] as [DesignPointFindings, DesignPointFindings]] : [];
  });
}

function judgeHonesty(before: DesignPointFindings, now: DesignPointFindings): Judgement {
  const [was, is] = [before.honesty.overall, now.honesty.overall];
  const because = `honesty was ${was} at ${sayPlace(now)} and is ${is}`;
  if (better[is] >= better[was]) return { verdict: 'true', because };
  if (is === 'undecided') return { verdict: 'undecided', because, open: [now.id] };
  return { verdict: 'false', because: `${because}; ${sayReplay(now)}` };
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
  const found = evidence.thresholdOf(now, thresholds.length);
  const [old, fresh] = [say(before.simulated), say(found)];
  const because = `the threshold of ${before.role} ${before.over} along ${lastName(before.of)} was ${old} and is ${fresh}`;
  if (found?.value == null) {
    return { verdict: 'undecided', because, open: evidence.points.map(({ id }) => id) };
  }
  const [low, high] = [found.low ?? Number.NEGATIVE_INFINITY, found.high ?? Number.POSITIVE_INFINITY];
  const apart =
    low > (before.simulated.high ?? Number.POSITIVE_INFINITY) ||
    high < (before.simulated.low ?? Number.NEGATIVE_INFINITY);
  return { verdict: apart ? 'false' : 'true', because };
}

function say(found: SimulatedThreshold | null): string {
  if (!found || found.value === null) return `not found${found?.reason ? ` (${found.reason})` : ''}`;
  const [low, high] = [found.low, found.high].map((end) => (end === null ? 'beyond the range' : sayNumber(end)));
  return `${sayNumber(found.value)} (${low} to ${high})`;
}

function isSameAt(a: Record<string, number>, b: Record<string, number>): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => a[path] === b[path]);
}
