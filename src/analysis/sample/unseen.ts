/**
 * What events too rare to be seen may add to an estimate, as plain data: numbers that any thread can work with, from which
 * a bound follows for whatever error it may spend.
 */
import { boundCounted, boundUnseen, type RareCount } from './rare-events.ts';

/** How an estimate may be off beyond its noise, in credits per job. */
export type Unseen =
  /** Nothing is rare. */
  | { kind: 'nothing' }
  /** All that is known is the most that one event moves an estimate of this standard error by. */
  | { kind: 'reach'; reach: number; standardError: number }
  /** Outcomes set apart as rare, and the jobs that their sum is taken per [count]. */
  | { kind: 'outcomes'; count: RareCount; jobs: number }
  /** Either of two, each spending half of the error; they add up. */
  | { kind: 'both'; of: readonly [Unseen, Unseen] }
  /** The worse of two. */
  | { kind: 'worse'; of: readonly [Unseen, Unseen] };

/** How far an estimate may be off. @param tail  one-sided error probability that the bound may spend */
export function boundOf(unseen: Unseen, tail: number): number {
  switch (unseen.kind) {
    case 'nothing':
      return 0;
    case 'reach':
      return boundUnseen(unseen.reach, unseen.standardError, tail);
    case 'outcomes':
      return boundCounted(unseen.count, tail) / unseen.jobs;
    case 'both':
      return boundOf(unseen.of[0], tail / 2) + boundOf(unseen.of[1], tail / 2);
    case 'worse':
      return Math.max(boundOf(unseen.of[0], tail), boundOf(unseen.of[1], tail));
  }
}
