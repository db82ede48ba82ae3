/** Charts of exact answers and of several studies: what they say, that they are valid, and that nothing sticks out. */
import { describe, expect, it } from 'vitest';
import type { SolveResult } from '../../src/analysis/solve/result.ts';
import { buildCharts, type ChartSpec, type VegaLite } from '../../src/report/chart.ts';
import { detectionTime } from '../../src/report/charts/detection-time.ts';
import * as charts from '../../src/report/charts/index.ts';
import { payoffMatrix } from '../../src/report/charts/payoff-matrix.ts';
import { securityCost, securityCostCompared } from '../../src/report/charts/security-cost.ts';
import { tipping } from '../../src/report/charts/tipping.ts';
import { chartsFrom } from '../../src/report/gallery.ts';
import { compileChart, renderSvg } from '../../src/report/render.ts';
import { empty, grid, sweep } from './fixtures/findings.ts';
import { solvedAlone, solvedCrowd, solvedEmpty, solvedPair, solvedSingle, solvedVote } from './fixtures/solved.ts';
import { measurePicture } from './measure.ts';
import { listFaults } from './vega-lite-schema.ts';

const path = 'mechanism.challengeProbability';

type Rows = Record<string, number | string | boolean>[];

const rowsOf = (layer: unknown): Rows => (layer as { data: { values: Rows } }).data.values;
const layersOf = (spec: VegaLite) => spec.layer as VegaLite[];
const firstPanel = (spec: VegaLite) => (spec.concat as VegaLite[])[0]!;

describe('payoff matrix', () => {
  // A coordination game: both honest, or both in on it.
  const { spec, caption } = payoffMatrix.build(solvedPair);
  const [frames, filled] = layersOf(firstPanel(spec));

  it('frames exactly the cells in which both answer each other best', () => {
    const framed = rowsOf(frames).filter((cell) => cell.framed);
    expect(framed.map(({ asserter, validator }) => [asserter, validator])).toEqual([['skip-work', 'collude']]);
    const above = rowsOf(layersOf((spec.concat as VegaLite[])[1]!)[0]).filter((cell) => cell.framed);
    expect(above.map(({ asserter, validator }) => [asserter, validator])).toEqual([
      ['honest', 'honest'],
      ['skip-work', 'collude'],
    ]);
  });

  it('fills every best response, both of a tie', () => {
    const best = rowsOf(filled).map((row) => `${row.player}: ${row['asserter plays']} / ${row['validator plays']}`);
    expect(best).toEqual([
      'asserter: skip-work / honest',
      'asserter: skip-work / collude',
      'validator: honest / honest',
      'validator: honest / collude',
      'validator: skip-work / collude',
    ]);
  });

  it('shows one game for each pattern of best responses and names their equilibria', () => {
    expect(spec.concat).toHaveLength(2);
    expect(caption).toContain('At p = 0.002: 1 equilibrium: skip-work against collude (strict).');
    expect(caption).toContain('honest against 90 % honest + 10 % collude');
  });

  it('of a vote shows what one of the voters earns, and frames only what all may play alike', () => {
    const { spec, caption } = payoffMatrix.build(solvedVote);
    const [frames] = layersOf(spec);
    expect(
      rowsOf(frames)
        .filter((cell) => cell.framed)
        .map(({ asserter, validator }) => [asserter, validator]),
    ).toEqual([
      ['honest', 'honest'],
      ['skip-work', 'skip-work'],
    ]);
    expect(caption).toContain('2 equilibria: honest (strict); skip-work (strict).');
    expect(caption).toContain('what one of those who assert a job earns');
    expect(JSON.stringify(spec) + caption).not.toMatch(/validator →|validator’s/);
  });

  it('of a game against nobody names one side', () => {
    const { spec, caption } = payoffMatrix.build(solvedAlone);
    expect(caption).toContain('1 equilibrium: skip-work (strict).');
    expect(caption).toContain('nobody validates');
    expect(JSON.stringify(spec)).not.toContain('→');
  });

  it('does not apply where there is no game', () => {
    expect(payoffMatrix.applies(solvedEmpty)).toBe(false);
  });
});

