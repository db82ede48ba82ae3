/** Thresholds on a chart whose horizontal axis is the parameter they are thresholds of. */

import { agrees } from '../../findings/axis-values.ts';
import type { Findings, ThresholdFindings } from '../../findings/findings.ts';
import { listBindingThresholds } from '../../words/answer/headline.ts';
import { nameStrategy } from '../../words/label.ts';
import { labelThreshold } from '../../words/threshold-words.ts';
import { rowsOf, type VegaLite } from '../chart.ts';
import type { Across } from '../scale.ts';
import type { Slice, SweptAxis, View } from '../sweep.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';

/** Whose thresholds, and where. */
interface PanelOf extends View {
  slice: Slice;
}

/** Thresholds of the advantages a panel shows. */
export function thresholdsOf(
  findings: Findings,
  axis: SweptAxis,
  { role, against, slice }: PanelOf,
): ThresholdFindings[] {
  return findings.thresholds.filter(
    (entry) => entry.of === axis.path && entry.role === role && entry.against === against && agrees(entry.at, slice.at),
  );
}

/**
 * A dashed line of its colour at each exact threshold, a faint stripe over each simulated interval, which goes to the
 * edge where its end may lie beyond what was tried.
 */
export function drawThresholds(thresholds: ThresholdFindings[], across: Across, color: VegaLite): VegaLite[] {
  const x = (field: string) => ({ field, type: 'quantitative', scale: across.scale });
  const stripes = simulatedRows(thresholds).map(({ low, high, ...row }) => ({
    ...row,
    low: low ?? across.low,
    high: high ?? across.high,
  }));
  const layers: VegaLite[] = [
    {
      data: rowsOf(stripes),
      mark: { type: 'rect', opacity: 0.22, clip: true },
      encoding: { x: x('low'), x2: { field: 'high' }, color },
    },
    {
      data: rowsOf(
        thresholds.flatMap(({ over, exact }) =>
          exact === null || exact.value === null ? [] : [{ over: nameStrategy(over), x: exact.value }],
        ),
      ),
      mark: { type: 'rule', strokeDash: [5, 3], strokeWidth: 1.2, clip: true },
      encoding: { x: x('x'), color },
    },
  ];
  return layers.filter(hasRows);
}

/** A white dot on the zero line at each simulated threshold: seen also where its interval is narrower than a line. */
export function drawSimulated(
  thresholds: ThresholdFindings[],
  scale: VegaLite,
  y: VegaLite,
  color: VegaLite,
): VegaLite[] {
  const layer = {
    data: rowsOf(simulatedRows(thresholds)),
    mark: {
      type: 'point',
      filled: false,
      shape: 'diamond',
      size: 70,
      fill: colors.paper,
      strokeWidth: 1.8,
      opacity: 1,
      clip: true,
    },
    encoding: {
      x: { field: 'x', type: 'quantitative', scale },
      y: { datum: 0, ...y },
      color,
      tooltip: ['over', 'x', 'low', 'high'].map((field) => ({ field })),
    },
  };
  return [layer].filter(hasRows);
}

function simulatedRows(thresholds: ThresholdFindings[]) {
  return thresholds.flatMap(({ over, simulated }) => {
    if (simulated === null || simulated.value === null) return [];
    const { value, low, high } = simulated;
    return [{ over: nameStrategy(over), x: value, low, high }];
  });
}

function hasRows(layer: VegaLite): boolean {
  return (layer.data as { values: unknown[] }).values.length > 0;
}

/** The binding threshold as a label. */
export interface BindingLabel {
  lines: string[];
  value: number;
  /** In the corner that a curve which rises (or falls) through the threshold leaves empty; `null`: no room there. */
  side: 'left' | 'right' | null;
}

/** The label of the threshold that binds in a panel; `null` when none lies on its axis. */
export function labelBinding(
  findings: Findings,
  axis: SweptAxis,
  { role, against, slice }: PanelOf,
  across: Across,
  width: number,
): BindingLabel | null {
  const binding = listBindingThresholds(findings, role).find(
    (entry) => entry.of === axis.path && entry.threshold.against === against && agrees(entry.at, slice.at),
  );
  if (binding === undefined) return null;
  const { value } = binding;
  if (value < across.low || value > across.high) return null;
  const lines = labelThreshold(binding.threshold, width);
  const side = binding.direction === 'honest-below' ? 'right' : 'left';
  const room = width * (side === 'left' ? across.placeOf(value) : 1 - across.placeOf(value));
  const needed = 14 + Math.max(...lines.map((line) => measureText(line, fontSizes.mark)));
  return { lines, value, side: needed <= room ? side : null };
}

/** The binding threshold in words beside its line, on a halo that keeps other lines off the letters. */
export function drawBinding({ lines, value, side }: BindingLabel, scale: VegaLite): VegaLite[] {
  const place = {
    align: side === 'left' ? 'right' : 'left',
    dx: side === 'left' ? -7 : 7,
    baseline: 'top',
    lineHeight: 14,
  };
  const encoding = { x: { field: 'x', type: 'quantitative', scale }, y: { value: 4 } };
  const data = rowsOf([{ x: value }]);
  return [
    {
      data,
      mark: { type: 'text', text: lines, ...place, stroke: colors.paper, strokeWidth: 4, color: colors.paper },
      encoding,
    },
    { data, mark: { type: 'text', text: lines, ...place, color: colors.ink }, encoding },
  ];
}
