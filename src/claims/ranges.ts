/** What a figure that a claim speaks of can be at all: beyond it a limit is a slip, and a claim that no run could refute. */
import { timeRates } from '../findings/findings.ts';

/** The values a figure can take, ends included. */
export interface FigureRange {
  low: number;
  high: number;
  /** A plain number or a percentage, or a time. */
  unit: '1' | 's';
  /** What such a figure is, with its range: the subject of a sentence. */
  rule: string;
}

const share: FigureRange = { low: 0, high: 1, unit: '1', rule: 'a share lies in [0, 1]' };
const chance: FigureRange = { low: 0, high: 1, unit: '1', rule: 'a chance lies in [0, 1]' };
const seconds: FigureRange = { low: 0, high: Number.POSITIVE_INFINITY, unit: 's', rule: 'a time is at least 0 s' };
const cost: FigureRange = {
  low: 0,
  high: Number.POSITIVE_INFINITY,
  unit: '1',
  rule: 'the cost of checking is at least 0',
};

/** Every rate that can be claimed, and what it can be. */
export const rateRanges: ReadonlyMap<string, FigureRange> = new Map([
  ['challenged', share],
  ['detected', share],
  ['undetectedFraud', share],
  ['falseSlash', share],
  ['verificationOverhead', cost],
  ['falseVerdict', share],
  ['allCollude', share],
  ...timeRates.map((rate): [string, FigureRange] => [rate, rate === 'utilisation' ? share : seconds]),
]);

/** What becomes of a node over many jobs, where that is a chance: it has no quantile. */
export const fateRanges: ReadonlyMap<string, FigureRange> = new Map([
  ['inProfit', chance],
  ['ahead', chance],
  ['ruin', chance],
]);

/** Whether a figure that a claim limits is an amount of money [credits], which can be anything. */
export function isMoneyFigure(of: unknown): boolean {
  return of === 'advantage' || of === 'income' || of === 'gain';
}
