/**
 * One design point as plain numbers: expressions worked out under the swept values, ranges and rules checked again
 * where something moved.
 */

import { type Catalogue, catalogueOf, mechanismOf, withCatalogue } from '../catalogue/catalogue.ts';
import { unusualMoney } from '../catalogue/money.ts';
import { accountingIn, needsOf } from '../catalogue/needs.ts';
import { checkSampling } from '../catalogue/sampling.ts';
import { jobsPerSecondOf } from '../catalogue/traffic.ts';
import { type AxisValues, groupsPath, kindsPath } from '../findings/axis-values.ts';
import { resolveDetector } from '../market/detector.ts';
import type { RuleProblem } from '../market/mechanism.ts';
import { commitsMembers } from '../market/money/accounting.ts';
import type { CoalitionSettings, Settings, UtilitySettings } from '../market/settings.ts';
import { orderExpressions } from './numbers/evaluate.ts';
import { compileExpression } from './numbers/expression.ts';
import { findLeaves, type NumberLeaf } from './numbers/leaves.ts';
import { explainAmount, isMoney, isTooMuch } from './numbers/money.ts';
import { settle } from './numbers/numbers.ts';
import { writePath } from './numbers/paths.ts';
import { type PathProblem, say, show, wrongValue } from './problems/problems.ts';
import { checkClock } from './rules/clock.ts';
import { checkGroup } from './rules/groups-alone.ts';
import { checkHazards } from './rules/hazards.ts';
import { checkKinds } from './rules/kinds-alone.ts';
import { checkPlayers } from './rules/players-together.ts';
import { resolveBatches } from './rules/run-batches.ts';
import { honestByAccident } from './schema/roles.ts';
import { checkArrivals, expectJobs, lengthen, resolveRun } from './schema/run-length.ts';
import { type Quantity, type Scenario, type Sections, sectionsOf } from './schema/scenario.ts';
import { schemasOf } from './schema/schema.ts';
import { createLinkReader, isLinkedAt } from './sweep/links.ts';
import { type Course, createCourses } from './sweep/moving.ts';
import { variantAt } from './sweep/variants.ts';

/**
 * The settings of a design point and what is wrong with them; a broken rule between parameters leaves settings that
 * theory can still answer for, a number out of range leaves none. Sections that nothing moves are shared.
 */
export interface Resolved {
  settings?: Settings;
  /** The swept values as numbers and labels, where some were given as expressions. */
  at?: AxisValues;
  problems: PathProblem[];
}

/**
 * Resolves a design point, given by its swept values by canonical path; a number may stand as an expression over the
 * parameters of that point.
 */
export type Resolver = (at: Readonly<AxisValues>) => Resolved;

/**
 * Prepares a scenario for resolving many design points: a few microseconds each, once their labels have come up.
 *
 * @returns a function of the swept values; other parameters keep what the scenario says
 * @throws RangeError when a swept path is no number of the scenario, or a label none of its axis
 */
export function createResolver(scenario: Scenario): Resolver {
  const axes = scenario.sweep.filter(({ options }) => options);
  const labelled = new Set(axes.map(({ path }) => path));
  if (labelled.size === 0) return createNumberResolver(scenario, labelled);
  const resolvers = new Map<string, Resolver>();
  // Labels vary slowest: those of one point are mostly those of the one before.
  const before = axes.map((): unknown => noLabel);
  let resolve: Resolver | undefined;
  return (at) => {
    let isSame = resolve !== undefined;
    for (const [i, { path }] of axes.entries()) {
      if (before[i] !== at[path]) isSame = false;
      before[i] = at[path];
    }
    if (!isSame) {
      const key = axes.map(({ values }, i) => values.indexOf(before[i] as never)).join(' ');
      resolve = resolvers.get(key) ?? createNumberResolver(variantAt(scenario, at), labelled);
      resolvers.set(key, resolve);
    }
    const resolved = resolve!(at);
    if (labelled.has('coalition.backing')) resolved.problems.push(...checkBacking(at, resolved.settings));
    return resolved;
  };
}

/** Stands for what no axis has. */
const noLabel = Symbol('no label');

/** An accounting that settles the backing leaves none to choose. */
function checkBacking(at: Readonly<AxisValues>, settings: Settings | undefined): PathProblem[] {
  const path = 'coalition.backing';
  if (!settings || at[path] === undefined || at[path] === settings.coalition.backing) return [];
  const rule = 'mechanism.accounting: committed means committed backing; leave it out';
  return [wrongValue('rule', path.split('.'), at[path], rule)];
}

