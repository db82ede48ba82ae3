/**
 * Until sure: plan what is missing, run it, analyse, judge, and ask for more where a verdict is still open.
 *
 * Every design point starts with the fewest replications and doubles them at each look while a claim that it decides is
 * open, or an interval is wider than asked. What is asked for depends on complete looks only, never on who finished
 * first, so that any number of workers, and a study resumed after an interruption, come to the same findings.
 */

import type { AnalysedPoint } from '../analysis/analyse.ts';
import { isMarket } from '../analysis/market-points.ts';
import type { Resolve } from '../analysis/round/remember-settings.ts';
import { findDisagreements, remake } from '../analysis/sample/agreement.ts';
import { mechanismOf, nameAddedMechanism } from '../catalogue/catalogue.ts';
import type { AxisValues } from '../findings/axis-values.ts';
import type { DesignPointFindings, Findings } from '../findings/findings.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { Pool } from '../run/pool.ts';
import { CareerArchive } from './careers.ts';
import { type Concluded, type Conclusion, Conclusions, composeFindings, listAskedProfiles } from './conclude.ts';
import { prepareFates } from './fates.ts';
import {
  type Archive,
  executePass,
  type FailedRun,
  KeyedArms,
  type PassOutcome,
  PlannedRuns,
  type PointPlan,
} from './passes.ts';
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
  /** Hears, before each look, of how many design points and runs the folder is to have after it [count]. */
  onLook?: (planned: { designPoints: number; runs: number }) => void;
  /** Hears what a design point's runs say once they are all there, while those behind it are made; and again after more of them. */
  onPoint?: (findings: DesignPointFindings) => void;
  /** Hears how many design points are analysed, of how many, each time the study looks at its runs. */
  onAnalysis?: (done: number, expected: number) => void;
}

/** What a study would do next, by the design points it is open at. */
export interface NextLook {
  /** Which look it is; the first is 0. */
  look: number;
  /** What they would then have. */
  plan: readonly PointPlan[];
  /** What every design point has. */
  reached: readonly PointPlan[];
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
  const study = new StudyAtWork(request);
  for (;;) {
    // 1. The runs that are wanted, and what leaves no record: careers, time, the laws of fates.
    const isWhole = await study.simulate();
    // 2. What all that is there comes to.
    const conclusion = await study.conclude();
    // 3. More of it, as long as something is open and may be looked into.
    const goesOn = isWhole && study.ask(conclusion);
    if (!goesOn) return study.report(conclusion);
  }
}

/** What is wanted of the next look. */
interface Wanted {
  /** Points that get their next replications. */
  points: readonly DesignPoint[];
  /** Points that get more runs that measure time, by their ids. */
  timed: ReadonlySet<number>;
}

/** A study between its first look and its last. */
class StudyAtWork {
  readonly #request: StudyRequest;
  readonly #points: DesignPoint[];
  readonly #conclusions: Conclusions;
  readonly #arms: KeyedArms;
  readonly #careers: CareerArchive;
  readonly #times: TimeArchive;
  /** The last look whose runs a design point has, by its id; -1 before the first. */
  readonly #level = new Map<number, number>();
  readonly #failed: FailedRun[] = [];
  #wanted: Wanted;
  #look = 0;
  #isInterrupted = false;
  /** In all, and of them those of runs that belong to no arm [count]. */
  #jobs = { done: 0, aside: 0 };
  /** What every design point had when it was looked at last. */
  #reached: readonly PointPlan[] = [];
  #disagreements: readonly string[] = [];

  constructor(request: StudyRequest) {
    const { scenario, points } = request;
    const seed = String(scenario.seed);
    this.#request = request;
    this.#points = [...points];
    this.#conclusions = new Conclusions(request);
    this.#arms = new KeyedArms(listAskedProfiles(scenario), seed);
    this.#careers = new CareerArchive(scenario, seed);
    this.#times = new TimeArchive(scenario);
    this.#wanted = { points: this.#points.filter(isMarket), timed: new Set() };
  }

