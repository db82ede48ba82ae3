/** Every chart of the gallery: drawn somewhere, valid, without a warning, inside the page; and what it says where it is not. */
import { describe, expect, it } from 'vitest';
import type { VegaLite } from '../../src/report/chart.ts';
import { buildGallery, gallery } from '../../src/report/gallery.ts';
import { compileChart, renderSvg } from '../../src/report/render.ts';
import { shown } from './fixtures/exhibits.ts';
import { empty, sweep } from './fixtures/findings.ts';
import { measurePicture } from './measure.ts';
import { listFaults } from './vega-lite-schema.ts';

// These have fixtures and a test of their own that does the same with them.
const drawnElsewhere = ['advantage', 'dominance-map', 'payoffs', 'rates', 'security-cost'];
const others = gallery.filter(({ kind }) => !drawnElsewhere.includes(kind));

describe('the gallery', () => {
  it('has every chart once', () => {
    const kinds = gallery.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds).toHaveLength(14);
  });

  it('shows each of them for one study or another', () => {
    for (const { kind, lacks } of gallery) {
      expect([kind, Object.values(shown).some((study) => lacks(study) === null)]).toEqual([kind, true]);
    }
  });

  it('says what a chart needs where it has nothing to show', () => {
    const lacking = Object.fromEntries(
      gallery.map(({ kind, lacks }) => [kind, lacks({ ...shown.single!, findings: empty })]),
    );
    expect(lacking.advantage).toMatch(/^it needs .*list one under `sweep`$/);
    expect(lacking.tipping).toMatch(/^it needs .*swept parameter/);
    expect(gallery.find(({ kind }) => kind === 'phase-portrait')!.lacks(shown.grid!)).toMatch(
      /two deviations of asserters/,
    );
  });

  it('says what is missing where nobody prepared exhibits, or the mechanism has none', () => {
    const of = (kind: string) => gallery.find((chart) => chart.kind === kind)!;
    expect(of('tipping').lacks({ findings: sweep, exhibits: null })).toMatch(
      /exhibits\.json, which is missing; posp run writes it/,
    );
    const nothing = { findings: sweep, exhibits: { solution: null, told: null } };
    expect(of('payoff-matrix').lacks(nothing)).toMatch(/describes no round/);
    expect(of('market-story').lacks(nothing)).toMatch(/no market/);
    expect(() => of('market-story').build(nothing)).toThrow(RangeError);
    expect(buildGallery(nothing).map(({ kind }) => kind)).toEqual(['advantage', 'payoffs', 'rates', 'security-cost']);
  });
});

describe.each(Object.entries(shown))('charts of "%s"', (_, study) => {
  const drawable = others.filter(({ lacks }) => lacks(study) === null);

  it('are valid, complete and draw no warning', async () => {
    for (const chart of drawable) {
      const { kind, spec, bareSpec, title, caption } = chart.build(study);
      for (const candidate of [spec, bareSpec]) {
        expect({ kind, faults: listFaults(candidate) }).toEqual({ kind, faults: [] });
      }
      expect({ kind, warnings: (await compileChart(spec)).warnings }).toEqual({ kind, warnings: [] });
      expect(title).not.toBe('');
      // A sentence, and nothing in it that could not be had.
      expect([kind, caption]).toEqual([kind, expect.stringMatching(/^[A-Za-z0-9].{20,}\.$/s)]);
      expect(`${title} ${caption}`).not.toMatch(/undefined|null|NaN|Infinity|\[object/);
    }
  });

  // The slow tests draw them 1600 px wide as well.
  it('keep everything inside, 600 px wide', async () => {
    const width = 600;
    for (const chart of drawable) {
      // Without the white page, which would be all there is to the box.
      const { kind, bareSpec } = chart.build(study, width);
      const drawn = measurePicture(await renderSvg(bareSpec));
      expect({ kind, inside: drawn.inside }).toEqual({ kind, inside: true });
      expect(drawn.width).toBeLessThanOrEqual(width + 24);
    }
  });
});

describe('what the pictures draw', () => {
  const rowsOf = (layer: VegaLite) => (layer.data as { values: Record<string, number | string>[] }).values;
  const build = (kind: string, study = shown.sweep!) => gallery.find((chart) => chart.kind === kind)!.build(study);

  it('tornado bars from the base to where moving one parameter takes it', () => {
    const { sensitivity } = shown.sweep!.exhibits!.solution!;
    const [tornado] = build('sensitivity').spec.vconcat as VegaLite[];
    const [bars] = tornado!.layer as VegaLite[];
    const drawn = rowsOf(bars!).map(({ base, quantity }) => [base, quantity]);
    expect(drawn).toEqual(
      sensitivity!.inputs.flatMap(({ low, high }) => [low, high].map(({ quantity }) => [sensitivity!.base, quantity])),
    );
  });

  it('nobody outside the triangle, corners at its ends', () => {
    const [panel] = build('phase-portrait').spec.concat as VegaLite[];
    const places = (panel!.layer as VegaLite[]).slice(0, 3).flatMap(rowsOf) as { x: number; y: number }[];
    for (const { x, y } of places) {
      expect(y).toBeGreaterThanOrEqual(-1e-9);
      expect(y).toBeLessThanOrEqual(Math.sqrt(3) * Math.min(x, 1 - x) + 1e-4);
    }
  });

  it('nodes that leave, in a panel of their own, and nothing that stays as it was', () => {
    expect(gallery.find(({ kind }) => kind === 'stake-over-time')!.lacks(shown.sweep!)).toMatch(/stakes change/);
    expect(build('stake-over-time', shown.single).spec.vconcat).toHaveLength(3);
    expect(build('stake-over-time', shown.single).caption).toMatch(/had left the market/);
  });

  it('numbers of a single setting behind the ends of their intervals', () => {
    const times = build('service', shown.single).spec.vconcat as VegaLite[];
    for (const panel of times) {
      const rows = rowsOf(panel) as { high: number; exact: number | null; end: number }[];
      for (const { high, exact, end } of rows) expect(end).toBe(Math.max(high, exact ?? 0));
      expect((panel.layer as VegaLite[]).at(-1)).toMatchObject({
        mark: { type: 'text' },
        encoding: { x: { field: 'end' } },
      });
    }
  });

  it('where nothing is earned, across the incomes of nodes that cheat', () => {
    const [incomes] = build('attacker-profit').spec.concat as VegaLite[];
    const level = (incomes!.layer as VegaLite[]).find(({ mark }) => (mark as VegaLite).type === 'rule');
    expect(level).toMatchObject({
      encoding: { y: { datum: 0, scale: { domain: [expect.any(Number), expect.any(Number)] } } },
    });
    expect(build('attacker-profit').caption).toContain('thin line: nothing earned');
  });

  it('a caption that says how cheats fare, by the law it draws', () => {
    const { profits } = shown.sweep!.exhibits!.solution!.designPoints.find((point) => point.profits)!;
    const last = profits![0]!.after.at(-1)!;
    expect(build('attacker-profit').caption).toContain(
      `After 1024 jobs ${Number((100 * last.ahead).toPrecision(3))} % of the nodes that play skip-work are ahead`,
    );
  });
});
