/** The files of a results folder: all that a study ever writes, and therefore all that is ever thrown away. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lockName } from './folder-lock.ts';
import { StoreError, unwritable } from './store-error.ts';
import { isTemporary } from './whole-file.ts';

/** Name of the file that says which others are to be believed. */
export const manifestName = 'manifest.json';

/** Name of the file that says what is known of a study that is not finished. */
export const soFarName = 'findings-so-far.json';

const ownFiles = [
  manifestName,
  soFarName,
  'runs.parquet',
  'runs.parquet.corrupt',
  'points.parquet',
  'points.csv',
  'points.csv-metadata.json',
  'estimates.parquet',
  'estimates.csv',
  'estimates.csv-metadata.json',
  'findings.json',
  'exhibits.json',
  'scenario.yaml',
  'report.html',
  'source.json',
  'shard.json',
];
const ownFolders = ['runs', 'charts'];

/** Whether a path below a results folder is one that a study may write. */
export function isOwn(path: string): boolean {
  const [first, second, ...more] = path.split('/');
  if (second === undefined) return ownFiles.includes(path);
  return more.length === 0 && ownFolders.includes(first) && /^[\w-][\w.-]*$/.test(second);
}

/** Whether a file or folder stands directly in a results folder as one of a study's. */
export function isOwnAtTop(name: string): boolean {
  return ownFiles.includes(name) || ownFolders.includes(name);
}

/** Whether a file holds runs, which stay whatever is asked of them, or is set aside because it is damaged. */
export function holdsRuns(path: string): boolean {
  return path === 'runs.parquet' || path.startsWith('runs/') || path.endsWith('.corrupt');
}

/**
 * The files of a study that are there, by their paths below the folder, in order.
 *
 * @throws StoreError `not-a-study` when something in the place of one of them is no file: a link, a pipe, a device
 */
export function listOwn(folder: string): string[] {
  const files = ownFiles.filter((name) => isThere(folder, name, 'file'));
  for (const name of ownFolders.filter((name) => isThere(folder, name, 'folder'))) {
    for (const inner of namesIn(join(folder, name))) {
      const path = `${name}/${inner}`;
      if (isThere(folder, path, 'file') && isOwn(path)) files.push(path);
    }
  }
  return files.sort();
}

/** What is there and is none of a study's, by paths below the folder, in order. */
export function listStrangers(folder: string): string[] {
  const top = namesIn(folder).filter((name) => !isOwnAtTop(name) && !name.startsWith(lockName));
  const inside = ownFolders.flatMap((name) => namesIn(join(folder, name)).map((inner) => `${name}/${inner}`));
  return [...top, ...inside.filter((path) => !isOwn(path))].sort();
}

function isThere(folder: string, name: string, kind: 'file' | 'folder'): boolean {
  const path = join(folder, name);
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status) return false;
  if (kind === 'file' ? status.isFile() : status.isDirectory()) return true;
  const what = status.isSymbolicLink()
    ? 'a symbolic link'
    : status.isDirectory()
      ? 'a folder'
      : status.isFile()
        ? 'a file'
        : 'a pipe, a socket or a device';
  throw new StoreError('not-a-study', `${path} is ${what}, which no study has put there; remove it`);
}

/** Names of a folder, without those of files that never became whole. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !isTemporary(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unwritable(folder, error);
  }
}
