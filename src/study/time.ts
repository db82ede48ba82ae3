/**
 * Runs in which nothing but time is measured: how long jobs take and how busy nodes are, in the steady state.
 *
 * They are runs of their own, as long as queues need to forget how they began, so that asking about time changes no
 * other run. Design points whose queues are alike share them: what players are paid does not slow them down.
 */
import type { MeasuredTime } from '../analysis/analyse.ts';
import { concerns } from '../analysis/judge.ts';
import { isMarket } from '../analysis/market-points.ts';
import type { Comparison } from '../analysis/sample/comparison.ts';
import { Looks } from '../analysis/sample/looks.ts';
import { listTimeRates, type TimeRates, TimeSample } from '../analysis/sample/time-sample.ts';
import { flowAt, whyNotByQueues } from '../catalogue/traffic.ts';
import { jobsOf } from '../engine/assignment.ts';
import { type TimeFindings, timeRates } from '../findings/findings.ts';
import { type Arm, armName, type Settings } from '../market/settings.ts';
import { planTime, type TimePlan } from '../market/waiting/time-plan.ts';
import { createQueueNumbers } from '../plan/alike-queues.ts';
import type { Assignment, DesignPoint } from '../plan/plan.ts';
import type { Pool } from '../run/pool.ts';
import type { ClaimSpec, Scenario } from '../scenario/schema/scenario.ts';
import type { PassOutcome } from './passes.ts';

/** Runs at the first look and at the last [count]; more only where a study asks for more replications than by default. */
const RUNS_MIN = 16;
const RUNS_MAX = 256;
/** They are longer than others: so many replications may be made for one of them [count]. */
const REPLICATIONS_PER_RUN = 4;
/** Jobs of all runs of a design point at most [count]: more take hours. */
const JOBS_MAX = 1e9;
/** What no claim asks about is only shown: by fewer runs, and where one takes at most so many times the jobs of others [1]. */
const RUNS_SHOWN = 8;
const JOBS_SHOWN_MAX = 2;
/** Jobs of an assignment at most [count]. */
const JOBS_PER_ASSIGNMENT = 50_000;

const honest: Arm = { role: 'both', strategy: 'honest', against: 'coalition' };

/** What of a scenario its runs that measure time depend on. */
type Timed = Pick<Scenario, 'claims' | 'seed' | 'confidence' | 'replications'>;

/** The runs that measure time; kept in memory, and made again when a study is opened again. */
export class TimeArchive {
  readonly #scenario: Pick<Scenario, 'seed'>;
  /** The claims that are about time. */
  readonly #spoken: readonly ClaimSpec[];
  readonly #looks: Looks;
  readonly #shown: Looks;
  readonly #measured = new Map<number, Measured>();
  readonly #byPoint = new Map<number, Measured>();
  readonly #queueOf = createQueueNumbers();

  constructor(scenario: Timed) {
    this.#scenario = scenario;
    this.#spoken = scenario.claims.filter(speaksOfTime);
    const most = Math.max(RUNS_MAX, Math.floor(scenario.replications.max / REPLICATIONS_PER_RUN));
    this.#looks = new Looks(RUNS_MIN, most, scenario.confidence);
    this.#shown = new Looks(RUNS_SHOWN, RUNS_SHOWN, scenario.confidence);
  }

