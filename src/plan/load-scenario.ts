import { builtIn, type Catalogue } from '../catalogue/catalogue.ts';
import { leverNameOf } from '../catalogue/needs.ts';
import { jobsMissing } from '../catalogue/past.ts';
import { pullOf, traitsOf } from '../catalogue/traffic.ts';
import { holds } from '../findings/condition.ts';
import { type Findings, timeRates } from '../findings/findings.ts';
import { exitOf } from '../market/traits.ts';
import { readBaselines } from '../scenario/baselines.ts';
import { checkScenario, sortProblems } from '../scenario/check.ts';
import { valueAtPoint } from '../scenario/numbers/paths.ts';
import { formatProblem, type Problem, say, show } from '../scenario/problems/problems.ts';
import { placeProblem, type Source } from '../scenario/read/load.ts';
import type { Overrides } from '../scenario/read/override.ts';
import { readScenarioText } from '../scenario/read/read.ts';
import { findUnlikeGroups } from '../scenario/rules/groups-together.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import { AssetError, takeTraces } from '../scenario/traces.ts';
import { findUncomparable } from './comparable-claims.ts';
import { type Looked, planDesign } from './design.ts';
import { findOverload } from './load-factor.ts';
import type { DesignPoint } from './plan.ts';

/** A scenario ready to run, or everything that is wrong with it. */
export type Loaded =
  | {
      /** What was read. */
      text: string;
      scenario: Scenario;
      points: DesignPoint[];
      warnings: Problem[];
      /** Findings of earlier studies, by the path that claims name them with. */
      baselines: ReadonlyMap<string, Findings>;
      /** What the file's amounts are in; credits where it names none. */
      money: 'USD' | 'credits';
    }
  | { problems: Problem[] };

/** What to read: a file, or a text that problems call by the file's name. */
export interface ScenarioInput {
  file: string;
  text?: string;
  /** Where its kinds are looked up; what comes with the program when left out. A file itself names no code. */
  catalogue?: Catalogue;
}

/**
 * Reads a scenario file, checks it and plans its design points.
 *
 * Never rejects because of what the file says: whatever is wrong comes back as problems, all of them at once.
 *
 * @param overrides  values of `--set`, `--seed` and `--replications`
 * @param onPoints  hears now and then how many design points are planned, of how many
 * @example
 * // const loaded = await loadScenario({ file: 'scenarios/posp/base.yaml' }, { set: [['market.stake', '10 USD']] });
 */
export async function loadScenario(
  { file, text, catalogue = builtIn }: ScenarioInput,
  overrides: Overrides = {},
  onPoints?: OnPoints,
): Promise<Loaded> {
  const read = text === undefined ? await readScenarioText(file) : { text };
  if ('problems' in read) return read;
  const steps = plan(file, read.text, { overrides, catalogue, read: readBaselines });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await onPoints?.(...step.value);
  }
}

/** The same from text at hand. */
export function planScenario(
  file: string,
  text: string,
  overrides: Overrides = {},
  catalogue: Catalogue = builtIn,
): Loaded {
  return finish(plan(file, text, { overrides, catalogue, read: readBaselines }));
}

/**
 * The scenario that a results folder was made from, to look at it again. What its claims compare with lies where the study
 * was run, and is neither asked for nor read.
 *
 * @throws AssetError where a file that it replays is not at hand, or not as it was
 */
export function replanScenario(
  file: string,
  text: string,
  overrides: Overrides = {},
  catalogue: Catalogue = builtIn,
): Loaded {
  return finish(
    plan(file, text, { overrides, catalogue, read: () => ({ found: new Map(), missing: [] }), isAgain: true }),
  );
}

/** Hears how many design points are planned, of how many; planning waits for it. */
type OnPoints = (...looked: Looked) => void | Promise<void>;

