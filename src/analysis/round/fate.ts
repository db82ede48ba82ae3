/**
 * What becomes of one node over many jobs: the exact law of one job, added to itself.
 *
 * Where slashed nodes come back, or stay, jobs are alike and their sum is bounded however many they are. A node that is
 * banned for ever earns until it is caught: there a career is renewed at no job, and its law is that of its length and of
 * what it earned until then, added up in blocks.
 */

import { catalogueOf } from '../../catalogue/catalogue.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import type { Fate, FateQuestion } from '../../claims/define.ts';
import { planArm } from '../../engine/arm-plan.ts';
import { expm1, log1p, pow } from '../../kernel/mathematics/index.ts';
import { focalCrowds } from '../../market/cast.ts';
import { incomeOf } from '../../market/money/income.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { countPlayers } from '../../market/stage.ts';
import { exitOf } from '../../market/traits.ts';
import { armOf } from '../../plan/arms.ts';
import { addLaws, buildLaw, type Law, meanOf, merge, nothing, point, totalOf } from '../../stats/law.ts';
import { boundRuinInTurns } from '../../stats/ruin.ts';
import { boundSum, readLaw } from '../../stats/sum-bounds.ts';
import { exactFocalRecord } from './exact.ts';
import { keepFocal, listOutcomes } from './lottery.ts';

/** The fate of a focal node that plays a strategy as an asserter; `null` without a round that can be taken apart. */
export function computeFate(settings: Settings, question: FateQuestion): PreparedFate | null {
  let known = fates.get(settings);
  if (!known) {
    known = new Map();
    fates.set(settings, known);
  }
  const key = `${question.jobs} ${question.strategy}`;
  if (!known.has(key)) known.set(key, buildFate(settings, question));
  return known.get(key)!;
}

// Every look at a study asks again.
const fates = new WeakMap<Settings, Map<string, PreparedFate | null>>();

function buildFate(settings: Settings, { strategy, jobs }: FateQuestion): PreparedFate | null {
  const own = jobLaw(settings, strategy);
  const honest = jobLaw(settings, 'honest');
  if (!own || !honest) return null;
  const { stops } = own;
  const all = merge(own.goesOn, own.caught);
  const walk = stops ? { goesOn: own.goesOn, ends: own.caught } : { goesOn: all, ends: nothing() };
  const sum = once(() => (stops ? readLaw(sumUntilCaught(own, jobs)) : boundSum(all, jobs)));
  const ruin = inTurns(() => boundRuinInTurns(walk, jobs, settings.market.stake));
  return {
    mean: expectIncome(own, jobs),
    honestMean: expectIncome(honest, jobs),
    quantile: (level) => sum().quantile(level),
    chanceAbove: (amount) => sum().chanceAbove(amount),
    ruin: ruin.finish,
    *prepare(of) {
      if (of === 'ruin') yield* ruin.turns();
      else sum();
    },
  };
}

/** A fate, and the work behind its figures in turns: what was prepared is read at once. */
export interface PreparedFate extends Fate {
  prepare: (of: 'sum' | 'ruin') => Generator<undefined, void>;
}

/** Work that is done once, in turns or all at once. */
function inTurns<Value>(begin: () => Generator<undefined, Value>) {
  let work: Generator<undefined, Value> | undefined;
  let known: { value: Value } | undefined;
  function* turns(): Generator<undefined, void> {
    work ??= begin();
    while (!known) {
      const { done, value } = work.next();
      if (done) known = { value };
      else yield;
    }
  }
  const finish = (): Value => {
    for (const turns_ = turns(); !turns_.next().done; );
    return known!.value;
  };
  return { turns, finish };
}

/** What is worked out when it is asked for first. */
function once<Value>(work: () => Value): () => Value {
  let known: { value: Value } | undefined;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}

/** Expected income; a node that stops when it is caught is there for the k-th job with chance (1 - c)^(k - 1). */
function expectIncome({ goesOn, caught, stops }: JobLaw, jobs: number): number {
  const chance = stops ? Math.min(1, totalOf(caught)) : 0;
  const played = chance > 0 ? -expm1(jobs * log1p(-chance)) / chance : jobs;
  return played * (meanOf(goesOn) + meanOf(caught));
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
  const { stops } = own;
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
  /** The node is gone once it is slashed: it may not come back, or would not. */
  stops: boolean;
}

/** Whether what becomes of a node is known exactly. */
export function hasLaw(settings: Settings, strategy: string): boolean {
  return jobLaw(settings, strategy) !== null && jobLaw(settings, 'honest') !== null;
}

/** What an honest node expects of so many jobs [credits]; `null` where the round does not say. */
export function expectHonest(settings: Settings, jobs: number): number | null {
  const law = jobLaw(settings, 'honest');
  if (law) return expectIncome(law, jobs);
  if (exitOf(settings).bans) return null;
  const record = exactFocalRecord(settings, armOf(settings, 'asserter', 'honest', 'coalition'));
  return record && (jobs * incomeOf(record, 'asserter', settings)) / record[at.focalJobs];
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
  // Jobs of a flight share its slash, and fellows meet at one job of a vote: a node's jobs are not the market's jobs then.
  if (traitsOf(settings).couplesJobs || countPlayers(settings, 'asserter', catalogueOf(settings)) > 1) return null;
  const arm = armOf(settings, 'asserter', strategy, 'coalition');
  const outcomes = listOutcomes(settings, arm);
  if (!outcomes) return null;
  const focal = keepFocal(outcomes);
  const { bans, wayBack } = exitOf(settings);
  const stops =
    bans && (wayBack === null || focalCrowds(planArm(settings, arm).cast).some(({ staysAway }) => staysAway));
  // Whoever comes back has paid for it.
  const entry = stops ? 0 : (wayBack ?? 0);
  const law = (isCaught: boolean) =>
    buildLaw(
      focal.flatMap(({ probability, record }) => {
        const refuted = record[at.detectedJobs] + record[at.falseSlashedJobs] > 0;
        const income = incomeOf(record, 'asserter', settings) - (refuted ? entry : 0);
        return refuted === isCaught ? [[income, probability] as const] : [];
      }),
    );
  return { goesOn: law(false), caught: law(true), stops };
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
