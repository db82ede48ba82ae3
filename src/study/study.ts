/**
 * Until sure: plan a batch, run it, analyse, judge, and ask for more where a verdict is still open.
 *
 * Every design point starts with the fewest replications and doubles them at each look while a claim that it decides is
 * open, or an interval is wider than asked. What is asked for depends on complete looks only, never on who finished
 * first, so that any number of workers, and a study resumed after an interruption, come to the same findings.
 */

import { findDisagreements, remake } from '../analysis/agreement.ts';
import type { AnalysedPoint } from '../analysis/analyse.ts';
import type { Looks } from '../analysis/looks.ts';
import { isMarket } from '../analysis/market-points.ts';
import type { Resolve } from '../analysis/thresholds.ts';
import { mechanisms } from '../catalogue/catalogue.ts';
import type { Findings } from '../findings/findings.ts';
import type { Place } from '../findings/place.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { Pool } from '../run/pool.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { CareerArchive } from './careers.ts';
import { type Concluded, type Conclusion, Conclusions, composeFindings, listAskedProfiles } from './conclude.ts';
import { prepareFates } from './fates.ts';
import { type Archive, executePass, type FailedRun, KeyedArms, PlannedRuns, type PointPlan } from './passes.ts';
import { planSearchStep } from './search.ts';
import { speaksOfTime, TimeArchive } from './time.ts';

/** A study that can be run. */
export interface StudyRequest extends Concluded {
  archive: Archive;
  pool: Pool;
  signal?: AbortSignal;
  /** Asked between looks: whether to stop with what there is, of the jobs so far and what comes next. */
  isOverBudget?: (jobs: number, next: NextLook) => boolean;
  onProgress?: (progress: StudyProgress) => void;
  /** Hears how many design points are analysed, of how many, each time the study looks at its runs. */
  onAnalysis?: (done: number, expected: number) => void;
}

/** What a study would do next, by the design points it is open at. */
export interface NextLook {
  /** Replications they would then have [count]. */
  replications: ReadonlyMap<number, number>;
  /** Runs that measure time, where there would be more than now: how many there are now [count]. */
  timeRuns: ReadonlyMap<number, number>;
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
  /** What the findings are composed of. */
  conclusion: Conclusion;
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
  const conclusions = new Conclusions(request);
  const { looks } = conclusions;
  const level = new Map(points.map((point) => [point.id, -1]));
  const arms = new KeyedArms(listAskedProfiles(scenario), String(scenario.seed));
  const careers = new CareerArchive(scenario.claims, String(scenario.seed));
  const times = new TimeArchive(scenario);
  let timeDeepened: ReadonlySet<number> = new Set();
  // Of runs that belong to no arm.
  let extraJobs = 0;
  const failed: FailedRun[] = [];
  let wanted: readonly DesignPoint[] = points.filter(isMarket);
  let jobsDone = 0;

  for (let look = 0; ; look++) {
    const plan = wanted.map((point) => {
      return { point, arms: arms.of(point), replications: conclusions.replicationsAt(level.get(point.id)! + 1) };
    });
    const onJobs = (jobs: number, planned: number) =>
      request.onProgress?.({ jobsDone: jobsDone + jobs, jobsPlanned: jobsDone + planned, look, openClaims: 0 });
    // While the others simulate, this thread analyses what is there; it simulates when there is nothing to analyse.
    const onPoint = (reached: PointPlan) => void conclusions.analyse(reached);
    const pass = await executePass(plan, archive, pool, { seed: String(scenario.seed), signal, onJobs, onPoint });
    jobsDone += pass.jobs;
    failed.push(...pass.failed);
    if (!pass.interrupted) for (const { id } of wanted) level.set(id, level.get(id)! + 1);

    const reached = points.map((point) => {
      return { point, arms: arms.of(point), replications: conclusions.replicationsAt(level.get(point.id)!) };
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
    const aside = { time: times, careersOf: careers.of.bind(careers), jobs: extraJobs };
    const conclusion = conclusions.draw(reached, aside, pass.interrupted, request.onAnalysis);
    const { analysed, thresholds, claims } = conclusion;
    const step = planSearchStep(
      scenario,
      analysed,
      thresholds,
      (id) => level.get(id)! + 1 >= looks.replications.length,
    );
    const added = pass.interrupted ? [] : createPoints(step.add, resolve, points.length).filter(isMarket);
    points.push(...added);
    for (const { id } of added) level.set(id, -1);
    const asked = (isOfTime: boolean) =>
      claims.flatMap((claim, i) => (speaksOfTime(scenario.claims[i]!) === isOfTime ? claim.open : []));
    timeDeepened = new Set(pass.interrupted ? [] : asked(true).filter((id) => times.mayGrow({ id })));
    const deepened = new Set([...asked(false), ...step.deepen]);
    const open = pass.interrupted ? [] : chooseOpenPoints(scenario, analysed, deepened, level, looks);
    // A search first looks at its new values: they may decide what more replications elsewhere would.
    wanted = added.length > 0 ? added : open;
    const over =
      request.isOverBudget?.(jobsDone, {
        replications: new Map(wanted.map(({ id }) => [id, conclusions.replicationsAt(level.get(id)! + 1)])),
        timeRuns: new Map(
          points.flatMap((point) => (timeDeepened.has(point.id) ? [[point.id, times.of(point)!.runs]] : [])),
        ),
      }) ?? false;
    // Each look may convict, and the error is shared among all of them: more runs of a faulty engine are no use.
    const disagreements = findDisagreements(analysed, looks.replications.length).map(({ message }) => message);
    const isOpen = wanted.length + timeDeepened.size > 0;
    if (isOpen && !over && failed.length === 0 && disagreements.length === 0) continue;

    return {
      findings: composeFindings(scenario, conclusion, !pass.interrupted),
      conclusion,
      runs: new PlannedRuns(reached),
      failed,
      failures: [...failed.map(describeFailure), ...disagreements],
      interrupted: pass.interrupted,
    };
  }
}

function describeFailure({ designPoint, arm, replication, message, isOfTime }: FailedRun): string {
  if (isOfTime) {
    return `${message}; in run ${replication} of those that measure time alone at design point ${designPoint}; ${remake}`;
  }
  return `${message}; replay: --design-point ${designPoint} --arm ${arm} --replication ${replication}`;
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
