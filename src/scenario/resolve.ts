/**
 * One design point as plain numbers: expressions worked out under the swept values, ranges and rules checked again
 * where something moved.
 */

import type { Place } from '../findings/place.ts';
import { resolveDetector } from '../market/detector.ts';
import type { Mechanism, RuleProblem } from '../market/mechanism.ts';
import { aversionMax, aversionMin, relativeAversionMin } from '../market/money/utility.ts';
import type { CoalitionSettings, Settings, StrategySpec, UtilitySettings } from '../market/settings.ts';
import * as mechanismRegistry from '../mechanisms/index.ts';
import { checkClock } from './clock.ts';
import { orderExpressions } from './evaluate.ts';
import { compileExpression } from './expression.ts';
import { findLeaves, type NumberLeaf } from './leaves.ts';
import { createLinkReader, isLinkedAt } from './links.ts';
import { explainAmount, isMoney, isTooMuch } from './money.ts';
import { createFollowers, createWriter, type Sections } from './moving.ts';
import { settle } from './numbers.ts';
import { writePath } from './paths.ts';
import { type PathProblem, say, show, wrongValue } from './problems.ts';
import { honestByAccident } from './roles.ts';
import { resolveBatches } from './run-batches.ts';
import { checkArrivals, expectJobs, lengthen, resolveRun } from './run-length.ts';
import type { Scenario } from './scenario.ts';
import { sectionsSchema } from './schema.ts';
import { variantAt } from './variants.ts';

/**
 * The settings of a design point and what is wrong with them; a broken rule between parameters leaves settings that
 * theory can still answer for, a number out of range leaves none. Sections that nothing moves are shared.
 */
export interface Resolved {
  settings?: Settings;
  /** The swept values as numbers and labels, where some were given as expressions. */
  at?: Place;
  problems: PathProblem[];
}

const mechanisms = new Map<string, Mechanism>(Object.values(mechanismRegistry).map((entry) => [entry.kind, entry]));

/**
 * Resolves a design point, given by its swept values by canonical path; a number may stand as an expression over the
 * parameters of that point.
 */
export type Resolver = (at: Readonly<Place>) => Resolved;

/**
 * Prepares a scenario for resolving many design points: a few microseconds each, once their labels have come up.
 *
 * @returns a function of the swept values; other parameters keep what the scenario says
 * @throws RangeError when a swept path is no number of the scenario, or a label none of its axis
 */
export function createResolver(scenario: Scenario): Resolver {
  const labelled = new Map(scenario.sweep.filter(({ options }) => options).map(({ path, values }) => [path, values]));
  if (labelled.size === 0) return createNumberResolver(scenario);
  const resolvers = new Map<string, Resolver>();
  return (at) => {
    const chosen: Place = {};
    const numbers: Place = {};
    let key = '';
    for (const path of Object.keys(at)) {
      const labels = labelled.get(path);
      (labels ? chosen : numbers)[path] = at[path]!;
      if (labels) key += `${path} ${labels.indexOf(at[path]!)} `;
    }
    let resolve = resolvers.get(key);
    if (!resolve) {
      resolve = createNumberResolver(variantAt(scenario, at));
      resolvers.set(key, resolve);
    }
    const resolved = resolve(numbers);
    if (resolved.at) resolved.at = { ...chosen, ...resolved.at };
    resolved.problems.push(...checkBacking(at, resolved.settings));
    return resolved;
  };
}

/** An accounting that settles the backing leaves none to choose. */
function checkBacking(at: Readonly<Place>, settings: Settings | undefined): PathProblem[] {
  const path = 'coalition.backing';
  if (!settings || at[path] === undefined || at[path] === settings.coalition.backing) return [];
  const rule = 'mechanism.accounting: committed means committed backing; leave it out';
  return [wrongValue('rule', path.split('.'), at[path], rule)];
}

