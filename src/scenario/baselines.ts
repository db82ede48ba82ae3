/** Findings of earlier studies that claims compare with. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Findings } from '../findings/findings.ts';
import { findingsSchema } from '../findings/schema.ts';
import { jsonBytesMax, parseJson } from './read-json.ts';
import { readManifestFile } from './read-manifest.ts';
import { readRegularFile } from './regular-file.ts';
import type { ClaimSpec } from './scenario.ts';

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
  for (const [claim, { kind, baseline }] of claims.entries()) {
    if (kind !== 'no-regression' || typeof baseline !== 'string' || baselines.found.has(baseline)) continue;
    const read = readFindings(resolve(dirname(file), baseline));
    if (typeof read === 'string') baselines.missing.push({ claim, path: baseline, reason: read });
    else baselines.found.set(baseline, read);
  }
  return baselines;
}

/** Findings, or why there are none. */
function readFindings(path: string): Findings | string {
  try {
    const bytes = readRegularFile(path, jsonBytesMax);
    const findings = parseJson(bytes, findingsSchema);
    if (!findings.complete) return 'its study is not finished: complete is false';
    return refuseByManifest(path, bytes) ?? findings;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
  }
}

/** Why findings that lie in a results folder are not the ones it vouches for; a file that lies alone has no such witness. */
function refuseByManifest(path: string, bytes: Buffer): string | undefined {
  const witness = join(dirname(path), 'manifest.json');
  if (!existsSync(witness)) return undefined;
  try {
    const manifest = readManifestFile(witness);
    // A folder of 0.1.0 vouches for nothing.
    if (manifest.schema === undefined) return undefined;
    if (!manifest.complete) return 'manifest.json beside it says that its study is not finished';
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (manifest.files[basename(path)]?.sha256 === sha256) return undefined;
    return 'it is not the file that manifest.json beside it lists';
  } catch (error) {
    return `manifest.json beside it cannot be read: ${(error as Error).message}`;
  }
}