/** The same for a scenario that varies in numbers only; `labelled` paths of a place are passed over. */
function createNumberResolver(scenario: Scenario, labelled: ReadonlySet<string>): Resolver {
  const template = structuredClone(sectionsOf(scenario));
  const leaves = new Map(
    findLeaves(schemasOf(catalogueOf(scenario)).sections, template as unknown as Record<string, unknown>).numbers.map(
      (leaf) => [leaf.path, leaf],
    ),
  );
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
  const batches = resolveBatches(
    scenario,
    expectJobs(
      scenario.run,
      jobsPerSecondOf(
        withCatalogue({ market: template.market as unknown as Settings['market'] }, catalogueOf(scenario)),
      ),
    ),
  );
  const money = new Set([...leaves.values()].filter(isMoney).map(({ path }) => path));
  const tooMuch = [...money].filter((path) => isTooMuch(base.get(path)));

  const readLinks = createLinkReader(expressions, base);
  const isInt = (path: string) => leaves.get(path)?.schema.isInt === true;
  const courseOf = createCourses({ sections: template, leaves, expressions, order, base }, labelled);
  const assemble = createAssembler(template, scenario, batches);
  let course: Course;
  const lookup = (path: string) => {
    const position = course.positionOf(path);
    return (position === undefined ? base.get(path) : course.values[position]) ?? Number.NaN;
  };

  const checkAmounts = (at: Readonly<AxisValues>, problems: PathProblem[]) => {
    const suspects = new Set([...tooMuch, ...course.paths.filter((path) => money.has(path))]);
    for (const path of suspects) {
      // What follows an amount that is too much itself is an echo of it.
      const followed = expressions.get(path)?.references ?? [];
      const isEcho = !Object.hasOwn(at, path) && followed.some((other) => isTooMuch(lookup(other)));
      if (isTooMuch(lookup(path)) && !isEcho) problems.push(explainAmount(path, lookup(path)));
    }
  };

  const { coin } = mechanismOf(scenario);
  const coinPath = coin === undefined ? '' : `mechanism.${coin}`;

  // Asked at every design point: loops count, and what is rarely needed is not built.
  return (given) => {
    course = courseOf(given);
    const { paths, swept, values, followers } = course;
    const read = isLinkedAt(given, course) ? readLinks(given, course, isInt) : undefined;
    if (read?.problem) return { problems: [read.problem] };
    const at = (read?.at ?? given) as Readonly<Record<string, number>>;
    for (let i = 0; i < swept; i++) values[i] = at[paths[i]];
    for (let i = 0; i < followers.length; i++) {
      const { path, evaluate } = followers[i];
      values[swept + i] = settle(evaluate(lookup), isInt(path));
    }
    const problems: PathProblem[] = [];
    const data = course.write(problems);
    if (problems.length > 0) return { ...(read && { at }), problems };
    const settings = assemble(data, at, problems, course.positionOf(coinPath) !== undefined);
    if (problems.length === 0) lengthen(settings, scenario.run);
    if (problems.length === 0) {
      if (tooMuch.length > 0 || values.some(isTooMuch)) checkAmounts(at, problems);
      checkRules(settings, problems);
      if (course.players.length > 0) problems.push(...honestByAccident(settings, course.players));
    }
    return read ? { settings, at, problems } : { settings, problems };
  };
}

/**
 * Resolves one design point; for many, prepare the scenario once with {@link createResolver}.
 *
 * @param at  swept values by canonical path
 */
export function resolveSettings(scenario: Scenario, at: Readonly<AxisValues> = {}): Resolved {
  return createResolver(scenario)(at);
}

/** Rules between the mechanism and the market. */
function checkRules(settings: Settings, problems: PathProblem[]): void {
  const mechanism = mechanismOf(settings);
  sayBroken(mechanism.check(settings), problems);
  sayBroken(checkPlayers(settings, mechanism.flights === true), problems);
  sayBroken(checkArrivals(settings), problems);
  sayBroken(checkClock(settings), problems);
  sayBroken(checkKinds(settings), problems);
  sayBroken(checkGroup(settings), problems);
  sayBroken(checkSampling(settings), problems);
  sayBroken(checkHazards(settings, mechanism.create !== undefined), problems);
}

function sayBroken(rules: readonly RuleProblem[], problems: PathProblem[]): void {
  for (const { path, received, expected } of rules) {
    const state = received === undefined ? 'left out' : show(received);
    const message = `${path} is ${state}; expected ${expected}`;
    problems.push(say('rule', path.split('.'), received, expected, message));
  }
}