function finish(steps: Generator<Looked, Loaded>): Loaded {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

interface PlanRequest {
  overrides: Overrides;
  catalogue: Catalogue;
  read: typeof readBaselines;
  /** The study was made before: what it names has to be what it was. */
  isAgain?: true;
}

function* plan(file: string, text: string, request: PlanRequest): Generator<Looked, Loaded> {
  const { overrides, catalogue, read, isAgain } = request;
  const checked = checkScenario(file, text, overrides, catalogue);
  if ('problems' in checked) return checked;
  const { source, warnings, money } = checked;
  const { scenario, problems: unread } = takeTraces(checked.scenario, source);
  if (unread.length > 0 && isAgain) throw new AssetError(formatProblem(unread[0]));
  if (unread.length > 0) return { problems: sortProblems(unread) };
  const { points, problems } = yield* planDesign(scenario);
  const placed = problems.map((problem) => placeProblem(problem, source));
  if (placed.length === 0) {
    placed.push(
      ...findUnlikeGroups(points).map((problem) => placeProblem(problem, source)),
      ...emptyClaims(scenario, points, source),
      ...findUncomparable(scenario, points).map((problem) => placeProblem(problem, source)),
      ...claimsOnCountless(scenario, points, source),
      ...claimsOnEndlessQueues(scenario, points, source),
    );
  }
  const { found, missing } = read(scenario.claims, file);
  for (const { claim, path, reason } of missing) {
    const message = `claim ${claim} compares with ${show(path)}, which cannot be read: ${reason}`;
    const problem = say('missing-baseline', ['claims', claim, 'baseline'], path, 'findings.json of a study', message);
    placed.push(placeProblem(problem, source));
  }
  if (placed.length > 0) return { problems: sortProblems(placed) };
  return {
    text,
    scenario,
    points,
    warnings: [
      ...warnings,
      ...warnOfOverload(points, source),
      ...warnOfSlash(scenario, points, source, money),
      ...warnOfShortPasts(points, source),
    ],
    baselines: found,
    money,
  };
}

/** Payoffs do not mind a queue that grows without end, but latency means nothing there. */
function warnOfOverload(points: readonly DesignPoint[], source: Source): Problem[] {
  const overload = findOverload(points);
  if (!overload) return [];
  const { load, point } = overload;
  const share = `${Math.round(load * 100)} %`;
  const message = `nodes get ${share} of the work they can do at design point ${point.id}: queues grow without end and latency means nothing; payoffs are not affected`;
  const path = ['market', 'jobsPerSecond'];
  return [
    placeProblem(
      say('unstable-load', path, point.settings.market.jobsPerSecond, 'a load below 100 %', message),
      source,
    ),
  ];
}

/** A slash takes no more than the stake: what it is said to be beyond that deters nobody. */
function warnOfSlash(
  { sweep }: Scenario,
  points: readonly DesignPoint[],
  source: Source,
  money: 'USD' | 'credits',
): Problem[] {
  const slashOf = ({ settings }: DesignPoint) => settings.mechanism[leverNameOf(settings, 'slashAmount') ?? ''];
  const beyond = points.filter((point) => Number(slashOf(point)) > point.settings.market.stake);
  const [first] = beyond;
  if (!first) return [];
  const slash = slashOf(first);
  const of = `mechanism.${leverNameOf(first.settings, 'slashAmount')}`;
  const where =
    points.length === 1 ? '' : ` at ${beyond.length} of ${points.length} design points, first at ${first.id}`;
  const { stake } = first.settings.market;
  const message = `${of} is ${String(slash)} ${money} and market.stake ${stake}${where}: a slash takes no more than the stake, so what exceeds it deters nobody; raise market.stake or lower the slash`;
  const path = sweep.some((axis) => axis.path === of) ? ['sweep', of] : of.split('.');
  return [placeProblem(say('slash-above-stake', path, slash, 'at most market.stake', message), source)];
}

/** Runs in which records of the past hardly begin to fill: nothing that they agree on is believed. */
function warnOfShortPasts(points: readonly DesignPoint[], source: Source): Problem[] {
  const short = points.flatMap(({ id, settings }) => {
    const needed = jobsMissing(settings);
    return needed === undefined ? [] : [{ id, jobs: settings.run.jobs, needed }];
  });
  const [first] = short;
  if (!first) return [];
  const where =
    points.length === 1 ? '' : ` at ${short.length} of ${points.length} design points, first at ${first.id}`;
  const most = short.reduce((found, { needed }) => Math.max(found, needed), 0);
  const message = `run.jobs is ${first.jobs}${where}: the rules go by what each node did before, and in so few jobs its record hardly fills, so that what is simulated decides nothing; take run.jobs of ${most}, or fewer nodes`;
  return [placeProblem(say('short-past', ['run', 'jobs'], first.jobs, `at least ${most}`, message), source)];
}

/** Claims on latency where queues grow without end: what they speak of grows with the length of the run. */
function claimsOnEndlessQueues({ claims }: Scenario, points: readonly DesignPoint[], source: Source): Problem[] {
  return claims.flatMap(({ condition, of }, i) => {
    if (typeof of !== 'string' || !(timeRates as readonly string[]).includes(of)) return [];
    const overload = findOverload(
      points.filter((point) => !condition || holds(condition, (path) => valueAtPoint(point, path))),
    );
    if (!overload) return [];
    const share = `${Math.round(overload.load * 100)} %`;
    const message = `claim ${i} is about ${of}, but nodes get ${share} of the work they can do at design point ${overload.point.id}: queues grow without end; lower market.jobsPerSecond, or leave such points out with where`;
    return [placeProblem(say('unstable-load', ['claims', i, 'of'], of, 'a load below 100 %', message), source)];
  });
}

/** Jobs of a career, or of a time, that nobody can count: such a claim would stay open for ever. */
function claimsOnCountless({ claims }: Scenario, points: readonly DesignPoint[], source: Source): Problem[] {
  return claims.flatMap(({ condition, per, role }, i) => {
    if (per !== 'career' && per !== 'hour' && per !== 'year') return [];
    const meant = points.filter((point) => !condition || holds(condition, (path) => valueAtPoint(point, path)));
    const refuse = (code: string, reason: string, expected: string) => {
      const message = `claim ${i} counts by the ${String(per)}, ${reason}, or leave such points out with where`;
      return [placeProblem(say(code, ['claims', i, 'per'], per, expected, message), source)];
    };
    if (per === 'career') {
      const endless = meant.find(({ settings }) => !hasEnd(settings));
      if (!endless) return [];
      const reason = `which has no end at design point ${endless.id}: that takes players.exit: banned and players.discount below 1; count by the year`;
      return refuse('endless-career', reason, 'job, hour or year');
    }
    const thinning = meant.find(({ settings }) => exitOf(settings).runsDown);
    if (thinning) {
      const reason = `in which no node has a steady number of jobs at design point ${thinning.id}: ejected nodes leave theirs to the others (players.exit); claim a quantile that lasts 1 ${per}, which follows nodes until they leave`;
      return refuse('no-steady-share', reason, 'job');
    }
    const uneven = meant.find(({ settings }) => traitsOf(settings).favours !== undefined);
    const drawn = role === 'validator' && meant.find(({ settings }) => pullOf(settings) !== 1);
    if (drawn) {
      const reason = `and a validator is drawn as often as any other at design point ${drawn.id}, however many jobs its group gets; count by the job`;
      return refuse('no-steady-share', reason, 'job');
    }
    if (!uneven) return [];
    const reason = `and how many jobs a node gets in it nobody knows at design point ${uneven.id}: ${traitsOf(uneven.settings).favours}; count by the job`;
    return refuse('no-steady-share', reason, 'job');
  });
}

/** Whether jobs further on count for so much less that a career is worth something finite. */
function hasEnd(settings: DesignPoint['settings']): boolean {
  return exitOf(settings).bans && (settings.players.discount ?? 1) < 1;
}

/** Claims about no design point at all: true of nothing, and so never a silent pass. */
function emptyClaims({ claims }: Scenario, points: readonly DesignPoint[], source: Source): Problem[] {
  return claims.flatMap(({ condition, where }, i) => {
    if (!condition || points.some((point) => holds(condition, (path) => valueAtPoint(point, path)))) return [];
    const message = `claim ${i} is about no design point: ${show(where)} holds at none of ${points.length}`;
    return [
      placeProblem(
        say('empty-claim', ['claims', i, 'where'], where, 'a condition that some design point meets', message),
        source,
      ),
    ];
  });
}
