/** Exhibits as they are read back from a file that anybody may have written; types are the source, as for findings. */
import { z } from 'zod';
import { type Fields, placeSchema } from '../../findings/schema.ts';
import type { PortraitRest, Shares } from '../../game/phase-portrait.ts';
import type { RestPoint } from '../../game/tipping.ts';
import { reportKinds } from '../../market/detector.ts';
import { responses } from '../../market/evidence/response-table.ts';
import type { SobolPair } from '../../stats/sobol.ts';
import type { FailedPart } from '../stage/side-part.ts';
import type { StageEquilibrium, StageGame } from '../stage/stage-game.ts';
import type { AttackerProfit, ProfitAfter } from './attacker-profit.ts';
import type { Course, Moment, Sides, Standing } from './course.ts';
import type { Detection } from './detection.ts';
import type { Exhibits, JobEvent, ShownPoint, Solution, ToldRun } from './exhibits.ts';
import type { PopulationPortrait } from './portrait.ts';
import type { InputSensitivity, Sensitivity } from './sensitivity.ts';
import type { SpreadColumn, SpreadLine } from './spread-along.ts';

const number = z.number();
const estimate = z.number().nullable();
const text = z.string();
const numbers = z.array(number);

const mix = z.record(text, number);
const equilibrium = z.looseObject({
  pure: z.boolean(),
  strict: z.boolean(),
  profile: z.looseObject({ asserter: mix, validator: z.exactOptional(mix) }),
  undetectedPerJob: number,
  undetectedFraud: number,
} satisfies Fields<StageEquilibrium>);

const matrix = z.array(numbers);
const game = z
  .looseObject({
    name: text,
    players: z.tuple([text, text]),
    strategies: z.tuple([z.array(text), z.array(text)]),
    payoffs: z.tuple([matrix, matrix]),
    equilibria: z.array(equilibrium),
    degenerate: z.boolean(),
    open: z.exactOptional(z.enum(['too-large', 'no-mean', 'of-three', 'by-search'])),
    note: z.exactOptional(text),
  } satisfies Fields<StageGame>)
  .refine(hasItsShape, 'it must be as many rows as the asserter has strategies, and columns as the other player has');

function hasItsShape({ strategies: [rows, columns], payoffs }: Pick<StageGame, 'strategies' | 'payoffs'>): boolean {
  return payoffs.every((of) => of.length === rows.length && of.every((row) => row.length === columns.length));
}

const range = z.looseObject({ low: number, high: number });
const restPoint = z.looseObject({
  share: number,
  stability: z.enum(['stable', 'unstable', 'half-stable', 'neutral']),
  basin: range,
} satisfies Fields<RestPoint>);

const detection = z.looseObject({
  probability: number,
  meanJobs: estimate,
  quantiles: z.record(text, estimate),
  undetectedAfter: z.record(text, number),
} satisfies Fields<Detection>);

const shares = z.tuple([number, number, number]) satisfies z.ZodType<Shares>;
const portrait = z.looseObject({
  strategies: z.tuple([text, text, text]),
  leftOut: z.array(text),
  rests: z.array(
    z.looseObject({
      shares,
      stability: z.enum(['stable', 'unstable', 'saddle', 'neutral']),
    } satisfies Fields<PortraitRest>),
  ),
  lines: z.array(z.tuple([shares, shares])),
  paths: z.array(z.array(shares)),
} satisfies Fields<PopulationPortrait>);

const profitAfter = z.looseObject({
  jobs: number,
  mean: number,
  quantiles: numbers,
  inProfit: number,
  ahead: number,
  resolution: number,
} satisfies Fields<ProfitAfter>);

const profit = z.looseObject({
  strategy: text,
  honest: number,
  after: z.array(profitAfter),
} satisfies Fields<AttackerProfit>);

const shownPoint = z.looseObject({
  id: z.int().min(0),
  at: placeSchema,
  games: z.array(game),
  dynamics: z.exactOptional(
    z.array(
      z.looseObject({
        over: text,
        restPoints: z.array(restPoint),
        allHonestFrom: range.nullable(),
      } satisfies Fields<NonNullable<ShownPoint['dynamics']>[number]>),
    ),
  ),
  detection: z.record(text, detection),
  portrait: z.exactOptional(portrait.nullable()),
  profits: z.exactOptional(z.array(profit)),
} satisfies Fields<ShownPoint>);

