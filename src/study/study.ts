/**
 * Until sure: plan a batch, run it, analyse, judge, and ask for more where a verdict is still open.
 *
 * Every design point starts with the fewest replications and doubles them at each look while a claim that it decides is
 * open, or an interval is wider than asked. What is asked for depends on complete looks only, never on who finished
 * first, so that any number of workers, and a study resumed after an interruption, come to the same findings.
 */

import { findDisagreements, remake } from '../analysis/agreement.ts';
import { type AnalysedPoint, analysePoint, ExactRecords, type UnjudgedFindings } from '../analysis/analyse.ts';
import { judgeClaims } from '../analysis/judge.ts';
import { Looks } from '../analysis/looks.ts';
import { findOtherEquilibrium } from '../analysis/stage-game.ts';
import { type AnalysedThreshold, type Resolve, Thresholds } from '../analysis/thresholds.ts';
import type { DesignPointFindings, Findings, VarianceReduction } from '../findings/findings.ts';
import type { Place } from '../findings/place.ts';
import type { Profile } from '../findings/profile.ts';
import { exp, log } from '../kernel/mathematics/index.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { writeSummary } from '../report/answer/headline.ts';
import { mechanisms } from '../run/catalogue.ts';
import type { Pool } from '../run/pool.ts';
import { nameMechanism } from '../scenario/mechanism-name.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { CareerArchive } from './careers.ts';
import { prepareFates } from './fates.ts';
import { isMarket } from './market-points.ts';
import { type Archive, executePass, type FailedRun, gatherSamples, KeyedArms, PlannedRuns } from './passes.ts';
import { listShortfalls, planSearchStep } from './search.ts';
import { speaksOfTime, TimeArchive } from './time.ts';

/** A study that can be run. */
export interface StudyRequest {
  scenario: Scenario;
  points: readonly DesignPoint[];
  resolve: Resolve;
  digest: string;
  archive: Archive;
  pool: Pool;
  warnings?: readonly string[];
  /** Findings of earlier studies, by the path that claims name them with. */
  baselines?: ReadonlyMap<string, Findings>;
  /** What sentences call the amounts; credits when left out. */
  money?: 'USD' | 'credits';
  signal?: AbortSignal;
  /** The command that runs the scenario, as one would type it; verdicts say with it how to see a run again. */
  command?: string | undefined;
  /** Asked between looks: whether to stop with what there is. */
  isOverBudget?: (jobs: number) => boolean;
  onProgress?: (progress: StudyProgress) => void;
}

/** How far a study is. */
export interface StudyProgress {
  /** Jobs simulated by this call, and jobs the current look still needs [count]. */
  jobsDone: number;
  jobsPlanned: number;
  look: number;
  openClaims: number;
}

/** What a study came to. */
export interface StudyOutcome {
  findings: Findings;
  /** Runs the findings rest on, in plan order. */
  runs: PlannedRuns;
  /** Runs that broke a law: our mistakes. */
  failed: FailedRun[];
  /** Those and what else cannot be, in words; runs with what is needed to see them again. */
  failures: string[];
  interrupted: boolean;
}

