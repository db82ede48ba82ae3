/**
 * A results folder that anybody may have written, read: what its manifest lists and vouches for, and nothing else.
 */
import { join } from 'node:path';
import type { z } from 'zod';
import type { Exhibits } from '../analysis/exhibits/exhibits.ts';
import { exhibitsSchema } from '../analysis/exhibits/exhibits-schema.ts';
import type { Findings } from '../findings/findings.ts';
import type { Manifest } from '../findings/manifest.ts';
import { findingsSchema } from '../findings/schema.ts';
import { jsonBytesMax, parseJson } from '../scenario/read/read-json.ts';
import { readListedFile, writtenScenarioBytesMax } from '../scenario/read/read-manifest.ts';
import { UnfitFileError } from '../scenario/read/regular-file.ts';
import { readManifest } from '../store/results-folder.ts';
import { StoreError } from '../store/store-error.ts';

/** What a results folder holds. */
export interface Results {
  manifest: Manifest;
  /** `complete` is false where the manifest says so. */
  findings: Findings;
  /** `null` where nobody prepared any, as for a study that was only tested. */
  exhibits: Exhibits | null;
  /** The scenario in full, as YAML; `null` where it is not there any more. */
  scenario: string | null;
}

/**
 * Reads a results folder.
 *
 * @throws StoreError `older`, `not-a-study`, or `unfit` where a file is not the one that was written, or holds something else
 */
export function readResults(folder: string): Results {
  const manifest = readManifest(folder);
  if (!manifest.files['findings.json']) {
    throw new StoreError(
      'unfit',
      `${folder} holds no findings: its study is not complete; ${sayWayOut(folder, manifest)}`,
    );
  }
  const findings = readListedFindings(folder, manifest);
  if (findings.digest !== manifest.digest) {
    throw new StoreError('unfit', `${join(folder, 'findings.json')} is of another study than manifest.json beside it`);
  }
  return {
    manifest,
    findings: { ...findings, complete: findings.complete && manifest.complete },
    exhibits: readListedJson(folder, manifest, 'exhibits.json', exhibitsSchema) ?? null,
    scenario: readListedScenario(folder, manifest),
  };
}

/** How a study becomes complete. */
function sayWayOut(folder: string, { shard, files }: Manifest): string {
  if (shard) return `it is shard ${shard.number}/${shard.of}, and posp merge puts all of them together`;
  if (files['source.json']) return `posp plan --next ${folder} says what it needs`;
  return `posp run with --out ${folder} --resume continues it`;
}

/** The findings that a manifest lists. @throws StoreError `unfit` */
export function readListedFindings(folder: string, manifest: Manifest): Findings {
  const findings = readListedJson(folder, manifest, 'findings.json', findingsSchema);
  if (findings) return findings;
  throw new StoreError('unfit', `${join(folder, 'findings.json')} is missing; ${runAgain}`);
}

/** The scenario that a manifest lists, as YAML; `null` where it is not there any more. @throws StoreError `unfit` */
export function readListedScenario(folder: string, manifest: Manifest): string | null {
  return readListed(folder, manifest, 'scenario.yaml', writtenScenarioBytesMax)?.toString('utf8') ?? null;
}

const runAgain = 'run the study again';

/** The content of a file of the folder; `undefined` when it is not listed, or not there. */
function readListedJson<Content>(
  folder: string,
  manifest: Manifest,
  name: string,
  schema: z.ZodType<Content>,
): Content | undefined {
  const bytes = readListed(folder, manifest, name, jsonBytesMax);
  if (!bytes) return undefined;
  try {
    return parseJson(bytes, schema);
  } catch (error) {
    throw unfit(join(folder, name), error);
  }
}

/** The bytes of a file of the folder, which are those the manifest lists. @throws StoreError `unfit` */
function readListed(folder: string, manifest: Manifest, name: string, bytesMax: number): Buffer | undefined {
  try {
    return readListedFile(folder, manifest, name, bytesMax);
  } catch (error) {
    throw unfit(join(folder, name), error);
  }
}

function unfit(path: string, error: unknown): StoreError {
  if (!(error instanceof UnfitFileError))
    return new StoreError('unfit', `${path} cannot be read: ${(error as Error).message}`);
  return new StoreError('unfit', `${path}: ${error.message}`);
}
