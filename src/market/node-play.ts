/**
 * Play that has a past: by which of its moves a node does its next job is decided anew each time, from what the node sees
 * and from what it was told of its own jobs before. Such nodes play in the market only; a round has no past.
 */
import type { Role } from '../findings/findings.ts';

/**
 * What a node sees when it chooses: its own affairs, and nothing of the draws to come, of what others do or hold.
 *
 * Every member is worked out when it is read, and says what is so at that moment: one object for all choices.
 */
export interface Sight {
  /** Simulated time [s]. */
  readonly now: number;
  /** How long the node has been here [s]. */
  readonly age: number;
  /** Its stake [credits]. */
  readonly stake: number;
  /** It belongs to a coalition. */
  readonly member: boolean;
  /** Work that it has beside the job in question, as asserter and as validator [count]. */
  readonly queue: number;
  /** Jobs that it chose a move for and that are not settled, beside the one in question [count]. */
  readonly pending: number;
  /** Jobs settled in a row since it came that were neither refused nor cost it stake [count]. */
  readonly cleanJobs: number;
}

/** What a node is told of a job that is settled. Reused between calls. */
export interface JobEnding {
  /** Which of its moves it had chosen. */
  readonly choice: number;
  /** What the job brought it [credits]. */
  readonly income: number;
  /** The asserted result was refused: its own, or the one it checked. */
  readonly refuted: boolean;
  /** It lost stake. */
  readonly slashed: boolean;
}

/** How nodes play a role in one run: one play for all of them, each of whom goes by its own past alone. */
export interface NodePlay {
  /** Place of the move by which the node does its next job, among the strategy's moves; `luck` is in [0, 1), its own. */
  chooses: (node: number, sight: Sight, luck: number) => number;
  /** A job of the node was settled. */
  settled?: (node: number, ending: JobEnding) => void;
  /** The time is over that the node asked for. */
  wakes?: (node: number) => void;
}

/** What the market lends a play. */
export interface NodeKit {
  readonly role: Role;
  /** Nodes are numbered from 0 to one below this [count]. */
  readonly nodeCount: number;
  /** `wakes` follows after so many seconds, as long as there are jobs in the market [s]. */
  after: (node: number, seconds: number) => void;
  /** The node gets no new work; what it has it finishes, and its stake answers for it. Asked of strategies whose traits say `changesFleet`. */
  leave: (node: number) => void;
}
