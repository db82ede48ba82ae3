import { sampleStandardExponential } from '../../kernel/distributions/standard-exponential.ts';
import { createStream } from '../../kernel/stream.ts';
import type { Settings } from '../settings.ts';
import { type Flow, streamAt } from './flow.ts';
import { LatencyBins } from './latency-bins.ts';
import { drawWork } from './stationary.ts';
import { countQueues } from './time-plan.ts';
import { binsFrom, timeAt, timeRowLength } from './time-record.ts';

const bins = new LatencyBins();

/**
 * Follows queues that do not depend on each other, each from its steady state on: a job is served after what it finds
 * (Lindley's recursion). The queues of a market with uniform dispatch and no checks are copies of one, so that any number
 * of copies stands for any number of nodes.
 *
 * @returns a row of `time-record.ts`
 * @source Lindley (1952), The theory of queues with a single server
 */
export function followSingleQueues(settings: Settings, flow: Flow, seed: string, replication: number): Float64Array {
  const { service, speed } = flow;
  const gapMean = flow.nodes / flow.jobsPerSecond;
  const arrivals = createStream(seed, replication, 'time arrivals');
  const services = createStream(seed, replication, 'time services');
  const start = createStream(seed, replication, 'time start');
  const queues = countQueues(streamAt(flow, 1 / speed.mean).load);
  const jobsPerQueue = settings.run.jobs / queues;
  const row = new Float64Array(timeRowLength);
  bins.reset();
  for (let queue = 0; queue < queues; queue++) {
    const pace = 1 / speed.sample(start);
    const { load } = streamAt(flow, pace);
    if (!(load < 1)) return row.fill(Number.NaN);
    let work = drawWork(flow, load, pace, start);
    let [seconds, busy, elapsed] = [0, 0, 0];
    for (let job = 0; job < jobsPerQueue; job++) {
      if (job > 0) {
        const gap = gapMean * sampleStandardExponential(arrivals);
        elapsed += gap;
        busy += Math.min(gap, work);
        work = work > gap ? work - gap : 0;
      }
      work += service.sample(services) * pace;
      seconds += work;
      bins.last[0] = work;
      bins.add();
    }
    row[timeAt.seconds] += seconds;
    row[timeAt.busySeconds] += busy;
    row[timeAt.nodeSeconds] += elapsed;
  }
  row[timeAt.jobs] = settings.run.jobs;
  row.set(bins.counts, binsFrom);
  return row;
}
