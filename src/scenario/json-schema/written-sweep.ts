/**
 * What a file may hold in `sweep`, for whoever describes files: editors and `posp explain`. It is no part of the schema
 * that checks, which every start sets up: a second set of all mechanisms would add to each of them.
 */
import { z } from 'zod';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { oneOf } from '../schema/one-of.ts';
import { axisSchema, labelSchema } from '../schema/schema.ts';

/** Alternatives of one swept parameter that is no number: words, or groups of settings with a `name`. */
const alternativesSchema = z
  .array(z.union([z.string(), z.boolean(), z.record(z.string(), z.unknown())]))
  .min(1)
  .describe('Alternatives: words such as `open`, or groups of settings, each with a `name` unless one is plain.');

/** What `sweep` may hold in a file: axes of numbers, alternatives by path, and whole mechanisms. */
export function writtenSweepOf({ mechanisms }: Catalogue) {
  /** A mechanism among those of `sweep.mechanism`: a whole one, with a label. */
  const mechanism = oneOf(mechanisms.values(), {
    name: labelSchema
      .optional()
      .describe('What tables and charts call it; its kind when left out. Unique in the list.'),
  });
  return z
    .object({
      mechanism: z
        .array(mechanism)
        .min(1)
        .optional()
        .describe('Whole mechanisms to compare, each with its parameters; `mechanism` may then be left out.'),
    })
    .catchall(z.union([...axisSchema.options, alternativesSchema]))
    .describe('Parameters to vary, by path: a list or a range; several make a grid.');
}
