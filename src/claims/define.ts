/**
 * The socket for claims: what a scenario may say should come out, and how the findings decide it.
 *
 * A claim judges findings; it never runs anything.
 */
import type { z } from 'zod';
import type { ActionSet, BestResponse } from '../findings/best-response.ts';
import type { Condition } from '../findings/condition.ts';
import type {
  Advantage,
  DesignPointFindings,
  Findings,
  JudgedClaim,
  PlayedProfile,
  Rate,
  Role,
  SimulatedThreshold,
  ThresholdFindings,
  Verdict,
} from '../findings/findings.ts';
import type { FigureRange } from './ranges.ts';

/** The findings of a study as a claim sees them. */
export interface Evidence {
  findings: Omit<Findings, 'claims'>;
  /** Design points the claim is about: those its `where` matches. */
  points: DesignPointFindings[];
  /** Whether simulated intervals decide, or the exact values (`by: exact`). */
  by: 'simulation' | 'exact';
  /** C, the scale on which an exact advantage counts as zero [credits]. */
  computeCost: number;
  /** Interval of an advantage that holds together with `comparisons` others; by exact values, the value ± 1e-9 C. */
  intervalOf: (advantage: Advantage, comparisons: number) => Interval;
  /** The same for a rate. */
  rateIntervalOf: (rate: Rate, comparisons: number) => Interval;
  /** Interval of what one advantage exceeds another by, what both saw of chance taken out. */
  differenceOf: (advantage: Advantage, other: Advantage, comparisons: number) => Interval;
  /** Interval of what a rate at one design point exceeds that at another by; of either's absence, nothing. */
  rateDifferenceOf: (
    name: string,
    point: DesignPointFindings,
    other: DesignPointFindings,
    comparisons: number,
  ) => Interval | null;
  /** The simulated threshold whose interval holds together with `comparisons` others. */
  thresholdOf: (found: ThresholdFindings, comparisons: number) => SimulatedThreshold | null;
  /** Equilibria of the stage game at a design point; `null` when the mechanism describes no round. */
  equilibriaOf: (point: DesignPointFindings) => StageEquilibria | null;
  /**
   * A pure equilibrium of the stage game beside honest play of all, by the shares of what is played; nothing where there
   * is none, or no stage game.
   */
  otherEquilibriumOf: (point: DesignPointFindings) => PlayedProfile | undefined;
  /** The best that one node can do, over all its histories. */
  bestResponseOf: (point: DesignPointFindings, question: { role: Role; actions: ActionSet }) => BestResponse;
  /** What becomes of a node over a number of jobs, by the exact law of one job; `null` when there is none. */
  fateOf: (point: DesignPointFindings, wish: FateWish) => Fate | null;
  /** The same from simulated careers; `null` where none were followed. */
  careersOf: (point: DesignPointFindings, wish: FateWish) => Careers | null;
  /** How many jobs a node asserts in a time at a design point, or in a career; `null` where that has no steady answer. */
  jobsPer: (point: DesignPointFindings, per: Per) => number | null;
  /** The command that runs a design point again, up to its flags for one run; absent where no file is known. */
  replayOf?: ((point: Pick<DesignPointFindings, 'id' | 'at'>) => string) | undefined;
  /** Findings of an earlier study, by the path a claim names it with; `undefined` when they could not be read. */
  baselineOf: (path: string) => Findings | undefined;
}

/** Equilibria of a stage game by the probabilities of the strategies that are played. */
export interface StageEquilibria {
  equilibria: { profile: PlayedProfile; undetectedPerJob: number }[];
  degenerate: boolean;
  /** Why the list may miss some, where nothing rules others out. */
  open?: 'too-large' | 'no-mean' | 'of-three' | 'by-search';
  /** What the list may miss, in words. */
  note?: string;
}

/** A node that asserts so many jobs with one strategy. */
export interface FateQuestion {
  strategy: string;
  /** Jobs it asserts, unless it is banned before [count]. */
  jobs: number;
}

/** How far a career is looked at: so many jobs, or as many as a node expects to assert in so many seconds. */
export type Horizon = { jobs: number } | { seconds: number };

/** A node that plays a strategy up to a horizon. */
export interface FateWish {
  strategy: string;
  horizon: Horizon;
}

/** What an amount or a number of events is counted by. */
export type Per = 'job' | 'hour' | 'year' | 'career';

/** What may become of a node, in bounds that hold for certain. Money in credits over all its jobs. */
export interface Fate {
  mean: number;
  /** What an honest node expects over as many jobs. */
  honestMean: number;
  /** Smallest income that is reached with at most probability 1 - level. */
  quantile: (level: number) => Bounds;
  /** Chance to end with more than an amount. */
  chanceAbove: (amount: number) => Bounds;
  /** Chance to have lost as much as the stake at some time. */
  ruin: () => Bounds;
}

