/**
 * What becomes of nodes where no exact law says: careers of simulated nodes, and what they prove.
 *
 * A career is a stretch of consecutive jobs of one focal node, in the order in which it asserts them. Careers must be
 * independent of each other for their number to count. Where nodes stay, every job's luck is its own and so is every
 * node's; where slashed nodes leave, those of one run meet each other's absence, and a run tells of one node alone.
 * Where nothing is remembered from job to job either, one node has many careers.
 *
 * Nothing is assumed of their law: a chance is bounded by the binomial of how many careers it befell, a quantile by order
 * statistics. Careers that the end of a run cuts off count as whatever would be worst, unless dispatch alone, which no
 * career has a say in, decides which ones these are.
 *
 * @source Clopper and Pearson (1934); David and Nagaraja (2003), section 7.1
 */
import type { Careers, FateQuestion, Interval } from '../../claims/define.ts';
import { planArm } from '../../engine/arm-plan.ts';
import { numbersPerCareer } from '../../engine/careers.ts';
import { countFocal } from '../../market/cast.ts';
import { cutRun, type Settings } from '../../market/settings.ts';
import { armOf } from '../../plan/arms.ts';
import { boundQuantile, clopperPearson } from '../../stats/binomial.ts';

// As many careers of a run tell most of what it could tell; and what one run may hold in memory.
const careersPerRun = 64;
const jobsHeldMax = 500_000;
/** Careers of a design point at most, and so what a study may hold in memory: an interval of a chance is ± 0.003 then. */
const careersMax = 100_000;

/** Runs that tell of careers. */
export interface CareerPlan {
  /** Settings of a run; `run.careers` says what to follow. */
  settings: Settings;
  /** Jobs at which nearly all careers would be finished [count]. */
  jobsNeeded: number;
  /** Whether careers that are cut off can be left out. */
  losesEvenly: boolean;
}

/** Plans the runs in which careers are followed: no longer than the scenario's, and shorter where that is enough. */
export function planCareers(settings: Settings, { strategy, jobs }: FateQuestion): CareerPlan {
  const { market, run } = settings;
  const { cast, traits } = planArm(settings, armOf(settings, 'asserter', strategy, 'coalition'));
  const staysPut = traits.changesFleet === undefined;
  const isUniform = (traits.readsQueues ?? traits.favours) === undefined;
  const nodes = staysPut ? Math.min(countFocal(cast), careersPerRun, Math.max(1, Math.floor(jobsHeldMax / jobs))) : 1;
  // A career begins with a flight of jobs in flight.
  const stride = Math.ceil(jobs / market.jobsInFlight) * market.jobsInFlight;
  const room = Math.floor(Math.min(run.jobs / market.nodeCount, jobsHeldMax / nodes) / stride);
  const isForgotten = staysPut && isUniform && traits.remembers === undefined;
  const each = isForgotten ? Math.max(1, Math.min(Math.ceil(careersPerRun / nodes), room)) : 1;
  // A node has a binomial number of jobs; with five deviations to spare nearly every one has enough.
  const own = (each - 1) * stride + jobs;
  const jobsNeeded = Math.ceil(market.nodeCount * (own + 5 * Math.sqrt(own) + 10));
  const careers = { jobs, nodes, each, stride };
  return {
    settings: { ...settings, run: { ...cutRun(run, jobsNeeded), careers } },
    jobsNeeded,
    losesEvenly: staysPut && isUniform,
  };
}

/** The careers of one strategy at one design point, as they come in. */
export class CareerSample {
  readonly plan: CareerPlan;
  /** Replications they are of [count]. */
  replications = 0;
  readonly #incomes: number[] = [];
  readonly #lowest: number[] = [];
  #unfinished = 0;
  #isSorted = true;

  constructor(plan: CareerPlan) {
    this.plan = plan;
  }

  /** Adds what the next replications left: the numbers of each career, NaN where it was cut off. */
  add(rows: Float64Array, replications: number): void {
    for (let at = 0; at < rows.length; at += numbersPerCareer) {
      if (Number.isNaN(rows[at])) {
        this.#unfinished++;
        continue;
      }
      // Sums reached in another order differ in their last digits and are the same amount.
      this.#incomes.push(Number(rows[at].toPrecision(12)));
      this.#lowest.push(Number(rows[at + 1].toPrecision(12)));
    }
    this.#isSorted = false;
    this.replications += replications;
  }

  /** Whether no more are wanted. */
  get isFull(): boolean {
    return this.#incomes.length + this.#unfinished >= careersMax;
  }

  /** Careers that were finished [count]. */
  get finished(): number {
    return this.#incomes.length;
  }

  /** Careers that may have come to anything [count]. */
  get unfinished(): number {
    return this.plan.losesEvenly ? 0 : this.#unfinished;
  }

  /** Ascending [credits]. */
  get incomes(): readonly number[] {
    this.#sort();
    return this.#incomes;
  }

  /** The lowest each stood at, ascending [credits]. */
  get lowest(): readonly number[] {
    this.#sort();
    return this.#lowest;
  }

  #sort(): void {
    if (this.#isSorted) return;
    for (const values of [this.#incomes, this.#lowest]) values.sort((a, b) => a - b);
    this.#isSorted = true;
  }
}

/**
 * What a sample proves.
 *
 * @param tail    error probability of one side of an interval that holds together with so many others
 * @param isLast  whether no more replications are to come
 * @param honest  what an honest node expects over as many jobs
 */
export function readCareers(
  sample: CareerSample,
  tail: (comparisons: number) => number,
  { isLast, honest }: { isLast: boolean; honest: Careers['honest'] },
): Careers {
  const { finished, unfinished, plan } = sample;
  const { stake } = plan.settings.market;
  const chance = (befell: number, comparisons: number): Interval => {
    const all = finished + unfinished;
    const { low } = clopperPearson(befell, all, tail(comparisons));
    const { high } = clopperPearson(befell + unfinished, all, tail(comparisons));
    return { low, middle: finished > 0 ? befell / finished : Number.NaN, high };
  };
  return {
    finished,
    unfinished,
    jobsPerRun: plan.settings.run.jobs,
    jobsNeeded: plan.jobsNeeded,
    // Where no career is ever finished, more runs tell nothing.
    mayGrow: finished > 0 && !sample.isFull && !isLast,
    quantile: (level, comparisons) => {
      const { incomes } = sample;
      const { low, high } = boundQuantile(finished + unfinished, level, tail(comparisons));
      return {
        // Those that were cut off may have earned less than any other, or more.
        low: incomes[low - unfinished - 1] ?? Number.NEGATIVE_INFINITY,
        middle: incomes[Math.ceil(level * finished) - 1] ?? Number.NaN,
        high: incomes[high - 1] ?? Number.POSITIVE_INFINITY,
      };
    },
    chanceAbove: (amount, comparisons) => {
      const line = amount + 1e-9 * Math.max(1, Math.abs(amount));
      return chance(finished - countBelow(sample.incomes, line), comparisons);
    },
    ruin: (comparisons) => chance(countBelow(sample.lowest, -stake + 1e-9 * Math.max(1, stake)), comparisons),
    honest,
  };
}

/** How many of ascending values are at most `line`. */
function countBelow(values: readonly number[], line: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}
