/**
 * The market's parameters: demand, fleet, costs, delays.
 *
 * Every number carries its unit as metadata; only the scenario room parses units. A default that depends on another
 * parameter is an expression, evaluated anew at every design point, so that it follows what it depends on.
 */
import { z } from 'zod';
import { distributionSchema } from '../kernel/distributions/schema.ts';
import { CREDITS_MAX } from './money/ledger.ts';

const credits = (description: string, label: object = {}) =>
  z
    .number()
    .min(0)
    .meta({ description, unit: 'credits', ...label });
const chance = (description: string, label: object = {}) =>
  z
    .number()
    .min(0)
    .max(1)
    .meta({ description, unit: '1', isChance: true, ...label });

/**
 * False alarms and misses of one comparison between two outputs: stated, or with `kind: exact-match` false alarms that
 * follow from how often machines differ in one token and how many tokens there are.
 */
export const detectorParams = z
  .strictObject({
    kind: z
      .enum(['rates', 'exact-match'])
      .optional()
      .describe('Whether false alarms are stated, or follow from comparing outputs token by token; stated by default.'),
    falseAlarm: chance('Chance that two honest outputs compare different (a).', {
      symbol: 'a',
      name: 'false alarms',
      axisUnit: 'share of comparisons',
    }).default(0),
    miss: chance('Chance that a false output compares equal to a true one (b).', {
      symbol: 'b',
      name: 'misses',
      axisUnit: 'share of comparisons',
    }).default(0),
    tokenMismatch: chance('Chance that two honest machines differ in one token (m), with `exact-match`.').optional(),
    tokens: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ description: 'Tokens of an output (L), with `exact-match`.', unit: 'count' }),
  })
  .superRefine(({ kind, falseAlarm, tokenMismatch, tokens }, { addIssue }) => {
    const refuse = (path: string[], input: unknown, message: string) =>
      addIssue({ code: 'custom', path, input, message });
    if (kind === 'exact-match') {
      const isWhole = tokenMismatch !== undefined && tokens !== undefined;
      if (!isWhole) refuse([], kind, 'an exact match needs tokenMismatch and tokens');
      if (falseAlarm !== 0)
        refuse(['falseAlarm'], falseAlarm, 'it follows from tokenMismatch and tokens; leave it out');
      return;
    }
    const needsKind = 'it belongs to `kind: exact-match`';
    if (tokenMismatch !== undefined) refuse(['tokenMismatch'], tokenMismatch, needsKind);
    if (tokens !== undefined) refuse(['tokens'], tokens, needsKind);
  });

/** Whatever is chosen by its kind; which kinds there are, and what each takes, a catalogue knows. */
const plug = z.preprocess(
  (given) => (typeof given === 'string' ? { kind: given } : given),
  z.looseObject({ kind: z.string() }),
);

/** Hazards of one market at most [count]. */
export const HAZARDS_MAX = 16;
/** The market's parameters that are laws of random numbers, of the kinds that a schema knows. */
export function lawsOf(law: typeof distributionSchema) {
  const seconds = (description: string) => law.meta({ description, unit: 's' });
  return {
    serviceSeconds: seconds('Time to compute a job on a node of speed 1.').default({ kind: 'deterministic', value: 1 }),
    verificationSeconds: seconds(
      'Time to recompute a job as a validator; like `serviceSeconds` when left out.',
    ).optional(),
    speed: law
      .meta({ description: 'Speed of a node, drawn once per node.', unit: '1' })
      .default({ kind: 'deterministic', value: 1 }),
  };
}

/** Schema of a scenario's `market` section, with any plug in its sockets. */
export const marketParams = z.strictObject({
  nodeCount: z.int().min(2).max(1_000_000).meta({
    description: 'Staked nodes (N).',
    symbol: 'N',
    name: 'nodes',
    unit: 'count',
    axisUnit: 'count',
  }),
  jobsPerSecond: z.number().gt(0).meta({
    description: 'Arrival rate of jobs over the whole market.',
    unit: '1/s',
    axisUnit: '',
    relative: '= 0.5 * market.nodeCount',
  }),
  demand: plug.prefault('poisson').describe('When jobs come in (`arrivals` is its older name): posp list demand.'),
  dispatch: plug.prefault('uniform').describe('Who gets a job: posp list dispatch.'),
  hazards: z
    .array(plug)
    .max(HAZARDS_MAX)
    .optional()
    .describe('What befalls nodes; nothing when left out: posp list hazards.'),
  computeCost: credits('Cost of computing a job honestly (C).', { symbol: 'C', axisUnit: 'per job' }),
  verificationCost: credits('Cost of recomputing a job as a validator (C_V).', {
    symbol: 'C_V',
    axisUnit: 'per check',
    relative: '= market.computeCost',
  }),
  reward: credits('Reward of an accepted job (R_A).', { symbol: 'R_A', axisUnit: 'per job' }),
  stake: credits('Stake each node posts (W).', { symbol: 'W' }).max(CREDITS_MAX),
  minimumStake: credits('Stake below which a node is ejected, with `players.exit: ejected`.')
    .default(0)
    .meta({ readWith: { 'players.exit': ['ejected'] } }),
  jobsInFlight: z.int().min(1).max(10_000).default(1).meta({
    description: 'Jobs a node asserts before the slash for one of them lands (m): it is slashed once for all of them.',
    unit: 'count',
  }),
  outsideGain: credits('Outside value of getting a false result accepted (U).', {
    symbol: 'U',
    axisUnit: 'per false result',
  }).default(0),
  guessProbability: chance('Chance that a validator guesses the right output without computing (g).', {
    symbol: 'g',
    name: 'lucky guesses',
    axisUnit: 'share of guesses',
  }).default(0),
  detector: detectorParams.prefault({}).describe('What a comparison of two outputs reveals.'),
  ...lawsOf(distributionSchema),
});

/** The market's parameters with every number resolved. */
export type MarketParams = z.output<typeof marketParams>;
