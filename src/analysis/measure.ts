/** What every strategy earns at a design point, and what honesty earns over it: from its records, beside the round. */

import type { Advantage, Role, StrategyPayoff } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import { columnIndex } from '../market/record.ts';
import { armName, type Settings } from '../market/settings.ts';
import { heldTo } from '../market/stage.ts';
import { armOf } from '../plan/arms.ts';
import type { ExactArms } from './round/exact-arm.ts';
import type { ComparedArm } from './sample/compare-counts.ts';
import { compareMean } from './sample/compare-means.ts';
import type { Comparison } from './sample/comparison.ts';
import { estimateAdvantage, estimateIncome, type PairedEstimate } from './sample/estimate.ts';
import type { Looks } from './sample/looks.ts';
import { estimatePlainly } from './sample/plain.ts';
import { halfWidthOf } from './sample/precision.ts';
import type { Samples } from './sample/samples.ts';

/** An advantage as the later stages need it: the finding, and the estimate behind it. */
export interface AnalysedAdvantage {
  finding: Advantage;
  estimate: PairedEstimate | undefined;
  /** The same with nothing taken out. */
  plainEstimate: PairedEstimate | undefined;
}

/** Income of every strategy of either role, and what honesty earns over it; each beside its exact value. */
export function measureStrategies(
  settings: Settings,
  profiles: readonly Profile[],
  arms: EvidenceOfArms,
  looks: Looks,
): { payoffs: StrategyPayoff[]; advantages: AnalysedAdvantage[]; means: Comparison[] } {
  const { batches } = settings.run;
  const advantages: AnalysedAdvantage[] = [];
  const payoffs: StrategyPayoff[] = [];
  const means: Comparison[] = [];
  for (const profile of profiles) {
    const held = heldTo(settings, profile);
    for (const role of ['asserter', 'validator'] as const) {
      const honest = arms.of(role, 'honest', profile);
      for (const { name } of settings.players[role]) {
        const other = arms.of(role, name, profile);
        const compare = (what: string, estimate: PairedEstimate | undefined, exact: number | null) =>
          means.push(...compareMean({ arm: other.arm, name: what, batches }, estimate, exact));
        const payoff = describePayoff(other, role, name, profile, held, looks);
        payoffs.push(payoff.finding);
        compare(`what the ${role} earns`, payoff.estimate, other.worth);
        if (name === 'honest') continue;
        const advantage = describeAdvantage(honest, other, role, name, profile, held, looks);
        advantages.push(advantage);
        compare(`what honesty earns over ${name}`, advantage.estimate, advantage.finding.exact);
      }
    }
  }
  return { payoffs, advantages, means };
}

/** An arm's evidence, with what it is worth to the role that is looked at, exactly. */
interface AnalysedArm extends ComparedArm {
  worth: number | null;
}

/** The arms of a design point, gathered as they are asked for. */
export class EvidenceOfArms {
  readonly #settings: Settings;
  readonly #samples: Samples;
  readonly #exact: ExactArms;
  readonly #byRole = new Map<string, AnalysedArm>();
  readonly #byName = new Map<string, AnalysedArm>();

  constructor(settings: Settings, samples: Samples, exact: ExactArms) {
    this.#settings = settings;
    this.#samples = samples;
    this.#exact = exact;
  }

  /** The arm in which a role plays a strategy. */
  of(role: Role, strategy: string, against: Profile): AnalysedArm {
    const arm = armOf(this.#settings, role, strategy, against);
    const name = armName(arm);
    const before = this.#byRole.get(`${role} ${name}`);
    if (before) return before;
    const known = this.#exact.of(this.#settings, role, strategy, against);
    const found: AnalysedArm = { ...known, arm, sample: this.#samples.of(arm), worth: known.worthTo(role) };
    this.#byName.set(name, found);
    this.#byRole.set(`${role} ${name}`, found);
    return found;
  }

  /** Each of them once. */
  get gathered(): AnalysedArm[] {
    return [...this.#byName.values()];
  }
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