  /** Makes what is wanted; whether all of it was made. */
  async simulate(): Promise<boolean> {
    const { scenario, archive, pool, signal } = this.#request;
    const { points, timed } = this.#wanted;
    const onJobs = (jobs: number, planned: number) => {
      const { done } = this.#jobs;
      this.#request.onProgress?.({
        jobsDone: done + jobs,
        jobsPlanned: done + planned,
        look: this.#look,
        openClaims: 0,
      });
    };
    const plan = points.map((point) => this.#planAt(point, this.#nextLook(point)));
    const asked = new Set(points);
    const others = this.#points
      .filter((point) => !asked.has(point))
      .map((point) => this.#planAt(point, this.#nextLook(point) - 1));
    const { count: runs } = new PlannedRuns([...plan, ...others]);
    this.#request.onLook?.({ designPoints: this.#points.length, runs });
    // What is there is analysed while others simulate.
    const tell = this.#request.onPoint;
    const onPoint = (reached: PointPlan) => {
      const { records } = this.#conclusions.analyse(reached);
      // Whoever waits for it hears of a failure.
      if (tell) records.then(({ findings }) => tell(findings)).catch(() => {});
    };
    const conduct = { seed: String(scenario.seed), signal, onJobs, onPoint };
    const isMade =
      this.#book(await executePass(plan, archive, pool, conduct)) &&
      this.#rise(points) &&
      this.#book(await this.#careers.extend(this.#reach(), pool, { signal, onJobs }), 'aside') &&
      this.#book(await this.#times.extend(this.#points, timed, pool, { signal, onJobs }), 'aside') &&
      (await prepareFates(scenario, this.#points, signal));
    this.#isInterrupted = !isMade;
    return isMade;
  }

  /** Analyses and judges what there is. */
  async conclude(): Promise<Conclusion> {
    const { onAnalysis } = this.#request;
    const aside = { time: this.#times, careersOf: this.#careers.of.bind(this.#careers), jobs: this.#jobs.aside };
    this.#reached = this.#reach();
    const conclusion = await this.#conclusions.draw(this.#reached, aside, this.#isInterrupted, onAnalysis);
    // Each look may convict, and the error is shared among all of them: more runs of a faulty engine are no use.
    this.#disagreements = findDisagreements(conclusion.analysed, this.#conclusions.looks.replications.length).map(
      ({ message, point }) => {
        const name = nameAddedMechanism(this.#points.find(({ id }) => id === point)!.settings);
        return name === undefined ? message : `${name}: ${message}`;
      },
    );
    return conclusion;
  }

  /** Asks for what a conclusion leaves open; whether that is anything, and may be had. */
  ask(conclusion: Conclusion): boolean {
    const { points, timed } = this.#choose(conclusion);
    this.#wanted = { points, timed };
    this.#look++;
    const isOver = this.#request.isOverBudget?.(this.#jobs.done, {
      look: this.#look,
      plan: points.map((point) => this.#planAt(point, this.#nextLook(point))),
      reached: this.#reached,
      timeRuns: new Map(
        this.#points.flatMap((point) => (timed.has(point.id) ? [[point.id, this.#times.of(point)!.runs]] : [])),
      ),
    });
    return points.length + timed.size > 0 && !isOver && this.#failed.length + this.#disagreements.length === 0;
  }

  /** What to look at next; points that a search adds are there from now on. */
  #choose({ analysed, thresholds, claims }: Conclusion): Wanted {
    const { scenario, resolve } = this.#request;
    const step = planSearchStep(scenario, analysed, thresholds, (id) => this.#isFull(id));
    const added = createPoints(step.add, resolve, this.#points.length).filter(isMarket);
    this.#points.push(...added);
    const asked = (isOfTime: boolean) =>
      claims.flatMap((claim, i) => (speaksOfTime(scenario.claims[i]) === isOfTime ? claim.open : []));
    const timed = new Set(asked(true).filter((id) => this.#times.mayGrow({ id })));
    // A search first looks at its new values: they may decide what more replications elsewhere would.
    if (added.length > 0) return { points: added, timed };
    return { points: this.#chooseOpen(analysed, new Set([...asked(false), ...step.deepen])), timed };
  }

  /** What the study came to. */
  report(conclusion: Conclusion): StudyOutcome {
    return {
      findings: composeFindings(this.#request.scenario, conclusion, !this.#isInterrupted),
      conclusion,
      runs: new PlannedRuns(this.#reached),
      failed: this.#failed,
      failures: [...this.#failed.map(describeFailure), ...this.#disagreements],
      interrupted: this.#isInterrupted,
    };
  }

  /** Counts what a pass did; whether it came to its end. */
  #book({ jobs, failed, interrupted }: PassOutcome, isAside?: 'aside'): boolean {
    this.#jobs.done += jobs;
    if (isAside) this.#jobs.aside += jobs;
    this.#failed.push(...failed);
    return !interrupted;
  }

  #rise(points: readonly DesignPoint[]): true {
    for (const point of points) this.#level.set(point.id, this.#nextLook(point));
    return true;
  }

  /** What every design point has. */
  #reach(): PointPlan[] {
    return this.#points.map((point) => this.#planAt(point, this.#nextLook(point) - 1));
  }

  #planAt(point: DesignPoint, look: number): PointPlan {
    return { point, arms: this.#arms.of(point), replications: this.#conclusions.replicationsAt(look) };
  }

  #nextLook({ id }: Pick<DesignPoint, 'id'>): number {
    return (this.#level.get(id) ?? -1) + 1;
  }

  #isFull(id: number): boolean {
    return this.#nextLook({ id }) >= this.#conclusions.looks.replications.length;
  }

  /** Points that an open claim or a too wide interval asks about, and that may still grow. */
  #chooseOpen(analysed: readonly AnalysedPoint[], asked: ReadonlySet<number>): DesignPoint[] {
    const target = this.#request.scenario.replications.halfWidth;
    return analysed
      .filter(({ point, findings }) => {
        if (!isMarket(point) || this.#isFull(point.id)) return false;
        const wide = findings.advantages.some(({ halfWidth }) => halfWidth === null || halfWidth > target!);
        return asked.has(point.id) || (target !== null && wide);
      })
      .map(({ point }) => point);
  }
}

function describeFailure({ designPoint, arm, replication, message, isOfTime }: FailedRun): string {
  if (isOfTime) {
    return `${message}; in run ${replication} of those that measure time alone at design point ${designPoint}; ${remake}`;
  }
  return `${message}; replay: --design-point ${designPoint} --arm ${arm} --replication ${replication}`;
}

/** Design points at new values, numbered on; those the rules forbid are left out. */
function createPoints(given: readonly AxisValues[], resolve: Resolve, first: number): DesignPoint[] {
  const points: DesignPoint[] = [];
  for (const at of given) {
    const settings = resolve(at);
    const isAllowed = settings && mechanismOf(settings).check(settings).length === 0;
    if (isAllowed) points.push({ id: first + points.length, at, settings });
  }
  return points;
}
