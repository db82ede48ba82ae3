/** Exact answers as findings without a run, so that whoever speaks of findings speaks of them in the same words. */
import type { SolvedPoint, SolveResult } from '../analysis/solve/result.ts';
import type { DesignPointFindings, Findings, Rate, ThresholdFindings } from '../findings/findings.ts';
import type { Money } from '../words/money.ts';

/** What findings say of the study itself where nothing was simulated. */
export function toFindings({ title, mechanism, coalition, axes, designPoints }: SolveResult, money: Money): Findings {
  return {
    title,
    mechanism,
    ...(money && { money }),
    ...(coalition !== undefined && { coalition }),
    digest: '',
    seed: '',
    confidence: certain,
    complete: true,
    jobs: 0,
    designPoints: designPoints.map(toPoint),
    thresholds: axes.flatMap((of) => listThresholds(designPoints, of)),
    claims: [],
    warnings: [],
  };
}

/** What is enumerated is no estimate. */
const certain = 1;

function toPoint({ id, at, advantages, judgement, rates }: SolvedPoint): DesignPointFindings {
  return {
    id,
    at,
    replications: 0,
    advantages: advantages.map((advantage) => ({
      ...advantage,
      mean: null,
      halfWidth: null,
      confidence: certain,
      standardError: null,
      degrees: null,
    })),
    payoffs: [],
    // Sentences read the judgement.
    honesty: { asserter: 'undecided', validator: 'undecided', overall: 'undecided' },
    judgement,
    rates: {
      challenged: unmeasured,
      detected: unmeasured,
      undetectedFraud: unmeasured,
      falseSlash: unmeasured,
      verificationOverhead: { ...unmeasured, exact: rates.verificationOverhead },
    },
    jobs: 0,
  };
}

const unmeasured: Rate = { value: null, halfWidth: null, exact: null, per: 'job', count: 0 };

/** Thresholds along a parameter, once for the points that differ along it alone. */
function listThresholds(points: readonly SolvedPoint[], of: string): ThresholdFindings[] {
  const listed = new Map<string, ThresholdFindings>();
  for (const { at: place, thresholds } of points) {
    const { [of]: _, ...at } = place;
    for (const threshold of thresholds) {
      if (threshold.of !== of) continue;
      const { role, strategy, over, against, formula: __, reason, ...exact } = threshold;
      const key = JSON.stringify([at, role, over, against]);
      const known = reason === 'unknown' ? null : { ...exact, ...(reason && { reason }) };
      if (!listed.has(key)) listed.set(key, { of, at, role, strategy, over, against, exact: known, simulated: null });
    }
  }
  return [...listed.values()];
}
