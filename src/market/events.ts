/** What happens in a market, as data, for whoever listens: stories, courses, careers. Words for it are the report's. */
import type { ReportKind } from './detector.ts';
import type { Response } from './strategy.ts';

/** Why a node has left. */
export type Departure = 'ejected' | 'banned' | 'by-choice';

/** One event; `job` and `node` are their numbers. */
export type MarketEvent = {
  /** Simulated time [s]. */
  time: number;
} & (
  | { kind: 'arrived'; job: number; node: number }
  | { kind: 'asserted'; job: number; node: number; isFalse: boolean }
  | { kind: 'challenged'; job: number; validators: number[]; isPlanted: boolean }
  | { kind: 'reported'; job: number; node: number; report: ReportKind; response: Response }
  /** The mechanism has decided; `slashed` is what the asserter, `node`, loses by it [credits]. */
  | { kind: 'settled'; job: number; node: number; isRefuted: boolean; isFalseVerdict: boolean; slashed: number }
  /** A validator of the job loses stake [credits]. */
  | { kind: 'slashed'; job: number; node: number; slashed: number }
  | { kind: 'left'; node: number; why: Departure }
  | { kind: 'down'; node: number }
  | { kind: 'up'; node: number }
  /** A job of a node that went down is begun anew by another. */
  | { kind: 'moved'; job: number; node: number }
  /**
   * A job of a focal node is settled and brought it so much as an asserter, by the accounting of the scenario [units]. A node
   * asserts its jobs in the order of their numbers, whatever the order of their settlement; nothing is said of a banned
   * node's jobs that were still on their way.
   */
  | { kind: 'earned'; job: number; node: number; income: number }
);

/** What an event is. */
export type EventKind = MarketEvent['kind'];

/** The kinds that make the story of a run, as people are told it. */
export const storyKinds = [
  'arrived',
  'asserted',
  'challenged',
  'reported',
  'settled',
  'slashed',
  'left',
  'down',
  'up',
  'moved',
] as const;

/** Hears of what happens and changes nothing. */
export interface Listener {
  /** Kinds it wants to hear of: some at least of the others are not made at all. */
  readonly wants: readonly EventKind[];
  hear: (event: MarketEvent) => void;
}
