import { createStream } from '../kernel/stream.ts';

/**
 * Which of so many runs are looked at again: drawn without repetition on a stream of the study's digest, so that whoever
 * asks is shown the same ones, and nobody could choose them.
 *
 * @returns distinct whole numbers below `total`, in rising order: `wanted` of them, or all there are
 */
export function drawRuns(total: number, wanted: number, digest: string): number[] {
  if (wanted >= total) return Array.from({ length: total }, (_, index) => index);
  const stream = createStream(`runs of ${digest}`, 0, 'verify');
  const drawn = new Set<number>();
  while (drawn.size < wanted) drawn.add(Math.floor(stream.next() * total));
  return [...drawn].sort((a, b) => a - b);
}
