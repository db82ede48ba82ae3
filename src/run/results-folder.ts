/** Whether a folder may take the results of a study, told by its `manifest.json`. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../scenario/digest.ts';
import { readRegularFile } from '../scenario/regular-file.ts';
import { lockName } from './folder-lock.ts';
import { StoreError, unwritable } from './store-error.ts';
import { isTemporary, makeFolder, writeWhole } from './whole-file.ts';

/** By what a folder is known to belong to a study. */
export interface StudyMark {
  /** Digest of what makes two studies the same. */
  digest: string;
  /** What was digested, so that a refusal can say what differs. */
  subject: unknown;
  /** Throw away what the folder holds, even of another study. */
  fresh?: boolean;
}

const manifestName = 'manifest.json';
/** A manifest lists every failed run; this is far more than any has [bytes]. */
const manifestBytesMax = 256_000_000;
/** All that a study ever writes, and therefore all that is ever thrown away. */
const ownNames = [
  manifestName,
  'runs',
  'runs.parquet',
  'runs.parquet.corrupt',
  'points.parquet',
  'points.csv',
  'points.csv-metadata.json',
  'findings.json',
  'scenario.yaml',
  'charts',
  'report.html',
];

/**
 * Locks a folder for a study and marks it as its own, before any run is stored.
 *
 * @returns what gives the folder up again
 * @throws StoreError `other-study`, `not-a-study`, `in-use` or `unwritable`; the folder is then what it was
 */
export function claimFolder(folder: string, mark: StudyMark, lock: () => () => void): () => void {
  checkFolder(folder, mark);
  try {
    makeFolder(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
  const release = lock();
  try {
    // Until the lock was held, another study may have moved in.
    checkFolder(folder, mark);
    if (mark.fresh) for (const name of ownNames) rmSync(join(folder, name), { recursive: true, force: true });
    if (!existsSync(join(folder, manifestName))) {
      writeWhole(join(folder, manifestName), manifestText(mark, { complete: false }));
    }
    return release;
  } catch (error) {
    release();
    throw unwritable(folder, error);
  }
}

/** The text of a manifest: fields of the caller between what marks the folder. */
export function manifestText({ digest, subject }: StudyMark, fields: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ digest, ...fields, study: subject }, null, 2)}\n`;
}

/**
 * Whether a folder may take a study's results; nothing is written.
 *
 * @throws StoreError `other-study`, `not-a-study` or `unwritable`
 */
export function checkFolder(folder: string, { digest, subject, fresh }: StudyMark): void {
  const names = namesIn(folder);
  if (names.length === 0) return;
  const manifest = names.includes(manifestName) ? readManifest(join(folder, manifestName)) : undefined;
  if (!manifest) {
    throw new StoreError('not-a-study', `${folder} holds files that are no results; choose another folder`);
  }
  if (manifest.digest === digest || fresh) return;
  const differences = listDifferences(manifest.study, subject);
  const shown =
    differences.slice(0, 3).join('; ') + (differences.length > 3 ? `; and ${differences.length - 3} more` : '');
  throw new StoreError(
    'other-study',
    `${folder} holds another study${shown ? ` (${shown})` : ''}; choose another folder, or discard it with --fresh`,
  );
}

function namesIn(folder: string): string[] {
  try {
    if (!statSync(folder).isDirectory()) throw new StoreError('not-a-study', `${folder} is a file, not a folder`);
    return readdirSync(folder).filter((name) => !isTemporary(name) && !name.startsWith(lockName));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unwritable(folder, error);
  }
}

function readManifest(path: string): { digest: string; study?: unknown } | undefined {
  try {
    const manifest: unknown = JSON.parse(readRegularFile(path, manifestBytesMax).toString('utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('digest' in manifest)) return undefined;
    return manifest as { digest: string; study?: unknown };
  } catch {
    return undefined;
  }
}

/** Paths at which two pieces of plain data differ, each with both values. */
function listDifferences(there: unknown, here: unknown, path = ''): string[] {
  if (isRecord(there) && isRecord(here)) {
    const keys = [...new Set([...Object.keys(there), ...Object.keys(here)])].sort();
    return keys.flatMap((key) => listDifferences(there[key], here[key], path ? `${path}.${key}` : key));
  }
  if (show(there) === show(here)) return [];
  return [`${path || 'it'} is ${show(there)} there and ${show(here)} here`];
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : canonicalJson(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
