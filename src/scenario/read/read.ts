import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../problems/problems.ts';
import { isGarbled, suggest } from '../problems/suggest.ts';
import { readRegularFile, UnfitFileError } from './regular-file.ts';

/** Longest scenario file, in bytes. */
export const fileBytesMax = 1_000_000;

/** The text of a file, or why there is none. */
export type ReadText = { text: string } | { problems: Problem[] };

/**
 * Reads a scenario file as text.
 *
 * Never rejects: a missing file, a directory, a pipe, a file that may not be read, more than 1 MB, binary data and text
 * that is not UTF-8 are problems of the file.
 */
export async function readScenarioText(file: string): Promise<ReadText> {
  const fail = (code: string, expected: string, message: string, received: unknown = file): ReadText => ({
    problems: [{ code, file, line: 0, column: 0, path: '', received, expected, message }],
  });
  let bytes: Buffer;
  try {
    bytes = readRegularFile(file, fileBytesMax);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException | UnfitFileError;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      if (isGarbled(file)) {
        return fail(
          'garbled-name',
          'a name in UTF-8',
          'its name cannot be read as text: it is not UTF-8; rename the file',
        );
      }
      const meant = await suggestFile(file);
      const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
      return fail('no-such-file', 'a file', `there is no such file${hint}`);
    }
    if (code === 'directory' || code === 'EISDIR') {
      return fail('directory', 'a file', 'this is a directory; name a scenario file in it');
    }
    if (code === 'not-regular') return fail('not-a-regular-file', 'a regular file', `${message}; save it to one first`);
    if (error instanceof UnfitFileError) {
      const sentence = `it has ${error.bytes} bytes; a scenario file has at most 1 MB`;
      return fail('file-too-large', 'at most 1 MB', sentence, error.bytes);
    }
    if (code === 'EACCES' || code === 'EPERM') return fail('unreadable-file', 'a readable file', 'it may not be read');
    return fail('unreadable-file', 'a readable file', `it cannot be read: ${message}`);
  }
  if (bytes.includes(0)) return fail('binary-file', 'text', 'this is binary data, not text');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return fail('not-utf8', 'UTF-8', 'it is not UTF-8 text; save it as UTF-8');
  }
}

/** A file beside the missing one whose name is close. */
async function suggestFile(file: string): Promise<string | undefined> {
  const names = await readdir(dirname(file)).catch(() => []);
  const meant = suggest(basename(file), names);
  return meant === undefined ? undefined : join(dirname(file), meant);
}
