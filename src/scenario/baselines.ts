/** Findings of earlier studies that claims compare with. */
import { dirname, resolve } from 'node:path';
import type { Findings } from '../findings/findings.ts';
import { readRegularFile } from './regular-file.ts';
import type { ClaimSpec } from './scenario.ts';

/** Largest file of findings that is read [bytes]; 10^5 design points take less. */
export const findingsBytesMax = 256_000_000;

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
    const read = JSON.parse(readRegularFile(path, findingsBytesMax).toString('utf8')) as Partial<Findings>;
    const isFindings = Array.isArray(read.designPoints) && Array.isArray(read.thresholds);
    return isFindings ? (read as Findings) : 'it holds no findings of a study';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
  }
}
