import { z } from 'zod';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { claimsIn } from '../../catalogue/claims.ts';
import { usualMoney } from '../../catalogue/money.ts';
import { profiles } from '../../findings/profile.ts';
import { builtInDistributions } from '../../kernel/distributions/create.ts';
import { distributionSchemaOf } from '../../kernel/distributions/schema.ts';
import { evidenceParam } from '../../market/evidence.ts';
import type { Mechanism } from '../../market/mechanism.ts';
import { HAZARDS_MAX, lawsOf, marketParams } from '../../market/params.ts';
import { samplingParam } from '../../market/sampling.ts';
import { nameOf } from '../numbers/leaves.ts';
import { oneOf } from './one-of.ts';
import { expectJobs } from './run-length.ts';
import { sectionNames } from './scenario.ts';

const text = (description: string) => z.string().max(2000).optional().describe(description);

/** How well a threshold is to be known. */
const searchSchema = z
  .strictObject({
    halfWidth: z.number().gt(0).optional().describe('Half-width of the interval, in the parameter’s unit.'),
    relative: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .meta({ description: 'The same as a share of the threshold.', unit: '1' }),
  })
  .refine(
    ({ halfWidth, relative }) => (halfWidth === undefined) !== (relative === undefined),
    'needs halfWidth or relative',
  );

/** Values of one swept parameter. */
export const axisSchema = z.union([
  z.array(z.number()).min(1).meta({ description: 'The values, in order.', uniqueItems: true }),
  z.strictObject({
    from: z.number().describe('First value, exactly.'),
    to: z.number().describe('Last value, exactly.'),
    steps: z.int().min(2).max(100_000).meta({ description: 'How many values.', unit: 'count' }),
    scale: z.enum(['linear', 'log']).default('linear').describe('Equal steps, or equal ratios.'),
  }),
  z.strictObject({
    from: z.number().describe('Where the search starts.'),
    to: z.number().describe('Where it ends.'),
    steps: z.int().min(2).max(1000).default(5).meta({ description: 'Values tried first.', unit: 'count' }),
    scale: z.enum(['linear', 'log']).default('linear').describe('Equal steps, or equal ratios.'),
    search: searchSchema.describe('Add values where honesty starts or stops paying, until that is known this well.'),
  }),
]);

/** What tables call one of several: plain enough for every chart, file and clause. */
export const labelSchema = z
  .string()
  .regex(/^[a-z][\w-]*$/i, 'a name starts with a letter and has letters, digits, - and _')
  .max(60)
  // What draws charts looks some words up in plain objects, where these are always found.
  .refine((name) => !(name in Object.prototype), 'that name is taken by every object of the program; choose another');

const utilitySchema = z.union([
  z.enum(['risk-neutral']),
  z.strictObject({
    cara: z.number().min(-1e6).max(1e6).meta({
      description: 'Constant absolute risk aversion per credit (a); negative seeks risk.',
      unit: '1',
    }),
  }),
  z.strictObject({
    crra: z.number().min(-1e3).max(1e3).meta({
      description: 'Constant relative risk aversion (gamma); 1 is logarithmic utility.',
      unit: '1',
    }),
    wealth: z.number().min(1e-9).meta({ description: 'Wealth every job is valued on top of (w).', unit: 'credits' }),
  }),
]);

/** What players may do but for the strategies, which a catalogue holds. */
const playersShape = {
  against: z
    .array(z.enum(profiles))
    .min(1)
    .default(['coalition'])
    .describe('What everyone else does: the profiles to simulate.'),
  exit: z.enum(['none', 'ejected', 'banned']).default('none').describe('What happens to a node that was slashed.'),
  reentryCost: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .meta({
      description: 'What a banned node pays to come back (E); nothing written: it cannot.',
      unit: 'credits',
      readWith: { 'players.exit': ['banned'] },
    }),
  discount: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .meta({
      description: 'Value of a credit earned at a node’s next job (delta).',
      unit: '1',
      readWith: { 'players.exit': ['banned'], 'mechanism.sampling.kind': ['reputation'] },
    }),
  utility: utilitySchema
    .default('risk-neutral')
    .describe('What income is worth: a job counts by its certainty equivalent.'),
};

