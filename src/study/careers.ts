/** The careers that claims ask about, followed as a study goes on: run after run, as many as its records rest on. */

import { careersFor, concerns } from '../analysis/judge.ts';
import { hasLaw } from '../analysis/round/fate.ts';
import { askAt } from '../analysis/round/horizon.ts';
import { CareerSample, planCareers } from '../analysis/sample/careers.ts';
import { catalogueOf } from '../catalogue/catalogue.ts';
import type { CareerNeed, FateQuestion } from '../claims/define.ts';
import { jobsOf } from '../engine/assignment.ts';
import { armName, type HasPlugs } from '../market/settings.ts';
import { armOf } from '../plan/arms.ts';
import type { Assignment, DesignPoint, RunFailure } from '../plan/plan.ts';
import type { Pool } from '../run/pool.ts';
import type { ClaimSpec, Scenario } from '../scenario/schema/scenario.ts';
import type { FailedRun, PassOutcome } from './passes.ts';

/** Jobs of an assignment at most, a node counted as one [count]. */
const JOBS_PER_ASSIGNMENT = 50_000;

/** What claims, and where their kinds are looked up. */
type Claiming = Pick<Scenario, 'claims'> & HasPlugs;

/** Samples of careers by design point and question; kept in memory, and made again when a study is opened again. */
export class CareerArchive {
  readonly #needs: readonly Need[];
  readonly #seed: string;
  readonly #samples = new Map<string, CareerSample>();

  constructor(scenario: Claiming, seed: string) {
    this.#needs = listNeeds(scenario);
    this.#seed = seed;
  }

  /** What is known of a question at a design point. */
  of({ id }: Pick<DesignPoint, 'id'>, question: FateQuestion): CareerSample | undefined {
    return this.#samples.get(keyOf(id, question));
  }

  /** Follows careers until those of every question rest on as many replications as the records of its design point. */
  async extend(
    reached: readonly { point: DesignPoint; replications: number }[],
    pool: Pool,
    { signal, onJobs }: { signal: AbortSignal | undefined; onJobs: (jobs: number, planned: number) => void },
  ): Promise<PassOutcome> {
    const outcome: PassOutcome = { jobs: 0, failed: [], interrupted: false };
    const asked = [...this.#listAssignments(reached)];
    let open = asked.length;
    const assignments = asked.map(({ assignment }, index): Assignment => ({ ...assignment, index }));
    const planned = assignments.reduce((sum, assignment) => sum + jobsOf(assignment), 0);
    await pool.runAssignments(assignments, {
      signal,
      jobs: planned,
      onResult: (assignment, { rows, failures }) => {
        asked[assignment.index].sample.add(rows, assignment.replications - failures.length);
        outcome.jobs += jobsOf(assignment);
        open--;
        onJobs(outcome.jobs, planned);
        for (const failure of failures) outcome.failed.push(describe(assignment, failure));
      },
    });
    outcome.interrupted = open > 0;
    return outcome;
  }

  *#listAssignments(reached: readonly { point: DesignPoint; replications: number }[]): Generator<AskedAssignment> {
    const asked = new Set<string>();
    for (const { point, replications } of reached) {
      for (const question of listQuestions(this.#needs, point)) {
        const key = keyOf(point.id, question);
        const sample = this.#samples.get(key) ?? new CareerSample(planCareers(point.settings, question));
        this.#samples.set(key, sample);
        if (sample.isFull || asked.has(key)) continue;
        asked.add(key);
        const { settings } = sample.plan;
        const perAssignment = Math.max(
          1,
          Math.floor(JOBS_PER_ASSIGNMENT / (settings.run.jobs + settings.market.nodeCount)),
        );
        for (let first = sample.replications; first < replications; first += perAssignment) {
          const assignment = {
            point: { ...point, settings },
            arm: armOf(settings, 'asserter', question.strategy, 'coalition'),
            seed: this.#seed,
            firstReplication: first,
            replications: Math.min(perAssignment, replications - first),
          };
          yield { assignment, sample };
        }
      }
    }
  }
}

/** Jobs that careers add to one replication of every design point [count]. */
export function countCareerJobs(scenario: Claiming, points: readonly DesignPoint[]): number {
  const needs = listNeeds(scenario);
  if (needs.length === 0) return 0;
  return points.reduce((sum, point) => {
    const questions = new Map(listQuestions(needs, point).map((question) => [keyOf(point.id, question), question]));
    return [...questions.values()].reduce((jobs, question) => {
      return jobs + planCareers(point.settings, question).settings.run.jobs;
    }, sum);
  }, 0);
}

/** Whether any claim asks at any design point for careers that are simulated. */
export function restsOnCareers(scenario: Claiming, points: readonly DesignPoint[]): boolean {
  const needs = listNeeds(scenario);
  return points.some((point) => listQuestions(needs, point).length > 0);
}

/** An assignment, and the sample that waits for it: it stays here when the assignment goes to another thread. */
interface AskedAssignment {
  assignment: Omit<Assignment, 'index'>;
  sample: CareerSample;
}

/** A claim that asks about careers, and what it asks. */
interface Need {
  spec: ClaimSpec;
  need: CareerNeed;
}

/** The claims that simulated careers can answer, or are asked to. */
function listNeeds(scenario: Claiming): Need[] {
  return scenario.claims.flatMap((spec) => {
    const need = careersFor(spec, catalogueOf(scenario));
    return need && need.by !== 'exact' ? [{ spec, need }] : [];
  });
}

/** The questions that claims have about a design point and that only simulation can answer, or is asked to. */
function listQuestions(needs: readonly Need[], point: DesignPoint): FateQuestion[] {
  return needs.flatMap(({ spec, need }) => {
    if (!concerns(spec, point)) return [];
    const isAsked = need.by === 'simulation' || !hasLaw(point.settings, need.wish.strategy);
    return isAsked ? [askAt(point.settings, need.wish)] : [];
  });
}

function keyOf(id: number, { strategy, jobs }: FateQuestion): string {
  return `${id} ${jobs} ${strategy}`;
}

function describe({ point, arm }: Assignment, { replication, message }: RunFailure): FailedRun {
  return { designPoint: point.id, arm: armName(arm), replication, message };
}
