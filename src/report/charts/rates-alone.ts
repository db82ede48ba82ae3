import type { Findings } from '../../findings/findings.ts';
import { nameRate } from '../../words/label.ts';
import { formatEstimate, formatNumber } from '../../words/number.ts';
import { type Drawing, panelWidth, rowsOf } from '../chart.ts';
import { nameRows } from '../row-names.ts';
import { extentOf, tickFormat } from '../scale.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';
import { howToRead, intervalOf } from './rate-marks.ts';

/** Rates at a single setting: one row each on a common scale, the number beside its interval. */
export function drawAlone(findings: Findings, names: string[], page: number): Drawing {
  const point = findings.designPoints[0];
  const rows = names.map((name) => {
    const rate = point.rates[name];
    const shown = rate.value ?? rate.exact;
    const text = rate.value === null ? formatNumber(rate.exact) : formatEstimate(rate.value, rate.halfWidth);
    return { label: `${nameRate(name)} per ${rate.per}`, shown, text, ...intervalOf(rate) };
  });
  const labels = nameRows(
    rows.map(({ label }) => label),
    page,
  );
  const textWidth = Math.max(...rows.map((row) => measureText(row.text, fontSizes.label))) + 24;
  // Numbers stand beside their intervals where there is room, and above them on a phone.
  const isNarrow = page < 500;
  const width = panelWidth(page, 1, labels.width + (isNarrow ? 30 : 20 + textWidth));
  const [, most] = extentOf([1, ...rows.map((row) => row.high ?? row.exact ?? 0)]);
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most] },
    axis: { title: 'Rate [1]', format: tickFormat, grid: true, tickCount: Math.max(2, Math.floor(width / 60)) },
  });
  const y = { field: 'label', type: 'nominal', sort: null, axis: labels.axis };
  const tooltip = ['label', 'value', 'exact'].map((field) => ({ field }));
  const textOf = ({ label, shown, high, exact, text }: (typeof rows)[number]) => {
    const placeOf = (value: number | null) => ((value ?? 0) / most) * width;
    const left = isNarrow
      ? Math.max(0, Math.min(placeOf(shown) - 8, width - measureText(text, fontSizes.label)))
      : placeOf(Math.max(high ?? 0, exact ?? 0, shown ?? 0)) + 9;
    return {
      data: rowsOf([{ label }]),
      mark: { type: 'text', text, align: 'left', dy: isNarrow ? -13 : 0, fontSize: fontSizes.label },
      encoding: { x: { value: left }, y },
    };
  };
  return {
    title: 'Challenges and fraud',
    caption: [
      `${rows.map((row) => `${row.label}: ${row.text}`).join('; ')}.`,
      howToRead(findings, [point], names, 'upright ticks'),
    ].join(' '),
    body: {
      width,
      height: { step: Math.max(isNarrow ? 36 : 26, labels.height + 4) },
      data: rowsOf(rows),
      layer: [
        {
          transform: [{ filter: '!isValid(datum.bound)' }],
          mark: { type: 'rule', strokeWidth: 1.6, color: colors.honest },
          encoding: { x: x('low'), x2: { field: 'high' }, y },
        },
        {
          transform: [{ filter: 'isValid(datum.bound)' }],
          mark: { type: 'point', shape: 'triangle-left', filled: true, size: 46, opacity: 1, color: colors.honest },
          encoding: { x: x('bound'), y, tooltip },
        },
        {
          transform: [{ filter: '!isValid(datum.bound)' }],
          mark: { type: 'point', filled: true, size: 46, opacity: 1, color: colors.honest },
          encoding: { x: x('value'), y, tooltip },
        },
        {
          mark: { type: 'tick', color: colors.ink, thickness: 1.6, size: 14 },
          encoding: { x: x('exact'), y, tooltip },
        },
        ...rows.map(textOf),
      ],
    },
  };
}
