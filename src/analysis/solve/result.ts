/** What `posp solve` finds. */

import type { AxisValues } from '../../findings/axis-values.ts';
import type { BestResponse } from '../../findings/best-response.ts';
import type { ExactThreshold, Role } from '../../findings/findings.ts';
import type { Judgement } from '../../findings/judgement.ts';
import type { Profile } from '../../findings/profile.ts';
import type { Detection } from '../exhibits/detection.ts';
import type { Sensitivity } from '../exhibits/sensitivity.ts';
import type { StageConcepts } from '../stage/concepts.ts';
import type { SpreadOfHonesty } from '../stage/dynamics.ts';
import type { FailedPart } from '../stage/side-part.ts';
import type { StageGame } from '../stage/stage-game.ts';
import type { Optimum } from './optimum.ts';

/** A threshold of one design point along one path, the other parameters held. */
export interface SolvedThreshold extends Omit<ExactThreshold, 'reason'> {
  of: string;
  role: Role;
  strategy: string;
  over: string;
  against: Profile;
  /** Why there is no threshold; `unknown` where the round does not speak for the market, see `unknown` of the point. */
  reason?: ExactThreshold['reason'] | 'unknown';
  /** The closed form it agrees with, where one is known; always compared, never used. */
  formula?: { text: string; source: string };
}

/** An exact advantage [credits per job]; `null` where the round does not speak for the market. */
export interface SolvedAdvantage {
  role: Role;
  strategy: string;
  over: string;
  against: Profile;
  exact: number | null;
}

/** Everything exact about one design point. */
export interface SolvedPoint {
  id: number;
  at: AxisValues;
  /** Solving was stopped here: thresholds that are missing were not looked for, nor was what is worked out after them. */
  unfinished?: true;
  /** Why some of what follows is not known: what keeps the round of one job from being the market's. */
  unknown?: string;
  thresholds: SolvedThreshold[];
  advantages: SolvedAdvantage[];
  /** Whether honesty pays, and whether an honest node makes money, as findings say it; `cannot-tell` on a `simulated` basis is what only runs can tell. */
  judgement: Record<Role, Judgement>;
  games: StageGame[];
  /** Parts of what follows that could not be worked out, and why; left out where there are none. */
  failed?: FailedPart[];
  /**
   * Dominance and further concepts of the game between one asserter and one validator, where they were asked for, on what
   * these add up: utilities where they have them. `null` with more players, and where a payoff is no sum, as that of a
   * career that a ban ends.
   */
  concepts?: StageConcepts | null;
  /** What becomes of honesty where nodes learn from each other, by deviation of asserters. */
  dynamics: SpreadOfHonesty[];
  /** Whether an honest asserter expects to earn anything, and what false slashes cost it [credits per job]. */
  participation: { feasible: boolean; honestPayoff: number; falseSlashLoss: number } | null;
  /** How soon cheating is found out, by deviation: jobs are counted from the first cheated one. */
  detection: Record<string, Detection>;
  rates: SolvedRates;
  /** What the coalition earns by a job its members assert, validators included, when honest [credits]; `null` without one. */
  payoffs: { coalition: number | null };
  /** The best that one node can do over all its histories, where that was asked for. */
  bestResponse?: BestResponse;
  /** The cheapest way to deter, where the scenario asks for it. */
  optimum?: Optimum | null;
}

/** Exact rates when the focal nodes play the first deviation as asserters; `null` where there is nothing to divide by. */
export interface SolvedRates {
  /** Challenges of focal nodes in which every validator is one of them. */
  allCollude: number | null;
  /** Challenges of false results in which they are refuted. */
  detectedGivenChallenge: number | null;
  falseVerdict: number | null;
  /** Checking per job where all are honest, in costs of a job: the rate of that name in findings. */
  verificationOverhead: number | null;
  /** False results accepted, per cheated job: the rate of that name in findings. */
  undetectedFraud: number | null;
  /** The same per job of the market, cheated or not. */
  undetectedPerJob: number | null;
}

/** The exact answers to a scenario. */
export interface SolveResult {
  title: string;
  mechanism: string;
  /** Share r of the nodes that collude, where some do and no more or fewer at another design point [1]. */
  coalition?: number;
  /** Parameters along which the study asks where honesty pays: the one that was asked for, and those that are swept. */
  axes: string[];
  designPoints: SolvedPoint[];
  /** Design points that were not reached, where solving was stopped; the last one above is unfinished then [count]. */
  pointsLeft?: number;
  /** What the least advantage of honesty hangs on at the middle design point, where it was asked for. */
  sensitivity?: Sensitivity | null;
  /** Parts of the whole that could not be worked out, and why; left out where there are none. */
  failed?: FailedPart[];
}

/** What a page is for: thresholds, advantages and equilibria. */
export type MainPart = 'id' | 'at' | 'unknown' | 'thresholds' | 'advantages' | 'judgement' | 'games';