/** Puts the parts of a point together; those that are made of the same as at the point before are shared with it. */
function createAssembler(template: Sections, scenario: Scenario, batches: number) {
  const { run } = scenario;
  const catalogue = catalogueOf(scenario);
  const playersOf = keepLast(settlePlayers);
  const runAt = keepLast((jobsPerSecond: number) => resolveRun(run, batches, jobsPerSecond));
  const marketOf = keepLast((written: Settings['market']) => {
    const detector = resolveDetector(written.detector);
    return detector === written.detector ? written : { ...written, detector };
  });
  const unmoved = playersOf(template.players);
  // How players are drawn is said in words, and numbers alone vary here.
  const isDrawnApart = needsOf(scenario)?.draw === 'independent';
  const coalitionOf = createCoalitions();
  return (
    data: Sections,
    at: Readonly<Record<string, number>>,
    problems: PathProblem[],
    movesCoin: boolean,
  ): Settings => {
    const { mechanism } = data;
    const market = marketOf(data.market as unknown as Settings['market']);
    const settings: Settings = {
      mechanism,
      market,
      coalition: coalitionOf(chooseCoalition(data, at, catalogue), market.nodeCount, isDrawnApart, problems),
      players: data.players === template.players ? unmoved : playersOf(data.players),
      run: runAt(run.seconds === undefined ? 0 : jobsPerSecondOf(withCatalogue({ market }, catalogue))),
      movesCoin,
      ...unusualMoney(data),
      ...(typeof at[kindsPath] === 'string' && { kindOfJobs: at[kindsPath] }),
      ...(typeof at[groupsPath] === 'string' && { groupOfNodes: at[groupsPath] }),
    };
    return withCatalogue(settings, catalogue);
  };
}

/** A function that gives the same answer again as long as it is asked the same. */
function keepLast<Question, Answer>(answer: (question: Question) => Answer): (question: Question) => Answer {
  let last: { question: Question; answer: Answer } | undefined;
  return (question) => {
    if (!last || !Object.is(last.question, question)) last = { question, answer: answer(question) };
    return last.answer;
  };
}

function settlePlayers(players: Sections['players']): Settings['players'] {
  const { asserter, validator, against, exit, reentryCost, discount, utility } = players;
  return {
    asserter: asserter,
    validator: validator,
    against,
    exit: { kind: exit, reentryCost: reentryCost as number | null },
    utility: utility as UtilitySettings,
    discount: discount as number,
  };
}

type ChosenCoalition = Record<'fraction' | 'size', Quantity | undefined> &
  Pick<CoalitionSettings, 'backing' | 'accounting'>;

/** Fraction and size say the same thing: the one asked for at this point replaces the one in the scenario. */
function chooseCoalition(
  { coalition, mechanism }: Sections,
  at: Readonly<Record<string, number>>,
  catalogue: Catalogue,
): ChosenCoalition {
  const { fraction, size, backing } = coalition;
  const accounting = accountingIn(mechanism, catalogue);
  const isSize = Object.hasOwn(at, 'coalition.size');
  return {
    fraction: isSize ? undefined : fraction,
    size: !isSize && Object.hasOwn(at, 'coalition.fraction') ? undefined : size,
    backing: commitsMembers(accounting) ? 'committed' : backing,
    accounting,
  };
}

/** Coalitions of one point after the other: the one before, where it is the same and nothing is wrong with it. */
function createCoalitions(): typeof resolveCoalition {
  let [fraction, size, backing, accounting, nodes, drawn]: unknown[] = [];
  let last: CoalitionSettings | undefined;
  return (chosen, nodeCount, isIndependent, problems) => {
    const isKept =
      chosen.fraction === fraction &&
      chosen.size === size &&
      chosen.backing === backing &&
      chosen.accounting === accounting &&
      nodeCount === nodes &&
      isIndependent === drawn;
    if (last && isKept) return last;
    const found = problems.length;
    const coalition = resolveCoalition(chosen, nodeCount, isIndependent, problems);
    ({ fraction, size, backing, accounting } = chosen);
    [nodes, drawn] = [nodeCount, isIndependent];
    last = problems.length === found ? coalition : undefined;
    return coalition;
  };
}

function resolveCoalition(
  { fraction, size, ...rules }: ChosenCoalition,
  nodeCount: number,
  isIndependent: boolean,
  problems: PathProblem[],
): CoalitionSettings {
  const resolved: CoalitionSettings = { size: 0, fraction: 0, ...rules };
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
