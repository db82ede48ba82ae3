import type { Verdict } from '../findings/findings.ts';
import { plainPath, plainText } from '../foreign/plain-text.ts';

/** A claim with its verdict, or a file that could not be judged, as CI systems want to hear of it. */
export interface TestCase {
  /** The scenario file. */
  file: string;
  name: string;
  verdict: Verdict | 'error';
  /** Why. */
  because: string;
  /** What would make it true, or decide it. */
  mend?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
}

/** Where the claim stands, as editors and terminals link it: `study.yaml:10:5`. */
export function placeOf({ file, line, column }: TestCase): string {
  return line ? `${plainPath(file)}:${line}:${column ?? 1}` : plainPath(file);
}

/** Why, and below it what to do. */
export function explainCase({ because, mend, verdict }: TestCase): string {
  const why = plainText(because);
  return mend === undefined ? why : `${why}\n${plainText(sayMend(mend, verdict))}`;
}

/** How many cases came out how, in words: `3 true, 1 false`. */
export function tallyCases(cases: readonly TestCase[]): string {
  return (['true', 'false', 'undecided', 'error'] as const)
    .map((verdict) => ({ verdict, count: cases.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`)
    .join(', ');
}

/** What to do about a verdict, in a line. */
export function sayMend(mend: string, verdict: TestCase['verdict']): string {
  return `${verdict === 'undecided' ? 'to decide' : 'to mend'}: ${mend}`;
}
