/** From records to findings: every design point's advantages, honesty and rates, and the thresholds between points. */

import type { DesignPointFindings, Findings, Role, StrategyPayoff, TimeFindings } from '../findings/findings.ts';
import { judgeRole } from '../findings/judgement.ts';
import type { Profile } from '../findings/profile.ts';
import type { Settings } from '../market/settings.ts';
import { heldTo } from '../market/stage.ts';
import { listArms, listProfiles } from '../plan/arms.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { type AnalysedAdvantage, EvidenceOfArms, measureStrategies } from './measure.ts';
import type { ExactArms } from './round/exact-arm.ts';
import { describeParticipation } from './round/participation.ts';
import { EXACT_RESOLUTION } from './round/resolution.ts';
import { type Compared, joinCompared, sift } from './sample/agreement.ts';
import { type ComparedArm, compareCounts } from './sample/compare-counts.ts';
import { compareSums } from './sample/compare-sums.ts';
import type { Comparison } from './sample/comparison.ts';
import { type LookPlan, Looks } from './sample/looks.ts';
import { type RateTrace, traceRates } from './sample/paired-rates.ts';
import { halfWidthOf } from './sample/precision.ts';
import { listRates } from './sample/rates.ts';
import { type ArmRecords, Samples } from './sample/samples.ts';
import type { TimeRates } from './sample/time-sample.ts';
import { combineHonesty, type JudgedAdvantage, judgeHonesty } from './stage/honesty.ts';

/** What the records of a design point say, with what claims and thresholds still need beside its findings: plain data, all of it. */
export interface PointAnalysis {
  findings: DesignPointFindings;
  advantages: AnalysedAdvantage[];
  /** Rates by replication, of those that claims compare between design points. */
  traces: ReadonlyMap<string, RateTrace>;
  /** What simulation and round say of the same figures. */
  compared: Compared;
}

/** A design point with its analysis. */
export interface AnalysedPoint extends PointAnalysis {
  point: DesignPoint;
}

/** What a study asks of the records of each of its design points: plain data. */
export interface Asked {
  looks: LookPlan;
  against: readonly Profile[];
  /** Rates that claims compare between design points. */
  followed: readonly string[];
}

/** A design point to be analysed, as it goes from thread to thread. */
export interface AnalysisRequest {
  point: DesignPoint;
  records: readonly ArmRecords[];
  asked: Asked;
}

/** Analyses a design point, in whatever thread; what it comes to hangs on the request alone. */
export function answerRequest({ point, records, asked }: AnalysisRequest, exact: ExactArms): PointAnalysis {
  return analysePoint(point, new Samples(records), exact, asked, recallLooks(asked.looks));
}

let lastLooks: Looks | undefined;

/** Boundaries take as long to work out as a design point, and all of a study share them. */
function recallLooks(plan: LookPlan): Looks {
  if (!lastLooks?.follow(plan)) lastLooks = new Looks(plan.min, plan.max, plan.confidence);
  return lastLooks;
}

/**
 * Analyses one design point from the records there are; without any, only the exact side is filled. Of time it knows no
 * more than what is exact: see {@link addTime}.
 */
