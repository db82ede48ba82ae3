import { z } from 'zod';
import type { DemandPlay, Streams, Trace } from '../../market/demand.ts';
import { defineDemand } from './define.ts';

const params = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .max(1000)
      .describe('The recorded jobs, a CSV file in the folder of the scenario or below; or one that `--asset` names.'),
    timeScale: z.number().gt(0).max(1e6).optional().meta({
      description: 'What times between jobs are multiplied by: 0.5 replays twice as fast; 1 when left out.',
      unit: '1',
    }),
    jobsPerSecond: z.number().gt(0).optional().meta({
      description: 'Mean rate to replay the trace at, in the place of `timeScale`.',
      unit: '1/s',
    }),
    start: z
      .enum(['anywhere', 'first-row'])
      .default('anywhere')
      .describe('Where in the trace each run begins: at a time of its own, any alike, or at the first row.'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
      .optional()
      .describe('What the file is known by (SHA-256); results say it, and a file with other bytes is refused.'),
  })
  .superRefine(({ timeScale, jobsPerSecond }, { addIssue }) => {
    if (timeScale === undefined || jobsPerSecond === undefined) return;
    const message = 'timeScale and jobsPerSecond both say how fast a trace is replayed; give one of them';
    addIssue({ code: 'custom', path: ['jobsPerSecond'], input: jobsPerSecond, message });
  });

type Params = z.output<typeof params>;

/** Jobs as they once came. */
export const trace = defineDemand({
  kind: 'trace',
  title: 'Recorded jobs, replayed',
  source: 'files such as those of Azure (2023, 2024) and BurstGPT: a row for each request',
  summary:
    'Jobs arrive as the rows of a file did: its column of times (`TIMESTAMP` of Azure, or seconds) says when. The rate is that of the file, `timeScale` or `jobsPerSecond` of the trace changes it, and `market.jobsPerSecond` is not read. Behind the last row comes the first again, a mean time between jobs later. Each run begins at a time of its own, so that runs see different parts of a long trace; what intervals say holds for these jobs, not for another day.',
  params,
  hasOwnRate: true,
  replay: (recorded) => ({
    rate: (given) => rateOf(given as Params, recorded),
    // Whole cycles bring the same jobs each; within them what a count may be off is known.
    dispersion: () => 0,
    cycle: () => ({ jobs: recorded.times.length, excess: recorded.excess }),
    create: (given, streams) => play(given as Params, streams, recorded),
  }),
  rate: refuse,
  dispersion: refuse,
  create: refuse,
});

function refuse(): never {
  throw new Error('a trace is asked for jobs before its file was read');
}

/** Jobs per second of the file [1/s]: as many gaps as there are between its rows, in the time they take. */
function recordedRate({ times }: Trace): number {
  return (times.length - 1) / times[times.length - 1];
}

function rateOf({ timeScale = 1, jobsPerSecond }: Params, recorded: Trace): number {
  return jobsPerSecond ?? recordedRate(recorded) / timeScale;
}

function play({ start }: Params, streams: Streams, recorded: Trace): DemandPlay {
  const { times } = recorded;
  const rate = recordedRate(recorded);
  const rows = times.length;
  // A cycle lasts as long as all rows take at the mean rate: a mean gap more than from the first to the last.
  const from = start === 'first-row' ? 0 : (streams('start of the trace').next() * rows) / rate;
  let row = findRow(times, from);
  let pending = rate * ((row < rows ? times[row] : rows / rate) - from);
  return {
    fill: (_, { gap }) => {
      for (let place = 0; place < gap.length; place++) {
        gap[place] = pending;
        if (row === rows) row = 0;
        row++;
        pending = row < rows ? rate * (times[row] - times[row - 1]) : 1;
      }
    },
  };
}

/** The first row at a time or after it; as many as there are rows where none is. */
function findRow(times: Float64Array, from: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
