import { UsageError } from './usage-error.ts';

/** How much a study may spend before its undecided claims stay undecided. */
export type Budget = { jobs: number } | { seconds: number };

/**
 * Reads a budget: `60s`, `5m`, `1h` or `2e6 jobs`. The second kind gives the same result every time.
 *
 * @throws UsageError
 * @example
 * readBudget('2e6 jobs') // => { jobs: 2000000 }
 */
export function readBudget(text: string): Budget {
  const [, number, unit] = /^\s*([\d.]+(?:e\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const amount = Number(number);
  const seconds = { s: 1, sec: 1, seconds: 1, m: 60, min: 60, minutes: 60, h: 3600, hours: 3600 }[unit ?? ''];
  const known = seconds !== undefined || unit === 'jobs' || unit === 'job';
  if (!known || !Number.isFinite(amount) || amount <= 0) {
    throw new UsageError(
      `--budget is ${JSON.stringify(text)}; it takes a time or a number of jobs, as in 60s or "2e6 jobs"`,
    );
  }
  return seconds === undefined ? { jobs: Math.floor(amount) } : { seconds: amount * seconds };
}
