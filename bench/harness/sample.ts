/** Timing inside a candidate, on tinybench with the CPU clock of the process: other processes cost waiting, not CPU time. */
import { Bench } from 'tinybench';

/**
 * Median time of a piece of work over a few samples.
 *
 * @param operations  how many operations one call of `work` does
 * @returns CPU time per operation [ns], compiler and garbage collector threads included
 */
export async function sample(work: () => void, operations: number, iterations = 5): Promise<number> {
  const bench = new Bench({ time: 0, iterations, warmup: false, retainSamples: true, now: cpuMilliseconds });
  // Without the flag it would be called once more to find out.
  bench.add('work', work, { async: false });
  const [task] = await bench.run();
  const { result } = task!;
  if (!('latency' in result)) throw new Error(`the work was not timed: ${JSON.stringify(result)}`);
  return (result.latency.p50 * 1e6) / operations;
}

/** CPU time of this process so far [ms]. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
