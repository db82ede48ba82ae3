/**
 * What a study found: the plain data that `findings.json` holds, that claims judge, charts draw and people script against.
 *
 * Money is in credits per job asserted by a focal node unless a field says otherwise. A number that could not be had
 * (no round, no replications) is `null`, never NaN, so that the file is valid JSON.
 */

import type { AxisValues } from './axis-values.ts';
import type { Judgement } from './judgement.ts';
import type { Profile } from './profile.ts';

/** The two roles of a round. */
export type Role = 'asserter' | 'validator';

/** What is known of honesty for a role at a design point, over the declared deviations and profiles. */
export type Honesty = 'dominant' | 'equilibrium' | 'neither' | 'undecided';

/** A claim is true, false, or still open at the stated confidence. */
export type Verdict = 'true' | 'false' | 'undecided';

/** What honesty earns over one deviation, per job [credits]; negative when cheating pays. */
export interface Advantage {
  role: Role;
  strategy: string;
  over: string;
  against: Profile;
  /** Simulated mean, or `null` when nothing was simulated. */
  mean: number | null;
  halfWidth: number | null;
  confidence: number;
  /** Standard error of the mean and its degrees of freedom, for whoever needs another interval. */
  standardError: number | null;
  degrees: number | null;
  /** By enumeration of the round; `null` when the deviation or the mechanism has none. */
  exact: number | null;
  /** The same with nothing taken out of the runs; common draws and the sampling of challenges are kept. Absent when nothing was simulated. */
  plain?: PlainEstimate;
  /** What each way of reducing noise did here; absent when nothing was simulated. */
  varianceReduction?: VarianceReduction;
}

/** What runs say by themselves: an estimate from which no known draw of nature was taken out. */
export interface PlainEstimate {
  mean: number;
  /** `null` where the runs cannot tell. */
  halfWidth: number | null;
}

/** Variance without a method over variance with it; 1 where it is switched off or does nothing. */
export interface VarianceReduction {
  /** Independent arms over arms that share their randomness, as measured. */
  commonRandomNumbers: number;
  /** Without over with nature's known draws taken out, as measured; limited by the rounding of the ledger. */
  controlVariates: number;
  /** Challenges drawn with their probability over drawn as they were, by the exact second moment. */
  sampling: number;
}

/** A share, or a number of seconds, with its uncertainty and what it is per. */
export interface Rate {
  value: number | null;
  halfWidth: number | null;
  exact: number | null;
  /** What one counts: `job`, `cheated job` or `honest job`. */
  per: string;
  /** How many of those were observed. */
  count: number;
  /** Why nothing is known of it, in words, where that is no matter of runs. */
  why?: string;
}

/**
 * Rates of time in the steady state, where everybody is honest: mean seconds from arrival to settlement, the seconds that
 * half, 95 % and 99 % of the jobs take at most, and the share of time nodes are computing.
 */
export const timeRates = [
  'latencySeconds',
  'latencySecondsP50',
  'latencySecondsP95',
  'latencySecondsP99',
  'utilisation',
] as const;

/** The rates of the contract, measured in arms of profile `coalition`; and those of {@link timeRates}. */
export interface Rates {
  challenged: Rate;
  detected: Rate;
  undetectedFraud: Rate;
  falseSlash: Rate;
  verificationOverhead: Rate;
  [name: string]: Rate;
}

/** How the rates of time were measured at a design point: by runs of their own, which nothing else is read from. */
export interface TimeFindings {
  /** How long queues take to forget how they began [s], and jobs that arrive meanwhile [count]; `null` without limit. */
  relaxationSeconds: number | null;
  jobsPerRelaxation: number | null;
  /** Jobs of a run, the first of which do not count [count]; `null` where no number of them would do. */
  jobsPerRun: number | null;
  warmUpJobs: number | null;
  /** Runs there are [count]. */
  runs: number;
  /** Why there are none, in words; absent where there are. */
  why?: string;
}

/** What each strategy earns in its role, per job [credits]: the bars of the payoff chart. */
export interface StrategyPayoff {
  role: Role;
  strategy: string;
  against: Profile;
  mean: number | null;
  halfWidth: number | null;
  exact: number | null;
}

/**
 * Whether an honest node earns anything at all in a role: without that nobody honest takes part, whatever honesty earns
 * over cheating.
 */
export interface Participation {
  takesPart: 'yes' | 'no' | 'undecided';
  /** What an honest node earns where everyone else is as in profile `coalition`, per job [credits]. */
  mean: number | null;
  halfWidth: number | null;
  exact: number | null;
}

