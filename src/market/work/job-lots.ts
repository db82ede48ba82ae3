/**
 * What nature has in store for the jobs that arrive next: when, where, how long, and the numbers that decide their fate.
 *
 * A draw belongs to its job and not to the moment it is made, so the draws of many jobs can be made together. That is
 * what makes keyed draws cheap: made one by one, when an event needs them, each is waited for; made in a row they overlap
 * in the processor.
 */
import type { Distribution } from '../../kernel/distributions/define.ts';
import { LOT } from '../../kernel/keyed-draws.ts';
import type { KeyedDraws, Uniforms } from '../../kernel/stream.ts';
import type { DemandPlay, JobLot } from '../demand.ts';
import { ARRIVAL_PAIR, SERVICE, SERVICE_PAIR } from '../purposes.ts';
import { unset } from '../unset.ts';

/** The place of a job that is handed out again. */
export const AGAIN = LOT;

/** Where the jobs of a run come from. */
export interface JobSource {
  draws: KeyedDraws;
  /** When they come in, and how many do per second; without a clock nobody asks. */
  demand: DemandPlay;
  jobsPerSecond: number;
  service: Distribution;
  isTimeless: boolean;
}

/** The next jobs in lots. Job j is found at {@link JobLots.placeOf}, until the lot after it is drawn. */
export class JobLots implements JobLot {
  /** Time from the arrival before [s]; while a demand fills it, in mean times between jobs. */
  readonly gap = new Float64Array(LOT);
  /** Decides which node gets the job; behind the lot, which gets one that is handed on. */
  readonly dispatch = new Float64Array(LOT + 1);
  private readonly arriving = this.dispatch.subarray(0, LOT);
  /** Whether it is challenged. */
  readonly challenge = new Float64Array(LOT);
  /** How long computing it takes at speed 1 [s]. */
  readonly seconds = new Float64Array(LOT);
  /** Whether the asserter makes its move. */
  readonly decide = new Float64Array(LOT);
  private readonly prepared = new Prepared();
  private source: JobSource = unset;
  private end = 0;

  /** Starts a run from job 0. */
  reset(source: JobSource): void {
    this.source = source;
    this.end = 0;
  }

  /** Place of job `number` in the columns; jobs are asked for in order. */
  placeOf(number: number): number {
    if (number >= this.end) this.draw(number - (number & (LOT - 1)));
    return number & (LOT - 1);
  }

  private draw(first: number): void {
    this.end = first + LOT;
    const { draws, demand, jobsPerSecond, service, isTimeless } = this.source;
    draws.fillPair(first, ARRIVAL_PAIR, this.arriving, this.challenge);
    draws.fillPair(first, SERVICE_PAIR, this.seconds, this.decide);
    if (isTimeless) return;
    const { prepared, seconds, gap } = this;
    demand.fill(first, this);
    for (let place = 0; place < LOT; place++) gap[place] /= jobsPerSecond;
    for (let place = 0; place < LOT; place++) {
      prepared.start(draws, first + place, seconds[place]);
      seconds[place] = service.sample(prepared);
    }
  }
}

/** The uniforms of a job's service of which the first was drawn before. */
class Prepared implements Uniforms {
  private readonly upcoming = new Float64Array(1);
  private draws!: KeyedDraws;
  private job = 0;
  private drawn = 0;

  start(draws: KeyedDraws, job: number, first: number): void {
    this.draws = draws;
    this.job = job;
    this.upcoming[0] = first;
    this.drawn = 0;
  }

  next(): number {
    if (this.drawn++ > 0) this.draw();
    return this.upcoming[0];
  }

  private draw(): void {
    if (this.drawn === 2) this.draws.at(this.job, SERVICE).next();
    this.upcoming[0] = this.draws.next();
  }
}