export function analysePoint(
  point: DesignPoint,
  samples: Samples,
  exact: ExactArms,
  { against, followed }: Omit<Asked, 'looks'>,
  looks: Looks,
): PointAnalysis {
  const { settings } = point;
  const { players, run, market } = settings;
  const arms = new EvidenceOfArms(settings, samples, exact);
  // 1. What every strategy earns, and what honesty earns over it.
  const { payoffs, advantages, means } = measureStrategies(settings, listProfiles(settings, against), arms, looks);
  // 2. In a word.
  const declared = listProfiles(settings, against).filter(
    (profile) => profile === 'coalition' || players.against.includes(profile),
  );
  const words = judgeRoles(settings, payoffs, advantages, declared, looks);
  // 3. What is known twice: every count, sum and mean beside the round.
  const compared = sift([...means, ...arms.gathered.flatMap((arm) => compareArm(arm, settings))]);
  // 4. Rates, of honest play and of the first deviation. Points that share no draws have nothing to take out; batches of
  // one run are not independent enough to pair.
  const cheat = players.asserter.find(({ name }) => name !== 'honest');
  const honest = arms.of('asserter', 'honest', 'coalition');
  const cheating = cheat && arms.of('asserter', cheat.name, 'coalition');
  const isTraced = run.commonRandomNumbers !== false && run.batches === undefined;
  const traces = isTraced ? traceRates(followed, { honest, cheating }, market.computeCost) : new Map();
  const runs = listArms(settings, against).map((arm) => samples.of(arm).replications / (run.batches ?? 1));
  return {
    advantages,
    compared,
    traces,
    findings: {
      id: point.id,
      at: point.at,
      replications: Math.min(...runs),
      advantages: advantages.map(({ finding }) => finding),
      payoffs,
      ...words,
      rates: listRates(honest, cheating, settings, looks),
      jobs: runs.reduce((sum, replications) => sum + replications * run.jobs, 0),
    },
  };
}

/** What the advantages of each role come to. @param declared  profiles over which dominance is asked */
function judgeRoles(
  { market }: Settings,
  payoffs: readonly StrategyPayoff[],
  advantages: readonly AnalysedAdvantage[],
  declared: Profile[],
  looks: Looks,
): Pick<DesignPointFindings, 'honesty' | 'participation' | 'judgement'> {
  const judgeable = advantages.map((advantage) => toJudge(advantage, looks));
  const honesty: DesignPointFindings['honesty'] = {
    asserter: 'undecided',
    validator: 'undecided',
    overall: 'undecided',
  };
  const judged: Partial<typeof honesty> = {};
  for (const role of ['asserter', 'validator'] as const) {
    const own = judgeable.filter((advantage) => advantage.role === role);
    if (own.length === 0) continue;
    honesty[role] = judgeHonesty(own, declared);
    judged[role] = honesty[role];
  }
  honesty.overall = combineHonesty(judged);
  const participation = {
    asserter: describeParticipation('asserter', payoffs),
    validator: describeParticipation('validator', payoffs),
  };
  const judgementOf = (role: Role) => {
    const own = judgeable.filter((one) => one.role === role && declared.includes(one.against));
    return judgeRole(own, EXACT_RESOLUTION * market.computeCost, participation[role], declared);
  };
  return {
    honesty,
    participation,
    judgement: { asserter: judgementOf('asserter'), validator: judgementOf('validator') },
  };
}

/** An advantage with the intervals it has among others. */
function toJudge({ finding, estimate }: AnalysedAdvantage, looks: Looks): JudgedAdvantage {
  return {
    ...finding,
    halfWidthOf: (comparisons) => (estimate ? halfWidthOf(estimate, looks, comparisons) : Number.POSITIVE_INFINITY),
  };
}

function compareArm(compared: ComparedArm, settings: Settings): Comparison[] {
  const held = heldTo(settings, compared.arm.against);
  return [...compareCounts(compared, held), ...compareSums(compared, held)];
}

/** The same design point with what runs of their own say of the rates of time. */
export function addTime(analysed: AnalysedPoint, { rates, findings: time, comparisons }: MeasuredTime): AnalysedPoint {
  const { jobs, ...findings } = analysed.findings;
  return {
    ...analysed,
    compared: joinCompared(sift(comparisons), analysed.compared),
    findings: { ...findings, rates: { ...findings.rates, ...rates }, time, jobs },
  };
}

/** The rates of time at a design point, and how they were measured. */
export interface MeasuredTime {
  rates: TimeRates;
  findings: TimeFindings;
  comparisons: readonly Comparison[];
}

/** Findings whose claims are still to be judged. */
export type UnjudgedFindings = Omit<Findings, 'claims'>;
