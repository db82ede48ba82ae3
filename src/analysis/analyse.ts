/** From records to findings: every design point's advantages, honesty and rates, and the thresholds between points. */
import type { Advantage, DesignPointFindings, Findings, Role, StrategyPayoff } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import { stage } from '../market/cast.ts';
import type { Settings } from '../market/settings.ts';
import { armName } from '../market/settings.ts';
import { listArms, listProfiles } from '../plan/arms.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { strategies } from '../run/catalogue.ts';
import { choosePath } from '../run/path.ts';
import { type ArmEvidence, estimateAdvantage, estimateIncome, halfWidthOf, type PairedEstimate } from './estimate.ts';
import { armOf, exactRecord } from './exact.ts';
import { combineHonesty, type JudgedAdvantage, judgeHonesty } from './honesty.ts';
import type { Looks } from './looks.ts';
import { type JobOutcome, listOutcomes } from './lottery.ts';
import { type RateTrace, traceRates } from './paired-rates.ts';
import { listRates } from './rates.ts';
import type { Samples } from './samples.ts';
import { worthOf } from './valuation.ts';

const roles = ['asserter', 'validator'] as const satisfies readonly Role[];

/** An advantage as the later stages need it: the finding, and the estimate behind it. */
export interface AnalysedAdvantage extends JudgedAdvantage {
  estimate: PairedEstimate | undefined;
}

/** A design point with what claims and thresholds still need beside its findings. */
export interface AnalysedPoint {
  point: DesignPoint;
  findings: DesignPointFindings;
  advantages: AnalysedAdvantage[];
  /** Rates by replication, of those that claims compare between design points. */
  traces: ReadonlyMap<string, RateTrace>;
}

/**
 * Remembers the exact records of a study's design points, which do not change from look to look.
 */
export class ExactRecords {
  private readonly records = new WeakMap<Settings, Map<string, Float64Array | null>>();
  private readonly outcomes = new WeakMap<Settings, Map<string, readonly JobOutcome[] | null>>();

  /** The round's expectation in an arm; `null` when the mechanism has no round. */
  of(settings: Settings, role: Role, strategy: string, against: Profile): Float64Array | null {
    let arms = this.records.get(settings);
    if (!arms) {
      arms = new Map();
      this.records.set(settings, arms);
    }
    const arm = armOf(role, strategy, against);
    const key = armName(arm);
    if (!arms.has(key)) arms.set(key, exactRecord(settings, arm));
    return arms.get(key)!;
  }

  /** Every way a job of an arm can end; `null` when the round is missing or too large to be taken apart. */
  outcomesOf(settings: Settings, role: Role, strategy: string, against: Profile): readonly JobOutcome[] | null {
    let arms = this.outcomes.get(settings);
    if (!arms) {
      arms = new Map();
      this.outcomes.set(settings, arms);
    }
    const arm = armOf(role, strategy, against);
    const key = armName(arm);
    if (!arms.has(key)) arms.set(key, listOutcomes(settings, arm));
    return arms.get(key)!;
  }
}

/**
 * Analyses one design point from the records there are; without any, only the exact side is filled.
 *
 * @param compared  rates that claims compare between design points
 */
export function analysePoint(
  point: DesignPoint,
  samples: Samples,
  exact: ExactRecords,
  looks: Looks,
  against: readonly Profile[],
  compared: ReadonlySet<string> = new Set(),
): AnalysedPoint {
  const { settings } = point;
  const { players } = settings;
  const evidence = (role: Role, strategy: string, profile: Profile): ArmEvidence => ({
    sample: samples.of(point, armOf(role, strategy, profile)),
    exact: exact.of(settings, role, strategy, profile),
    outcomes: () => exact.outcomesOf(settings, role, strategy, profile),
    sampling: choosePath(settings, stage(settings, armOf(role, strategy, profile), strategies)).sampling,
  });
  const advantages: AnalysedAdvantage[] = [];
  const payoffs: StrategyPayoff[] = [];
  for (const profile of listProfiles(settings, against)) {
    for (const role of roles) {
      const honest = evidence(role, 'honest', profile);
      for (const { name } of players[role]) {
        const other = evidence(role, name, profile);
        payoffs.push(describePayoff(other, role, name, profile, settings, looks));
        if (name !== 'honest') advantages.push(describeAdvantage(honest, other, role, name, profile, settings, looks));
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
  for (const role of roles) {
    const own = advantages.filter((advantage) => advantage.role === role);
    if (own.length === 0) continue;
    byRole[role] = judgeHonesty(own, declared);
    judged[role] = byRole[role];
  }
  byRole.overall = combineHonesty(judged);

  const cheat = players.asserter.find(({ name }) => name !== 'honest');
  const honest = evidence('asserter', 'honest', 'coalition');
  const cheating = cheat && evidence('asserter', cheat.name, 'coalition');
  const { jobs, batches = 1 } = settings.run;
  const runs = listArms(settings, against).map((arm) => samples.of(point, arm).replications / batches);
  return {
    point,
    advantages,
    // Points that share no draws have nothing to take out; batches of one run are not independent enough to pair.
    traces:
      settings.run.commonRandomNumbers === false || settings.run.batches !== undefined
        ? new Map()
        : traceRates(compared, { honest, cheating }, settings.market.computeCost),
    findings: {
      id: point.id,
      at: point.at,
      replications: Math.min(...runs),
      advantages: advantages.map(({ estimate: _, halfWidthOf: __, ...finding }) => finding),
      payoffs,
      honesty: byRole,
      rates: listRates(honest, cheating, settings, looks),
      jobs: runs.reduce((sum, replications) => sum + replications * jobs, 0),
    },
  };
}

function describeAdvantage(
  honest: ArmEvidence,
  other: ArmEvidence,
  role: Role,
  over: string,
  against: Profile,
  settings: Settings,
  looks: Looks,
): AnalysedAdvantage {
  const simulated = Math.min(honest.sample.replications, other.sample.replications) >= 2;
  const estimate = simulated ? estimateAdvantage(honest, other, role, settings) : undefined;
  const ownIncome = perJob(honest.exact, role, settings);
  const otherIncome = perJob(other.exact, role, settings);
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
    exact: ownIncome === null || otherIncome === null ? null : ownIncome - otherIncome,
    ...(estimate && { varianceReduction: estimate.reduction }),
  };
  return {
    ...finding,
    estimate,
    halfWidthOf: (comparisons) => (estimate ? halfWidthOf(estimate, looks, comparisons) : Number.POSITIVE_INFINITY),
  };
}

function describePayoff(
  arm: ArmEvidence,
  role: Role,
  strategy: string,
  against: Profile,
  settings: Settings,
  looks: Looks,
): StrategyPayoff {
  const estimate = arm.sample.replications >= 2 ? estimateIncome(arm, role, settings) : undefined;
  return {
    role,
    strategy,
    against,
    mean: estimate?.mean ?? null,
    halfWidth: finite(estimate && halfWidthOf(estimate, looks)),
    exact: perJob(arm.exact, role, settings),
  };
}

function perJob(record: Float64Array | null, role: Role, settings: Settings): number | null {
  return record && worthOf(record, role, settings);
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Findings whose claims are still to be judged. */
export type UnjudgedFindings = Omit<Findings, 'claims'>;
