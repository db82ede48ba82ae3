import type { ThresholdFindings } from '../../findings/findings.ts';
import { nameStrategy } from '../../words/label.ts';
import { extentOf } from '../scale.ts';

const stepsBetween = 8;

/**
 * The exact curve: through the exact value of every setting, through zero at every exact threshold, and in a line of the
 * parameter in between, which on a logarithmic axis is bent.
 */
export function traceExact(
  rows: readonly { x: number; over: string; exact: number | null }[],
  thresholds: readonly ThresholdFindings[],
  placeOf: (value: number) => number,
): { x: number; over: string; exact: number }[] {
  return [...new Set(rows.map(({ over }) => over))].flatMap((over) => {
    const known = rows.flatMap(({ x, exact, ...row }) =>
      row.over === over && exact !== null ? [{ x, over, exact }] : [],
    );
    const [low, high] = extentOf(known.map(({ x }) => x));
    const zeroes = thresholds
      .filter((entry) => nameStrategy(entry.over) === over)
      .flatMap(({ exact }) => exact?.roots ?? [])
      .filter(({ value }) => value > low && value < high && !known.some(({ x }) => x === value));
    const through = [...known, ...zeroes.map(({ value }) => ({ x: value, over, exact: 0 }))].sort((a, b) => a.x - b.x);
    return through.flatMap((from, i) => {
      const to = through[i + 1];
      // A step shorter than a few pixels needs nothing between.
      if (!to || placeOf(to.x) - placeOf(from.x) < 0.01) return [from];
      return Array.from({ length: stepsBetween }, (_, k) => {
        const part = k / stepsBetween;
        return { over, x: from.x + part * (to.x - from.x), exact: from.exact + part * (to.exact - from.exact) };
      });
    });
  });
}
