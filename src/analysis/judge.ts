/** Findings meet the claims of the scenario. */

import type { Claim, Evidence, Interval } from '../claims/define.ts';
import * as registry from '../claims/index.ts';
import { holds } from '../findings/condition.ts';
import type { JudgedClaim } from '../findings/findings.ts';
import { valueAt } from '../scenario/paths.ts';
import type { ClaimSpec } from '../scenario/scenario.ts';
import { studentQuantile } from '../stats/interval.ts';
import type { AnalysedPoint, UnjudgedFindings } from './analyse.ts';

/** Every claim by kind. */
export const claims: ReadonlyMap<string, Claim> = new Map(Object.values(registry).map((claim) => [claim.kind, claim]));

/** A judged claim, and the design points at which more replications could decide it. */
export interface JudgedClaimWithOpen extends JudgedClaim {
  open: readonly number[];
}

// Relative to C, an exact advantage this small is nobody's verdict (double precision, cancelling amounts).
const EXACT_RESOLUTION = 1e-9;

/** Judges every claim of a scenario. */
export function judgeClaims(
  specs: readonly ClaimSpec[],
  findings: UnjudgedFindings,
  points: readonly AnalysedPoint[],
): JudgedClaimWithOpen[] {
  return specs.map((spec) => {
    const { kind, condition, line, column, ...given } = spec;
    const claim = claims.get(kind);
    if (!claim) throw new RangeError(`unknown claim ${kind}`);
    const params = claim.params.parse(given);
    const matching = points.filter(
      ({ point }) => !condition || holds(condition, (path) => valueAt(point.settings, path)),
    );
    const by = given.by === 'exact' ? 'exact' : 'simulation';
    const { verdict, because, open = [] } = claim.judge(params, buildEvidence(findings, matching, by));
    return {
      kind,
      claim: claim.say(params),
      verdict,
      because,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      open: by === 'exact' ? [] : open,
    };
  });
}

function buildEvidence(
  findings: UnjudgedFindings,
  matching: readonly AnalysedPoint[],
  by: 'simulation' | 'exact',
): Evidence {
  const computeCost = Math.max(0, ...matching.map(({ point }) => point.settings.market.computeCost));
  const judged = new Map(
    matching.flatMap(({ findings, advantages }) =>
      findings.advantages.map((finding, index) => [finding, advantages[index]!] as const),
    ),
  );
  return {
    findings,
    points: matching.map((point) => point.findings),
    by,
    computeCost,
    intervalOf: (advantage, comparisons) => {
      if (by === 'exact') return around(advantage.exact, EXACT_RESOLUTION * computeCost);
      const halfWidth = judged.get(advantage)?.halfWidthOf(comparisons) ?? advantage.halfWidth;
      return around(advantage.mean, halfWidth);
    },
    rateIntervalOf: (rate, comparisons) =>
      by === 'exact'
        ? around(rate.exact, 0)
        : around(
            rate.value,
            rate.halfWidth === null ? null : rate.halfWidth * widening(findings.confidence, comparisons),
          ),
  };
}

function around(middle: number | null, halfWidth: number | null): Interval {
  if (middle === null || halfWidth === null) {
    return { low: Number.NEGATIVE_INFINITY, middle: middle ?? Number.NaN, high: Number.POSITIVE_INFINITY };
  }
  return { low: middle - halfWidth, middle, high: middle + halfWidth };
}

/** How much wider an interval must be to hold together with others; by Student's law with few degrees, which is safe. */
function widening(confidence: number, comparisons: number): number {
  if (comparisons <= 1) return 1;
  const alpha = 1 - confidence;
  return studentQuantile(1 - alpha / 2 / comparisons, 10) / studentQuantile(1 - alpha / 2, 10);
}
