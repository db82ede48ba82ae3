import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Why a file is not read: it is none with bytes of its own, or it has too many. System errors keep their own codes. */
export class UnfitFileError extends Error {
  readonly code: 'directory' | 'not-regular' | 'too-large';
  /** Bytes of the file, where that is the matter. */
  readonly bytes: number;

  constructor(code: UnfitFileError['code'], message: string, bytes = 0) {
    super(message);
    this.code = code;
    this.bytes = bytes;
  }
}

/**
 * Reads a regular file whole. Pipes, sockets and devices are refused: they may never end, or never begin.
 *
 * @param bytesMax  the most that is read
 * @throws UnfitFileError, or what the system says
 */
export function readRegularFile(path: string, bytesMax: number): Buffer {
  // Without O_NONBLOCK, opening a pipe waits for somebody to write into it; Windows has neither.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const status = fstatSync(file);
    if (status.isDirectory()) throw new UnfitFileError('directory', 'this is a directory');
    if (!status.isFile()) throw new UnfitFileError('not-regular', 'this is a pipe or a device, not a regular file');
    if (status.size > bytesMax) throw tooLarge(status.size, bytesMax);
    // A file may grow, and files of the system that call themselves empty are not.
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(Math.min(Math.max(status.size - length, 0) + 4096, bytesMax + 1 - length));
      const count = readSync(file, piece);
      if (count === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, count));
      length += count;
      if (length > bytesMax) throw tooLarge(length, bytesMax);
    }
  } finally {
    closeSync(file);
  }
}

function tooLarge(bytes: number, bytesMax: number): UnfitFileError {
  return new UnfitFileError('too-large', `it has ${bytes} bytes; at most ${bytesMax} are read`, bytes);
}