describe('detection time', () => {
  it('draws the geometric law: 1 - (1 - q)^n', () => {
    const [curve] = layersOf(detectionTime.build(solvedSingle).spec);
    const tenth = rowsOf(curve).find((row) => row.jobs === 10)!;
    expect(tenth.found).toBeCloseTo(1 - 0.99 ** 10, 12);
  });

  it('says how long a cheat lasts on average and in the middle', () => {
    const { caption } = detectionTime.build(solvedSingle);
    // ln 0.5 / ln 0.99 = 68.97.
    expect(caption).toContain('found out after 100 false results on average, half of them within 69');
  });

  it('puts deviations that are found out alike into one panel', () => {
    const { spec } = detectionTime.build(solvedPair);
    expect(spec.concat).toBeUndefined();
    expect((detectionTime.build(solvedCrowd).spec.concat as unknown[]).length).toBe(2);
  });

  it('leaves to the sentence what all curves have in common', () => {
    const designPoints = solvedPair.designPoints.map((point) => ({
      ...point,
      at: { mechanism: 'a-mechanism-with-a-long-name', ...point.at },
    }));
    const [curve] = layersOf(detectionTime.build({ ...solvedPair, designPoints }, 360).spec);
    const names = [...new Set(rowsOf(curve).map(({ setting }) => String(setting)))];
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect(name).toMatch(/^p = [\d.]+: \d+ false results?$/);
  });

  it('does not apply where nobody is ever found out', () => {
    expect(detectionTime.applies(solvedEmpty)).toBe(false);
  });

  it('does not apply where everybody is found out at once: a level line is no picture', () => {
    const found = (probability: number) => ({
      ...solvedSingle,
      designPoints: solvedSingle.designPoints.map((point) => ({
        ...point,
        detection: { 'skip-work': { ...point.detection['skip-work']!, probability } },
      })),
    });
    expect([0.5, 1].map((probability) => detectionTime.applies(found(probability)))).toEqual([true, false]);
  });
});

describe('tipping', () => {
  const between = (spec: VegaLite) => layersOf(spec).flatMap((layer) => (layer.data ? rowsOf(layer) : []));

  it('draws settings that were asked by themselves, and nothing between them', () => {
    const { spec, caption } = tipping.build(solvedPair);
    const [fromHonest, fromCheating] = layersOf(spec);
    expect([fromHonest, fromCheating].map((layer) => (layer!.mark as VegaLite).type)).toEqual(['rule', 'rule']);
    // The fixture tips at 1 / (1 + 100 (p - 0.001)): 0.909 at p = 0.002, 0.526 at p = 0.01.
    expect(rowsOf(fromHonest).map(({ low, high }) => [Number(low).toFixed(3), high])).toEqual([
      ['0.909', 1],
      ['0.526', 1],
    ]);
    expect(rowsOf(fromCheating).map(({ low, high }) => [low, Number(high).toFixed(3)])).toEqual([
      [0, '0.909'],
      [0, '0.526'],
    ]);
    expect(new Set(between(spec).map(({ x }) => x))).toEqual(new Set([0.002, 0.01]));
    expect(caption).toContain('At p = 0.002 honesty spreads once 90.9 % of the nodes are honest');
    expect(caption).toContain('at the settings that were asked');
    expect(tipping.build(solvedCrowd).caption).toContain('At p = 0 honesty does not spread from any share');
  });

  const rest = (share: number, stability: 'stable' | 'unstable', low = share, high = share) => ({
    share,
    stability,
    basin: { low, high },
  });
  const never = [rest(0, 'stable', 0, 1), rest(1, 'unstable')];
  const ever = [rest(0, 'unstable'), rest(1, 'stable', 0, 1)];
  const tips = (from: number) => [rest(0, 'stable', 0, from), rest(from, 'unstable'), rest(1, 'stable', from, 1)];
  const followed = (columns: [at: number, restPoints: ReturnType<typeof tips>][], whole = false) =>
    tipping.build({
      designPoints: [],
      spread: [
        {
          of: path,
          at: {},
          over: 'skip-work',
          whole,
          columns: columns.map(([at, restPoints]) => ({ at, restPoints })),
        },
      ],
    });
  const linesOf = (spec: VegaLite) =>
    layersOf(spec).flatMap((layer) => rowsOf(layer).filter(({ kind }) => kind === 'where it tips'));

  it('draws no wedge where every share changes its fate at one value', () => {
    const { spec, caption } = followed([
      [0.1, never],
      [0.4999, never],
      [0.5001, ever],
      [0.9, ever],
    ]);
    // The boundary is upright, at one value of the parameter, from no honest node to all.
    expect(linesOf(spec).map(({ x, share }) => [x, share])).toEqual([
      [0.5, 0],
      [0.5, 1],
    ]);
    const [honest, cheating] = layersOf(spec);
    for (const [layer, from, to] of [
      [honest, 0.5, 0.9],
      [cheating, 0.1, 0.5],
    ] as const) {
      expect(
        rowsOf(layer).every(({ x, low, high }) => Number(x) >= from && Number(x) <= to && low === 0 && high === 1),
      ).toBe(true);
    }
    expect(caption).toContain(
      'Up to p = 0.5 honesty dies out from every share of honest nodes; from p = 0.5 on it spreads from any share.',
    );
  });

  it('draws no boundary where none exists, and says so', () => {
    const { spec, caption } = followed([
      [0.1, never],
      [0.9, never],
    ]);
    expect(linesOf(spec)).toEqual([]);
    expect(caption).toContain('Honesty dies out from every share of honest nodes.');
  });

  it('ends a boundary where it ends', () => {
    const { spec, caption } = followed([
      [0.1, never],
      [0.1999, never],
      [0.2001, tips(0.999)],
      [0.9, tips(0.25)],
    ]);
    expect(linesOf(spec).map(({ x, share }) => [x, share])).toEqual([
      [0.2, 0.999],
      [0.2001, 0.999],
      [0.9, 0.25],
    ]);
    expect(caption).toContain(
      'from p = 0.2 on it spreads once enough nodes are honest (99.9 % at p = 0.2, 25 % at p = 0.9)',
    );
  });

  it('joins nothing between whole numbers', () => {
    const { spec } = followed(
      [
        [1, tips(0.75)],
        [2, tips(0.5)],
      ],
      true,
    );
    expect(linesOf(spec).map(({ x, share }) => [x, share])).toEqual([
      [0.5, 0.75],
      [1, 0.75],
      [1.5, 0.75],
      [1.5, 0.5],
      [2, 0.5],
      [2.5, 0.5],
    ]);
  });

  it('says in its areas what becomes of them', () => {
    const { spec } = followed([
      [0.1, tips(0.5)],
      [0.9, tips(0.5)],
    ]);
    const words = layersOf(spec).map((layer) => (layer.mark as VegaLite).text);
    expect(words.filter(Boolean)).toEqual(['all become honest', 'all come to cheat']);
  });

  it('needs a parameter that is swept', () => {
    expect(tipping.applies(solvedSingle)).toBe(false);
  });
});

