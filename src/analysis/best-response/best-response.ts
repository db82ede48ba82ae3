/**
 * The best that one node can do, everybody else honest, whatever it remembers.
 *
 * The market answers one node among many by next to nothing, so what it faces stays as it is, and its choices are a Markov
 * decision process. Where jobs stand for themselves that has one state, in which the best plan does the same at every job,
 * and a ban ends a career or begins it anew. Where sampling goes by clean jobs in a row, those are the states.
 */
import { mechanismOf } from '../../catalogue/catalogue.ts';
import { samplingRates } from '../../catalogue/sampling.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { planArm } from '../../engine/arm-plan.ts';
import type { ActionSet, BestResponse, PlanStep } from '../../findings/best-response.ts';
import type { Role } from '../../findings/findings.ts';
import { type Bounds, boundLife, boundMean } from '../../game/decision-bounds.ts';
import { buildProcess, type DecisionProcess, followPlan } from '../../game/decision-process.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';
import { armOf } from '../../plan/arms.ts';
import { exactFocalRecord, exactIncome } from '../round/exact.ts';
import { explainSilence } from '../round/round-law.ts';
import { addsUpIncome } from '../round/valuation.ts';
import { declareActions, honest } from './actions.ts';
import { type JobFacts, reputationProcess, sayCleanJobs } from './reputation.ts';

/** Working no more, which earns nothing. */
const stop = 'stop';
/** Of an income, as advantages have it [1]. */
const ROUNDING = 1e-13;

interface Question {
  role: Role;
  actions: ActionSet;
}

/** The best response of one node in a role; where the chain of its choices is not known, why. */
export function findBestResponse(given: Settings, { role, actions }: Question): BestResponse {
  const settings = declareActions(given, role, actions);
  const discount = settings.players.discount ?? 1;
  const { bans } = exitOf(settings);
  if (bans && discount === 1) {
    return { role, unknown: 'bans end careers, which have no worth where players.discount is 1' };
  }
  if (role === 'validator' && settings.groupOfNodes !== undefined) {
    return { role, unknown: 'validators check nodes of all groups, and a design point knows its own alone' };
  }
  const { kind, create } = mechanismOf(settings);
  if (!create) {
    return {
      role,
      unknown: `mechanism ${kind} describes a game and no market, so that what a node can do over many jobs is not told`,
    };
  }
  // Within such a batch a node may go by what was found in it so far.
  const { couplesJobs } = traitsOf(settings);
  if (couplesJobs !== undefined) return { role, unknown: `${couplesJobs}, and no chain of such jobs is known` };
  const rates = samplingRates(settings);
  return rates ? answerByCleanJobs(settings, role, rates) : answerByJob(settings, role);
}

/** Where jobs stand for themselves: what pays best at one of them pays best at all. */
function answerByJob(settings: Settings, role: Role): BestResponse {
  const ways = listIncomes(settings, role);
  if ('unknown' in ways) return { role, ...ways };
  const process = buildProcess(
    'at work',
    (state) => [...ways, { name: stop, income: 0 }].map((way) => ({ ...way, outcomes: [{ state, weight: 1 }] })),
    (state) => state,
  );
  // A ban leads to no other state, so that a career counts by its worth per job.
  const discount = exitOf(settings).bans ? settings.players.discount! : 1;
  const best = boundMean(process);
  const { income } = ways.find(({ name }) => name === honest)!;
  return {
    role,
    gain: gainOver({ low: income, high: income }, best),
    policy: [{ when: 'always', action: process.names[best.plan[0]] }],
    horizon: horizonOf(discount),
    ...sizeOf(process),
  };
}

/** What each action earns by the job, by the exact round. */
function listIncomes(settings: Settings, role: Role): { name: string; income: number }[] | { unknown: string } {
  const ways = settings.players[role].map(({ name }) => ({
    name,
    income: exactIncome(settings, role, armOf(settings, role, name, 'all-honest')),
  }));
  const known = ways.flatMap(({ name, income }) => (income === null ? [] : [{ name, income }]));
  return known.length === ways.length ? known : { unknown: sayUnknown(settings) };
}

function sayUnknown(settings: Settings): string {
  return explainSilence(settings, ['all-honest']) ?? 'the round does not say what every action earns';
}

