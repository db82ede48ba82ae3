import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError, unwritable } from './store-error.ts';

/** Name of the file that says which process writes a folder. */
export const lockName = '.lock';

/** Folders this process writes: a lock with our own id is stale unless it is one of these. */
const held = new Set<string>();

/**
 * Claims a folder for this process.
 *
 * A lock left behind by a process that is gone is taken over. Only processes of one machine are told apart.
 *
 * @returns what gives the folder up again
 * @throws StoreError `in-use` when another process writes the folder
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, lockName);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(path)) {
      held.add(path);
      return () => {
        held.delete(path);
        rmSync(path, { force: true });
      };
    }
    const owner = readOwner(path);
    if (owner !== undefined && isAlive(owner, path)) {
      throw new StoreError(
        'in-use',
        `${folder} is being written by process ${owner}; wait for it or choose another folder`,
      );
    }
    setAside(path, owner);
  }
  throw new StoreError('in-use', `${folder} is being written by several processes at once; try again`);
}

function create(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(path, error);
  }
}

function readOwner(path: string): number | undefined {
  try {
    const owner = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(owner: number, path: string): boolean {
  if (owner === process.pid) return held.has(path);
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes a stale lock; one that a third process created meanwhile is put back. */
function setAside(path: string, owner: number | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readOwner(aside) !== owner) linkSync(aside, path);
  } catch {
    // Somebody else was quicker; the next attempt sees what they left.
  } finally {
    rmSync(aside, { force: true });
  }
}
