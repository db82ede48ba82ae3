/**
 * What the jobs that brute force lists are worth to the players, from docs/model.md: by accounting, by utility, by careers;
 * and what honesty earns over a deviation, at one challenge probability and along all of them.
 */
import type { Role } from '../../src/findings/findings.ts';
import type { Profile } from '../../src/findings/profile.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { type Expectation, enumerate, type Rules } from './brute-force.ts';

/** Sums over all jobs that players value: incomes, utilities, bans. */
interface Sums {
  asserted: number;
  asserterIncome: number;
  asserterUtility: number;
  asserterBans: number;
  validations: number;
  validatedJobs: number;
  validatorIncome: number;
  validatorUtility: number;
  validatorBans: number;
}

/** An arm's jobs by whether they were challenged. */
export interface ListedArm {
  unchallenged: Sums;
  challenged: Sums;
}

/** Lists the jobs of an arm once; they serve every challenge probability. */
export function listArm(settings: Settings, rules: Rules, arm: Arm): ListedArm {
  const parts = [0, 1].map((challengeProbability) => {
    const sums = emptySums();
    enumerate(settings, { ...rules, challengeProbability }, arm, (probability, job) =>
      addJob(sums, probability, job, settings, arm),
    );
    return sums;
  });
  return { unchallenged: parts[0], challenged: parts[1] };
}

/** What a role of the focal nodes is worth per job they assert, where jobs are challenged with probability p [credits]. */
export function worthAt({ unchallenged, challenged }: ListedArm, role: Role, p: number, settings: Settings): number {
  const at = (name: keyof Sums) => (1 - p) * unchallenged[name] + p * challenged[name];
  const jobs = at('asserted');
  const { exit, utility = 'risk-neutral', discount = 1 } = settings.players;
  if (role === 'asserter') {
    if (exit.kind === 'banned') {
      return valueCareer(at('asserterIncome') / jobs, at('asserterBans') / jobs, discount, exit.reentryCost);
    }
    if (utility === 'risk-neutral') return at('asserterIncome') / jobs;
    return sureIncome(at('asserterUtility') / jobs, utility);
  }
  const validations = at('validations');
  if (validations === 0) return 0;
  if (exit.kind === 'banned') {
    const income = at('validatorIncome') / validations;
    return (validations / jobs) * valueCareer(income, at('validatorBans') / validations, discount, exit.reentryCost);
  }
  if (utility === 'risk-neutral') return at('validatorIncome') / jobs;
  return (at('validatedJobs') / jobs) * sureIncome(at('validatorUtility') / at('validatedJobs'), utility);
}

/** Arms that a role is compared in: everyone honest but for what the profile holds them to. */
export function armsOf(role: Role, over: string, against: Profile): [Arm, Arm] {
  return [
    { role, strategy: 'honest', against },
    { role, strategy: over, against },
  ];
}

function emptySums(): Sums {
  return {
    asserted: 0,
    asserterIncome: 0,
    asserterUtility: 0,
    asserterBans: 0,
    validations: 0,
    validatedJobs: 0,
    validatorIncome: 0,
    validatorUtility: 0,
    validatorBans: 0,
  };
}

function addJob(sums: Sums, probability: number, job: Expectation, settings: Settings, { against }: Arm): void {
  const { utility = 'risk-neutral' } = settings.players;
  const value = (income: number) => (utility === 'risk-neutral' ? income : utilityOf(income, utility));
  const asserted = job.focalJobs ?? 0;
  const refuted = asserted * ((job.detectedJobs ?? 0) + (job.falseSlashedJobs ?? 0));
  const validations = job.focalValidations ?? 0;
  const members = job.validatorIncome ?? 0;
  const asserter = countIncome(job, settings, against);
  sums.asserted += probability * asserted;
  // The whole coalition's income holds what its members earn by jobs of others, unless jobs are valued one by one.
  const isWhole = accountingIn(settings, against) === 'netted' && isPlain(settings);
  if (asserted > 0 || isWhole) sums.asserterIncome += probability * asserter;
  if (asserted > 0) sums.asserterUtility += probability * value(asserter);
  sums.asserterBans += probability * refuted;
  sums.validations += probability * validations;
  sums.validatorIncome += probability * members;
  if (validations > 0) {
    sums.validatedJobs += probability;
    sums.validatorUtility += probability * value(members);
    sums.validatorBans += probability * Math.max(0, (job.focalSlashes ?? 0) - slashOf(job, settings) * refuted);
  }
}

/** Focal slashes count the asserter's own where there is something to take. */
function slashOf(_: Expectation, { market, mechanism }: Settings): number {
  const amount = mechanism.slashAmount ?? Number(mechanism.slashFraction ?? 0) * market.stake;
  return Math.min(Number(amount), market.stake) > 0 ? 1 : 0;
}

function isPlain({ players: { exit, utility = 'risk-neutral' } }: Settings): boolean {
  return exit.kind === 'none' && utility === 'risk-neutral';
}

/** No coalition acts where everyone is honest, and none can where there is none. */
function accountingIn({ coalition, mechanism }: Settings, against: Profile): string {
  return coalition.size === 0 || against === 'all-honest' ? 'alone' : String(mechanism.accounting);
}

function countIncome(job: Expectation, settings: Settings, against: Profile): number {
  const own = job.asserterIncome ?? 0;
  switch (accountingIn(settings, against)) {
    case 'alone':
      return own;
    case 'netted':
      return own + (job.validatorIncome ?? 0);
    case 'gross':
      return own + (job.unanimousReward ?? 0);
    default:
      return own + (job.unanimousReward ?? 0) - (job.backingSlash ?? 0);
  }
}

type Utility = Exclude<NonNullable<Settings['players']['utility']>, 'risk-neutral'>;

/** (1 - e^(-a x)) / a, or w ((1 + x/w)^(1 - g) - 1) / (1 - g) and its limit, the logarithm. */
function utilityOf(income: number, utility: Utility): number {
  if ('cara' in utility) return (1 - Math.exp(-utility.cara * income)) / utility.cara;
  const { crra, wealth } = utility;
  if (crra === 1) return wealth * Math.log(1 + income / wealth);
  return (wealth * ((1 + income / wealth) ** (1 - crra) - 1)) / (1 - crra);
}

function sureIncome(mean: number, utility: Utility): number {
  if ('cara' in utility) return -Math.log(1 - utility.cara * mean) / utility.cara;
  const { crra, wealth } = utility;
  if (crra === 1) return wealth * (Math.exp(mean / wealth) - 1);
  return wealth * ((1 + ((1 - crra) * mean) / wealth) ** (1 / (1 - crra)) - 1);
}

/** A career spread over all jobs it could have had, by the better of coming back after every ban and never. */
function valueCareer(income: number, ban: number, discount: number, price: number | null): number {
  const gone = ((1 - discount) * income) / (1 - discount * (1 - ban));
  return price === null ? gone : Math.max(gone, income - ban * price);
}
