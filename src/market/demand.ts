/**
 * The socket for demand: when jobs come in.
 *
 * What nature has in store for a job, who gets it, whether it is challenged and how long it takes, is the market's to draw:
 * it is the same whatever the demand.
 */
import type { z } from 'zod';
import type { Stream } from '../kernel/stream.ts';

/** A law of arrivals: a file under `plugs/demand/` and a line in its registry. */
export interface Demand {
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /** Jobs per second in the long run, in a market whose file asks for so many [1/s]. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  rate: (params: any, jobsPerSecond: number) => number;
  /** Variance over mean of the number of jobs that arrive in a long time: 1 of a Poisson stream, 0 of a metronome [1]. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  dispersion: (params: any) => number;
  /** It says by its own parameters how many jobs come, and `market.jobsPerSecond` is not read. */
  hasOwnRate?: true;
  /**
   * Jobs within which arrivals forget what they were, about [count]: queues forget no faster. Where it is left out, within
   * as many as their dispersion says.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  memory?: (params: any, jobsPerSecond: number) => number;
  /** Where arrivals repeat themselves, how; each run begins anywhere in a cycle. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  cycle?: (params: any, jobsPerSecond: number) => Cycle;
  /**
   * How long it is until the next job hangs on nothing that came before. An arriving job then finds what there is at any
   * other moment, and what falls to one node of many alike is such a stream again: formulas of queues rest on both.
   */
  isMemoryless?: true;
  /**
   * What it comes to once its file was read, where it replays one: its parameters have `file`, the name of it, and
   * `sha256`, which is filled in by whoever reads it.
   */
  replay?: (trace: Trace) => Pick<Demand, 'rate' | 'dispersion' | 'cycle' | 'create'>;
  /** The arrivals of one run, from its first job on, at the rate that {@link Demand.rate} says [1/s]. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  create: (params: any, streams: Streams, jobsPerSecond: number) => DemandPlay;
}

/** Recorded jobs. */
export interface Trace {
  /** What the file is known by. */
  sha256: string;
  /** When each row came, from the first on, which is at 0 [s]; never back. Threads share it. */
  times: Float64Array;
  /** Most by which the rows of a stretch differ from those that come in one as long in the mean [count]. */
  excess: number;
}

/** How arrivals repeat themselves. */
export interface Cycle {
  /** Jobs of a cycle [count]: what is watched for whole cycles favours no part of one. */
  jobs: number;
  /** Most by which the jobs of a time differ from those that come in it in the mean, beside what chance does [count]. */
  excess: number;
}

/** Random numbers of the run at hand by what they are for; the same name gives the same numbers in every arm. */
export type Streams = (purpose: string) => Stream;

/** Arrivals at work. */
export interface DemandPlay {
  /** Fills a lot with the jobs from `first` on. Lots are asked for once each, in order. */
  fill: (first: number, lot: JobLot) => void;
}

/** Columns over jobs in a row. */
export interface JobLot {
  /**
   * Time since the job before, in mean times between jobs [1]: whoever asks for the same jobs at another rate gets them.
   * Never below 0.
   */
  readonly gap: Float64Array;
}
