/**
 * Findings as they are read back from a file that anybody may have written.
 *
 * The types of `findings.ts` are the source: every schema has a field for each of its type's, of that type, or it does
 * not compile. What a file says beyond them passes through, for the next version to read.
 */
import { z } from 'zod';
import type {
  Advantage,
  DesignPointFindings,
  ExactThreshold,
  Findings,
  JudgedClaim,
  OtherEquilibrium,
  Participation,
  PlainEstimate,
  PlayedProfile,
  Rate,
  Rates,
  Role,
  SimulatedThreshold,
  StrategyPayoff,
  ThresholdFindings,
  TimeFindings,
  VarianceReduction,
} from './findings.ts';
import type { Judgement } from './judgement.ts';
import { profiles } from './profile.ts';

/** A schema for each field of a type, no more and no fewer. */
export type Fields<Type> = { [Name in keyof Type]-?: z.ZodType<Type[Name]> };

/** JSON knows no infinities: where a number could not be had there is `null`. */
const estimate = z.number().nullable();
const count = z.number().min(0);
const role = z.enum(['asserter', 'validator']);
const profile = z.enum(profiles);
const direction = z.enum(['honest-above', 'honest-below']);
const honesty = z.enum(['dominant', 'equilibrium', 'neither', 'undecided']);

/** What tables and charts call a strategy or an alternative; a scenario refuses the same words. */
const name = z
  .string()
  .refine((word) => !(word in Object.prototype), 'that name is taken by every object of the program');

/** Swept parameters and their values. */
export const placeSchema = z.record(z.string(), z.union([z.number(), name]));

const varianceReduction = z.looseObject({
  commonRandomNumbers: z.number(),
  controlVariates: z.number(),
  sampling: z.number(),
} satisfies Fields<VarianceReduction>);

const advantage = z.looseObject({
  role,
  strategy: name,
  over: name,
  against: profile,
  mean: estimate,
  halfWidth: estimate,
  confidence: z.number(),
  standardError: estimate,
  degrees: estimate,
  exact: estimate,
  plain: z.exactOptional(z.looseObject({ mean: z.number(), halfWidth: estimate } satisfies Fields<PlainEstimate>)),
  varianceReduction: z.exactOptional(varianceReduction),
} satisfies Fields<Advantage>);

const rate = z.looseObject({
  value: estimate,
  halfWidth: estimate,
  exact: estimate,
  per: z.string(),
  count,
  why: z.exactOptional(z.string()),
} satisfies Fields<Rate>);

/** The rates that are always there, without those that a mechanism adds by names of its own. */
type RateName = keyof { [Name in keyof Rates as string extends Name ? never : Name]: true };

const rates = z
  .looseObject({
    challenged: rate,
    detected: rate,
    undetectedFraud: rate,
    falseSlash: rate,
    verificationOverhead: rate,
  } satisfies Record<Exclude<RateName, number>, typeof rate>)
  .catchall(rate);

const payoff = z.looseObject({
  role,
  strategy: name,
  against: profile,
  mean: estimate,
  halfWidth: estimate,
  exact: estimate,
} satisfies Fields<StrategyPayoff>);

const time = z.looseObject({
  relaxationSeconds: estimate,
  jobsPerRelaxation: estimate,
  jobsPerRun: count.nullable(),
  warmUpJobs: count.nullable(),
  runs: count,
  why: z.exactOptional(z.string()),
} satisfies Fields<TimeFindings>);

const participation = z.looseObject({
  takesPart: z.enum(['yes', 'no', 'undecided']),
  mean: estimate,
  halfWidth: estimate,
  exact: estimate,
} satisfies Fields<Participation>);

const judgement = z.looseObject({
  honesty: z.enum(['pays', 'does-not', 'cannot-tell', 'not-asked']),
  basis: z.enum(['exact', 'simulated']),
  participation: z.enum(['yes', 'no', 'cannot-tell']),
  against: z.array(profile),
} satisfies Fields<Judgement>);

const designPoint = z.looseObject({
  id: z.int().min(0),
  at: placeSchema,
  replications: count,
  advantages: z.array(advantage),
  payoffs: z.array(payoff),
  honesty: z.looseObject({ asserter: honesty, validator: honesty, overall: honesty } satisfies Fields<
    DesignPointFindings['honesty']
  >),
  participation: z.exactOptional(
    z.looseObject({ asserter: participation, validator: participation } satisfies Fields<Record<Role, Participation>>),
  ),
  judgement: z.exactOptional(
    z.looseObject({ asserter: judgement, validator: judgement } satisfies Fields<Record<Role, Judgement>>),
  ),
  rates,
  time: z.exactOptional(time),
  jobs: count,
} satisfies Fields<DesignPointFindings>);

const exactThreshold = z.looseObject({
  feasible: z.boolean(),
  value: estimate,
  direction: direction.nullable(),
  roots: z.array(z.looseObject({ value: z.number(), direction })),
  domain: z.exactOptional(z.looseObject({ low: z.number(), high: estimate, whole: z.boolean() })),
  size: z.exactOptional(z.number()),
  reason: z.exactOptional(z.enum(['beyond-range', 'never', 'always', 'participation'])),
} satisfies Fields<ExactThreshold>);

const simulatedThreshold = z.looseObject({
  value: estimate,
  low: estimate,
  high: estimate,
  direction: z.exactOptional(direction),
  confidence: z.number(),
  plain: z.exactOptional(z.looseObject({ value: estimate, low: estimate, high: estimate })),
  reason: z.exactOptional(z.string()),
  sides: z.exactOptional(z.looseObject({ pays: count, loses: count, of: count })),
} satisfies Fields<SimulatedThreshold>);

const threshold = z.looseObject({
  of: z.string(),
  at: placeSchema,
  role,
  strategy: name,
  over: name,
  against: profile,
  exact: exactThreshold.nullable(),
  simulated: simulatedThreshold.nullable(),
} satisfies Fields<ThresholdFindings>);

const judgedClaim = z.looseObject({
  kind: z.string(),
  claim: z.string(),
  verdict: z.enum(['true', 'false', 'undecided']),
  because: z.string(),
  of: z.exactOptional(name),
  counterexample: z.exactOptional(z.looseObject({ designPoint: count, role, over: name, against: profile })),
  jobsToTell: z.exactOptional(z.number()),
  line: z.exactOptional(z.number()),
  column: z.exactOptional(z.number()),
} satisfies Fields<JudgedClaim>);

const shares = z.record(z.string(), z.number());

const otherEquilibrium = z.looseObject({
  designPoint: count,
  profile: z.looseObject({ asserter: shares, validator: z.exactOptional(shares) } satisfies Fields<PlayedProfile>),
} satisfies Fields<OtherEquilibrium>);

/** `findings.json`, of this version or of 0.1.0, which said no `schema`. */
export const findingsSchema: z.ZodType<Findings> = z.looseObject({
  schema: z.exactOptional(z.literal(2)),
  title: z.string(),
  question: z.exactOptional(z.string()),
  summary: z.exactOptional(z.string()),
  money: z.exactOptional(z.literal('USD')),
  coalition: z.exactOptional(z.number()),
  digest: z.string(),
  seed: z.union([z.string(), z.number()]),
  mechanism: z.string(),
  confidence: z.number(),
  complete: z.boolean(),
  jobs: count,
  varianceReduction: z.exactOptional(varianceReduction),
  designPoints: z.array(designPoint),
  thresholds: z.array(threshold),
  otherEquilibrium: z.exactOptional(otherEquilibrium),
  claims: z.array(judgedClaim),
  warnings: z.array(z.string()),
} satisfies Fields<Findings>);