const spreadLine = z.looseObject({
  of: text,
  at: placeSchema,
  over: text,
  whole: z.boolean(),
  columns: z
    .array(
      z.looseObject({ at: number, restPoints: z.array(restPoint).min(2).nullable() } satisfies Fields<SpreadColumn>),
    )
    .min(1),
} satisfies Fields<SpreadLine>);

const index = z.looseObject({ value: number, halfWidth: number } satisfies Fields<SobolPair['first']>);
const extreme = z.looseObject({ at: number, quantity: estimate });
const sensitivity = z.looseObject({
  of: z.literal('least-advantage'),
  at: placeSchema,
  base: number,
  step: number,
  inputs: z.array(
    z.looseObject({
      path: text,
      base: number,
      low: extreme,
      high: extreme,
      range,
      sobol: z.exactOptional(z.looseObject({ first: index, total: index } satisfies Fields<SobolPair>)),
    } satisfies Fields<InputSensitivity>),
  ),
  leftOut: z.array(text),
  spread: z
    .looseObject({
      mean: number,
      standardDeviation: number,
      evaluations: number,
      rows: number,
      shareBelowZero: number,
    } satisfies Fields<NonNullable<Sensitivity['spread']>>)
    .nullable(),
  reason: z.exactOptional(text),
} satisfies Fields<Sensitivity>);

const sides = z.looseObject({ focal: number, others: number } satisfies Fields<Sides>);
const course = z.looseObject({
  nodes: sides,
  moments: z.array(
    z.looseObject({
      time: number,
      jobs: number,
      stake: sides,
      slashed: sides,
      present: sides,
    } satisfies Fields<Moment>),
  ),
  standings: z.array(z.looseObject({ node: number, jobs: number, income: number } satisfies Fields<Standing>)),
} satisfies Fields<Course>);

const [job, node] = [z.int().min(0), z.int().min(0)];
const jobEvent = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('arrived'), time: number, job, node }),
  z.looseObject({ kind: z.literal('moved'), time: number, job, node }),
  z.looseObject({ kind: z.literal('asserted'), time: number, job, node, isFalse: z.boolean() }),
  z.looseObject({
    kind: z.literal('challenged'),
    time: number,
    job,
    validators: z.array(node),
    isPlanted: z.boolean(),
  }),
  z.looseObject({
    kind: z.literal('reported'),
    time: number,
    job,
    node,
    report: z.enum(reportKinds),
    response: z.enum(responses),
  }),
  z.looseObject({
    kind: z.literal('settled'),
    time: number,
    job,
    node,
    isRefuted: z.boolean(),
    isFalseVerdict: z.boolean(),
    slashed: number,
  }),
  z.looseObject({ kind: z.literal('slashed'), time: number, job, node, slashed: number }),
]) satisfies z.ZodType<JobEvent>;

const told = z.looseObject({
  designPoint: z.int().min(0),
  at: placeSchema,
  arm: text,
  role: z.enum(['asserter', 'validator', 'both']),
  strategy: text,
  replication: number,
  // Folders of before held it in words, which nobody reads back.
  events: z.array(jobEvent).default([]),
  course,
} satisfies Fields<ToldRun>);

const solution = z.looseObject({
  designPoints: z.array(shownPoint),
  spread: z.exactOptional(z.array(spreadLine)),
  money: z.exactOptional(z.literal('USD')),
  sensitivity: z.exactOptional(sensitivity.nullable()),
  told: z.exactOptional(told.nullable()),
} satisfies Fields<Solution>);

/** `exhibits.json`. */
export const exhibitsSchema: z.ZodType<Exhibits> = z.looseObject({
  solution: solution.nullable(),
  told: told.nullable(),
  failed: z.exactOptional(z.array(z.looseObject({ part: text, reason: text } satisfies Fields<FailedPart>))),
} satisfies Fields<Exhibits>);
