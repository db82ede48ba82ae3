/**
 * The socket for mechanisms: what the market asks of the rules, and what it lends them.
 *
 * A mechanism says once who gets what (`settle`), and twice when: in time (`create`, called as events happen) and
 * without time (`round`, a tree whose expectation is exact). It never touches the ledger's insides.
 */
import type { z } from 'zod';
import type { Role } from '../findings/findings.ts';
import type { PiecewisePolynomial } from '../game/screen.ts';
import type { Tree } from '../game/tree.ts';
import type { Cast } from './cast.ts';
import type { Finding } from './evidence.ts';
import type { Observation } from './observation.ts';
import type { PlugSpec, Settings } from './settings.ts';
import type { Action } from './strategy.ts';
import type { Traits } from './traits.ts';

export type { Action };

/** Reports of a challenge by kind, as counts in the order of `reportKinds` (detector.ts). */
export type ReportCounts = ArrayLike<number>;

/**
 * Who is paid and who is slashed when a job is settled. Amounts are per head and linear in the economics they came
 * from: credits in a round, units of 1e-9 credits in the ledger, which rounds each transfer down and burns the rest.
 */
export interface Settlement {
  /** Whether the result was refused; the asserter then gets nothing. */
  refuted: boolean;
  asserterPay: number;
  /** Most that is taken of the asserter's stake. */
  asserterSlash: number;
  /** Per validator, by kind of report. */
  validatorPay: readonly [number, number, number, number];
  /** Most that is taken of a validator's stake, by kind of report. */
  validatorSlash: readonly [number, number, number, number];
  /** Where given, a slash takes this share of the stake held instead of a fixed amount [1]. */
  slashFraction?: number;
  /** Share of all that is slashed which goes to the winners, equally. */
  bountyShare: number;
  /** Kinds of report that count as winners. */
  winners: readonly [boolean, boolean, boolean, boolean];
}

/** What the market lends a mechanism. Jobs are known by their slot, which is theirs until they are settled. */
export interface MarketKit {
  /** A uniform draw keyed by job and one of the mechanism's `draws`: the same in every arm and whatever else happens. */
  draw: (slot: number, purpose: number) => number;
  /**
   * Whether the job is challenged, which it is with `probability`. Ask once per job: the market may sample challenges
   * at another rate and weigh the job accordingly.
   */
  isChallenged: (slot: number, probability: number) => boolean;
  /** Whether the asserted output is false. */
  assertedFalse: (slot: number) => boolean;
  /** Whether a coalition stands behind the asserter in this arm. */
  assertedByMember: (slot: number) => boolean;
  /**
   * Draws validators among the other nodes and gives them the job to check; `onRevealed` follows when all have
   * reported. Once for each job. Returns how many could be had: fewer only when nodes have left the market.
   *
   * @param planted  the output shown to them was falsified by the mechanism
   */
  challenge: (slot: number, count: number, planted: boolean) => number;
  /** Whether what validators were shown was falsified by the mechanism. */
  planted: (slot: number) => boolean;
  /** Chance that one comparison misses what is false about this output [1]. */
  miss: (slot: number) => number;
  /** Chance that a node drawn at random colludes in this arm [1]. */
  colludingShare: () => number;
  /** Reports by kind, once revealed. Reused between calls. */
  reports: (slot: number) => ReportCounts;
  /**
   * Lets a job wait: `onElapsed` follows after so many seconds [s], unless the job is settled before, and its settlement
   * calls off all it waits for. Only for mechanisms whose traits say `needsTime`, a thousand times a job at most. `purpose`
   * is a whole number of the mechanism's own, from 0 on, that tells one wait from another.
   */
  after: (slot: number, seconds: number, purpose: number) => void;
  /** Whether checks are weighed; where they are not, every one that fails convicts. The same all through a run. */
  weighs: () => boolean;
  /** What a check of the asserter's result that ended like this leads to; only where checks are weighed. */
  weigh: (slot: number, failed: boolean) => Finding;
  /** Pays, slashes, books the facts and forgets the job: once for each job, when nobody checks it any more. */
  settle: (slot: number, settlement: Settlement, facts?: SettlementFacts) => void;
}

/** What a mechanism tells the record beside the money. */
export interface SettlementFacts {
  /** The challenge went to arbitration. */
  arbitrated: boolean;
  /** Arbitration acquitted a false result. */
  falseVerdict: boolean;
  /** Computation spent on arbitration, beyond what validators did [credits]. */
  arbitrationCost: number;
}

/** A mechanism at work in the market. Created once per worker, reset before every run. */
export interface MechanismPlay {
  reset: (settings: Settings, amounts: Amounts) => void;
  /** A node has committed to an output. */
  onAsserted: (slot: number) => void;
  /** Every validator of the job has reported. */
  onRevealed: (slot: number) => void;
  /** What the job waited for is over; see `MarketKit.after`. Those who need time have it. */
  onElapsed?: (slot: number, purpose: number) => void;
}

/** The economics a settlement is written over, in any unit of money. */
export interface Amounts {
  /** R_A. */
  reward: number;
  /** Multiplies every other amount of money in the mechanism's parameters: 1 for credits, 1e9 for units. */
  unitsPerCredit: number;
  /** W, what a full stake holds. */
  stake: number;
}

/** A rule between parameters that a schema cannot say; `path` names the one to change. */
export interface RuleProblem {
  path: string;
  received: unknown;
  expected: string;
}