describe('what security costs', () => {
  it('names the cheapest setting at which honesty pays', () => {
    const { caption, spec } = securityCost.build(sweep);
    const rows = rowsOf(spec).filter((row) => row.status === 'honesty pays');
    const cheapest = rows.reduce((least, row) => (row.overhead < least.overhead ? row : least));
    expect(caption).toContain(`The cheapest setting at which honesty pays is ${cheapest.at}:`);
  });

  it('keeps settings of different studies apart', () => {
    const { spec, caption } = securityCostCompared.build([sweep, grid]);
    expect(new Set(rowsOf(spec).map((row) => row.series))).toEqual(new Set([sweep.title, grid.title]));
    expect(new Set(rowsOf(spec).map((row) => row.line)).size).toBe(1 + 9);
    expect(caption).toContain('The cheapest settings at which honesty pays are');
  });

  it('applies only where more than one cost can be compared', () => {
    expect(securityCost.applies(empty)).toBe(false);
    const one = { ...sweep, designPoints: sweep.designPoints.slice(0, 1) };
    expect(securityCost.applies(one)).toBe(false);
    expect(securityCostCompared.applies([one])).toBe(false);
  });
});

it('has unique kinds in the registry', () => {
  const kinds = Object.values(charts).map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
});

describe('every picture', () => {
  const fixtures: Record<string, SolveResult> = { solvedPair, solvedSingle, solvedCrowd };
  const buildAll = (width: number): [string, ChartSpec][] => [
    ...Object.entries(fixtures).flatMap(([name, result]) =>
      buildCharts(chartsFrom('solution'), result, width).map((chart): [string, ChartSpec] => [name, chart]),
    ),
    ...buildCharts(chartsFrom('studies'), [sweep, grid], width).map((chart): [string, ChartSpec] => ['both', chart]),
  ];

  it('is valid Vega-Lite and compiles without a warning', async () => {
    for (const [name, { kind, spec, bareSpec }] of buildAll(760)) {
      for (const candidate of [spec, bareSpec]) {
        expect({ name, kind, faults: listFaults(candidate) }).toEqual({ name, kind, faults: [] });
      }
      expect({ name, kind, warnings: (await compileChart(spec)).warnings }).toEqual({ name, kind, warnings: [] });
    }
  });

  it.each([600, 760, 1600])('keeps everything inside, %i px wide', async (width) => {
    for (const [name, { kind, bareSpec }] of buildAll(width)) {
      const drawn = measurePicture(await renderSvg(bareSpec));
      expect({ name, kind, inside: drawn.inside }).toEqual({ name, kind, inside: true });
      expect(drawn.width).toBeLessThanOrEqual(width + 24);
    }
  });
});
