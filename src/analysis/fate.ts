/**
 * What becomes of one node over many jobs: the exact law of one job, added to itself.
 *
 * Sums are built by doubling, so a million jobs take twenty steps. Where a sum can take more values than are kept,
 * neighbours are merged at their mean; how far an amount can have moved by that is reported.
 */

import type { Fate, FateQuestion } from '../claims/define.ts';
import { pow } from '../kernel/mathematics/index.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { armOf, exactFocalRecord } from './exact.ts';
import { incomeOf } from './income.ts';
import { keepFocal, listOutcomes } from './lottery.ts';

/** A law on the line: ascending amounts and their probabilities, which may sum to less than 1. */
export interface Law {
  amounts: number[];
  probabilities: number[];
  /** How far any amount may have been moved by merging. */
  resolution: number;
}

const KEPT_MAX = 2048;
// Less than this is beyond the reach of double precision in the sums that are asked about.
const NEGLIGIBLE = 1e-18;

/** The fate of a focal node that plays a strategy as an asserter; `null` without a round that can be taken apart. */
export function computeFate(settings: Settings, { strategy, jobs }: FateQuestion): Fate | null {
  const own = jobLaw(settings, strategy);
  const honest = jobLaw(settings, 'honest');
  if (!own || !honest) return null;
  const stops = settings.players.exit.kind === 'banned' && settings.players.exit.reentryCost === null;
  const law = stops ? sumUntilCaught(own, jobs) : power(merge(own.goesOn, own.caught), jobs);
  return {
    mean: meanOf(law),
    honestMean: jobs * meanOf(merge(honest.goesOn, honest.caught)),
    quantile: (level) => quantileOf(law, level),
    chanceAbove: (amount) => chanceAbove(law, amount),
    ruin: () => computeRuin(own, jobs, settings.market.stake, stops),
    resolution: law.resolution,
  };
}

/**
 * The law of a focal node's income after 1, 2, 4, … jobs; `null` without a round that can be taken apart.
 *
 * @param doublings  how often the number of jobs doubles [count]
 * @param kept       amounts a law is kept at; fewer are faster and blur more
 */
export function listFates(
  settings: Settings,
  strategy: string,
  doublings: number,
  kept: number,
): { jobs: number; law: Law }[] | null {
  const own = jobLaw(settings, strategy);
  if (!own) return null;
  const stops = settings.players.exit.kind === 'banned' && settings.players.exit.reentryCost === null;
  const start = (law: Law) => addLaws(law, point(0), kept);
  let there = start(stops ? own.goesOn : merge(own.goesOn, own.caught));
  let gone = stops ? start(own.caught) : nothing();
  const fates = [{ jobs: 1, law: merge(there, gone) }];
  for (let step = 1; step <= doublings; step++) {
    gone = merge(gone, addLaws(there, gone, kept));
    there = addLaws(there, there, kept);
    fates.push({ jobs: pow(2, step), law: merge(there, gone) });
  }
  return fates;
}

/** Income from one job of a node, apart for jobs after which it goes on and jobs in which it was slashed. */
interface JobLaw {
  goesOn: Law;
  caught: Law;
}

/** Whether what becomes of a node is known exactly. */
export function hasLaw(settings: Settings, strategy: string): boolean {
  return jobLaw(settings, strategy) !== null && jobLaw(settings, 'honest') !== null;
}

/** What an honest node expects of a job [credits]; `null` where the round does not say. */
export function expectHonest(settings: Settings): number | null {
  const law = jobLaw(settings, 'honest');
  if (law) return meanOf(merge(law.goesOn, law.caught));
  if (settings.players.exit.kind === 'banned') return null;
  const record = exactFocalRecord(settings, armOf('asserter', 'honest', 'coalition'));
  return record && incomeOf(record, 'asserter', settings) / record[at.focalJobs]!;
}

function jobLaw(settings: Settings, strategy: string): JobLaw | null {
  let known = laws.get(settings);
  if (!known) {
    known = new Map();
    laws.set(settings, known);
  }
  if (!known.has(strategy)) known.set(strategy, buildJobLaw(settings, strategy));
  return known.get(strategy)!;
}

// Settings are never changed once resolved, and every look at a study asks again.
const laws = new WeakMap<Settings, Map<string, JobLaw | null>>();

function buildJobLaw(settings: Settings, strategy: string): JobLaw | null {
  // Jobs of a batch share its slash; their sum is not that of independent ones.
  if (settings.market.jobsInFlight > 1) return null;
  const outcomes = listOutcomes(settings, armOf('asserter', strategy, 'coalition'));
  if (!outcomes) return null;
  const focal = keepFocal(outcomes);
  const { exit } = settings.players;
  const entry = exit.kind === 'banned' ? (exit.reentryCost ?? 0) : 0;
  const law = (isCaught: boolean) =>
    buildLaw(
      focal.flatMap(({ probability, record }) => {
        const refuted = record[at.detectedJobs]! + record[at.falseSlashedJobs]! > 0;
        // Whoever comes back has paid for it.
        const income = incomeOf(record, 'asserter', settings) - (refuted ? entry : 0);
        return refuted === isCaught ? [[income, probability] as const] : [];
      }),
    );
  return { goesOn: law(false), caught: law(true) };
}

