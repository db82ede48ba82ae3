import { z } from 'zod';
import { type Manifest, manifestBytesMax, manifestSchema } from '../findings/manifest.ts';
import { parseJson } from './read-json.ts';
import { readRegularFile } from './regular-file.ts';

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