/** One parameter setting and all that was learnt there. */
export interface DesignPointFindings {
  id: number;
  at: AxisValues;
  replications: number;
  advantages: Advantage[];
  payoffs: StrategyPayoff[];
  honesty: Record<Role | 'overall', Honesty>;
  /** Told beside honesty, never mixed with it; absent in findings of earlier versions. */
  participation?: Record<Role, Participation>;
  /** Whether honesty pays, as every sentence and picture says it; absent in findings of earlier versions. */
  judgement?: Record<Role, Judgement>;
  rates: Rates;
  /** How the rates of time were measured; absent where there is no market to measure. */
  time?: TimeFindings;
  /** Jobs simulated at this point, over all arms and replications; with `run.seconds`, as many as are expected. */
  jobs: number;
}

/** Where an advantage changes sign along one parameter, by exact enumeration. */
export interface ExactThreshold {
  feasible: boolean;
  /** Smallest root above which honesty pays, otherwise the largest root below which it does; `null` when infeasible. */
  value: number | null;
  direction: 'honest-above' | 'honest-below' | null;
  roots: { value: number; direction: 'honest-above' | 'honest-below' }[];
  /** Where was looked, in the parameter's unit: `high` is `null` without end. Absent in findings of earlier versions. */
  domain?: { low: number; high: number | null; whole: boolean };
  /** Along the coalition's share, drawn without replacement: the same threshold as a number of nodes M [count]. */
  size?: number;
  /** Why there is no threshold; `participation` in findings of earlier versions only, which looked for no further. */
  reason?: 'beyond-range' | 'never' | 'always' | 'participation';
}

/** The same crossing as the simulation sees it, with an interval at the study's confidence. */
export interface SimulatedThreshold {
  value: number | null;
  low: number | null;
  high: number | null;
  /** Whether honesty pays above it or below it; absent when there is no value. */
  direction?: 'honest-above' | 'honest-below';
  confidence: number;
  /** The same from estimates with nothing taken out; `value` is `null` where those do not cross. */
  plain?: { value: number | null; low: number | null; high: number | null };
  /** Why there is no value, in a few words; absent when there is one. */
  reason?: string;
  /** The same in numbers: values at which honesty is sure to pay and sure to lose, of those that were measured [count]. */
  sides?: { pays: number; loses: number; of: number };
}

/** A threshold along one parameter, the other axes held at `at`. */
export interface ThresholdFindings {
  of: string;
  at: AxisValues;
  role: Role;
  strategy: string;
  over: string;
  against: Profile;
  exact: ExactThreshold | null;
  simulated: SimulatedThreshold | null;
}

/** A claim of the scenario and what became of it. */
export interface JudgedClaim {
  kind: string;
  /** The claim in one sentence. */
  claim: string;
  verdict: Verdict;
  /** One sentence with the numbers that decided. */
  because: string;
  /** The figure or parameter it is about, where it names one. */
  of?: string;
  /** What spoke against a claim about honesty that is false. */
  counterexample?: { designPoint: number; role: Role; over: string; against: Profile };
  /** Jobs after which an undecided claim would be decided, where that can be said [count]. */
  jobsToTell?: number;
  /** Where the claim stands in its file, when it came from one. */
  line?: number;
  column?: number;
}

/** Shares of the strategies that are played, by role; without validators where nobody validates. */
export interface PlayedProfile {
  asserter: Record<string, number>;
  validator?: Record<string, number>;
}

/** A pure equilibrium of the stage game beside honest play of all. */
export interface OtherEquilibrium {
  designPoint: number;
  profile: PlayedProfile;
}

/** All of it. */
export interface Findings {
  /** Version of this shape; 0.1.0 wrote none. */
  schema?: 2;
  title: string;
  question?: string;
  /** What a study answers, in a sentence; absent while it is made and in findings of earlier versions. */
  summary?: string;
  /** What the amounts of its file are in; credits when left out. */
  money?: 'USD';
  /** Share r of the nodes that collude, where some do and no more or fewer at another design point [1]. */
  coalition?: number;
  digest: string;
  seed: string | number;
  mechanism: string;
  confidence: number;
  /** Whether every planned replication ran. */
  complete: boolean;
  /** Jobs simulated at all points, and in runs in which careers were followed or time alone was measured. */
  jobs: number;
  /** Geometric means of the factors over all advantages that were simulated; absent when none was. */
  varianceReduction?: VarianceReduction;
  designPoints: DesignPointFindings[];
  thresholds: ThresholdFindings[];
  /** What else may settle in where honesty stands, at the first design point at which something may. */
  otherEquilibrium?: OtherEquilibrium;
  claims: JudgedClaim[];
  warnings: string[];
}
