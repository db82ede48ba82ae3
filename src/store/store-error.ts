/**
 * Why a results folder cannot be used.
 *
 * - `other-study`: it holds the results of something else
 * - `not-a-study`: it holds files that are no results at all
 * - `older`: version 0.1.0 wrote it, and what is asked for needs more than that says
 * - `unfit`: a file in it is not the one that was written, or not what such a file holds
 * - `in-use`: another process is writing it
 * - `no-file`: what stands at a name that was given is a folder, a pipe, a socket or a device
 * - `unwritable`: the system refused to read or write (no space, no permission, no such place)
 */
export type StoreErrorCode = 'other-study' | 'not-a-study' | 'older' | 'unfit' | 'in-use' | 'no-file' | 'unwritable';

/** A results folder that cannot be used or written. What was finished before stays on disk. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** The error of a path the system refused. */
export function unwritable(path: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const code = (cause as NodeJS.ErrnoException)?.code ?? '';
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message.split('\n')[0] : String(cause));
  return new StoreError('unwritable', `cannot write ${path}: ${reason}`, { cause });
}

const reasons: Record<string, string> = {
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOENT: 'there is no such place, and none can be made',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'part of the path is a file, not a folder',
  EEXIST: 'part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'part of the path is a symbolic link',
  ENAMETOOLONG: 'the name is too long',
};
