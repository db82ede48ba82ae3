/** Findings of earlier studies that claims compare with. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Findings } from '../findings/findings.ts';
import type { Manifest } from '../findings/manifest.ts';
import { findingsSchema } from '../findings/schema.ts';
import { checkScenario } from './check.ts';
import { jsonBytesMax, parseJson } from './read/read-json.ts';
import { type ReadManifest, readListedFile, readManifestFile, writtenScenarioBytesMax } from './read/read-manifest.ts';
import { readRegularFile } from './read/regular-file.ts';
import { digestScenario } from './schema/digest.ts';
import type { ClaimSpec } from './schema/scenario.ts';

/** What was read, and why something was not: the claim by its number, and the reason. */
export interface Baselines {
  found: Map<string, Findings>;
  missing: { claim: number; path: string; reason: string }[];
}

/**
 * Reads every baseline that claims name.
 *
 * @param file  the scenario file; paths are relative to its folder
 */
export function readBaselines(claims: readonly ClaimSpec[], file: string): Baselines {
  const baselines: Baselines = { found: new Map(), missing: [] };
  for (const [claim, { baseline }] of claims.entries()) {
    if (typeof baseline !== 'string' || baselines.found.has(baseline)) continue;
    const read = readFindings(resolve(dirname(file), baseline));
    if (typeof read === 'string') baselines.missing.push({ claim, path: baseline, reason: read });
    else baselines.found.set(baseline, read);
  }
  return baselines;
}

/** Findings, or why there are none. */
function readFindings(path: string): Findings | string {
  try {
    const findings = parseJson(readRegularFile(path, jsonBytesMax), findingsSchema);
    if (!findings.complete) return 'its study is not finished: complete is false';
    return refuseByManifest(path, findings) ?? findings;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
  }
}

/** Why findings that lie in a results folder are not the ones it vouches for; a file that lies alone has no such witness. */
function refuseByManifest(path: string, findings: Findings): string | undefined {
  const folder = dirname(path);
  const witness = join(folder, 'manifest.json');
  if (!existsSync(witness)) return undefined;
  let manifest: ReadManifest;
  try {
    manifest = readManifestFile(witness);
  } catch (error) {
    return `manifest.json beside it cannot be read: ${(error as Error).message}`;
  }
  // A folder of 0.1.0 vouches for nothing.
  if (manifest.schema === undefined) return undefined;
  if (!manifest.complete) return 'manifest.json beside it says that its study is not finished';
  if (!readListedFile(folder, manifest, basename(path), jsonBytesMax)) {
    return 'manifest.json beside it does not list it; run the study again';
  }
  if (findings.digest !== manifest.digest)
    return 'it is of another study than manifest.json beside it; run the study again';
  return refuseByScenario(folder, manifest);
}

/** Why the scenario beside findings is not theirs; one that is gone, or cannot be read any more, says nothing. */
function refuseByScenario(folder: string, manifest: Manifest): string | undefined {
  const name = 'scenario.yaml';
  let bytes: Buffer | undefined;
  try {
    bytes = readListedFile(folder, manifest, name, writtenScenarioBytesMax);
  } catch (error) {
    return `${name} beside it cannot be read: ${(error as Error).message}`;
  }
  const checked = bytes && checkScenario(join(folder, name), bytes.toString('utf8'));
  if (!checked || 'problems' in checked || digestScenario(checked.scenario) === manifest.digest) return undefined;
  return `${name} beside it is of another study than manifest.json; run the study again`;
}