/** From `low` to `high`; the same where a figure is known exactly. */
export type Bounds = Pick<Interval, 'low' | 'high'>;

/**
 * What became of simulated nodes, in intervals that hold whatever the law behind them and together with `comparisons`
 * others. Money in credits over all jobs of a node.
 */
export interface Careers {
  /** Careers that were followed to their end, and those that the end of a run cut off [count]. */
  finished: number;
  unfinished: number;
  /** Jobs of a run, and how many would let nearly all careers finish [count]. */
  jobsPerRun: number;
  jobsNeeded: number;
  /** Whether more replications would tell more. */
  mayGrow: boolean;
  quantile: (level: number, comparisons: number) => Interval;
  chanceAbove: (amount: number, comparisons: number) => Interval;
  /** Chance to have lost as much as the stake at some time. */
  ruin: (comparisons: number) => Interval;
  /** What an honest node expects over as many jobs; one point where that is known exactly, `null` where it is unknown. */
  honest: (comparisons: number) => Interval | null;
}

/** From `low` to `high`, around `middle`; infinite where nothing is known. */
export interface Interval {
  low: number;
  middle: number;
  high: number;
  /** Known by enumeration: its ends differ by what double precision leaves, which nobody need read. */
  isExact?: boolean;
  /** What more replications would make of it; absent where it does not rest on any. */
  forecast?: Forecast;
}

/** What the deviation earns more, where an interval says what honesty does. */
export function turnRound({ low, middle, high, isExact = false }: Interval): Interval {
  return { low: -high, middle: -middle, high: -low, isExact };
}

/** What becomes of an interval as replications are added. */
export interface Forecast {
  /** Half of its width after so many times the replications there are. */
  halfWidthAfter: (times: number) => number;
  /** How far its middle may still move: the standard error that it has now. */
  standardError: number;
  /** Where its middle will come to lie; `null` where the exact value is not known. */
  exact: number | null;
  /** What an exact value is known to. */
  resolution: number;
  /** What rounding of money leaves of its half-width, however many replications there are. */
  floor: number;
}

/** What a claim comes to. */
export interface Judgement {
  verdict: Verdict;
  /** One sentence with the numbers that decided. */
  because: string;
  /** Design points at which more replications could decide; only for an undecided claim. */
  open?: number[];
  /** What spoke against it, where that is an advantage. */
  counterexample?: JudgedClaim['counterexample'];
  /** Jobs that would decide it [count]; only for an undecided claim. */
  jobsToTell?: number | undefined;
}

/** What a kind of claim says of its parameters, for rooms that tell no kind by its name. */
export interface ClaimTraits {
  /** What `of` may name, where that is a figure of the market or of its players. */
  figures?: readonly string[];
  /** What the figures that it limits can be, by name. */
  ranges?: ReadonlyMap<string, FigureRange>;
  /** Whose strategies it names where it does not say. */
  roleByDefault?: Role;
  /** Set where `of` is a path, along which honesty starts or stops paying. */
  locates?: true;
  /** Who must have a deviation to compare honesty with: the role that it names, or any. */
  needsDeviation?: 'of-role' | 'of-any';
  /** Set where it is about every way that all of them could play together, not about one player at a time. */
  comparesAllPlay?: true;
  /** Where it is about the stage game: what to do instead where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  withoutStageGame?: (params: any) => string | undefined;
}

/** A claim: a file under `claims/` and a line in its registry. */
export interface Claim extends ClaimTraits {
  kind: string;
  title: string;
  params: z.ZodObject;
  /** The claim in one sentence, about a study. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against `params` before they get here
  say: (params: any, study: Evidence['findings']) => string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  judge: (params: any, evidence: Evidence) => Judgement;
  /** Which careers of nodes it is judged by, if any. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  follows?: (params: any) => CareerNeed | undefined;
}

/** A wish to know what becomes of a node. */
export interface CareerNeed {
  wish: FateWish;
  /** Whether of its income, or of its ruin. */
  figure: 'sum' | 'ruin';
  /** By simulated careers, by the exact law, or by the law where it is known and by careers elsewhere. */
  by: 'simulation' | 'exact' | undefined;
}

/** Ties a claim's parameters to its judgement. */
export function defineClaim<Params extends z.ZodObject>(
  claim: ClaimTraits & {
    kind: string;
    title: string;
    params: Params;
    say: (params: z.output<Params>, study: Evidence['findings']) => string;
    judge: (params: z.output<Params>, evidence: Evidence) => Judgement;
    follows?: (params: z.output<Params>) => CareerNeed | undefined;
    withoutStageGame?: (params: z.output<Params>) => string | undefined;
  },
): Claim {
  return claim;
}

/** Parameters every claim shares: which design points, and by what it is decided. */
export interface CommonClaimParams {
  where?: string;
  condition?: Condition;
  by: 'simulation' | 'exact';
}
