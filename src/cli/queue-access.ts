import { readFileSync } from 'node:fs';
import type { Access } from '../run/queue/redis.ts';
import type { Given } from './command.ts';
import { givenCount, givenText } from './given.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

const lockUnlessTold = 120;

/** The queue that the flags name, if they name one. @throws UsageError, QueueError */
export async function readQueueAccess(given: Given, { env }: Pick<Io, 'env'>): Promise<Access | undefined> {
  const text = givenText(given, 'queue');
  if (text === undefined) {
    const idle = ['lock', 'queue-password-file'].find((name) => given[name] !== undefined);
    if (idle) throw new UsageError(`--${idle} says something of a queue, and no --queue names one`);
    return undefined;
  }
  const { readAddress } = await import('../run/queue/address.ts');
  const address = readAddress(text);
  const lockSeconds = givenCount(given, 'lock', 1, 86_400) ?? lockUnlessTold;
  const file = givenText(given, 'queue-password-file');
  return {
    address,
    lockSeconds,
    password: file === undefined ? env.POSP_QUEUE_PASSWORD || undefined : readPassword(file),
  };
}

/** The first line of a file. */
function readPassword(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--queue-password-file cannot be read: ${(error as NodeJS.ErrnoException).code}, ${file}`);
  }
  const [line] = text.split(/\r?\n/, 1);
  if (line === '') throw new UsageError(`--queue-password-file is empty: ${file}`);
  return line;
}
