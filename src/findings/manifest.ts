/** What a results folder says of itself. */
import { z } from 'zod';

/** A file of the folder, by its path below it. */
export interface ListedFile {
  sha256: string;
  bytes: number;
  /** sha256 of the findings it was made from; absent where it was made from none. */
  findings?: string;
  /** Version of the program that made it, where it is another than that of the study. */
  by?: string;
}

/** Which part of a study's runs a folder is for. */
export interface Shard {
  /** From 1. */
  number: number;
  /** Of so many [count]. */
  of: number;
  /** The look whose runs were dealt out, from 0. */
  look: number;
  /** Digest of all those runs. */
  plan: string;
}

/** `manifest.json`: written last, it says which other files are to be believed. */
export interface Manifest {
  /** Version of this shape; 0.1.0 wrote none. */
  schema: 2;
  /** Digest of what makes two studies the same. */
  digest: string;
  /** Whether the study is: every planned run is there, and what was made of them. */
  complete: boolean;
  title?: string;
  versions?: { 'posp-sim': string; results: number };
  plan?: { designPoints: number; runs: number };
  files: Record<string, ListedFile>;
  /** Of a folder that holds a shard, which; and whether all its runs are there. The study is not complete by that. */
  shard?: Shard & { complete: boolean };
  /** What the digest is of. */
  study?: unknown;
}

/** A manifest lists every failed run; this is far more than any has [bytes]. */
export const manifestBytesMax = 256_000_000;

/** A path below the folder that leads nowhere else: names, of which none begins with a dot. */
const path = z
  .string()
  .max(300)
  .regex(/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)?$/, 'it is no path below the folder');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'it must be 64 hexadecimal digits');
const listedFile = z.looseObject({
  sha256,
  bytes: z.int().min(0),
  findings: z.exactOptional(sha256),
  by: z.exactOptional(z.string()),
});

/** The same as it is read back from a file that anybody may have written. */
export const manifestSchema: z.ZodType<Manifest> = z.looseObject({
  schema: z.literal(2),
  digest: z.string(),
  complete: z.boolean(),
  title: z.exactOptional(z.string()),
  versions: z.exactOptional(z.looseObject({ 'posp-sim': z.string(), results: z.int() })),
  plan: z.exactOptional(z.looseObject({ designPoints: z.int().min(0), runs: z.int().min(0) })),
  files: z.record(path, listedFile),
  shard: z.exactOptional(
    z.looseObject({
      number: z.int().min(1),
      of: z.int().min(1),
      look: z.int().min(0),
      plan: z.string(),
      complete: z.boolean(),
    }),
  ),
  study: z.unknown(),
});