/** Where the chance of a challenge goes by clean jobs in a row: a chain of as many states. */
function answerByCleanJobs(settings: Settings, role: Role, rates: Float64Array): BestResponse {
  if (exitOf(settings).bans || !addsUpIncome(settings)) {
    return { role, unknown: 'what a ban or a utility makes of sampling by clean jobs is no chain that is known' };
  }
  if (role !== 'asserter')
    return { role, unknown: 'sampling by clean jobs goes by what a node asserts, and no chain of validators is known' };
  const inTime = settings.players[role].map(({ name }) => planArm(settings, armOf(settings, role, name, 'all-honest')));
  const overlapping = inTime.find(({ path }) => path !== 'rounds');
  if (overlapping) return { role, unknown: `${overlapping.why}, so that jobs overlap in time` };
  const facts = listFacts(settings, role);
  if ('unknown' in facts) return { role, ...facts };
  const discount = settings.players.discount ?? 1;
  const ways = [...facts, { name: stop, unchallenged: 0, challenged: 0, found: 0 }];
  const process = reputationProcess(rates, ways, discount);
  const bound = (one: DecisionProcess): Bounds => (discount < 1 ? boundLife(one) : boundMean(one));
  const best = bound(process);
  // A life is a sum over jobs, of which each counts as one in the mean.
  const perJob = discount < 1 ? 1 - discount : 1;
  const scale = ({ low, high }: Pick<Bounds, 'low' | 'high'>) => ({ low: low * perJob, high: high * perJob });
  return {
    role,
    gain: gainOver(scale(bound(followPlan(process, () => honest))), scale(best)),
    policy: listSteps(process, best.plan, sayCleanJobs),
    horizon: horizonOf(discount),
    ...sizeOf(process),
  };
}

/** What each action comes to at a job that is challenged and at one that is not, by the rounds at either side of the coin. */
function listFacts(given: Settings, role: Role): JobFacts[] | { unknown: string } {
  const { coin } = mechanismOf(given);
  if (coin === undefined) return { unknown: 'the mechanism names no chance by which jobs are challenged' };
  const { sampling: _, ...mechanism } = given.mechanism;
  const [never, always] = [0, 1].map((chance) => ({
    ...given,
    mechanism: { ...mechanism, kind: given.mechanism.kind, [coin]: chance },
  }));
  const facts: JobFacts[] = [];
  for (const { name } of given.players[role]) {
    const arm = armOf(given, role, name, 'all-honest');
    const [unchallenged, challenged] = [never, always].map((side) => exactIncome(side, role, arm));
    const record = exactFocalRecord(always, arm);
    if (unchallenged === null || challenged === null || record === null) return { unknown: sayUnknown(always) };
    const found = (record[at.detectedJobs] + record[at.falseSlashedJobs]) / record[at.focalJobs];
    facts.push({ name, unchallenged, challenged, found });
  }
  return facts;
}

function horizonOf(discount: number): number | null {
  return discount < 1 ? 1 / (1 - discount) : null;
}

function sizeOf({ names, states }: DecisionProcess) {
  return { actions: [...new Set(names)], states: states.length };
}

type Range = Pick<Bounds, 'low' | 'high'>;

/** Honesty is a plan too, so that none gains less than nothing; nor is what rounding leaves of two equal incomes a gain. */
function gainOver(plain: Range, best: Range): Range {
  const settle = (gain: number) => (gain <= ROUNDING * Math.abs(plain.high) ? 0 : gain);
  return { low: settle(best.low - plain.high), high: settle(best.high - plain.low) };
}

/** A plan over states in their order, those that do the same together. */
function listSteps(
  { names, states }: DecisionProcess<number>,
  plan: Int32Array,
  say: (ends: readonly [number, number], states: number) => string,
): PlanStep[] {
  const actions = [...states.keys()].map((place) => ({ state: states[place], action: names[plan[place]] }));
  const inOrder = actions.sort((a, b) => a.state - b.state);
  const runs: { from: number; to: number; action: string }[] = [];
  for (const { state, action } of inOrder) {
    const last = runs.at(-1);
    if (last?.action === action) last.to = state;
    else runs.push({ from: state, to: state, action });
  }
  return runs.map(({ from, to, action }) => ({ when: say([from, to], states.length), action }));
}
