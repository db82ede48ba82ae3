/**
 * Files that are there whole or not at all: written beside their place, flushed to the disk, then renamed. A reader, and
 * whoever comes after a crash, sees the old file or the new one.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { joinPieces } from '../findings/json-text.ts';
import { StoreError, unwritable } from './store-error.ts';

/** What a file is to hold; pieces are written as they are made. */
export type Content = string | Uint8Array | Iterable<string>;

/**
 * Writes a file whole, making the folders above it. A link in its place is replaced, never followed.
 *
 * @throws StoreError `no-file` as {@link requireFilePlace} does; `unwritable`; the file is then what it was before, or, should only the last step have failed, new
 */
export function writeWhole(path: string, content: Content): void {
  try {
    const temporary = prepare(path);
    try {
      writeNew(temporary, content);
      putInPlace(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** The same for a file that something else writes, given the name to write to. */
export async function writeWholeBy(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  try {
    const temporary = prepare(path);
    try {
      await write(temporary);
      flush(temporary, 'r+');
      putInPlace(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Makes room for a file that is not whole yet: nothing may stand there, least of all a link to somewhere else. */
function prepare(path: string): string {
  requireFilePlace(path);
  makeFolder(dirname(path));
  const temporary = temporaryName(path);
  rmSync(temporary, { force: true });
  return temporary;
}

/**
 * Refuses a name at which something stands that is no file, or a link to such a thing: renamed over, a pipe that somebody
 * listens to, or a device that everybody uses, would be gone. Who writes late asks early.
 *
 * @throws StoreError `no-file`
 */
export function requireFilePlace(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there || there.isFile()) return;
  const what = there.isDirectory()
    ? 'a folder'
    : there.isFIFO()
      ? 'a pipe'
      : there.isSocket()
        ? 'a socket'
        : 'a device';
  throw new StoreError('no-file', `${path} is ${what}, not a file; name a file to be written whole, and read that`);
}

function writeNew(path: string, content: Content): void {
  const file = openSync(path, 'wx');
  try {
    for (const bytes of listBytes(content)) {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function* listBytes(content: Content): Generator<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else if (typeof content === 'string') yield Buffer.from(content);
  else for (const piece of joinPieces(content)) yield Buffer.from(piece);
}

/**
 * Makes a folder and those above it that are missing.
 *
 * Step by step: asked to do it all, the system call's wrapper tries without end where nothing can be made, as in /proc.
 *
 * @throws the system's error
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have made it in between.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return;
  }
  flushFolder(above);
}

/** Where a file stands until it is whole; `isTemporary` knows the name again after a crash. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.unfinished`);
}

/** Whether a name in a folder is a file that never became whole. */
export function isTemporary(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.unfinished');
}

function putInPlace(temporary: string, path: string): void {
  renameSync(temporary, path);
  flushFolder(dirname(path));
}

/** A new name is on the disk only once its folder is; Windows cannot open a folder and needs no such step. */
function flushFolder(path: string): void {
  if (process.platform !== 'win32') flush(path, 'r');
}

function flush(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