/** The same for a scenario that varies in numbers only. */
function createNumberResolver(scenario: Scenario): Resolver {
  const { mechanism, market, players, coalition } = scenario;
  const template = structuredClone({ mechanism, market, players, coalition });
  const leaves = new Map(findLeaves(sectionsSchema, template).numbers.map((leaf) => [leaf.path, leaf]));
  const base = new Map<string, number>();
  const expressions = new Map<string, ReturnType<typeof compileExpression>>();
  for (const [path, { given }] of leaves) {
    if (typeof given === 'number') base.set(path, given);
    if (typeof given === 'string') expressions.set(path, compileExpression(given.replace(/^\s*=/, '').trim()));
  }
  const { order } = orderExpressions(expressions);
  for (const { path, evaluate } of order) {
    const { schema, steps } = leaves.get(path) as NumberLeaf;
    base.set(
      path,
      settle(
        evaluate((other) => base.get(other) ?? Number.NaN),
        schema.isInt,
      ),
    );
    writePath(template, steps, base.get(path));
  }

  // The same at every design point: points are compared batch by batch.
  const batches = resolveBatches(scenario, expectJobs(scenario.run, base.get('market.jobsPerSecond') ?? 0));
  const money = new Set([...leaves.values()].filter(isMoney).map(({ path }) => path));
  const tooMuch = [...money].filter((path) => isTooMuch(base.get(path)));

  const readLinks = createLinkReader(expressions, base);
  const followers = createFollowers(order, expressions, (path) => Number.isFinite(base.get(path)));
  const write = createWriter(template, leaves);
  const assemble = createAssembler(template);

  return (given) => {
    const read = isLinkedAt(given) ? readLinks(given, (path) => leaves.get(path)?.schema.isInt === true) : undefined;
    if (read?.problem) return { problems: [read.problem] };
    const at = read?.at ?? (given as Readonly<Record<string, number>>);
    const moved = new Map<string, number>();
    for (const path of Object.keys(at)) moved.set(path, at[path]);
    const lookup = (path: string) => moved.get(path) ?? base.get(path) ?? Number.NaN;
    for (const { path, evaluate } of followers(at)) {
      const value = settle(evaluate(lookup), (leaves.get(path) as NumberLeaf).schema.isInt);
      if (value !== base.get(path)) moved.set(path, value);
    }
    const problems: PathProblem[] = [];
    const data = write(moved, at, problems);
    if (problems.length > 0) return { ...(read && { at }), problems };
    const run = resolveRun(scenario.run, batches, Number(data.market.jobsPerSecond));
    const settings = assemble(data, run, at, problems);
    if (problems.length === 0) lengthen(settings, scenario.run);
    if (problems.length === 0) {
      // What did not move was looked at once.
      const suspects = [...tooMuch];
      for (const path of moved.keys()) if (money.has(path) && isTooMuch(moved.get(path))) suspects.push(path);
      for (const path of new Set(suspects)) {
        // What follows an amount that is too much itself is an echo of it.
        const followed = expressions.get(path)?.references ?? [];
        const isEcho = !Object.hasOwn(at, path) && followed.some((other) => isTooMuch(lookup(other)));
        if (isTooMuch(lookup(path)) && !isEcho) problems.push(explainAmount(path, lookup(path)));
      }
      checkRules(settings, problems);
      problems.push(...honestByAccident(settings.players, moved.keys()));
    }
    return read ? { settings, at, problems } : { settings, problems };
  };
}

/**
 * Resolves one design point; for many, prepare the scenario once with {@link createResolver}.
 *
 * @param at  swept values by canonical path
 */
export function resolveSettings(scenario: Scenario, at: Readonly<Place> = {}): Resolved {
  return createResolver(scenario)(at);
}

/** Rules between the mechanism and the market. */
function checkRules(settings: Settings, problems: PathProblem[]): void {
  const mechanism = mechanisms.get(settings.mechanism.kind);
  const add = (broken: readonly RuleProblem[]) => {
    for (const { path, received, expected } of broken) {
      const state = received === undefined ? 'left out' : show(received);
      const message = `${path} is ${state}; expected ${expected}`;
      problems.push(say('rule', path.split('.'), received, expected, message));
    }
  };
  if (mechanism) add(mechanism.check(settings));
  add(checkPlayers(settings, mechanism?.batches === true));
  add(checkArrivals(settings));
  add(checkClock(settings));
}

