import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Findings, ThresholdFindings } from '../../src/findings/findings.ts';
import { buildCharts } from '../../src/report/chart.ts';
import * as charts from '../../src/report/charts/index.ts';
import { chartsFrom } from '../../src/report/gallery.ts';
import { renderPng, renderPngs } from '../../src/report/png.ts';
import { renderSvg } from '../../src/report/render.ts';
import { measureText, wrapText } from '../../src/report/text-width.ts';
import { fixtures, grid, sweep } from './fixtures/findings.ts';
import { writeTextWidths } from './font-widths.ts';
import { measurePicture } from './measure.ts';

describe('text widths', () => {
  it('agree with the font; refresh: npm run refresh', () => {
    const stored = readFileSync(new URL('../../src/report/text-widths.ts', import.meta.url), 'utf8');
    expect(stored).toBe(writeTextWidths());
  });

  it('add up over a text, bold wider than regular', () => {
    // Advances of DejaVu Sans: i is 569 of 2048 units, m is 1995.
    expect(measureText('im', 2048)).toBeCloseTo(569 + 1995, -1);
    expect(measureText('im', 10, 'bold')).toBeGreaterThan(measureText('im', 10));
  });

  it('break lines before they are too wide and cut words that never fit', () => {
    const lines = wrapText(`one two three ${'x'.repeat(60)}`, 80, 11);
    expect(lines.every((line) => measureText(line, 11) <= 80)).toBe(true);
    expect(lines.join('').replaceAll(' ', '')).toBe(`onetwothree${'x'.repeat(60)}`);
    // Behind a hyphen where there is one, and without a space.
    expect(wrapText('three-validators', 70, 12)).toEqual(['three-', 'validators']);
    expect(wrapText('three-validators', 200, 12)).toEqual(['three-validators']);
  });
});

describe('SVG', () => {
  it('is the same bytes whatever was drawn before', async () => {
    const [, map] = buildCharts(chartsFrom('findings'), grid);
    const [curve] = buildCharts(chartsFrom('findings'), sweep);
    const first = await renderSvg(map.spec);
    await renderSvg(curve.spec);
    expect(await renderSvg(map.spec)).toBe(first);
  });

  it('leaves out what a clipped mark draws wholly outside its frame', async () => {
    const far = (threshold: ThresholdFindings) => ({ ...threshold, exact: { ...threshold.exact!, value: 1000 } });
    const dashes = async (findings: Findings) => {
      const [curve] = buildCharts([charts.advantage], findings);
      return (await renderSvg(curve.spec)).match(/<line [^>]*stroke-dasharray="5,3"/g)?.length ?? 0;
    };
    expect(await dashes(sweep)).toBeGreaterThan(0);
    expect(await dashes({ ...sweep, thresholds: sweep.thresholds.map(far) })).toBe(0);
  });

  // The slow tests draw every chart of all fixtures at both widths.
  it.each([
    [600, 'sweep'],
    [600, 'hostile'],
    [600, 'mechanisms'],
    [1600, 'grid'],
  ] as const)('keeps everything inside the picture, %i px wide, of "%s"', async (width, name) => {
    for (const { kind, bareSpec } of buildCharts(chartsFrom('findings'), fixtures[name]!, width)) {
      const drawn = measurePicture(await renderSvg(bareSpec));
      expect({ kind, inside: drawn.inside }).toEqual({ kind, inside: true });
      expect(drawn.width).toBeLessThanOrEqual(width + 24);
    }
  });
});

describe('PNG', () => {
  const svg = (text: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20"><text y="15" font-family="DejaVu Sans">${text}</text></svg>`;

  it('is drawn at the scale asked for', async () => {
    const png = Buffer.from(await renderPng(svg('p'), 3));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([150, 60]);
  });

  it('is drawn also after one that breaks the rasterizer', async () => {
    // A clipped layer wholly outside the picture aborts the process it is drawn in.
    const broken = svg('').replace(
      '<text',
      '<clipPath id="c"><rect width="9" height="9"/></clipPath><g clip-path="url(#c)"><line x1="999" x2="999" y2="9" stroke="red"/></g><text',
    );
    const [first, second, third] = await renderPngs([svg('p'), broken, svg('p')]);
    expect(second).toBeInstanceOf(Error);
    expect(third).toEqual(first);
    await expect(renderPng(broken)).rejects.toThrow('broke off');
  });

  it('has text in it without any font of the system', async () => {
    const [text, none] = (await renderPngs([svg('honest'), svg('')])) as [Uint8Array, Uint8Array];
    expect(Buffer.from(text).equals(none)).toBe(false);
  });
});
