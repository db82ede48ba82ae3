/** The folders that are to be put together: each read, and refused where it does not belong to the others. */
import { join } from 'node:path';
import type { z } from 'zod';
import { resultsVersion } from '../../engine/identity.ts';
import type { Manifest } from '../../findings/manifest.ts';
import { parseJson } from '../../scenario/read/read-json.ts';
import { readListedFile } from '../../scenario/read/read-manifest.ts';
import { UnfitFileError } from '../../scenario/read/regular-file.ts';
import { canonicalJson, digestScenario } from '../../scenario/schema/digest.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import { listDifferences, readManifest } from '../../store/results-folder.ts';
import { StoreError } from '../../store/store-error.ts';
import { type Source, sourceBytesMax, sourceSchema } from './source.ts';

/** A folder with runs of a study. */
export interface Part {
  folder: string;
  manifest: Manifest;
  /** What its study was read from; a folder that holds a study that went on here, or an unfinished shard, does not say. */
  source: Source | undefined;
}

/**
 * Reads what folders say of themselves.
 *
 * @throws StoreError `unfit` where one is of another study, program or engine than the first; or `older`, `not-a-study`
 */
export function readParts(folders: readonly string[], version: string): Part[] {
  const parts = folders.map((folder): Part => {
    const manifest = readManifest(folder);
    return { folder, manifest, source: readListed(folder, manifest, 'source.json', sourceBytesMax, sourceSchema) };
  });
  const [first] = parts;
  for (const { folder, manifest } of parts) {
    const { digest, study, versions } = manifest;
    if (digest !== first.manifest.digest) {
      const [found = `digest is ${digest} there and ${first.manifest.digest} here`] = listDifferences(
        study,
        first.manifest.study,
      );
      throw refuse(folder, first.folder, found);
    }
    // A folder that was never finished does not say; its runs have the version in their keys.
    if (!versions) continue;
    if (versions.results !== resultsVersion || versions['posp-sim'] !== version) {
      const [found] = listDifferences({ versions }, { versions: { 'posp-sim': version, results: resultsVersion } });
      throw refuse(folder, 'this program', found);
    }
  }
  return parts;
}

/** A file of a folder that its manifest vouches for; nothing where it is not there. @throws StoreError `unfit` */
export function readListed<Content>(
  folder: string,
  manifest: Manifest,
  name: string,
  bytesMax: number,
  schema: z.ZodType<Content>,
): Content | undefined {
  try {
    const bytes = readListedFile(folder, manifest, name, bytesMax);
    return bytes && parseJson(bytes, schema);
  } catch (error) {
    if (!(error instanceof UnfitFileError)) throw error;
    throw new StoreError('unfit', `${join(folder, name)}: ${error.message}`, { cause: error });
  }
}

/** The different sources of some parts, each with the first folder that has it; in an order that hangs on them alone. */
export function listSources(parts: readonly Part[]): { folder: string; source: Source }[] {
  const sources = new Map<string, { folder: string; source: Source }>();
  for (const { folder, source } of parts) {
    if (source && !sources.has(canonicalJson(source))) sources.set(canonicalJson(source), { folder, source });
  }
  return [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Refuses a study that is read otherwise in one folder than in another. @throws StoreError `unfit` */
export function requireSameStudy(
  one: { folder: string; scenario: Scenario },
  other: { folder: string; scenario: Scenario },
): void {
  const [found] = listDifferences(withoutPlaces(other.scenario), withoutPlaces(one.scenario));
  if (found !== undefined) throw refuse(other.folder, one.folder, found);
}

/** Refuses a source that is not of the study its manifest names. @throws StoreError `unfit` */
export function requireOwnSource(folder: string, manifest: Manifest, scenario: Scenario): void {
  if (digestScenario(scenario) === manifest.digest) return;
  throw new StoreError('unfit', `${join(folder, 'source.json')} is of another study than manifest.json beside it`);
}

/** Lines and columns belong to a file, not to its study. */
function withoutPlaces({ claims, ...scenario }: Scenario) {
  return { ...scenario, claims: claims.map(({ line: _, column: __, ...claim }) => claim) };
}

function refuse(folder: string, first: string, found: string): StoreError {
  return new StoreError('unfit', `${folder} does not belong to ${first}: ${found}`);
}