/** What players may ask for together. */
function checkPlayers(settings: Settings, batches: boolean): RuleProblem[] {
  const { players, market } = settings;
  const { exit, utility = 'risk-neutral', discount = 1 } = players;
  const problems: RuleProblem[] = [];
  const banned = exit.kind === 'banned';
  if (utility !== 'risk-neutral' && 'cara' in utility) {
    const [least, most] = [aversionMin(settings), aversionMax(settings)];
    const expected =
      utility.cara > most
        ? `at most ${most.toPrecision(3)}: beyond that the largest loss of a job outgrows double precision, or its gains can no longer be told from each other`
        : `at least ${least.toPrecision(3)}: beyond that losses of a job can no longer be told from each other`;
    if (utility.cara > most || utility.cara < least)
      problems.push({ path: 'players.utility.cara', received: utility.cara, expected });
  }
  if (utility !== 'risk-neutral' && 'crra' in utility) {
    const least = relativeAversionMin(settings, utility.wealth);
    const expected = `at least ${least.toPrecision(3)} at this wealth: beyond that losses of a job can no longer be told from each other`;
    if (utility.crra < least) problems.push({ path: 'players.utility.crra', received: utility.crra, expected });
  }
  if (banned && exit.reentryCost === null && discount === 1) {
    problems.push({ path: 'players.exit', received: 'banned', expected: endlessBan });
  }
  if (banned && utility !== 'risk-neutral') {
    const expected = 'risk-neutral where slashed nodes are banned: a career is valued by discounting';
    problems.push({ path: 'players.utility', received: utility, expected });
  }
  if (market.jobsInFlight > 1 && banned) {
    const expected = '1 where slashed nodes are banned: a career ends with the job that ends it';
    problems.push({ path: 'market.jobsInFlight', received: market.jobsInFlight, expected });
  }
  if (market.jobsInFlight > 1 && !batches) {
    const expected = '1: this mechanism does not say what becomes of jobs that are on their way when a slash lands';
    problems.push({ path: 'market.jobsInFlight', received: market.jobsInFlight, expected });
  }
  return problems;
}

const endlessBan =
  'players.reentryCost or players.discount below 1: a ban for ever costs everything there is to earn, which is without limit at discount 1';

/** Puts the parts of a point together; players that nothing moved are the same at every point. */
function createAssembler(template: Sections) {
  const unmoved = settlePlayers(template.players);
  return (
    data: Sections,
    run: Settings['run'],
    at: Readonly<Record<string, number>>,
    problems: PathProblem[],
  ): Settings => {
    const { mechanism } = data;
    const written = data.market as unknown as Settings['market'];
    const detector = resolveDetector(written.detector);
    const market = detector === written.detector ? written : { ...written, detector };
    return {
      mechanism,
      market,
      coalition: resolveCoalition(chooseSize(data, at), market.nodeCount, mechanism.draw === 'independent', problems),
      players: data.players === template.players ? unmoved : settlePlayers(data.players),
      run,
    };
  };
}

function settlePlayers(players: Sections['players']): Settings['players'] {
  const { asserter, validator, against, exit, reentryCost, discount, utility } = players;
  return {
    asserter: asserter as StrategySpec[],
    validator: validator as StrategySpec[],
    against,
    exit: { kind: exit, reentryCost: reentryCost as number | null },
    utility: utility as UtilitySettings,
    discount: discount as number,
  };
}

/** Fraction and size say the same thing: the one asked for at this point replaces the one in the scenario. */
function chooseSize({ coalition, mechanism }: Sections, at: Readonly<Record<string, number>>): Scenario['coalition'] {
  const chosen = { ...coalition };
  if (Object.hasOwn(at, 'coalition.size')) delete chosen.fraction;
  else if (Object.hasOwn(at, 'coalition.fraction')) delete chosen.size;
  if (mechanism.accounting === 'committed') chosen.backing = 'committed';
  return chosen;
}

function resolveCoalition(
  { fraction, size, backing }: Scenario['coalition'],
  nodeCount: number,
  isIndependent: boolean,
  problems: PathProblem[],
): CoalitionSettings {
  const resolved: CoalitionSettings = { size: 0, fraction: 0, backing };
  if (size !== undefined) {
    if (Number(size) > nodeCount) {
      problems.push(wrongValue('rule', ['coalition', 'size'], size, `there are only ${nodeCount} nodes`));
    }
    resolved.size = Number(size);
    resolved.fraction = resolved.size / nodeCount;
  } else if (fraction !== undefined) {
    resolved.fraction = Number(fraction);
    resolved.size = Math.round(resolved.fraction * nodeCount);
    if (resolved.fraction > 0 && resolved.size === 0) {
      const rule = `of ${nodeCount} nodes that is no node at all; the smallest share that makes one is ${0.5 / nodeCount}`;
      problems.push(wrongValue('empty-coalition', ['coalition', 'fraction'], fraction, rule));
    }
    // Where nodes are drawn from the fleet, a share means whole nodes, for arbiters as for validators.
    if (!isIndependent) resolved.fraction = resolved.size / nodeCount;
  }
  return resolved;
}
