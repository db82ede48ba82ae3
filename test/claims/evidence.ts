/** Hand-made evidence for claims: design points with advantages and rates written down, intervals that widen plainly. */

import type { Careers, Evidence, Fate, Forecast, Interval, Per, StageEquilibria } from '../../src/claims/define.ts';
import type { BestResponse } from '../../src/findings/best-response.ts';
import type {
  Advantage,
  DesignPointFindings,
  Findings,
  Rate,
  SimulatedThreshold,
  ThresholdFindings,
} from '../../src/findings/findings.ts';

/** An advantage of honesty over skip-work, unless something else is said. */
export function advantage(mean: number | null, halfWidth: number | null, more: Partial<Advantage> = {}): Advantage {
  return {
    role: 'asserter',
    strategy: 'honest',
    over: 'skip-work',
    against: 'coalition',
    mean,
    halfWidth,
    confidence: 0.95,
    standardError: halfWidth === null ? null : halfWidth / 2,
    degrees: 15,
    exact: mean,
    ...more,
  };
}

/** A rate per job. */
export function rate(value: number | null, halfWidth: number | null): Rate {
  return { value, halfWidth, exact: value, per: 'job', count: value === null ? 0 : 1000 };
}

/** A design point after 16 replications of 100 jobs. */
export function point(
  id: number,
  at: Record<string, number>,
  advantages: Advantage[],
  rates: Record<string, Rate> = {},
): DesignPointFindings {
  const none = rate(null, null);
  return {
    id,
    at,
    replications: 16,
    advantages,
    payoffs: [{ role: 'asserter', strategy: 'skip-work', against: 'coalition', mean: 0, halfWidth: 0, exact: 0 }],
    honesty: { asserter: 'dominant', validator: 'undecided', overall: 'dominant' },
    rates: {
      challenged: none,
      detected: none,
      undetectedFraud: none,
      falseSlash: none,
      verificationOverhead: none,
      ...rates,
    },
    jobs: 1600,
  };
}

/** A threshold along p, as simulated. */
export function threshold(
  simulated: Partial<SimulatedThreshold> | null,
  more: Partial<ThresholdFindings> = {},
): ThresholdFindings {
  return {
    of: 'p',
    at: {},
    role: 'asserter',
    strategy: 'honest',
    over: 'skip-work',
    against: 'coalition',
    exact: null,
    simulated: simulated && {
      value: null,
      low: null,
      high: null,
      confidence: 0.95,
      ...(simulated.value === undefined ? {} : { direction: 'honest-above' as const }),
      ...simulated,
    },
    ...more,
  };
}

/** What else a claim may ask. */
export interface MoreEvidence {
  bestResponses?: ReadonlyMap<DesignPointFindings, BestResponse>;
  thresholds?: ThresholdFindings[];
  by?: 'simulation' | 'exact';
  other?: ReturnType<Evidence['otherEquilibriumOf']>;
  equilibria?: (point: DesignPointFindings) => StageEquilibria | null;
  fate?: Fate | null;
  careers?: Careers;
  jobsPer?: (per: Per) => number | null;
  baseline?: Findings;
  /** What is known of the intervals of advantages and rates to come, beside that they narrow with the root of the runs. */
  forecast?: Partial<Forecast>;
}

/** Evidence in which an interval that holds together with k others is k times as wide. */
export function evidence(points: DesignPointFindings[], more: MoreEvidence = {}): Evidence {
  const { by = 'simulation', thresholds = [] } = more;
  const around = (middle: number | null, halfWidth: number | null): Interval =>
    middle === null || halfWidth === null
      ? { low: Number.NEGATIVE_INFINITY, middle: Number.NaN, high: Number.POSITIVE_INFINITY }
      : {
          low: middle - halfWidth,
          middle,
          high: middle + halfWidth,
          ...(by === 'simulation' && { forecast: narrow(halfWidth) }),
        };
  const narrow = (halfWidth: number) => ({
    halfWidthAfter: (times: number) => halfWidth / Math.sqrt(times),
    standardError: halfWidth / 2,
    exact: null,
    resolution: 0,
    floor: 0,
    ...more.forecast,
  });
  const wider = (halfWidth: number | null, comparisons: number) =>
    halfWidth === null ? null : halfWidth * comparisons;
  return {
    findings: findings(points, thresholds),
    points,
    by,
    computeCost: 1,
    intervalOf: ({ mean, halfWidth, exact }, comparisons) =>
      by === 'exact' ? around(exact, 1e-9) : around(mean, wider(halfWidth, comparisons)),
    rateIntervalOf: ({ value, halfWidth, exact }, comparisons) =>
      by === 'exact' ? around(exact, 0) : around(value, wider(halfWidth, comparisons)),
    rateDifferenceOf: (name, { rates }, other, comparisons) => {
      const [own, theirs] = [rates[name], other.rates[name]];
      if (!own || !theirs) return null;
      const middle = own.value === null || theirs.value === null ? null : own.value - theirs.value;
      const width = own.halfWidth === null || theirs.halfWidth === null ? null : own.halfWidth + theirs.halfWidth;
      return around(middle, wider(width, 2 * comparisons));
    },
    differenceOf: (a, b, comparisons) =>
      around(
        a.mean === null || b.mean === null ? null : a.mean - b.mean,
        a.halfWidth === null || b.halfWidth === null ? null : (a.halfWidth + b.halfWidth) * comparisons,
      ),
    thresholdOf: ({ simulated }, comparisons) => {
      if (!simulated || simulated.value === null) return simulated;
      const { value, low, high } = simulated;
      const stretch = (end: number | null) => (end === null ? null : value + (end - value) * comparisons);
      return { ...simulated, low: stretch(low), high: stretch(high) };
    },
    equilibriaOf: more.equilibria ?? (() => null),
    otherEquilibriumOf: () => more.other,
    fateOf: () => more.fate ?? null,
    careersOf: () => more.careers ?? null,
    jobsPer: (_, per) => more.jobsPer?.(per) ?? (per === 'job' ? 1 : null),
    bestResponseOf: (point, { role }) => more.bestResponses?.get(point) ?? { role, unknown: 'a test knows none' },
    baselineOf: (path) => (path === 'baseline.json' ? more.baseline : undefined),
  };
}

/** Findings of these points, without claims. */
export function findings(points: DesignPointFindings[], thresholds: ThresholdFindings[] = []): Findings {
  return {
    title: 'hand-made',
    digest: 'sha256:0',
    seed: 1,
    mechanism: 'posp',
    confidence: 0.95,
    complete: true,
    jobs: 0,
    designPoints: points,
    thresholds,
    claims: [],
    warnings: [],
  };
}
