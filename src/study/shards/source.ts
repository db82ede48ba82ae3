/**
 * What a study was read from, kept beside its runs: whoever puts shards together judges claims that stand at lines of a
 * file, and names the command that runs it.
 */
import { z } from 'zod';
import type { Overrides } from '../../scenario/read/override.ts';

/** `source.json`. */
export interface Source {
  schema: 1;
  /** The file as it was named on the command line. */
  file: string;
  text: string;
  /** What `--set`, `--seed` and `--replications` changed. */
  set: [path: string, value: string][];
  seed?: string | number;
  replications?: number;
}

/** Largest `source.json` that is read [bytes]: a scenario file in quotes, and flags. */
export const sourceBytesMax = 16_000_000;

/** The same as it is read back from a folder that anybody may have written. */
export const sourceSchema: z.ZodType<Source> = z.strictObject({
  schema: z.literal(1),
  file: z.string().max(10_000),
  text: z.string(),
  set: z.array(z.tuple([z.string(), z.string()])).max(10_000),
  seed: z.exactOptional(z.union([z.string(), z.number()])),
  replications: z.exactOptional(z.int().min(1)),
});

/** A study as it was read. */
export interface Read {
  file: string;
  text: string;
  overrides: Overrides;
}

/** What is kept of how a study was read. */
export function describeSource({ file, text, overrides: { set = [], seed, replications } }: Read): Source {
  return {
    schema: 1,
    file,
    text,
    set: set.map(([path, value]) => [path, value]),
    ...(seed !== undefined && { seed: seed as string | number }),
    ...(replications !== undefined && { replications }),
  };
}

/** How a study was read, from what was kept of it. */
export function readAs({ file, text, schema: _, ...overrides }: Source): Read {
  return { file, text, overrides };
}
