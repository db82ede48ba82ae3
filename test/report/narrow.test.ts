/** Pictures as a phone and a page show them: nothing is wider than it, written over another text, or mute. */
import { describe, expect, it } from 'vitest';
import type { Findings } from '../../src/findings/findings.ts';
import { buildCharts } from '../../src/report/chart.ts';
import * as charts from '../../src/report/charts/index.ts';
import { buildGallery, chartsFrom } from '../../src/report/gallery.ts';
import { compileChart, drawVega } from '../../src/report/render.ts';
import { shown } from './fixtures/exhibits.ts';
import { fixtures } from './fixtures/findings.ts';
import { findOverlaps, measurePicture } from './measure.ts';

/** What the exact answers alone say of a study. */
function withoutSimulation(findings: Findings): Findings {
  const designPoints = findings.designPoints.map((point) => ({
    ...point,
    rates: Object.fromEntries(
      Object.entries(point.rates).map(([name, rate]) => [name, { ...rate, value: null, halfWidth: null }]),
    ) as typeof point.rates,
    advantages: point.advantages.map(({ plain: _, ...one }) => ({ ...one, mean: null, halfWidth: null })),
  }));
  return { ...findings, designPoints };
}

const { sweep, grid, single, mechanisms, mechanismCurves } = fixtures as Record<string, Findings>;
const studies: Record<string, (width: number) => ReturnType<typeof buildGallery>> = {
  ...Object.fromEntries(Object.entries(shown).map(([name, study]) => [name, (width) => buildGallery(study, width)])),
  ...Object.fromEntries(
    Object.entries({ single: single!, mechanisms: mechanisms!, mechanismCurves: mechanismCurves! }).map(
      ([name, findings]) => [name, (width) => buildCharts(chartsFrom('findings'), findings, width)],
    ),
  ),
};

it('finds a text that is written over another', () => {
  const text = (x: number, words: string) =>
    `<g transform="translate(5,5)"><text text-anchor="start" transform="translate(${x},20)" font-size="11px">${words}</text></g>`;
  const svg = (x: number) => `<svg><g>${text(0, 'challenged')}${text(x, 'accepted')}</g></svg>`;
  expect(findOverlaps(svg(20))).toEqual(['challenged | accepted']);
  expect(findOverlaps(svg(80))).toEqual([]);
});

describe.each(Object.entries(studies))('%s', (_, build) => {
  it.each([360, 900])('is written clearly, %i px wide', async (width) => {
    for (const { kind, bareSpec } of build(width)) {
      const { svg, readings } = await drawVega((await compileChart(bareSpec)).vega);
      expect({ kind, overlaps: findOverlaps(svg) }).toEqual({ kind, overlaps: [] });
      // Scaled to the page, letters of 11 px keep 10.
      expect(measurePicture(svg).width, kind).toBeLessThanOrEqual(1.1 * width);
      expect(readings.length, `values of ${kind}`).toBeGreaterThan(0);
    }
  });
});

it.each([sweep, grid, single, mechanisms, mechanismCurves])(
  'exact answers alone can be read off too',
  async (findings) => {
    for (const { kind, bareSpec } of buildCharts([charts.advantage, charts.rates], withoutSimulation(findings!))) {
      const { readings } = await drawVega((await compileChart(bareSpec)).vega);
      expect(readings.length, kind).toBeGreaterThan(0);
    }
  },
);
