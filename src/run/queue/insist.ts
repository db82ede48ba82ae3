import { setTimeout } from 'node:timers/promises';
import { codeOf } from './redis.ts';

/** What Redis says when it can write nothing for a while: it is full, its disk is, it loads what it had, or is a copy. */
const passing: Record<string, string> = {
  OOM: 'Redis is full (maxmemory); give it more, the study waits',
  MISCONF: 'Redis cannot write to its disk; the study waits',
  LOADING: 'Redis is loading what it had; the study waits',
  READONLY: 'Redis takes no writes; the study waits',
};

/** How long to wait before the same again [ms]. */
const pause = 1000;

/** Hears why nothing goes on; `undefined` once it does. */
export type OnTrouble = (sentence: string | undefined) => void;

/** Does something again and again while Redis can write nothing; what else goes wrong is thrown. */
export async function insist<T>(work: () => Promise<T>, onTrouble: OnTrouble, signal?: AbortSignal): Promise<T> {
  for (let isAgain = false; ; isAgain = true) {
    try {
      const result = await work();
      if (isAgain) onTrouble(undefined);
      return result;
    } catch (error) {
      const sentence = passing[codeOf(error)];
      if (sentence === undefined || signal?.aborted) throw error;
      onTrouble(sentence);
      await setTimeout(pause);
    }
  }
}

/** Waits for something, but not where Redis is away for longer than anybody would wait who wants to end. */
export async function orGiveUp(work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const patience = setTimeout(patienceAtEnd, undefined, { signal: over.signal });
  await Promise.race([work, patience]).catch(() => {});
  over.abort();
  patience.catch(() => {});
}

/** What ending may take [ms]. */
const patienceAtEnd = 5000;
