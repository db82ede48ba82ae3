/** Whether a folder may take the results of a study, told by its `manifest.json`. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Shard } from '../findings/manifest.ts';
import { type ReadManifest, readManifestFile } from '../scenario/read/read-manifest.ts';
import { UnfitFileError } from '../scenario/read/regular-file.ts';
import { canonicalJson } from '../scenario/schema/digest.ts';
import { lockName } from './folder-lock.ts';
import { isOwnAtTop, listOwn, manifestName, namesIn } from './layout.ts';
import { StoreError, unwritable } from './store-error.ts';
import { makeFolder, writeWhole } from './whole-file.ts';

/** By what a folder is known to belong to a study. */
export interface StudyMark {
  /** Digest of what makes two studies the same. */
  digest: string;
  /** What was digested, so that a refusal can say what differs. */
  subject: unknown;
  /** The part of its runs that the folder is for; all of them unless told. */
  shard?: Shard | undefined;
  /** Throw away what the folder holds, even of another study. */
  fresh?: boolean;
  /** Go on with what it holds, or not at all. */
  resume?: boolean;
}

/** A folder that is ours until it is given up. */
export interface ClaimedFolder {
  /** What it was found to say; `undefined` where that was nothing that can be relied on. */
  manifest: Manifest | undefined;
  /** Whether 0.1.0 wrote what is there. */
  isOlder: boolean;
  /** Gives the folder up. */
  release: () => void;
}

/**
 * Locks a folder for a study and marks it as its own, before any run is stored.
 *
 * @throws StoreError `other-study`, `not-a-study`, `older`, `in-use` or `unwritable`; the folder is then what it was
 */
export function claimFolder(folder: string, mark: StudyMark, lock: () => () => void): ClaimedFolder {
  checkFolder(folder, mark);
  try {
    makeFolder(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
  const release = lock();
  try {
    // Until the lock was held, another study may have moved in.
    const found = checkFolder(folder, mark);
    if (found && mark.fresh) discard(folder, found);
    const kept = mark.fresh ? undefined : found;
    if (!kept) writeWhole(join(folder, manifestName), manifestText(mark, { complete: false, files: {} }));
    const manifest = kept?.schema === undefined ? undefined : kept;
    return { manifest, isOlder: kept !== undefined && !manifest, release };
  } catch (error) {
    release();
    throw unwritable(folder, error);
  }
}

/** Throws away what a study has written: first its word for it, then the files. */
function discard(folder: string, { digest, study }: ReadManifest): void {
  const path = join(folder, manifestName);
  writeWhole(path, manifestText({ digest, subject: study }, { complete: false, files: {} }));
  for (const name of namesIn(folder).filter((name) => isOwnAtTop(name) && name !== manifestName)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The text of a manifest: fields of the caller between what marks the folder. */
export function manifestText(
  { digest, subject, shard }: StudyMark,
  fields: Readonly<Record<string, unknown>> & Pick<Manifest, 'complete' | 'files'>,
): string {
  const part = shard && { shard: { ...shard, complete: false } };
  return `${JSON.stringify({ schema: 2, digest, ...part, ...fields, study: subject }, null, 2)}\n`;
}

/**
 * Whether a folder may take a study's results; nothing is written.
 *
 * @returns what its manifest says, where it has one
 * @throws StoreError `other-study`, `not-a-study`, `older` or `unwritable`
 */
export function checkFolder(folder: string, mark: StudyMark): ReadManifest | undefined {
  const { digest, subject, fresh, resume } = mark;
  const names = namesOf(folder);
  if (names.length === 0) return undefined;
  const manifest = readMark(folder, names);
  if (fresh) return manifest;
  if (manifest.digest !== digest) throw refuseOther(folder, manifest.study, subject);
  if (manifest.schema === undefined && resume) throw older(folder);
  if (mark.shard) checkShard(folder, manifest, mark.shard);
  // Whatever is in the place of a file of ours will be opened, and a pipe would never end.
  listOwn(folder);
  return manifest;
}

/** A folder of a shard is for that shard alone: two that share one would be taken for one. */
function checkShard(folder: string, manifest: ReadManifest, wanted: Shard): void {
  const there = manifest.schema === undefined ? undefined : manifest.shard;
  const isSame = there?.number === wanted.number && there.of === wanted.of && there.plan === wanted.plan;
  if (isSame) return;
  const holds = there
    ? `holds ${nameShard(there)}${there.plan === wanted.plan ? '' : ' of other runs'}`
    : 'is no shard';
  throw new StoreError(
    'other-study',
    `${folder} ${holds}, and ${nameShard(wanted)} is asked for; give every shard a folder of its own, or discard it with --fresh`,
  );
}

/** As it is typed: `shard 3/8`. */
export function nameShard({ number, of }: Pick<Shard, 'number' | 'of'>): string {
  return `shard ${number}/${of}`;
}

/** The manifest of a results folder that is to be read. @throws StoreError `not-a-study`, `older` or `unfit` */
export function readManifest(folder: string): Manifest {
  listOwn(folder);
  const path = join(folder, manifestName);
  let manifest: ReadManifest;
  try {
    manifest = readManifestFile(path);
  } catch (error) {
    const reason = error instanceof UnfitFileError ? error.message : unwritable(path, error).message;
    throw new StoreError('unfit', `${path} cannot be read: ${reason}`, { cause: error });
  }
  if (manifest.schema === undefined) throw older(folder);
  return manifest;
}

function older(folder: string): StoreError {
  const wayOut = `run it again: posp run FILE --out ${folder}, without --resume`;
  return new StoreError('older', `${folder} was written by 0.1.0, which did not say what belongs together; ${wayOut}`);
}

function refuseOther(folder: string, there: unknown, here: unknown): StoreError {
  const differences = listDifferences(there, here);
  const shown =
    differences.slice(0, 3).join('; ') + (differences.length > 3 ? `; and ${differences.length - 3} more` : '');
  return new StoreError(
    'other-study',
    `${folder} holds another study${shown ? ` (${shown})` : ''}; choose another folder, or discard it with --fresh`,
  );
}

function namesOf(folder: string): string[] {
  try {
    const status = statSync(folder, { throwIfNoEntry: false });
    if (status && !status.isDirectory()) throw new StoreError('not-a-study', `${folder} is a file, not a folder`);
    return namesIn(folder).filter((name) => !name.startsWith(lockName));
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function readMark(folder: string, names: readonly string[]): ReadManifest {
  try {
    if (names.includes(manifestName)) return readManifestFile(join(folder, manifestName));
  } catch {
    // What cannot be read marks nothing.
  }
  throw new StoreError('not-a-study', `${folder} holds files that are no results; choose another folder`);
}

/** Paths at which two pieces of plain data differ, each with both values. */
export function listDifferences(there: unknown, here: unknown, path = ''): string[] {
  if (isRecord(there) && isRecord(here)) {
    const keys = [...new Set([...Object.keys(there), ...Object.keys(here)])].sort();
    return keys.flatMap((key) => listDifferences(there[key], here[key], path ? `${path}.${key}` : key));
  }
  if (show(there) === show(here)) return [];
  return [`${path || 'it'} is ${cut(show(there))} there and ${cut(show(here))} here`];
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : canonicalJson(value);
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