  /** What is known at a design point; nothing before it was looked at. */
  of({ id, settings }: DesignPoint): (MeasuredTime & { runs: number }) | undefined {
    const measured = this.#byPoint.get(id);
    if (!measured) return undefined;
    const rates = measured.rates ?? listTimeRates(undefined, settings, this.#looks);
    return { rates, findings: describe(measured), comparisons: measured.comparisons ?? [], runs: measured.runs };
  }

  /** Whether more runs may be made at a design point. */
  mayGrow({ id }: Pick<DesignPoint, 'id'>): boolean {
    const measured = this.#byPoint.get(id);
    if (!measured || measured.why !== undefined) return false;
    const next = this.#runsAfter(measured);
    return next !== undefined && next * measured.plan.jobs <= JOBS_MAX;
  }

  /** Makes the first runs at design points that have none yet, and more at those that should have more. */
  async extend(
    points: readonly DesignPoint[],
    deepened: ReadonlySet<number>,
    pool: Pool,
    { signal, onJobs }: { signal: AbortSignal | undefined; onJobs: (jobs: number, planned: number) => void },
  ): Promise<PassOutcome> {
    const wanted = this.#choose(points, deepened);
    const asked = wanted.flatMap((each) => [...listAssignments(each, String(this.#scenario.seed))]);
    const outcome: PassOutcome = { jobs: 0, failed: [], interrupted: false };
    let open = asked.length;
    const planned = asked.reduce((sum, { assignment }) => sum + jobsOf({ ...assignment, index: 0 }), 0);
    // Rows wait until those before them are there, so that a sample is the same whoever finished first.
    const rows = new Map<number, Float64Array>();
    await pool.runAssignments(
      asked.map(({ assignment }, index): Assignment => ({ ...assignment, index })),
      {
        signal,
        jobs: planned,
        onResult: (assignment, result) => {
          rows.set(assignment.index, result.rows);
          outcome.jobs += jobsOf(assignment);
          open--;
          onJobs(outcome.jobs, planned);
          for (const { replication, message } of result.failures) {
            const designPoint = assignment.point.id;
            outcome.failed.push({ designPoint, arm: armName(assignment.arm), replication, message, isOfTime: true });
          }
        },
      },
    );
    outcome.interrupted = open > 0;
    if (outcome.interrupted || outcome.failed.length > 0) return outcome;
    for (const [index, { of }] of asked.entries()) of.sample!.add(rows.get(index)!);
    for (const { of } of wanted) conclude(of, this.#looksOf(of));
    return outcome;
  }

  /** What would measure time at these design points, alike ones counted once: jobs of a run, and the fewest and most runs [count]. */
  listRuns(points: readonly DesignPoint[]): { jobs: number; least: number; most: number }[] {
    const queueOf = createQueueNumbers();
    const met: Pick<Measured, 'plan' | 'settings' | 'isClaimed'>[] = [];
    for (const point of points) {
      if (!isMarket(point)) continue;
      const known = met[queueOf(point.settings)];
      if (!known) met.push(this.#plan(point));
      else known.isClaimed ||= this.#isClaimed(point);
    }
    const counts = new Map<number, { jobs: number; least: number; most: number }>();
    return met.flatMap((each) => {
      if (whyUnmeasured(each) !== undefined) return [];
      const { jobs } = each.plan;
      const key = each.isClaimed ? jobs : -jobs;
      const count = counts.get(key) ?? { jobs, ...this.#countRuns(jobs, each.isClaimed) };
      counts.set(key, count);
      return count;
    });
  }

  #countRuns(jobs: number, isClaimed: boolean): { least: number; most: number } {
    const { replications } = this.#looksOf({ isClaimed });
    const affordable = replications.filter((runs, look) => look === 0 || runs * jobs <= JOBS_MAX);
    return { least: affordable[0], most: affordable.at(-1)! };
  }

  #choose(points: readonly DesignPoint[], deepened: ReadonlySet<number>): Wanted[] {
    const wanted = new Map<Measured, Wanted>();
    for (const point of points.filter(isMarket)) {
      const known = this.#byPoint.get(point.id);
      const of = known ?? this.#meet(point);
      const isDue = of.why === undefined && (of.runs === 0 || deepened.has(point.id));
      const until = this.#runsAfter(of);
      if (isDue && until !== undefined) wanted.set(of, { of, point, until });
    }
    return [...wanted.values()];
  }

  #meet(point: DesignPoint): Measured {
    const key = this.#queueOf(point.settings);
    const isClaimed = this.#isClaimed(point);
    const measured = this.#measured.get(key) ?? { ...this.#plan(point), runs: 0 };
    measured.isClaimed ||= isClaimed;
    measured.why = whyUnmeasured(measured);
    if (measured.why === undefined && !measured.sample && (measured.runs === 0 || isClaimed)) {
      measured.sample = new TimeSample();
      measured.runs = 0;
    }
    this.#measured.set(key, measured);
    this.#byPoint.set(point.id, measured);
    return measured;
  }

  #plan(point: DesignPoint): Pick<Measured, 'plan' | 'settings' | 'isClaimed'> {
    const { settings } = point;
    return {
      plan: planTime(settings, flowAt(settings), whyNotByQueues(settings)),
      settings,
      isClaimed: this.#isClaimed(point),
    };
  }

  #isClaimed(point: DesignPoint): boolean {
    return this.#spoken.some((spec) => concerns(spec, point));
  }

  #looksOf({ isClaimed }: Pick<Measured, 'isClaimed'>): Looks {
    return isClaimed ? this.#looks : this.#shown;
  }

  #runsAfter(measured: Measured): number | undefined {
    return this.#looksOf(measured).replications.find((count) => count > measured.runs);
  }
}

/** Jobs of a run at the design points of a study: of one that leaves a record, and of one that measures time alone [count]. */
export interface JobsPerRun {
  /** The fewest and the most. */
  records: [number, number];
  /** The same; `null` where none measures time. */
  time: [number, number] | null;
}

/** How long the runs of a study are. @param timed  what measures time there */
export function describeLengths(
  scenario: Timed,
  points: readonly DesignPoint[],
  timed: readonly { jobs: number }[] = new TimeArchive(scenario).listRuns(points),
): JobsPerRun {
  return {
    records: spanOf(points, ({ settings }) => settings.run.jobs),
    time: timed.length > 0 ? spanOf(timed, ({ jobs }) => jobs) : null,
  };
}

function spanOf<T>(list: readonly T[], read: (one: T) => number): [number, number] {
  let [least, most] = list.length > 0 ? [read(list[0]), read(list[0])] : [0, 0];
  for (const one of list) {
    const value = read(one);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** Whether a claim is about a rate of time. */
export function speaksOfTime({ of }: ClaimSpec): boolean {
  return (timeRates as readonly unknown[]).includes(of);
}

/** Fewest and, unless more is asked for, most runs that measure time where a claim asks, and those where none does [count]. */
export const timeRuns = { min: RUNS_MIN, max: RUNS_MAX, shown: RUNS_SHOWN } as const;

/** Design points whose queues are alike, and what was measured there. */
interface Measured {
  plan: TimePlan;
  settings: Settings;
  isClaimed: boolean;
  runs: number;
  /** The runs, until nobody will ask for more. */
  sample?: TimeSample;
  rates?: TimeRates;
  comparisons?: Comparison[];
  why?: string | undefined;
}

interface Wanted {
  of: Measured;
  point: DesignPoint;
  until: number;
}

interface AskedAssignment {
  assignment: Omit<Assignment, 'index'>;
  of: Measured;
}

function* listAssignments({ of, point, until }: Wanted, seed: string): Generator<AskedAssignment> {
  const { jobs, warmUpJobs, method } = of.plan;
  const settings = { ...point.settings, run: { jobs, warmUpJobs, time: method } };
  const perAssignment = Math.max(1, Math.floor(JOBS_PER_ASSIGNMENT / jobs));
  for (let first = of.runs; first < until; first += perAssignment) {
    const replications = Math.min(perAssignment, until - first);
    yield {
      assignment: { point: { ...point, settings }, arm: honest, seed, firstReplication: first, replications },
      of,
    };
  }
}

/** Reads the runs, and lets go of them where nobody will ask for more. */
function conclude(measured: Measured, looks: Looks): void {
  const { sample, settings } = measured;
  measured.runs = sample!.runs;
  measured.rates = listTimeRates(sample, settings, looks);
  measured.comparisons = sample!.compare(settings, honest);
  if (sample!.isEndless)
    measured.why = 'some nodes get as much work as they can do or more, so there is no steady state';
  if (!measured.isClaimed) delete measured.sample;
}

function whyUnmeasured({
  plan,
  isClaimed,
  settings,
}: Pick<Measured, 'plan' | 'settings' | 'isClaimed'>): string | undefined {
  if (plan.obstacle !== undefined) return plan.obstacle;
  if (isClaimed || plan.jobs <= JOBS_SHOWN_MAX * settings.run.jobs) return undefined;
  return `a run takes ${plan.jobs.toLocaleString('en-US')} jobs here; a claim about it has it measured`;
}

function describe({ plan, runs, why }: Measured): TimeFindings {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    relaxationSeconds: finite(plan.relaxationSeconds),
    jobsPerRelaxation: finite(plan.jobsPerRelaxation),
    jobsPerRun: finite(plan.jobs),
    warmUpJobs: finite(plan.warmUpJobs),
    runs,
    ...(why !== undefined && { why }),
  };
}
