import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Why a file is not read: it is none with bytes of its own, or it has too many. System errors keep their own codes. */
export class UnfitFileError extends Error {
  readonly code: 'directory' | 'not-regular' | 'too-large' | 'link' | 'content';
  /** Bytes of the file, where that is the matter. */
  readonly bytes: number;

  constructor(code: UnfitFileError['code'], message: string, bytes = 0) {
    super(message);
    this.code = code;
    this.bytes = bytes;
  }
}

/** How a file is opened. */
interface Opening {
  /** Whether a symbolic link in its place is followed; not in a folder that may be a stranger's. Yes, unless told. */
  follow?: boolean;
}

/**
 * Reads a regular file whole. Pipes, sockets and devices are refused: they may never end, or never begin.
 *
 * @param bytesMax  the most that is read
 * @throws UnfitFileError, or what the system says
 */
export function readRegularFile(path: string, bytesMax: number, opening: Opening = {}): Buffer {
  return withRegularFile(path, opening, (file, size) => {
    if (size > bytesMax) throw tooLarge(size, bytesMax);
    // A file may grow, and files of the system that call themselves empty are not.
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(Math.min(Math.max(size - length, 0) + 4096, bytesMax + 1 - length));
      const count = readSync(file, piece);
      if (count === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, count));
      length += count;
      if (length > bytesMax) throw tooLarge(length, bytesMax);
    }
  });
}

/**
 * What a regular file is known by; it may be larger than memory.
 *
 * @throws UnfitFileError, or what the system says
 */
export function hashRegularFile(path: string, opening: Opening = {}): { sha256: string; bytes: number } {
  return scanRegularFile(path, opening, () => {});
}

/**
 * The same, while somebody looks at its bytes, piece by piece.
 *
 * @param look  is shown each piece in turn, and keeps none: the next takes its place
 */
export function scanRegularFile(
  path: string,
  opening: Opening,
  look: (piece: Buffer) => void,
): { sha256: string; bytes: number } {
  return withRegularFile(path, opening, (file) => {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(1 << 20);
    let bytes = 0;
    for (let count = readSync(file, piece); count > 0; count = readSync(file, piece)) {
      const read = piece.subarray(0, count);
      hash.update(read);
      look(read);
      bytes += count;
    }
    return { sha256: hash.digest('hex'), bytes };
  });
}

function withRegularFile<Result>(
  path: string,
  { follow = true }: Opening,
  read: (file: number, size: number) => Result,
): Result {
  const file = open(path, follow);
  try {
    const status = fstatSync(file);
    if (status.isDirectory()) throw new UnfitFileError('directory', 'this is a directory');
    if (!status.isFile()) throw new UnfitFileError('not-regular', 'this is a pipe or a device, not a regular file');
    return read(file, status.size);
  } finally {
    closeSync(file);
  }
}

function open(path: string, follow: boolean): number {
  // Without O_NONBLOCK, opening a pipe waits for somebody to write into it; Windows has none of these.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (follow ? 0 : (constants.O_NOFOLLOW ?? 0));
  try {
    return openSync(path, flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A socket in the place of a file cannot even be opened.
    if (code === 'ENXIO') throw new UnfitFileError('not-regular', 'this is a socket, not a regular file');
    if (code === 'ELOOP' && !follow) throw new UnfitFileError('link', 'this is a symbolic link, not a regular file');
    throw error;
  }
}

function tooLarge(bytes: number, bytesMax: number): UnfitFileError {
  return new UnfitFileError('too-large', `it has ${bytes} bytes; at most ${bytesMax} are read`, bytes);
}
