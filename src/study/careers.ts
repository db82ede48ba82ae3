/** The careers that claims ask about, followed as a study goes on: run after run, as many as its records rest on. */
import { CareerSample, planCareers } from '../analysis/careers.ts';
import { armOf } from '../analysis/exact.ts';
import { hasLaw } from '../analysis/fate.ts';
import { claims, concerns } from '../analysis/judge.ts';
import type { FateQuestion } from '../claims/define.ts';
import { armName } from '../market/settings.ts';
import type { Batch, DesignPoint, RunFailure } from '../plan/plan.ts';
import type { Pool } from '../run/pool.ts';
import type { ClaimSpec } from '../scenario/scenario.ts';
import type { FailedRun, PassOutcome } from './passes.ts';

/** Jobs of a batch at most, a node counted as one [count]. */
const JOBS_PER_BATCH = 50_000;

/** Samples of careers by design point and question; kept in memory, and made again when a study is opened again. */
export class CareerArchive {
  readonly #specs: readonly ClaimSpec[];
  readonly #seed: string;
  readonly #samples = new Map<string, CareerSample>();

  constructor(specs: readonly ClaimSpec[], seed: string) {
    this.#specs = specs;
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
    signal: AbortSignal | undefined,
  ): Promise<PassOutcome> {
    const outcome: PassOutcome = { jobs: 0, failed: [], interrupted: false };
    const asked = [...this.#listBatches(reached)];
    let open = asked.length;
    const batches = asked.map(({ batch }, index): Batch => ({ ...batch, index }));
    await pool.runBatches(batches, {
      signal,
      jobs: batches.reduce((sum, batch) => sum + jobsOf(batch), 0),
      onResult: (batch, { rows, failures }) => {
        asked[batch.index]!.sample.add(rows, batch.replications - failures.length);
        outcome.jobs += jobsOf(batch);
        open--;
        for (const failure of failures) outcome.failed.push(describe(batch, failure));
      },
    });
    outcome.interrupted = open > 0;
    return outcome;
  }

  *#listBatches(reached: readonly { point: DesignPoint; replications: number }[]): Generator<AskedBatch> {
    const asked = new Set<string>();
    for (const { point, replications } of reached) {
      for (const question of listQuestions(this.#specs, point)) {
        const key = keyOf(point.id, question);
        const sample = this.#samples.get(key) ?? new CareerSample(planCareers(point.settings, question));
        this.#samples.set(key, sample);
        if (sample.isFull || asked.has(key)) continue;
        asked.add(key);
        const { settings } = sample.plan;
        const perBatch = Math.max(1, Math.floor(JOBS_PER_BATCH / (settings.run.jobs + settings.market.nodeCount)));
        for (let first = sample.replications; first < replications; first += perBatch) {
          const batch = {
            point: { ...point, settings },
            arm: armOf('asserter', question.strategy, 'coalition'),
            seed: this.#seed,
            firstReplication: first,
            replications: Math.min(perBatch, replications - first),
          };
          yield { batch, sample };
        }
      }
    }
  }
}

/** A batch, and the sample that waits for it: it stays here when the batch goes to another thread. */
interface AskedBatch {
  batch: Omit<Batch, 'index'>;
  sample: CareerSample;
}

/** The questions that claims have about a design point and that only simulation can answer, or is asked to. */
function listQuestions(specs: readonly ClaimSpec[], point: DesignPoint): FateQuestion[] {
  return specs.flatMap((spec) => {
    const need = concerns(spec, point) ? claims.get(spec.kind)?.follows?.(spec) : undefined;
    if (!need) return [];
    return need.isAlways || !hasLaw(point.settings, need.question.strategy) ? [need.question] : [];
  });
}

function keyOf(id: number, { strategy, jobs }: FateQuestion): string {
  return `${id} ${jobs} ${strategy}`;
}

function jobsOf({ point, replications }: Batch): number {
  return replications * point.settings.run.jobs;
}

function describe({ point, arm }: Batch, { replication, message }: RunFailure): FailedRun {
  return { designPoint: point.id, arm: armName(arm), replication, message };
}
