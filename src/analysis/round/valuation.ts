/**
 * What a record is worth to the players, per job that focal nodes assert.
 *
 * Every worth is a smooth function of a few ratios of column sums, for simulated and exact records alike: the exact side
 * reads them off expectations, the simulated side off totals, with the slopes carrying the noise over (delta method).
 *
 * - Risk neutral: income per job.
 * - With a utility: the certainty equivalent of the income of one job, each job valued on top of the wealth. A validator
 *   values what a job it validates brings it; that is counted as often as such jobs come per job asserted.
 * - Where slashed nodes are banned: (1 - discount) times the value of the career, which is an income per job again.
 */
import type { Role } from '../../findings/findings.ts';
import { comesBack, computeCareerValue } from '../../game/preferences.ts';
import { incomeOf } from '../../market/money/income.ts';
import { utilityOf } from '../../market/money/utility.ts';
import { columnIndex as at, type RecordColumn } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';

/** One ratio of column sums: a figure of the record, and the column it is taken per. */
export interface RatioTerm {
  figure: (record: ArrayLike<number>) => number;
  per: RecordColumn;
}

/** A worth at given ratios, and how it moves with each of them. */
export interface Worth {
  value: number;
  slopes: readonly number[];
  /**
   * How far the value moves when what it is read off is rounded once, as a multiple of the relative error of rounding;
   * absent where that is lost in what the ledger rounds. The certainty equivalent of a sure gain is far from the utility
   * that it is read off: to the cautious all large gains are nearly the same.
   */
  grain?: number;
}

/** How to value the records of a role. */
export interface Valuation {
  terms: readonly RatioTerm[];
  combine: (ratios: readonly number[]) => Worth;
}

/** The valuation of a role's income at a design point. */
export function valuationOf(settings: Settings, role: Role): Valuation {
  if (exitOf(settings).bans) return valueCareer(settings, role);
  if (!addsUpIncome(settings)) return valueUtility(settings, role);
  return {
    terms: [{ figure: (record) => incomeOf(record, role, settings), per: 'focalJobs' }],
    combine: ([income]) => ({ value: income, slopes: [1] }),
  };
}

/** Whether players just add up what they earn. */
export function addsUpIncome(settings: Settings): boolean {
  return !exitOf(settings).bans && utilityOf(settings) === undefined;
}

/** The worth of a record per focal job [credits]. */
export function worthOf(record: ArrayLike<number>, role: Role, settings: Settings): number {
  const { terms, combine } = valuationOf(settings, role);
  return combine(terms.map((term) => ratioOf(term, record))).value;
}

/** A ratio of column sums; nothing per nothing is nothing. */
export function ratioOf({ figure, per }: RatioTerm, record: ArrayLike<number>): number {
  const whole = record[at[per]];
  return whole > 0 ? figure(record) / whole : 0;
}

const column = (name: RecordColumn, per: RecordColumn): RatioTerm => ({ figure: (record) => record[at[name]], per });

function valueUtility(settings: Settings, role: Role): Valuation {
  const utility = utilityOf(settings)!;
  const certain = (mean: number) => {
    const value = utility.inverse(mean);
    // Ruin with any probability is as bad as ruin, and no further sample can change that.
    const slope = Number.isFinite(mean) ? 1 / utility.derivative(value) : 0;
    return { value, slope, grain: slope * Math.abs(mean) };
  };
  if (role === 'asserter') {
    return {
      terms: [column('asserterUtility', 'focalJobs')],
      combine: ([mean]) => {
        const { value, slope, grain } = certain(mean);
        return { value, slopes: [slope], grain };
      },
    };
  }
  return {
    terms: [column('validatorUtility', 'focalValidatedJobs'), column('focalValidatedJobs', 'focalJobs')],
    combine: ([mean, share]) => {
      const { value, slope, grain } = certain(mean);
      return { value: value * share, slopes: [slope * share, value], grain: grain * share };
    },
  };
}

function valueCareer(settings: Settings, role: Role): Valuation {
  const terms = { discount: settings.players.discount ?? 1, reentryCost: exitOf(settings).wayBack };
  if (role === 'asserter') {
    return {
      terms: [column('careerIncome', 'careerJobs'), column('careerBans', 'careerJobs')],
      combine: ([income, ban]) => spreadCareer(income, ban, terms),
    };
  }
  return {
    terms: [
      column('validatorCareerIncome', 'validatorCareerJobs'),
      column('validatorCareerBans', 'validatorCareerJobs'),
      column('focalValidations', 'focalJobs'),
    ],
    combine: ([income, ban, share]) => {
      const { value, slopes } = spreadCareer(income, ban, terms);
      return { value: value * share, slopes: [slopes[0] * share, slopes[1] * share, value] };
    },
  };
}

/**
 * The value of a career spread evenly over all jobs it could have had: (1 - discount) V. A banned node comes back when
 * that is worth the price; undiscounted, the jobs after the ban are all that counts.
 */
function spreadCareer(
  income: number,
  ban: number,
  { discount, reentryCost }: { discount: number; reentryCost: number | null },
): { value: number; slopes: [number, number] } {
  if (ban === 0 || comesBack({ income, exitProbability: ban, discount, reentryCost })) {
    const value = income - ban * (reentryCost ?? 0);
    // Nobody was banned: the next ban would cost what is lost by it, all later jobs or the way back.
    const later = discount < 1 ? (discount * Math.max(0, income)) / (1 - discount) : Number.POSITIVE_INFINITY;
    return { value, slopes: [1, -Math.min(later, reentryCost ?? Number.POSITIVE_INFINITY)] };
  }
  const kept = 1 - discount + discount * ban;
  const value =
    discount < 1 ? (1 - discount) * computeCareerValue({ income, exitProbability: ban, discount, reentryCost }) : 0;
  return { value, slopes: [(1 - discount) / kept, (-discount * value) / kept] };
}