/** Runs a study to its verdicts. */
export async function runStudy(request: StudyRequest): Promise<StudyOutcome> {
  const { scenario, resolve, archive, pool, signal } = request;
  const points = [...request.points];
  const { min, max } = scenario.replications;
  // Where runs are cut into batches, those are what a look counts.
  const batches = request.points[0]?.settings.run.batches ?? 1;
  const looks = new Looks(min * batches, max * batches, scenario.confidence);
  const against = listAskedProfiles(scenario);
  const compared = listComparedRates(scenario);
  const exact = new ExactRecords();
  const thresholds = new Thresholds(resolve);
  const level = new Map(points.map((point) => [point.id, -1]));
  const arms = new KeyedArms(against, String(scenario.seed));
  const careers = new CareerArchive(scenario.claims, String(scenario.seed));
  const times = new TimeArchive(scenario);
  let timeDeepened: ReadonlySet<number> = new Set();
  // Of runs that belong to no arm.
  let extraJobs = 0;
  const failed: FailedRun[] = [];
  const known = new Map<number, AnalysedPoint & { replications: number; timeRuns: number }>();
  let wanted: readonly DesignPoint[] = points.filter(isMarket);
  let jobsDone = 0;

  for (let look = 0; ; look++) {
    const plan = wanted.map((point) => {
      const next = level.get(point.id)! + 1;
      return { point, arms: arms.of(point), replications: looks.replications[next]! / batches };
    });
    const onJobs = (jobs: number, planned: number) =>
      request.onProgress?.({ jobsDone: jobsDone + jobs, jobsPlanned: jobsDone + planned, look, openClaims: 0 });
    const pass = await executePass(plan, archive, pool, { seed: String(scenario.seed), signal, onJobs });
    jobsDone += pass.jobs;
    failed.push(...pass.failed);
    if (!pass.interrupted) for (const { id } of wanted) level.set(id, level.get(id)! + 1);

    const reached = points.map((point) => {
      const replications = (looks.replications[level.get(point.id)!] ?? 0) / batches;
      return { point, arms: arms.of(point), replications };
    });
    if (!pass.interrupted) {
      const followed = await careers.extend(reached, pool, { signal, onJobs });
      extraJobs += followed.jobs;
      jobsDone += followed.jobs;
      failed.push(...followed.failed);
      pass.interrupted = followed.interrupted;
    }
    if (!pass.interrupted) {
      const measured = await times.extend(points, timeDeepened, pool, { signal, onJobs });
      extraJobs += measured.jobs;
      jobsDone += measured.jobs;
      failed.push(...measured.failed);
      pass.interrupted = measured.interrupted;
    }
    if (!pass.interrupted) pass.interrupted = !(await prepareFates(scenario.claims, points, signal));
    // A point at which nothing was added since the last look is known already.
    for (const plan of reached) {
      const { point, replications } = plan;
      const time = times.of(point);
      const timeRuns = time?.runs ?? 0;
      const before = known.get(point.id);
      if (before?.replications === replications && before.timeRuns === timeRuns) continue;
      const analysed = analysePoint(point, gatherSamples(plan, archive), exact, looks, against, compared, time);
      known.set(point.id, { ...analysed, replications, timeRuns });
    }
    const analysed = points.map(({ id }) => known.get(id)!);
    const located = thresholds.list(analysed, listAxes(scenario), looks);
    const unjudged = gather(request, analysed, located, extraJobs);
    const judged = judgeClaims(scenario.claims, {
      findings: unjudged,
      points: analysed,
      thresholds: located,
      looks,
      baselines: request.baselines ?? new Map(),
      isInterrupted: pass.interrupted,
      careersOf: (point, question) => careers.of(point, question),
      replayOf: request.command === undefined ? undefined : replayWith(request.command, request.points.length),
    });
    const step = planSearchStep(scenario, analysed, located, (id) => level.get(id)! + 1 >= looks.replications.length);
    const added = pass.interrupted ? [] : createPoints(step.add, resolve, points.length).filter(isMarket);
    points.push(...added);
    for (const { id } of added) level.set(id, -1);
    const asked = (isOfTime: boolean) =>
      judged.flatMap((claim, i) => (speaksOfTime(scenario.claims[i]!) === isOfTime ? claim.open : []));
    timeDeepened = new Set(pass.interrupted ? [] : asked(true).filter((id) => times.mayGrow({ id })));
    const deepened = new Set([...asked(false), ...step.deepen]);
    const open = pass.interrupted ? [] : chooseOpenPoints(scenario, analysed, deepened, level, looks);
    // A search first looks at its new values: they may decide what more replications elsewhere would.
    wanted = added.length > 0 ? added : open;
    const over = request.isOverBudget?.(jobsDone) ?? false;
    // Each look may convict, and the error is shared among all of them: more runs of a faulty engine are no use.
    const disagreements = findDisagreements(analysed, looks.replications.length).map(({ message }) => message);
    const isOpen = wanted.length + timeDeepened.size > 0;
    if (isOpen && !over && failed.length === 0 && disagreements.length === 0) continue;

    const findings: Findings = {
      ...unjudged,
      complete: !pass.interrupted,
      ...nameOtherEquilibrium(analysed),
      claims: judged.map(({ open: _, ...claim }) => claim),
      warnings: [
        ...unjudged.warnings,
        ...listShortfalls(scenario, analysed, located),
        ...warnOfUnmeasured(analysed),
        ...warnOfUnmeasuredTime(analysed),
      ],
    };
    return {
      findings: { ...findings, summary: writeSummary(findings) },
      runs: new PlannedRuns(reached),
      failed,
      failures: [...failed.map(describeFailure), ...disagreements],
      interrupted: pass.interrupted,
    };
  }
}

