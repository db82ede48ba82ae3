import type { Findings } from '../../findings/findings.ts';
import { type Drawing, panelWidth, rowsOf } from '../chart.ts';
import { nameRate } from '../label.ts';
import { formatEstimate, formatNumber } from '../number.ts';
import { tickFormat } from '../scale.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';
import { howToRead, intervalOf } from './rate-marks.ts';

/** Rates at a single setting: one row each on a common scale, the number beside its dot. */
export function drawAlone(findings: Findings, names: string[], width: number): Drawing {
  const point = findings.designPoints[0];
  const rows = names.map((name) => {
    const rate = point.rates[name];
    const shown = rate.value ?? rate.exact;
    const text = rate.value === null ? formatNumber(rate.exact) : formatEstimate(rate.value, rate.halfWidth);
    return { label: `${nameRate(name)} per ${rate.per}`, shown, text, ...intervalOf(rate) };
  });
  const labelWidth = Math.max(...rows.map((row) => measureText(row.label, fontSizes.label))) + 20;
  const textWidth = Math.max(...rows.map((row) => measureText(row.text, fontSizes.label))) + 24;
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, Math.max(1, ...rows.map((row) => row.high ?? row.exact ?? 0))] },
    axis: { title: 'Share [1]', format: tickFormat, grid: true },
  });
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    axis: { title: null, labelLimit: 320, labelPadding: 10, domain: false, ticks: false },
  };
  return {
    title: 'Challenges and fraud',
    caption: [
      `${rows.map((row) => `${row.label}: ${row.text}`).join('; ')}.`,
      howToRead(findings, [point], names, 'upright ticks'),
    ].join(' '),
    body: {
      width: panelWidth(width, 1, labelWidth + textWidth),
      height: { step: 26 },
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
          encoding: { x: x('bound'), y },
        },
        {
          transform: [{ filter: '!isValid(datum.bound)' }],
          mark: { type: 'point', filled: true, size: 46, opacity: 1, color: colors.honest },
          encoding: { x: x('value'), y },
        },
        { mark: { type: 'tick', color: colors.ink, thickness: 1.6, size: 14 }, encoding: { x: x('exact'), y } },
        {
          mark: { type: 'text', align: 'left', dx: 9, fontSize: fontSizes.label },
          encoding: { x: x('shown'), y, text: { field: 'text' } },
        },
      ],
    },
  };
}