/** A law from amounts and probabilities in any order. */
export function buildLaw(entries: Iterable<readonly [number, number]>, resolution = 0, kept = KEPT_MAX): Law {
  const merged = new Map<number, number>();
  for (const [amount, probability] of entries) {
    // Sums reached in another order differ in their last digits and are the same amount.
    const key = Number(amount.toPrecision(12));
    if (probability > NEGLIGIBLE) merged.set(key, (merged.get(key) ?? 0) + probability);
  }
  const sorted = [...merged].sort(([a], [b]) => a - b);
  return thin({ amounts: sorted.map(([a]) => a), probabilities: sorted.map(([, p]) => p), resolution }, kept);
}

/** The law of the sum of two independent amounts, kept at so many. */
export function addLaws(a: Law, b: Law, kept = KEPT_MAX): Law {
  const entries: [number, number][] = [];
  for (let i = 0; i < a.amounts.length; i++) {
    for (let j = 0; j < b.amounts.length; j++) {
      const probability = a.probabilities[i]! * b.probabilities[j]!;
      if (probability > NEGLIGIBLE) entries.push([a.amounts[i]! + b.amounts[j]!, probability]);
    }
  }
  return buildLaw(entries, a.resolution + b.resolution, kept);
}

/** The law of the sum of `count` independent amounts. */
export function power(law: Law, count: number): Law {
  let sum = point(0);
  let doubled = law;
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) sum = addLaws(sum, doubled);
    if (left > 1) doubled = addLaws(doubled, doubled);
  }
  return sum;
}

/** Income of a node that stops when it is caught: what it made until then, or over all its jobs. */
function sumUntilCaught({ goesOn, caught }: JobLaw, count: number): Law {
  // Over a block of jobs: still there with this sum, or gone with that one. Blocks are joined as jobs are.
  let [there, gone] = [point(0), nothing()];
  let block = { there: goesOn, gone: caught };
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) [there, gone] = [addLaws(there, block.there), merge(gone, addLaws(there, block.gone))];
    if (left > 1) {
      const [first, second] = [block.there, block.gone];
      block = { there: addLaws(first, first), gone: merge(second, addLaws(first, second)) };
    }
  }
  return merge(there, gone);
}

/** Chance that the running income ever falls to minus the capital, job by job. */
function computeRuin({ goesOn, caught }: JobLaw, jobs: number, capital: number, stops: boolean): number {
  let alive = point(0);
  let ruined = 0;
  const step = stops ? goesOn : merge(goesOn, caught);
  for (let job = 0; job < jobs && alive.amounts.length > 0; job++) {
    if (stops) ruined += chanceAtMost(addLaws(alive, caught), -capital);
    const next = addLaws(alive, step);
    ruined += chanceAtMost(next, -capital);
    // Far enough above ruin for all that can still happen, a sum need not be followed any further.
    const worst = Math.min(0, step.amounts[0] ?? 0, caught.amounts[0] ?? 0) * (jobs - job - 1);
    const kept = next.amounts.flatMap((amount, i) =>
      amount > -capital && amount + worst <= -capital ? [[amount, next.probabilities[i]!] as const] : [],
    );
    alive = buildLaw(kept, next.resolution);
  }
  return ruined;
}

function thin(law: Law, kept: number): Law {
  const { amounts, probabilities, resolution } = law;
  if (amounts.length <= kept) return law;
  const [low, high] = [amounts[0]!, amounts[amounts.length - 1]!];
  const cell = (high - low) / kept;
  const merged: Law = { amounts: [], probabilities: [], resolution: resolution + cell };
  let current = -1;
  amounts.forEach((amount, i) => {
    const index = Math.min(kept - 1, Math.floor((amount - low) / cell));
    const last = merged.amounts.length - 1;
    if (index !== current) {
      current = index;
      merged.amounts.push(amount);
      merged.probabilities.push(probabilities[i]!);
      return;
    }
    const total = merged.probabilities[last]! + probabilities[i]!;
    merged.amounts[last]! += ((amount - merged.amounts[last]!) * probabilities[i]!) / total;
    merged.probabilities[last] = total;
  });
  return merged;
}

function merge(a: Law, b: Law): Law {
  const entries = [a, b].flatMap(({ amounts, probabilities }) =>
    amounts.map((amount, i) => [amount, probabilities[i]!] as const),
  );
  return buildLaw(entries, Math.max(a.resolution, b.resolution));
}

function point(amount: number): Law {
  return { amounts: [amount], probabilities: [1], resolution: 0 };
}

function nothing(): Law {
  return { amounts: [], probabilities: [], resolution: 0 };
}

/** Its expectation. */
export function meanOf({ amounts, probabilities }: Law): number {
  return amounts.reduce((sum, amount, i) => sum + amount * probabilities[i]!, 0);
}

/** Chance to exceed an amount. */
export function chanceAbove({ amounts, probabilities }: Law, line: number): number {
  return amounts.reduce((sum, amount, i) => sum + (amount > line ? probabilities[i]! : 0), 0);
}

function chanceAtMost({ amounts, probabilities }: Law, line: number): number {
  return amounts.reduce((sum, amount, i) => sum + (amount <= line ? probabilities[i]! : 0), 0);
}

/** Smallest amount that is not exceeded with this probability. */
export function quantileOf({ amounts, probabilities }: Law, level: number): number {
  let cumulated = 0;
  for (const [i, probability] of probabilities.entries()) {
    cumulated += probability;
    if (cumulated >= level - 1e-12) return amounts[i]!;
  }
  return amounts[amounts.length - 1] ?? Number.NaN;
}