const coalitionSchema = z.strictObject({
  fraction: z.number().min(0).lt(1).optional().meta({
    description: 'Share of the nodes that collude (r); 0 when neither is given.',
    symbol: 'r',
    name: 'coalition',
    unit: '1',
    axisUnit: 'share of nodes',
  }),
  size: z.int().min(0).max(1_000_000).optional().meta({
    description: 'Nodes that collude (M), the asserter included.',
    symbol: 'M',
    name: 'coalition',
    unit: 'count',
    axisUnit: 'nodes',
  }),
  backing: z
    .enum(['unanimous', 'committed'])
    .default('unanimous')
    .describe(
      'Whether members back a false result only when no outsider was drawn, and otherwise report truly, which exposes their fellow; or always.',
    ),
});

const count = (description: string) => z.int().min(1).max(1_000_000).meta({ description, unit: 'count' });

/** How often each arm is run. */
export const replicationsSchema = z.union([
  count('Exactly so many replications.'),
  z.strictObject({
    min: count('Fewest replications.').default(16),
    max: count('Most replications.').default(1024),
    halfWidth: z.number().gt(0).nullable().default(null).meta({
      description: 'Half-width to reach, in credits per job or "5 %" of C; the claims decide when left out.',
      unit: 'credits',
    }),
  }),
]);

/** How long a run lasts. */
export const runSchema = z
  .strictObject({
    jobs: z
      .union([z.literal('auto'), z.int().min(1).max(1_000_000_000)])
      .default('auto')
      .meta({
        description:
          'Jobs per replication; `auto` are 20 000, doubled where queues decide who gets a job until they have time to forget how they began.',
        unit: 'count',
      }),
    seconds: z.number().gt(0).optional().meta({
      description: 'Time a replication lasts, in the place of `jobs`: as many jobs as arrive in it.',
      unit: 's',
    }),
    warmUpJobs: z
      .union([z.literal('auto'), z.int().min(0).max(1_000_000_000)])
      .default('auto')
      .meta({ description: 'Jobs left out at the start; `auto` truncates latency only.', unit: 'count' }),
    batches: z
      .union([z.literal('auto'), z.int().min(1).max(1000)])
      .default('auto')
      .meta({
        description:
          'Batches each run is cut into, whose means stand for replications; `auto` cuts long runs where there are at most three.',
        unit: 'count',
      }),
    sampling: z
      .enum(['auto', 'natural', 'tilted', 'split'])
      .default('auto')
      .describe(
        'How challenges are sampled: with their probability, more often and weighed back, both ways, or both ways only where they are rare.',
      ),
    commonRandomNumbers: z
      .boolean()
      .default(true)
      .describe('Let all arms and design points share their randomness, so that comparing them cancels it.'),
    controlVariates: z
      .boolean()
      .default(true)
      .describe('Take the known part of the luck of the draw out of every estimate.'),
  })
  .refine((run) => run.warmUpJobs === 'auto' || run.seconds !== undefined || run.warmUpJobs < expectJobs(run, 0), {
    path: ['warmUpJobs'],
    message: 'it must be fewer than run.jobs, or no job is left to count',
  });

const optimizeSchema = z.strictObject({
  minimize: z.literal('cost').default('cost').describe('Checking and capital, per job.'),
  over: z.enum(['mechanism.slashAmount', 'market.stake']).describe('The amount to choose.'),
  capitalCost: z.number().min(0).meta({ description: 'What one credit of it costs per job (kappa).', unit: '1' }),
});

/** Paths at which something is plugged in, beside the mechanism. */
export const socketPaths: readonly string[] = [
  'market.demand',
  'market.dispatch',
  'market.hazards',
  'mechanism.evidence',
  'mechanism.sampling',
  'payment',
  'collateral',
];

/** The schemas of scenarios whose kinds a catalogue holds. */
export type Schemas = ReturnType<typeof buildSchemas>;

const known = new WeakMap<Catalogue, Schemas>();

/** The schemas by which a scenario is read: they are set up once for each catalogue. */
export function schemasOf(catalogue: Catalogue): Schemas {
  let schemas = known.get(catalogue);
  if (!schemas) {
    schemas = buildSchemas(catalogue);
    known.set(catalogue, schemas);
  }
  return schemas;
}

function haveOwnNames(items: readonly unknown[]): boolean {
  return new Set(items.map(nameOf)).size === items.length;
}

