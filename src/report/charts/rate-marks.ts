/** Marks of rates: dots with intervals for what was seen, a bound for what never was. */
import type { DesignPointFindings, Findings, Rate } from '../../findings/findings.ts';
import { capitalize } from '../../words/label.ts';
import { formatConfidence } from '../../words/number.ts';
import { type Json, rowsOf, type VegaLite } from '../chart.ts';
import { extentOf } from '../scale.ts';

/** An interval, or the bound of what was never seen. */
export function intervalOf({ value, halfWidth, exact }: Rate) {
  const [low, high] = value === null ? [null, null] : [Math.max(0, value - (halfWidth ?? 0)), value + (halfWidth ?? 0)];
  return { value, low, high, exact, bound: value === 0 && (halfWidth ?? 0) > 0 ? high : null };
}

/** How far a scale of rates goes: what was never seen decides only where nothing else does, or does not go much further. */
export function reachOf(rows: readonly ReturnType<typeof intervalOf>[]): { most: number; top: number } {
  const [, seen] = extentOf([
    0,
    ...rows.flatMap(({ bound, high, exact }) => [bound === null ? (high ?? 0) : 0, exact ?? 0]),
  ]);
  const [, bounds] = extentOf([0, ...rows.map(({ bound }) => bound ?? 0)]);
  const most = seen > 0 && bounds > 4 * seen ? seen : Math.max(seen, bounds);
  return { most, top: most > 0 ? Math.max(most, Math.min(1, 1.05 * most)) : 1 };
}

/** A cap with an arrow below it: nothing was seen, and the rate is at most this. */
export function drawBounds(
  rows: { [field: string]: Json }[],
  { x, y, encoding, plain }: { x: VegaLite; y: (field: string) => VegaLite; encoding: VegaLite; plain: VegaLite },
): VegaLite[] {
  if (rows.length === 0) return [];
  const data = rowsOf(rows);
  const at = { x, y: y('bound'), ...encoding };
  return [
    { data, mark: { type: 'tick', orient: 'horizontal', size: 9, thickness: 1.6, ...plain }, encoding: at },
    {
      data,
      mark: { type: 'point', shape: 'triangle-down', filled: true, size: 22, opacity: 1, yOffset: 5, ...plain },
      encoding: { ...at, tooltip: ['x', 'value', 'exact'].map((field) => ({ field })) },
    },
  ];
}

/** How the marks that are there are read; what was never seen has a bound instead of an interval. */
export function howToRead(
  { confidence }: Findings,
  points: DesignPointFindings[],
  names: string[],
  exact: string,
): string {
  const figures = names.map((name) => points.flatMap(({ rates }) => (rates[name] ? [intervalOf(rates[name])] : [])));
  const bounds = figures.flatMap((rows) => {
    const { top } = reachOf(rows);
    return rows.flatMap(({ bound }) => (bound === null || bound < 0.06 * top ? [] : [bound <= top]));
  });
  const isKnown = (field: 'value' | 'exact') => figures.flat().some((row) => row[field] !== null);
  const parts = [
    isKnown('value') ? `dots: simulated, ${formatConfidence(confidence)} confidence` : '',
    isKnown('exact') ? `${exact}: exact` : '',
    bounds.includes(true) ? 'caps with an arrow: never seen, the rate is below' : '',
    bounds.includes(false) ? 'never seen where there is no dot, with a bound beyond the scale' : '',
  ];
  return capitalize(`${parts.filter((part) => part !== '').join('; ')}.`);
}

/** Tick labels of rates that would be long rows of zeros. */
export const tinyLabels = { labelExpr: "datum.value === 0 ? '0' : format(datum.value, '.2~e')" };
