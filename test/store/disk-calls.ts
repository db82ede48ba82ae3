/**
 * Every call by which this program reads and writes below a folder, in the order it makes them, and a word in each: how
 * crashes, full disks and other processes are put exactly where they hurt.
 *
 * The functions of Node's own module are replaced, for all modules that have imported them, until they are given back.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** One call. */
export interface DiskCall {
  name: (typeof reading)[number] | (typeof changing)[number];
  /** Below the folder that is watched; the first one, where the call is about two. */
  path: string;
}

/** Calls that leave everything as it is. */
export const reading = ['lstatSync', 'readdirSync', 'readlinkSync', 'readSync', 'statSync', 'existsSync'] as const;
/** Calls that change what is on the disk, or what is certain to be. */
export const changing = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'closeSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'mkdirSync',
  'symlinkSync',
  'linkSync',
  'writeFileSync',
] as const;

type Call = (...given: unknown[]) => unknown;

/**
 * Puts a word in every call below a folder.
 *
 * @param around  does the call by `proceed`, with its own arguments unless others are handed in, or does something else
 * @returns what gives the functions back
 */
export function watchDisk(
  folder: string,
  around: (call: DiskCall, proceed: (...given: unknown[]) => unknown, given: readonly unknown[]) => unknown,
): () => void {
  const calls = fs as unknown as Record<string, Call>;
  const open = new Map<unknown, string>();
  const originals = new Map<string, Call>();
  let isInside = false;
  for (const name of [...reading, ...changing]) {
    const original = calls[name]!;
    originals.set(name, original);
    calls[name] = (...given) => {
      const place = name === 'symlinkSync' || name === 'linkSync' ? given[1] : (open.get(given[0]) ?? given[0]);
      // Some of Node's functions call others of them.
      if (isInside || typeof place !== 'string' || !place.startsWith(folder)) return original(...given);
      const proceed = (...others: unknown[]) => {
        isInside = true;
        try {
          const result = original(...(others.length > 0 ? others : given));
          if (name === 'openSync') open.set(result, place);
          if (name === 'closeSync') open.delete(given[0]);
          return result;
        } finally {
          isInside = false;
        }
      };
      return around({ name, path: place.slice(folder.length) }, proceed, given);
    };
  }
  syncBuiltinESMExports();
  return () => {
    for (const [name, original] of originals) calls[name] = original;
    syncBuiltinESMExports();
  };
}