/** The mechanisms of a catalogue with what there is to plug into them. */
export function openMechanisms({ mechanisms, evidences, samplings }: Catalogue): readonly Mechanism[] {
  const sampling = oneOf(samplings.values()).optional().describe(samplingParam.description!);
  const evidence = oneOf(evidences.values()).optional().describe(evidenceParam.description!);
  return [...mechanisms.values()].map((mechanism) => {
    const { shape } = mechanism.params;
    const opened = { ...('evidence' in shape && { evidence }), ...('sampling' in shape && { sampling }) };
    return Object.keys(opened).length > 0 ? { ...mechanism, params: mechanism.params.safeExtend(opened) } : mechanism;
  });
}

function buildSchemas(catalogue: Catalogue) {
  const { strategies, demands, dispatches, hazards, payments, collaterals } = catalogue;
  const mechanisms = openMechanisms(catalogue);
  /** The market with what there is to plug into it. */
  const market = marketParams.extend({
    ...(catalogue.distributions !== builtInDistributions && lawsOf(distributionSchemaOf(catalogue.distributions))),
    demand: oneOf(demands.values()).prefault('poisson').describe(marketParams.shape.demand.description!),
    dispatch: oneOf(dispatches.values()).prefault('uniform').describe(marketParams.shape.dispatch.description!),
    hazards: z
      .array(
        oneOf(hazards.values(), {
          name: labelSchema.optional().describe('What paths call it; its kind when left out.'),
        }),
      )
      .max(HAZARDS_MAX)
      .refine(
        haveOwnNames,
        'two of them go by one name; give each a name of its own, as in { kind: outages, name: home, … }',
      )
      .optional()
      .describe(marketParams.shape.hazards.description!),
  });
  /** A strategy as listed for a role. */
  const strategy = oneOf(strategies.values(), {
    name: labelSchema.optional().describe('What tables call it; its kind when left out. Unique within a role.'),
  });
  /** A claim. */
  const claim = oneOf(claimsIn(catalogue).values());
  /** What is asked of every scenario's players. */
  const players = z.strictObject({
    asserter: z
      .array(strategy)
      .min(1)
      .prefault(['honest', 'skip-work'])
      .describe('Strategies to compare as an asserter; `honest` is always among them.'),
    validator: z
      .array(strategy)
      .min(1)
      .prefault(['honest'])
      .describe('Strategies to compare as a validator; `honest` is always among them.'),
    ...playersShape,
  });
  /**
   * A scenario in its full form, numbers plain: units, expressions and relative defaults are worked out before it is
   * applied. The JSON Schema for editors is made from the same definitions.
   */
  const scenario = z.strictObject({
    $schema: z.string().optional().describe('Where editors find the schema.'),
    title: z.string().min(1).max(300).describe('What the scenario is about, in one line.'),
    question: text('The question it answers.'),
    description: text('Anything a reader should know.'),
    source: text('Where the numbers come from.'),
    seed: z
      .union([z.string().min(1).max(200), z.int().min(0)])
      .default(1)
      .describe('Source of all randomness; text, or a whole number from 0 to 2^53 - 1.'),
    mechanism: oneOf(mechanisms).describe('The rules: who is challenged, paid and slashed.'),
    market: market.describe('Demand, fleet, costs and delays.'),
    players: players.describe('Strategies to compare, and what everyone else does.'),
    coalition: coalitionSchema.prefault({}).describe('Nodes that act as one.'),
    payment: oneOf(payments.values()).prefault(usualMoney.payment).describe('How jobs are paid.'),
    collateral: oneOf(collaterals.values()).prefault(usualMoney.collateral).describe('What stands behind a node.'),
    sweep: z
      .record(z.string(), axisSchema)
      .default({})
      .describe('Parameters to vary, by path: a list or a range; several make a grid.'),
    replications: replicationsSchema.prefault({}).describe('Replications of each arm of a design point.'),
    run: runSchema.prefault({}).describe('How long one replication lasts.'),
    confidence: z.number().gt(0.5).lt(1).default(0.95).meta({ description: 'Confidence of all intervals.', unit: '1' }),
    optimize: optimizeSchema.optional().describe('What `posp solve` should choose as cheaply as deterrence allows.'),
    claims: z.array(claim).default([]).describe('What should come out; decides the exit code.'),
  });
  /** The parts that make up a design point. */
  const isSection = Object.fromEntries(sectionNames.map((name) => [name, true]));
  const sections = scenario.pick(isSection as Record<(typeof sectionNames)[number], true>);
  return { scenario, sections, players, strategy, claim };
}
