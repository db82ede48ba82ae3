/** From records to findings: every design point's advantages, honesty and rates, and the thresholds between points. */

import type {
  Advantage,
  DesignPointFindings,
  Findings,
  Role,
  StrategyPayoff,
  TimeFindings,
} from '../findings/findings.ts';
import { judgeRole } from '../findings/judgement.ts';
import type { Profile } from '../findings/profile.ts';
import { columnIndex } from '../market/record.ts';
import { armName, type Settings } from '../market/settings.ts';
import { heldTo } from '../market/stage.ts';
import { armOf, listArms, listProfiles } from '../plan/arms.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { ExactArms } from './round/exact-arm.ts';
import { describeParticipation } from './round/participation.ts';
import { EXACT_RESOLUTION } from './round/resolution.ts';
import { type Compared, joinCompared, sift } from './sample/agreement.ts';
import { type ComparedArm, compareCounts } from './sample/compare-counts.ts';
import { compareMean } from './sample/compare-means.ts';
import { compareSums } from './sample/compare-sums.ts';
import type { Comparison } from './sample/comparison.ts';
import { estimateAdvantage, estimateIncome, type PairedEstimate } from './sample/estimate.ts';
import type { Looks } from './sample/looks.ts';
import { type RateTrace, traceRates } from './sample/paired-rates.ts';
import { estimatePlainly } from './sample/plain.ts';
import { halfWidthOf } from './sample/precision.ts';
import { listRates } from './sample/rates.ts';
import type { Samples } from './sample/samples.ts';
import type { TimeRates } from './sample/time-sample.ts';
import { combineHonesty, type JudgedAdvantage, judgeHonesty } from './stage/honesty.ts';

const roles = ['asserter', 'validator'] as const satisfies readonly Role[];

/** An advantage as the later stages need it: the finding, and the estimate behind it. */
export interface AnalysedAdvantage {
  finding: Advantage;
  estimate: PairedEstimate | undefined;
  /** The same with nothing taken out. */
  plainEstimate: PairedEstimate | undefined;
}

/** A design point with what claims and thresholds still need beside its findings: plain data, all of it. */
export interface AnalysedPoint {
  point: DesignPoint;
  findings: DesignPointFindings;
  advantages: AnalysedAdvantage[];
  /** Rates by replication, of those that claims compare between design points. */
  traces: ReadonlyMap<string, RateTrace>;
  /** What simulation and round say of the same figures. */
  compared: Compared;
}

/**
 * Analyses one design point from the records there are; without any, only the exact side is filled. Of time it knows no
 * more than what is exact: see {@link addTime}.
 *
 * @param followed  rates that claims compare between design points
 */
