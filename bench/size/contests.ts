/** What a market costs by how large it is and how long it runs: time per event and peak memory. */
import type { Contest } from '../harness/rounds.ts';
import { marketInC, ourMarket } from '../market/contests.ts';
import { createRecordCheck } from '../market/outputs.ts';
import { costBySizeChart, type SizedPlace } from './picture.ts';

const sizes = [100, 1000, 10_000, 100_000, 1_000_000];
const programs = { 'posp-sim': ourMarket, C: marketInC } as const;
const shows = ['sojourn', 'busy', 'megabytes'];

/** Our market and the one in C from 10^2 to 10^6 nodes, and ours at 10^3 nodes from 10^6 to 10^8 jobs. */
export function sizeContests(): Contest[] {
  return [
    costBySize(),
    flatInLength('flat in length, to 10^7 jobs', [1e6, 1e7], false),
    flatInLength('flat in length, to 10^8 jobs', [1e6, 1e7, 1e8], true),
  ];
}

function costBySize(): Contest {
  const rows = sizes.flatMap((nodes) => {
    const hasRecord = createRecordCheck();
    return (['C', 'posp-sim'] as const).map((program) => {
      const candidate = programs[program](nameOf(program, nodes), nodes, jobsAt(nodes));
      return { nodes, program, hasRecord, candidate: { ...candidate, base: nameOf('C', nodes) } };
    });
  });
  const rowOf = (name: string) => rows.find(({ candidate }) => candidate.name === name)!;
  return {
    title: 'cost by size',
    unit: 'event',
    base: 'C at the same size',
    shows,
    candidates: rows.map(({ candidate }) => candidate),
    check: (measurement, { name }) => rowOf(name).hasRecord(measurement),
    draw: (places) =>
      costBySizeChart.build(
        places.flatMap(({ name, nanoseconds }): SizedPlace[] => {
          const { program, nodes } = rowOf(name);
          return nanoseconds ? [{ program, nodes, ...nanoseconds }] : [];
        }),
      ),
  };
}

function nameOf(program: keyof typeof programs, nodes: number): string {
  return `${program}, ${nodes} nodes`;
}

/** A market begins empty: by 20 jobs a node, 27 seconds of its time, it is within a tenth of as busy as it will be. */
function jobsAt(nodes: number): number {
  return Math.max(2_000_000, 20 * nodes);
}

function flatInLength(title: string, lengths: readonly number[], isLong: boolean): Contest {
  const nameOfRun = (jobs: number) => `${jobs} jobs`;
  return {
    title,
    unit: 'event',
    base: nameOfRun(lengths[0]!),
    shows,
    isLong,
    candidates: lengths.map((jobs) => ourMarket(nameOfRun(jobs), 1000, jobs)),
    check: ({ jobs }, { name }) => {
      if (name !== nameOfRun(Number(jobs))) throw new Error(`${name}: ${jobs} jobs were counted`);
    },
  };
}
