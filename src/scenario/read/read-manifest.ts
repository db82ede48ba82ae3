import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type Manifest, manifestBytesMax, manifestSchema } from '../../findings/manifest.ts';
import { parseJson } from './read-json.ts';
import { readRegularFile, UnfitFileError } from './regular-file.ts';

/** What 0.1.0 wrote: no list of files, and nothing that says how it is to be read. */
const olderSchema = z.looseObject({ digest: z.string(), schema: z.undefined().optional(), study: z.unknown() });

/** The manifest of a results folder; of one that 0.1.0 wrote, what marks it. */
export type ReadManifest = Manifest | { schema: undefined; digest: string; study?: unknown };

/**
 * Reads a manifest.
 *
 * @throws UnfitFileError, or what the system says
 */
export function readManifestFile(path: string): ReadManifest {
  const bytes = readRegularFile(path, manifestBytesMax, { follow: false });
  const { success, data } = olderSchema.safeParse(parseJson(bytes, z.unknown()));
  return success ? { schema: undefined, digest: data.digest, study: data.study } : parseJson(bytes, manifestSchema);
}

/** Largest scenario file of a results folder that is read [bytes]; every default is written out in it. */
export const writtenScenarioBytesMax = 16_000_000;

/**
 * The bytes of a file of a results folder, which are those the manifest lists.
 *
 * @returns `undefined` when it is not listed, or not there
 * @throws UnfitFileError, or what the system says
 */
export function readListedFile(
  folder: string,
  { files }: Manifest,
  name: string,
  bytesMax: number,
): Buffer | undefined {
  const listed = Object.hasOwn(files, name) ? files[name] : undefined;
  if (!listed) return undefined;
  let bytes: Buffer;
  try {
    bytes = readRegularFile(join(folder, name), bytesMax, { follow: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (createHash('sha256').update(bytes).digest('hex') === listed.sha256) return bytes;
  throw new UnfitFileError('content', 'it is not the file that manifest.json beside it lists; run the study again');
}