export function analysePoint(
  point: DesignPoint,
  samples: Samples,
  exact: ExactArms,
  looks: Looks,
  against: readonly Profile[],
  followed: ReadonlySet<string> = new Set(),
): AnalysedPoint {
  const { settings } = point;
  const { players } = settings;
  const arms = new Map<string, AnalysedArm>();
  const gathered = new Map<string, AnalysedArm>();
  const evidence = (role: Role, strategy: string, profile: Profile): AnalysedArm => {
    const arm = armOf(settings, role, strategy, profile);
    const name = armName(arm);
    const before = gathered.get(`${role} ${name}`);
    if (before) return before;
    const known = exact.of(settings, role, strategy, profile);
    const found: AnalysedArm = { ...known, arm, sample: samples.of(point, arm), worth: known.worthTo(role) };
    arms.set(name, found);
    gathered.set(`${role} ${name}`, found);
    return found;
  };
  const advantages: AnalysedAdvantage[] = [];
  const payoffs: StrategyPayoff[] = [];
  const means: Comparison[] = [];
  for (const profile of listProfiles(settings, against)) {
    const held = heldTo(settings, profile);
    for (const role of roles) {
      const honest = evidence(role, 'honest', profile);
      for (const { name } of players[role]) {
        const other = evidence(role, name, profile);
        const payoff = describePayoff(other, role, name, profile, held, looks);
        payoffs.push(payoff.finding);
        const { batches } = settings.run;
        means.push(
          ...compareMean({ arm: other.arm, name: `what the ${role} earns`, batches }, payoff.estimate, other.worth),
        );
        if (name === 'honest') continue;
        const advantage = describeAdvantage(honest, other, role, name, profile, held, looks);
        advantages.push(advantage);
        const what = `what honesty earns over ${name}`;
        means.push(
          ...compareMean({ arm: other.arm, name: what, batches }, advantage.estimate, advantage.finding.exact),
        );
      }
    }
  }
  const declared = listProfiles(settings, against).filter(
    (profile) => profile === 'coalition' || players.against.includes(profile),
  );
  const byRole: DesignPointFindings['honesty'] = {
    asserter: 'undecided',
    validator: 'undecided',
    overall: 'undecided',
  };
  const judged: Partial<typeof byRole> = {};
  const judgeable = advantages.map((advantage) => toJudge(advantage, looks));
  for (const role of roles) {
    const own = judgeable.filter((advantage) => advantage.role === role);
    if (own.length === 0) continue;
    byRole[role] = judgeHonesty(own, declared);
    judged[role] = byRole[role];
  }
  byRole.overall = combineHonesty(judged);

  const participation = {
    asserter: describeParticipation('asserter', payoffs),
    validator: describeParticipation('validator', payoffs),
  };
  const judgementOf = (role: Role) => {
    const own = judgeable.filter((one) => one.role === role && declared.includes(one.against));
    return judgeRole(own, EXACT_RESOLUTION * settings.market.computeCost, participation[role], declared);
  };

  const cheat = players.asserter.find(({ name }) => name !== 'honest');
  const honest = evidence('asserter', 'honest', 'coalition');
  const cheating = cheat && evidence('asserter', cheat.name, 'coalition');
  const { jobs, batches = 1 } = settings.run;
  const runs = listArms(settings, against).map((arm) => samples.of(point, arm).replications / batches);
  return {
    point,
    advantages,
    compared: sift([
      ...means,
      ...[...arms.values()].flatMap((compared) => {
        const held = heldTo(settings, compared.arm.against);
        return [...compareCounts(compared, held), ...compareSums(compared, held)];
      }),
    ]),
    // Points that share no draws have nothing to take out; batches of one run are not independent enough to pair.
    traces:
      settings.run.commonRandomNumbers === false || settings.run.batches !== undefined
        ? new Map()
        : traceRates(followed, { honest, cheating }, settings.market.computeCost),
    findings: {
      id: point.id,
      at: point.at,
      replications: Math.min(...runs),
      advantages: advantages.map(({ finding }) => finding),
      payoffs,
      honesty: byRole,
      participation,
      judgement: { asserter: judgementOf('asserter'), validator: judgementOf('validator') },
      rates: listRates(honest, cheating, settings, looks),
      jobs: runs.reduce((sum, replications) => sum + replications * jobs, 0),
    },
  };
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

/** An arm's evidence, with what it is worth to the role that is looked at, exactly. */
interface AnalysedArm extends ComparedArm {
  worth: number | null;
}

function describeAdvantage(
  honest: AnalysedArm,
  other: AnalysedArm,
  role: Role,
  over: string,
  against: Profile,
  settings: Settings,
  looks: Looks,
): AnalysedAdvantage {
  const estimate =
    isMeasured(honest) && isMeasured(other) ? estimateAdvantage(honest, other, role, settings) : undefined;
  const plainEstimate = estimate && estimatePlainly(honest, other, role, settings, estimate);
  const finding: Advantage = {
    role,
    strategy: 'honest',
    over,
    against,
    mean: estimate?.mean ?? null,
    halfWidth: finite(estimate && halfWidthOf(estimate, looks)),
    confidence: looks.confidence,
    standardError: finite(estimate?.standardError),
    degrees: estimate?.degrees ?? null,
    exact: honest.worth === null || other.worth === null ? null : honest.worth - other.worth,
    ...(plainEstimate && {
      plain: { mean: plainEstimate.mean, halfWidth: finite(halfWidthOf(plainEstimate, looks)) },
    }),
    ...(estimate && { varianceReduction: estimate.reduction }),
  };
  return { finding, estimate, plainEstimate };
}

/** An advantage with the intervals it has among others. */
function toJudge({ finding, estimate }: AnalysedAdvantage, looks: Looks): JudgedAdvantage {
  return {
    ...finding,
    halfWidthOf: (comparisons) => (estimate ? halfWidthOf(estimate, looks, comparisons) : Number.POSITIVE_INFINITY),
  };
}

function describePayoff(
  arm: AnalysedArm,
  role: Role,
  strategy: string,
  against: Profile,
  settings: Settings,
  looks: Looks,
): { finding: StrategyPayoff; estimate: PairedEstimate | undefined } {
  const estimate = isMeasured(arm) ? estimateIncome(arm, role, settings) : undefined;
  const finding = {
    role,
    strategy,
    against,
    mean: estimate?.mean ?? null,
    halfWidth: finite(estimate && halfWidthOf(estimate, looks)),
    exact: arm.worth,
  };
  return { finding, estimate };
}

/** Two runs tell a spread; of runs whose every job came before the warm-up ended there is nothing to tell. */
function isMeasured({ sample }: AnalysedArm): boolean {
  const { replications } = sample;
  return replications >= 2 && sample.size(replications).total[columnIndex.focalJobs] > 0;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The rates of time at a design point, and how they were measured. */
export interface MeasuredTime {
  rates: TimeRates;
  findings: TimeFindings;
  comparisons: readonly Comparison[];
}

/** Findings whose claims are still to be judged. */
export type UnjudgedFindings = Omit<Findings, 'claims'>;
