/** What a file may hold in `market.jobs` and `market.fleet`, for whoever describes files; what checks it is `sweep/{kinds,groups}.ts`. */
import { z } from 'zod';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { hardware, models } from '../../fleet/index.ts';
import { marketParams } from '../../market/params.ts';
import { labelSchema, schemasOf } from '../schema/schema.ts';

const { computeCost, verificationCost, reward, outsideGain, guessProbability, detector } = marketParams.shape;
const { serviceSeconds, verificationSeconds, speed, stake } = marketParams.shape;

const credits = (description: string) => z.number().min(0).optional().meta({ description, unit: 'credits' });
const tokens = (description: string) => z.int().min(0).max(1e7).meta({ description, unit: 'count' });

const byLaw = {
  model: z
    .enum(models.map(({ kind }) => kind))
    .optional()
    .describe('What is served: with hardware, costPerHour and tokens it stands for computeCost and serviceSeconds.'),
  hardware: z
    .enum(hardware.map(({ kind }) => kind))
    .optional()
    .describe('What it is served on.'),
  costPerHour: credits('What an hour of one GPU costs.'),
  tokens: z
    .strictObject({ in: tokens('Tokens of the prompt.'), out: tokens('Tokens of the answer.') })
    .optional()
    .describe('Tokens of a request; requests of other lengths are another kind.'),
  pricePerMillionTokens: credits('What a client pays for a million tokens, read or written: in the place of reward.'),
  check: z
    .enum(['recompute', 'prefill'])
    .optional()
    .describe('Whether a check writes the answer again, or reads prompt and answer at once, which costs less.'),
};

const kindOfJob = z.strictObject({
  name: labelSchema.describe('What tables and conditions call it.'),
  share: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .meta({ description: 'Its share of arrivals; shares add up to 1.', unit: '1' }),
  computeCost: computeCost.optional(),
  verificationCost: verificationCost.optional(),
  reward: reward.optional(),
  outsideGain: outsideGain.unwrap().optional(),
  guessProbability: guessProbability.unwrap().optional(),
  detector: detector.unwrap().optional().describe(detector.description!),
  serviceSeconds: serviceSeconds.unwrap().optional(),
  verificationSeconds,
  challengeProbability: z.number().min(0).max(1).optional().meta({
    description: 'Chance that a job of this kind is challenged; that of the mechanism when left out.',
    unit: '1',
  }),
  ...byLaw,
});

const groupOfNodes = z.strictObject({
  name: labelSchema.describe('What tables and conditions call it.'),
  count: z.int().min(1).meta({ description: 'Its nodes; the market has those of all groups.', unit: 'count' }),
  stake: stake.optional(),
  speed: speed.unwrap().optional(),
  computeCost: computeCost.optional(),
  verificationCost: verificationCost.optional(),
  reward: reward.optional(),
  falseAlarm: z.number().min(0).max(1).optional().meta({
    description: 'Chance that a comparison finds an honest result of this group different, whoever compares.',
    unit: '1',
  }),
  serviceSeconds: serviceSeconds.unwrap().optional(),
  verificationSeconds,
  ...byLaw,
});

const listSaid = ({ shape }: z.ZodObject) =>
  Object.keys(shape)
    .filter((key) => !['name', 'share', 'count'].includes(key))
    .join(', ');

const writtenKinds = z
  .array(kindOfJob)
  .min(1)
  .optional()
  .describe(
    `Kinds of jobs, each with a name, its share of arrivals and what it says for itself (${listSaid(kindOfJob)}); what it leaves out is the market’s.`,
  );

const writtenGroups = z
  .array(groupOfNodes)
  .min(1)
  .optional()
  .describe(
    `Groups of nodes, each with a name, a count and what it says for itself (${listSaid(groupOfNodes)}); what it leaves out is the market’s. nodeCount follows from the counts.`,
  );

/** The market as a file may write it: with kinds of jobs and groups of nodes. */
export function writtenMarketOf(catalogue: Catalogue) {
  const { market } = schemasOf(catalogue).scenario.shape;
  return market.extend({ jobs: writtenKinds, fleet: writtenGroups }).describe(market.description!);
}
