/**
 * One process at a time has a folder.
 *
 * The lock is a symbolic link that leads nowhere: its text says who holds it. Systems make such a link in one step, text
 * and all, and refuse where there is one already, so that a lock is never there without its holder's name. That step is
 * the server's on network file systems, and no two are ever let in there either.
 *
 * A lock whose holder is gone is taken over, and taking over is the hard part: between reading a dead holder's name and
 * removing the lock, somebody else may have done both and hold it. So there is a *right* to take over this one lock of
 * this one holder, itself a lock of the same kind, called by the holder's name. Who has the right looks at the lock again
 * and then renames the right over it, which gives up the one and takes the other in a single step. Nobody else may touch
 * the lock of a dead process, and no process ever has the name of another.
 *
 * What cannot be known is not guessed: a lock of another machine, or of a container that cannot be looked into, stays
 * until somebody deletes it.
 */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../scenario/read/regular-file.ts';
import { askAfter, describeThisProcess, readHolder, writeHolder } from './lock-holder.ts';
import { StoreError, unwritable } from './store-error.ts';

/** Name of the lock in its folder; rights to take it over begin with it. */
export const lockName = '.lock';

/** How often a lock may vanish or change hands while it is being asked for. */
const attemptsMax = 100;
/** A lock is a line; what is longer is none [bytes]. */
const lockBytesMax = 4096;

/**
 * Claims a folder for this process.
 *
 * @returns what gives the folder up again
 * @throws StoreError `in-use` when another process has the folder or may have it, `unwritable`
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, lockName);
  const own = writeHolder(describeThisProcess());
  acquire(path, own, folder);
  try {
    sweepRights(folder);
  } catch {
    // They harm nobody; the next one to have the folder may have more luck.
  }
  return () => giveUp(path, own);
}

/** The process of this machine that has a folder at the moment; `undefined` where none is known to. */
export function findHolder(folder: string): { pid: number; lock: string } | undefined {
  const lock = join(folder, lockName);
  const holder = readHolder(readLock(lock) ?? '');
  return holder && askAfter(holder) === 'there' ? { pid: holder.pid, lock } : undefined;
}

/** @throws StoreError `unwritable`; this process then has the folder until it ends */
function giveUp(path: string, own: string): void {
  try {
    if (readLock(path) === own) rmSync(path, { force: true });
  } catch (error) {
    throw unwritable(path, error);
  }
}

function acquire(path: string, own: string, folder: string): void {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    if (create(path, own)) return;
    const there = readLock(path);
    // Given up in between.
    if (there === undefined) continue;
    if (!isGone(there)) throw refuse(path, there, folder);
    if (takeOver(path, there, own, folder)) return;
  }
  throw new StoreError('in-use', `${folder} is being asked for by several processes at once; try again`);
}

/** Takes the lock of a dead holder; `false` when somebody else has done so. */
function takeOver(path: string, dead: string, own: string, folder: string): boolean {
  const right = `${path}.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`;
  acquire(right, own, folder);
  try {
    if (readLock(path) === dead && isGone(dead)) {
      renameSync(right, path);
      return true;
    }
  } catch (error) {
    rmSync(right, { force: true });
    throw unwritable(path, error);
  }
  rmSync(right, { force: true });
  return false;
}

/** Makes a lock that names its holder from the first moment; `false` when there is one. */
function create(path: string, own: string): boolean {
  try {
    symlinkSync(own, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!linkless.has(code)) throw unwritable(path, error);
  }
  // Where links are not to be had a file does, though for a moment, and after a crash for good, it may be empty.
  try {
    writeFileSync(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(path, error);
  }
}

/** What systems and file systems without symbolic links say. */
const linkless = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL']);

/** What a lock says; `undefined` when it is not there, empty when it says nothing that can be read. */
function readLock(path: string): string | undefined {
  try {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (!status) return undefined;
    if (status.isSymbolicLink()) return readlinkSync(path);
    return readRegularFile(path, lockBytesMax).toString('utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
  }
}

function isGone(lock: string): boolean {
  const holder = readHolder(lock);
  return holder !== undefined && askAfter(holder) === 'gone';
}

/** Removes what is left of takings over that were cut off: while the lock is held, no such right is good for anything. */
function sweepRights(folder: string): void {
  for (const name of readdirSync(folder).filter((name) => name.startsWith(`${lockName}.`))) {
    const right = readLock(join(folder, name));
    if (right !== undefined && isGone(right)) rmSync(join(folder, name), { force: true });
  }
}

function refuse(path: string, there: string, folder: string): StoreError {
  const holder = readHolder(there);
  const wayOut = `if no posp is at work in ${folder}, delete ${path}`;
  if (!holder) return new StoreError('in-use', `${path} does not say who holds it; ${wayOut}`);
  const { pid, host } = holder;
  if (askAfter(holder) === 'there') {
    const doubt = holder.start === '' ? `, or that number is another program's by now: then delete ${path}` : '';
    const advice = `wait for it or choose another folder`;
    return new StoreError('in-use', `${folder} is being written by process ${pid}; ${advice}${doubt}`);
  }
  const place = JSON.stringify(host);
  return new StoreError(
    'in-use',
    `${folder} is locked by process ${pid} of ${place}: another machine, a container, or a start of the machine before this one, so that nobody can tell from here whether it is still at work; ${wayOut}`,
  );
}