/** A threshold of honesty over a false result that is known in closed form; shown beside what was solved. */
export interface Formula {
  /** Path of the parameter it is a threshold along. */
  of: string;
  text: string;
  source: string;
  /** Its value, or `undefined` where it does not apply. @param cheatCost  c0 of the deviation [credits] */
  value: (settings: Settings, cheatCost: number) => number | undefined;
}

/** How what a role earns per focal job moves along one parameter. */
export interface Pieces extends PiecewisePolynomial {
  /**
   * The polynomial holds for a coalition of a given number of nodes; with that number it moves as N / M does, because
   * members validate for others too.
   */
  readonly bySize?: boolean;
}

/** What a mechanism asks of a market at a setting. */
export interface MechanismNeeds {
  /** Most validators it ever draws for a job [count]; a market that is asked for more stops. */
  validatorsMax: number;
  /** Computations by validators per job in the mean, when everyone is honest. */
  checksPerJob: number;
  /** Chance that a job is challenged [1]; certain when left out. */
  challengeRate?: number;
  /** Comparisons in a row that a validator makes before it reports [count]; 1 when left out. */
  rechecks?: number;
  /** How the players of a job are drawn: from all nodes, or each from the coalition by chance; when left out from all nodes. */
  draw?: 'without-replacement' | 'independent';
  /** Whether validators see the asserted output before they commit to theirs; when left out they do not. */
  reveal?: 'open' | 'commit-reveal';
  /** Nodes drawn to vote on a mismatch [count]; nobody when left out. */
  arbiters?: number;
}

/** Names of the parameters by which a mechanism deters: whoever turns one need not know what else there is. */
export interface Levers {
  /** Chance that a job is challenged. */
  rate?: string;
  /** What a liar loses: an amount, or a share of the stake held. */
  slashAmount?: string;
  slashFraction?: string;
}

/** The most that one job can move, roughly. */
export interface Extremes {
  /** Taken of one node [credits], and nodes it can be taken of [count]. */
  slash: number;
  nodes: number;
  /** Paid to all who check it together [credits], and their share of what is taken [1]. */
  reward: number;
  bountyShare: number;
}

/** What to add up of a round. */
export interface SumsAsked {
  /** Only the jobs that focal nodes assert. */
  focalOnly?: boolean;
}

/** A mechanism: a file (or folder) under `mechanisms/` and a line in its registry. */
export interface Mechanism {
  kind: string;
  title: string;
  source: string;
  /** One paragraph for `posp explain` and the reference page. */
  summary: string;
  params: z.ZodObject;
  /** Rules between this mechanism's parameters and the market's. */
  check: (settings: Settings) => RuleProblem[];
  /** What it asks of the market; without it, no work of validators is counted and at most one of them is drawn. */
  needs?: (at: Pick<Settings, 'mechanism'>) => MechanismNeeds;
  /** What it draws for, job by job, beside challenges and validators: each has a number of its own, from 0 on. */
  draws?: Readonly<Record<string, number>>;
  /** What it does to the independence of jobs; nothing when left out. Who asks for time says `needsTime`, and why. */
  traits?: Traits;
  /** The rules in time; absent when they describe a game but no market. */
  create?: (kit: MarketKit) => MechanismPlay;
  /** Whether the round slashes a flight of `market.jobsInFlight` jobs once; without it only one may be in flight. */
  flights?: boolean;
  /** Nodes that assert one and the same job, where they are several [count]. */
  assertersPerJob?: (settings: Settings) => number;
  /** Nodes that check one and the same job [count], where `needs` does not say it; one when left out. */
  validatorsPerJob?: (settings: Settings) => number;
  /** Where no true output compares different, a validator that vouches for a fellow does what one that compares does. */
  vouchersCompare?: boolean;
  /** The same rules with the players of a job drawn each from the coalition by chance; when left out there is no choice. */
  drawApart?: (mechanism: PlugSpec) => PlugSpec;
  /** What a job can move; when left out a full stake of its asserter. */
  extremes?: (settings: Settings) => Extremes;
  levers?: Levers;
  /** Name of the parameter that says which income of a coalition counts: it is read by players, and by no rule. */
  countedBy?: string;
  /** The round as a tree over the columns of a record; absent when the rules have no stage game. */
  round?: (settings: Settings, cast: Cast) => Tree<Observation, Action>;
  /**
   * How what a role earns per focal job moves along one parameter, the others held, where a bound can be proved: found
   * roots are then known to be all, and to find them takes a few rounds instead of some hundred.
   */
  piecesAlong?: (settings: Settings, role: Role, path: string) => Pieces | undefined;
  /**
   * What the round expects per job of the market, for whoever asks for sums alone: as exact, and quick, also where there
   * are many validators; `undefined` where the round has to be walked. Single outcomes, and what is no sum over jobs, are
   * read off `round`.
   */
  sums?: (settings: Settings, cast: Cast, asked?: SumsAsked) => Float64Array | undefined;
  /**
   * Parameter that is the chance of a draw made once for each job, before which nobody acts on it: where jobs stand for
   * themselves, what one is expected to bring at any such chance is a mix of what it brings at 0 and at 1.
   */
  coin?: string;
  /** Closed forms from the literature, to compare with; nothing is computed from them. */
  formulas?: readonly Formula[];
}
