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
  /** Longest time [s]. */
  longest = 0;
  /** How many of them took how long. */
  readonly counts = new LatencyCounts();
  /** How busy nodes were by the end of each segment of those counts. */
  readonly load = new LoadMarks();
  /** Jobs in a full batch [count]. */
  jobsPerBatch = JOBS_PER_BATCH;
  private readonly sums = new Float64Array(BATCHES_MAX);
  private batches = 0;
  private restSum = 0;
  private restJobs = 0;
  private restartedSeconds = 0;
  private restartedJobs = 0;

  /** Forgets everything. */
  reset(): void {
    this.jobs = 0;
    this.longest = 0;
    this.batches = 0;
    this.jobsPerBatch = JOBS_PER_BATCH;
    this.restSum = 0;
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

  /** A job was settled so many seconds after it arrived; nodes have been computing for so long until now. */
  add(seconds: number, now: number, busySeconds: number): void {
    this.jobs++;
    if (this.counts.add(seconds)) this.beginSegment(now, busySeconds);
    if (seconds > this.longest) this.longest = seconds;
    this.restSum += seconds;
    if (++this.restJobs < this.jobsPerBatch) return;
    this.sums[this.batches++] = this.restSum;
    this.restSum = 0;
    this.restJobs = 0;
    if (this.batches === BATCHES_MAX) this.join();
  }

  /** Mean time of each full batch [s]. */
  batchMeans(): Float64Array {
    return Float64Array.from(this.sums.subarray(0, this.batches), (sum) => sum / this.jobsPerBatch);
  }

  /** Time and number of the jobs from a batch on, with those that filled no batch. */
  totalFrom(batch: number): { seconds: number; jobs: number } {
    let seconds = this.restSum;
    for (let index = batch; index < this.batches; index++) seconds += this.sums[index]!;
    return { seconds, jobs: this.jobs - batch * this.jobsPerBatch };
  }

  private beginSegment(now: number, busySeconds: number): void {
    this.load.mark(now, busySeconds);
    if (this.counts.begin()) this.load.thin();
  }

  private join(): void {
    const { sums } = this;
    this.batches /= 2;
    for (let batch = 0; batch < this.batches; batch++) sums[batch] = sums[2 * batch]! + sums[2 * batch + 1]!;
    this.jobsPerBatch *= 2;
  }
}
