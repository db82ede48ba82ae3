/** What the round says of an arm, worked out when it is asked for and known from then on. */

import { planArm } from '../../engine/arm-plan.ts';
import type { Role } from '../../findings/findings.ts';
import type { Profile } from '../../findings/profile.ts';
import { type Arm, armName, type Settings } from '../../market/settings.ts';
import { heldTo } from '../../market/stage.ts';
import { armOf } from '../../plan/arms.ts';
import { exactFocalRecord, exactOwnRecord, exactRecord } from './exact.ts';
import { type JobOutcome, listOutcomes } from './lottery.ts';
import { listPayments, type Payments } from './payments.ts';
import { valuationOf, worthOf } from './valuation.ts';

/** What the rules say of an arm. */
export interface ArmLaw {
  /** Per job of the market; `null` where the round does not speak for every job. */
  exact: Float64Array | null;
  /** The same of focal nodes' jobs alone; `null` where `exact` says more, or the round does not even speak for those. */
  focal: Float64Array | null;
  /** Every way a job that the round speaks for can end; `null` where it cannot be taken apart. */
  outcomes: () => readonly JobOutcome[] | null;
  /** All that a job can bring or cost a role, whether or not the round speaks for it. */
  payments: (role: Role) => Payments;
  /** How challenges were sampled in this arm. */
  sampling: 'natural' | 'tilted' | 'split';
}

/** Remembers what is exact about a study's design points, which does not change from look to look. */
export class ExactArms {
  readonly #arms = new WeakMap<Settings, Map<string, ExactArm>>();

  /** The arm in which a role plays a strategy. */
  of(settings: Settings, role: Role, strategy: string, against: Profile): ExactArm {
    let arms = this.#arms.get(settings);
    if (!arms) {
      arms = new Map();
      this.#arms.set(settings, arms);
    }
    const arm = armOf(settings, role, strategy, against);
    const key = armName(arm);
    let known = arms.get(key);
    if (!known) {
      known = knowArm(settings, arm);
      arms.set(key, known);
    }
    return known;
  }
}

/** An arm of a design point, as the round knows it. */
export interface ExactArm extends ArmLaw {
  /** What a role is worth to focal nodes per job they assert [credits]; `null` where the round does not say. */
  worthTo: (role: Role) => number | null;
}

function knowArm(given: Settings, arm: Arm): ExactArm {
  const settings = heldTo(given, arm.against);
  const exact = exactRecord(settings, arm);
  let outcomes: readonly JobOutcome[] | null | undefined;
  const payments: Partial<Record<Role, Payments>> = {};
  return {
    exact,
    focal: exact ? null : exactFocalRecord(settings, arm),
    outcomes: () => {
      if (outcomes === undefined) outcomes = listOutcomes(settings, arm);
      return outcomes;
    },
    payments: (role) => {
      payments[role] ??= listPayments(settings, arm, valuationOf(settings, role).terms);
      return payments[role];
    },
    sampling: planArm(given, arm).sampling,
    worthTo: (role) => {
      const record = exact ?? exactOwnRecord(settings, role, arm);
      return record && worthOf(record, role, settings);
    },
  };
}