/** What else may settle in, looked for where honesty of asserters stands, at a few design points at most. */
function nameOtherEquilibrium(analysed: readonly AnalysedPoint[]): Pick<Findings, 'otherEquilibrium'> {
  const standing = analysed.filter(({ findings }) => ['dominant', 'equilibrium'].includes(findings.honesty.asserter));
  for (const { point } of standing.slice(0, GAMES_MAX)) {
    const profile = findOtherEquilibrium(point.settings);
    if (profile) return { otherEquilibrium: { designPoint: point.id, profile } };
  }
  return {};
}

/** Design points whose stage games are solved to name a second equilibrium [count]. */
const GAMES_MAX = 16;

function describeFailure({ designPoint, arm, replication, message, isOfTime }: FailedRun): string {
  if (isOfTime) {
    return `${message}; in run ${replication} of those that measure time alone at design point ${designPoint}; ${remake}`;
  }
  return `${message}; replay: --design-point ${designPoint} --arm ${arm} --replication ${replication}`;
}

/** Design points whose runs told nothing: one sentence, however many there are. */
function warnOfUnmeasured(analysed: readonly AnalysedPoint[]): string[] {
  const silent = analysed.filter(({ point, findings: { replications, payoffs } }) => {
    return isMarket(point) && replications >= 2 && payoffs.every(({ mean }) => mean === null);
  });
  const [first] = silent;
  if (!first) return [];
  const many = silent.length > 1 ? ` and ${silent.length - 1} more` : '';
  return [
    `nothing was measured at design point ${first.point.id}${many}: with ${first.point.settings.run.jobs} jobs a run ends before any job counts; make run.jobs larger`,
  ];
}

/** Jobs of a run by default at least [count]. */
const SHORT = 20_000;

/** Design points at which nobody knows how long jobs take: one sentence, however many there are. */
function warnOfUnmeasuredTime(analysed: readonly AnalysedPoint[]): string[] {
  // Who makes runs short wants them short.
  const silent = analysed.filter(
    ({ point, findings }) => findings.time?.why !== undefined && point.settings.run.jobs >= SHORT,
  );
  const [first] = silent;
  if (!first) return [];
  const many = silent.length > 1 ? ` and ${silent.length - 1} more` : '';
  return [
    `how long jobs take and how busy nodes are was not measured at design point ${first.point.id}${many}: ${first.findings.time!.why}`,
  ];
}

/** Design points at new values, numbered on; those the rules forbid are left out. */
function createPoints(places: readonly Place[], resolve: Resolve, first: number): DesignPoint[] {
  const points: DesignPoint[] = [];
  for (const at of places) {
    const settings = resolve(at);
    const isAllowed = settings && mechanisms.get(settings.mechanism.kind)?.check(settings).length === 0;
    if (isAllowed) points.push({ id: first + points.length, at, settings });
  }
  return points;
}

