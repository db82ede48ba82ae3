/** Findings with nothing to spread over an axis, or far too much: whatever they are, every chart is drawn as SVG and PNG. */
import { describe, expect, it } from 'vitest';
import type { AxisValue } from '../../src/findings/axis-values.ts';
import type { DesignPointFindings, Findings, ThresholdFindings } from '../../src/findings/findings.ts';
import { buildCharts, type ChartSpec } from '../../src/report/chart.ts';
import { buildGallery, chartsFrom } from '../../src/report/gallery.ts';
import { renderPngs } from '../../src/report/png.ts';
import { renderSvg } from '../../src/report/render.ts';
import { shown } from '../report/fixtures/exhibits.ts';
import { fixtures, grid, sweep } from '../report/fixtures/findings.ts';
import { measurePicture } from '../report/measure.ts';

type Change = (value: number, i: number) => number;

const changes: Record<string, (findings: Findings) => Findings> = {
  'thresholds far beyond the axis': (findings) => mapThresholds(findings, (value) => 1e5 * value),
  'thresholds far below the axis': (findings) => mapThresholds(findings, (value) => -1e5 * value),
  'intervals without width': (findings) => mapAmounts(findings, (value) => value, 0),
  'all amounts equal': (findings) => mapAmounts(findings, () => 1.5, 0),
  'all amounts zero': (findings) => mapAmounts(findings, () => 0, 0),
  'amounts almost equal': (findings) => mapAmounts(findings, (_, i) => 1 + 1e-13 * i, 1e-14),
  'huge ratios of amounts': (findings) => mapAmounts(findings, (_, i) => (-1) ** i * 10 ** ((i % 25) - 12), 1e-12),
  'huge amounts': (findings) => mapAmounts(findings, (value) => 1e15 * value, 1),
  'one value on every axis': (findings) => moveAxes(findings, () => 0.01),
  'two values a hair apart': (findings) => moveAxes(findings, (_, i) => (i === 0 ? 0.01 : 0.01 + 1e-15)),
  'huge ratios along the axes': (findings) => moveAxes(findings, (_, i) => 10 ** (3 * i - 18)),
};

const smallGrid = { ...grid, designPoints: grid.designPoints.filter(({ id }) => id % 13 < 3 && id < 39) };

it('every chart of degenerate findings is drawn', async () => {
  const svgs = new Map<string, string>();
  for (const [name, change] of Object.entries(changes)) {
    for (const [k, findings] of [sweep, smallGrid].entries()) {
      for (const { kind, spec } of buildCharts(chartsFrom('findings'), change(findings))) {
        svgs.set(`${kind} ${k}, ${name}`, await renderSvg(spec));
      }
    }
  }
  expect(svgs.size).toBeGreaterThan(4 * Object.keys(changes).length);
  const drawn = await renderPngs([...svgs.values()], 0.1);
  expect([...svgs.keys()].filter((_, i) => drawn[i] instanceof Error)).toEqual([]);
}, 240_000);

describe.each([600, 1600])('%i px wide', (width) => {
  it.each(Object.entries(shown))('every chart of "%s" keeps everything inside', async (_, study) => {
    await expectInside(buildGallery(study, width), width);
  });

  it.each(Object.entries(fixtures))('every chart of the findings "%s" keeps everything inside', async (_, findings) => {
    await expectInside(buildCharts(chartsFrom('findings'), findings, width), width);
  });
});

async function expectInside(pictures: readonly ChartSpec[], width: number): Promise<void> {
  for (const { kind, bareSpec } of pictures) {
    const drawn = measurePicture(await renderSvg(bareSpec));
    expect({ kind, inside: drawn.inside }).toEqual({ kind, inside: true });
    expect(drawn.width).toBeLessThanOrEqual(width + 24);
  }
}

function mapThresholds(findings: Findings, change: (value: number) => number): Findings {
  const moved = (value: number | null) => (value === null ? null : change(value));
  const thresholds = findings.thresholds.map(
    ({ exact, simulated, ...rest }): ThresholdFindings => ({
      ...rest,
      exact: exact && { ...exact, value: moved(exact.value) },
      simulated: simulated && {
        ...simulated,
        value: moved(simulated.value),
        low: moved(simulated.low),
        high: moved(simulated.high),
      },
    }),
  );
  return { ...findings, thresholds };
}

function mapAmounts(findings: Findings, change: Change, halfWidth: number): Findings {
  let i = 0;
  const estimate = <Entry extends { mean: number | null; exact: number | null }>(entry: Entry) => {
    i++;
    return { ...entry, mean: change(entry.mean ?? 0, i), exact: change(entry.exact ?? 0, i), halfWidth };
  };
  const designPoints = findings.designPoints.map((point) => ({
    ...point,
    advantages: point.advantages.map(estimate),
    payoffs: point.payoffs.map(estimate),
  }));
  return { ...findings, designPoints };
}

/** Each axis keeps its number of values only as far as the change keeps them apart. */
function moveAxes(findings: Findings, change: Change): Findings {
  const values = new Map<string, AxisValue[]>();
  for (const { at } of findings.designPoints) {
    for (const [path, value] of Object.entries(at)) {
      values.set(path, [...new Set([...(values.get(path) ?? []), value])].slice(0, 12));
    }
  }
  const designPoints = findings.designPoints.flatMap((point): DesignPointFindings[] => {
    const at = Object.entries(point.at).map(([path, value]) => [path, values.get(path)!.indexOf(value)] as const);
    if (at.some(([, i]) => i < 0 || (i > 0 && change(0, i) === change(0, i - 1)))) return [];
    return [{ ...point, at: Object.fromEntries(at.map(([path, i]) => [path, change(0, i)])) }];
  });
  return { ...findings, designPoints };
}
