import { LatencyCounts } from './latency-counts.ts';
import { LoadMarks } from './load-marks.ts';

const JOBS_PER_BATCH = 5;
const BATCHES_MAX = 16_384;

/**
 * Times from arrival to settlement, in order of settlement, as means of equal batches: all that finding the end of the
 * warm-up needs, in memory that does not grow with the run; and counts of how many took how long.
 *
 * Batches hold five jobs until 16 384 of them are full (81 920 jobs); then neighbours are joined and every batch holds
 * twice as many, and so on.
 */
export class Sojourns {
  /** How many jobs were added. */
  jobs = 0;
  /** The last job filled a segment of the counts: {@link Sojourns.beginSegment} is due. */
  isSegmentFull = false;
  /** How many of them took how long. */
  readonly counts = new LatencyCounts();
  /** How busy nodes were by the end of each segment of those counts. */
  readonly load = new LoadMarks();
  /** Jobs in a full batch [count]. */
  jobsPerBatch = JOBS_PER_BATCH;
  /** How long the job took that {@link add} adds [s]: a column, because a number handed to a call would be allocated. */
  readonly last = new Float64Array(1);
  // Sums of full batches, and of the one being filled behind them.
  private readonly sums = new Float64Array(BATCHES_MAX + 1);
  private readonly most = new Float64Array(1);
  private batches = 0;
  private restJobs = 0;
  private restartedSeconds = 0;
  private restartedJobs = 0;

  /** Forgets everything. */
  reset(): void {
    this.jobs = 0;
    this.isSegmentFull = false;
    this.sums[0] = 0;
    this.most[0] = 0;
    this.batches = 0;
    this.jobsPerBatch = JOBS_PER_BATCH;
    this.restJobs = 0;
    this.restartedSeconds = 0;
    this.restartedJobs = 0;
    this.counts.reset();
    this.load.reset(0, 0);
  }

  /** Begins the counts and the load anew; means of batches go on. Nodes have been computing for so long until now. */
  restart(now: number, busySeconds: number): void {
    const { seconds, jobs } = this.totalFrom(0);
    this.restartedSeconds = seconds;
    this.restartedJobs = jobs;
    this.counts.reset();
    this.load.reset(now, busySeconds);
  }

  /** Time and number of the jobs since the counts began anew. */
  sinceRestart(): { seconds: number; jobs: number } {
    const { seconds, jobs } = this.totalFrom(0);
    return { seconds: seconds - this.restartedSeconds, jobs: jobs - this.restartedJobs };
  }

  /** Longest time [s]. */
  get longest(): number {
    return this.most[0];
  }

  /** A job was settled as long after it arrived as {@link last} says. */
  add(): void {
    const seconds = this.last[0];
    this.jobs++;
    this.isSegmentFull = this.counts.add(seconds);
    if (seconds > this.most[0]) this.most[0] = seconds;
    this.sums[this.batches] += seconds;
    if (++this.restJobs === this.jobsPerBatch) this.closeBatch();
  }

  /** Goes on to the next segment; nodes have been computing for so long until now [s]. */
  beginSegment(now: number, busySeconds: number): void {
    this.isSegmentFull = false;
    this.load.mark(now, busySeconds);
    if (this.counts.begin()) this.load.thin();
  }

  /** Mean time of each full batch [s]. */
  batchMeans(): Float64Array {
    const means = this.sums.slice(0, this.batches);
    for (let batch = 0; batch < means.length; batch++) means[batch] /= this.jobsPerBatch;
    return means;
  }

  /** Time and number of the jobs from a batch on, with those that filled no batch. */
  totalFrom(batch: number): { seconds: number; jobs: number } {
    let seconds = 0;
    for (let index = batch; index <= this.batches; index++) seconds += this.sums[index];
    return { seconds, jobs: this.jobs - batch * this.jobsPerBatch };
  }

  private closeBatch(): void {
    this.restJobs = 0;
    this.batches++;
    if (this.batches === BATCHES_MAX) this.join();
    this.sums[this.batches] = 0;
  }

  private join(): void {
    const { sums } = this;
    this.batches /= 2;
    for (let batch = 0; batch < this.batches; batch++) sums[batch] = sums[2 * batch] + sums[2 * batch + 1];
    this.jobsPerBatch *= 2;
  }
}