/** How to run a design point again: by its number, or by its values where a search has added it. */
function replayWith(command: string, planned: number): (point: Pick<DesignPointFindings, 'id' | 'at'>) => string {
  return ({ id, at }) => {
    if (id < planned) return `${command} --design-point ${id}`;
    const pins = Object.entries(at).map(([path, value]) => {
      return /[ ,]/.test(String(value)) ? ` --set '${path}=${value}'` : ` --set ${path}=${value}`;
    });
    return `${command}${pins.join('')} --set 'claims=[]' --design-point 0`;
  };
}

/** Profiles the scenario or one of its claims asks for. */
export function listAskedProfiles({ players, claims }: Scenario): Profile[] {
  const asked = claims.flatMap(({ against }) => (against === undefined ? [] : ([against].flat() as Profile[])));
  return [...new Set<Profile>(['coalition', ...players.against, ...asked])];
}

/** Rates that claims compare between design points. */
function listComparedRates({ claims }: Scenario): ReadonlySet<string> {
  return new Set(claims.flatMap(({ along, of }) => (along === undefined ? [] : [String(of)])));
}

/** Parameters along which thresholds are looked for: the searched one, otherwise all that take more than one value. */
function listAxes({ sweep }: Scenario): string[] {
  const searched = sweep.find(({ search }) => search);
  if (searched) return [searched.path];
  return sweep.filter(({ values, options }) => values.length > 1 && !options).map(({ path }) => path);
}

function gather(
  { scenario, digest, money, warnings = [] }: StudyRequest,
  analysed: readonly AnalysedPoint[],
  located: readonly AnalysedThreshold[],
  extraJobs: number,
): UnjudgedFindings {
  const designPoints = analysed.map(({ findings }) => findings);
  return {
    schema: 2,
    title: scenario.title,
    ...(scenario.question === undefined ? {} : { question: scenario.question }),
    ...(money === 'USD' && { money }),
    digest,
    seed: scenario.seed,
    mechanism: nameMechanism(scenario),
    confidence: scenario.confidence,
    complete: true,
    jobs: designPoints.reduce((sum, { jobs }) => sum + jobs, extraJobs),
    ...summariseReduction(designPoints),
    designPoints,
    thresholds: located.map(({ findings }) => findings),
    warnings: [...warnings],
  };
}

/** Geometric means, over the advantages that had any noise to reduce. */
function summariseReduction(points: readonly DesignPointFindings[]): { varianceReduction?: VarianceReduction } {
  const factors = points.flatMap(({ advantages }) =>
    advantages.flatMap(({ varianceReduction, standardError }) =>
      varianceReduction && standardError !== 0 ? [varianceReduction] : [],
    ),
  );
  if (factors.length === 0) return {};
  const mean = (name: keyof VarianceReduction) => {
    const logarithm = factors.reduce((sum, factor) => sum + log(factor[name]), 0) / factors.length;
    return Number(exp(logarithm).toPrecision(4));
  };
  const [commonRandomNumbers, controlVariates] = [mean('commonRandomNumbers'), mean('controlVariates')];
  return { varianceReduction: { commonRandomNumbers, controlVariates, sampling: mean('sampling') } };
}

/** Points that an open claim or a too wide interval asks about, and that may still grow. */
function chooseOpenPoints(
  scenario: Scenario,
  analysed: readonly AnalysedPoint[],
  asked: ReadonlySet<number>,
  level: ReadonlyMap<number, number>,
  looks: Looks,
): DesignPoint[] {
  const target = scenario.replications.halfWidth;
  return analysed
    .filter(({ point, findings }) => {
      if (!isMarket(point) || level.get(point.id)! + 1 >= looks.replications.length) return false;
      const wide = findings.advantages.some(({ halfWidth }) => halfWidth === null || halfWidth > target!);
      return asked.has(point.id) || (target !== null && wide);
    })
    .map(({ point }) => point);
}
