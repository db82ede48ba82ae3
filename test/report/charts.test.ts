import { describe, expect, it } from 'vitest';
import type { Findings, Rate } from '../../src/findings/findings.ts';
import { judgementOf } from '../../src/findings/judgement.ts';
import { buildCharts, type Chart, type VegaLite } from '../../src/report/chart.ts';
import { advantage } from '../../src/report/charts/advantage.ts';
import { cellOf } from '../../src/report/charts/cells.ts';
import * as charts from '../../src/report/charts/index.ts';
import { chartsFrom } from '../../src/report/gallery.ts';
import { compileChart, drawVega } from '../../src/report/render.ts';
import { listAxes } from '../../src/report/sweep.ts';
import { darkHues, palette } from '../../src/report/theme.ts';
import { formatNumber } from '../../src/words/number.ts';
import { bare, empty, grid, gridWithoutExact, single, sweep, threeAxes } from './fixtures/findings.ts';

const kindsOf = (findings: Findings) => buildCharts(chartsFrom('findings'), findings).map((chart) => chart.kind);
const draw = (chart: Chart, findings: Findings) => chart.build(findings);

describe('which charts apply', () => {
  it.each([
    ['a sweep over one parameter', sweep, ['advantage', 'payoffs', 'rates', 'security-cost']],
    ['a grid', grid, ['advantage', 'dominance-map', 'payoffs', 'rates', 'security-cost']],
    ['a single setting', single, ['payoffs', 'rates']],
    ['a setting where nobody can deviate', bare, ['rates']],
    ['no design points', empty, []],
  ])('%s', (_, findings, kinds) => {
    expect(kindsOf(findings)).toEqual(kinds);
  });

  it('has unique kinds', () => {
    const kinds = chartsFrom('findings').map((chart) => chart.kind);
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});

describe('advantage', () => {
  it('states the threshold, exact and simulated, in its caption', () => {
    const { caption } = draw(charts.advantage, sweep);
    expect(caption).toContain(
      'once challenge probability p exceeds 0.00736 (exact; simulated, sharp estimate: 0.0074 [0.00731, 0.00749]',
    );
  });

  it('uses a logarithmic axis for values equally spaced in their logarithm, a linear one otherwise', () => {
    const linear = {
      ...sweep,
      designPoints: sweep.designPoints.map((point, i) => ({
        ...point,
        at: { 'mechanism.challengeProbability': 0.1 + 0.05 * i },
      })),
    };
    expect(JSON.stringify(draw(charts.advantage, sweep).spec)).toContain('"type":"log"');
    expect(JSON.stringify(draw(charts.advantage, linear).spec)).not.toContain('"type":"log"');
  });

  it('shows six panels of many settings and says how many there are', () => {
    const { spec, caption } = draw(charts.advantage, threeAxes);
    expect(spec.concat).toHaveLength(6);
    expect(caption).toContain('Shown are 6 of 8 settings');
  });
});

describe('dominance map', () => {
  const cells = (findings: Findings) => {
    const layers = draw(charts.dominanceMap, findings).spec.layer as {
      mark: { type: string };
      data: { values: Record<string, number>[] };
    }[];
    return layers;
  };

  it('shows one kind of job, and says which', () => {
    const kind = (label: string) => ({
      points: grid.designPoints.map((point) => ({ ...point, at: { ...point.at, 'market.jobs': label } })),
      thresholds: grid.thresholds.map((one) => ({ ...one, at: { ...one.at, 'market.jobs': label } })),
    });
    const [chat, batch] = [kind('chat'), kind('batch')];
    const both = {
      ...grid,
      designPoints: [...chat.points, ...batch.points],
      thresholds: [...chat.thresholds, ...batch.thresholds],
    };
    expect(cells(both).map(({ data }) => data.values.length)).toEqual(
      cells(grid).map(({ data }) => data.values.length),
    );
    expect(draw(charts.dominanceMap, both).caption).toMatch(/Held: .*batch/);
    expect(draw(charts.dominanceMap, grid).caption).not.toContain('Held');
  });

  it('has one cell per setting, coloured by the smallest advantage', () => {
    const [map] = cells(grid);
    expect(map.data.values).toHaveLength(117);
    const point = grid.designPoints[0];
    const least = Math.min(
      ...point.advantages
        .filter((entry) => entry.role === 'asserter' && entry.against === 'coalition')
        .map((entry) => entry.exact!),
    );
    expect(map.data.values[0].value).toBe(least);
  });

  it('hatches exactly the cells of which neither the rules nor the runs can tell', () => {
    const [map, hatched] = cells(gridWithoutExact);
    const expected = map.data.values.filter(
      (_, i) => judgementOf(gridWithoutExact.designPoints[i], 'asserter').honesty === 'cannot-tell',
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(hatched.data.values).toEqual(expected);
    expect(cells(grid)[1].data.values).toEqual([]);
  });

  it('draws the frontier through the exact thresholds of the deviation that binds', () => {
    const line = cells(grid).find(({ mark }) => mark.type === 'line')!;
    const binding = grid.thresholds.filter((threshold) => threshold.over === 'skip-work');
    const axis = listAxes(grid)[0]!;
    expect(line.data.values.map((row) => row.x)).toEqual(binding.map(({ exact }) => cellOf(axis, exact!.value!)));
  });

  it('shades by the sign, so deeply that cells beside the frontier still differ, and says the sign too', () => {
    const [map] = cells(grid);
    for (const { value, shade, sign } of map.data.values) {
      expect(Math.sign(Number(shade))).toBe(Math.sign(Number(value)));
      if (value !== 0) expect(Math.abs(Number(shade))).toBeGreaterThanOrEqual(0.25);
      expect(sign).toBe(Number(value) > 0 ? '+' : '−');
    }
    const signs = cells(grid).filter(({ mark }) => mark.type === 'text')[0]!;
    expect(signs.data.values).toHaveLength(117);
  });

  it('gives every value a cell of one size, and what lies between two values its place between their cells', () => {
    const log = { path: '', values: [0.025, 0.1, 0.5], log: true };
    expect(log.values.map((value) => cellOf(log, value))).toEqual([0, 1, 2]);
    expect(cellOf(log, 0.05)).toBeCloseTo(0.5, 12);
    expect(cellOf({ path: '', values: [0, 1, 3], log: false }, 2)).toBe(1.5);
    // Beyond the ends it goes on as beside them.
    expect(cellOf(log, 0.0125)).toBeCloseTo(-0.5, 12);
    expect(cellOf(log, 2.5)).toBeCloseTo(3, 12);
  });
});

describe('payoffs', () => {
  it('shows the setting that all pictures of a single setting show, and says which', () => {
    const { title, caption } = draw(charts.payoffs, sweep);
    const middle = sweep.designPoints[6]!.at['mechanism.challengeProbability'];
    expect(title).toBe(`What each strategy earns at p = ${middle}`);
    expect(caption).toContain('The middle one of 13 settings.');
    const two = { ...sweep, designPoints: sweep.designPoints.slice(0, 2) };
    expect(draw(charts.payoffs, two).caption).toContain('The second of 2 settings.');
  });

  it('writes every amount beside its dot', () => {
    const texts = JSON.stringify(draw(charts.payoffs, sweep).spec);
    const { payoffs } = sweep.designPoints[6]!;
    expect(payoffs.length).toBeGreaterThan(0);
    for (const { mean, exact } of payoffs) {
      expect(texts).toMatch(new RegExp(`"text":"${formatNumber(mean ?? exact, 2).slice(0, 4)}`));
    }
  });
});

describe('money', () => {
  /** The same study with its amounts in dollars, a millionth of what they were. */
  const inDollars = (findings: Findings): Findings =>
    JSON.parse(JSON.stringify({ ...findings, money: 'USD' }), (key, value) =>
      typeof value === 'number' && ['mean', 'halfWidth', 'exact', 'plain'].includes(key) ? value / 1e6 : value,
    );
  const titlesOf = (spec: unknown): string[] => {
    const titles: string[] = [];
    JSON.stringify(spec, (key, value) => {
      if (key === 'axis' && value?.title) titles.push([value.title].flat().join(' '));
      return value;
    });
    return titles;
  };

  it.each([
    ['advantage', charts.advantage, sweep],
    ['payoffs', charts.payoffs, sweep],
    ['security-cost', charts.securityCost, sweep],
    ['dominance-map', charts.dominanceMap, grid],
  ] as const)('%s has axes in the money of the file, scaled to be read', (name, chart, findings) => {
    const { spec, caption } = chart.build(inDollars(findings));
    expect(JSON.stringify(spec)).not.toMatch(/credit/);
    expect(JSON.stringify(spec)).toMatch(/µUSD/);
    expect(caption).not.toMatch(/credit/);
    if (name !== 'dominance-map')
      expect(titlesOf(spec).filter((title) => /\[µUSD per job\]/.test(title)).length).toBeGreaterThan(0);
  });
});

describe('advantage along a number', () => {
  const path = 'mechanism.challengeProbability';
  type Rows = { x: number; over: string; exact: number }[];
  const curveOf = (findings: Findings): Rows =>
    (
      advantage.build(findings).spec.concat as { layer: { data?: { values: Rows }; encoding: object }[] }[]
    )[0]!.layer.find(({ encoding }) => 'strokeDash' in encoding)!.data!.values;

  it('draws the exact curve through zero at the exact threshold, not where a chord crosses', () => {
    const threshold = sweep.thresholds.find(({ over, role }) => role === 'asserter' && over === 'skip-work')!.exact!
      .value!;
    const zero = curveOf(sweep).find(({ x, over }) => over === 'skip-work' && x === threshold);
    expect(zero).toMatchObject({ exact: 0 });
  });

  it('bends between settings as amounts that grow with the parameter do on a logarithmic axis', () => {
    // The fixture's advantage is a line in p: every point of the curve lies on it.
    const rows = curveOf(sweep).filter(({ over }) => over === 'skip-work');
    const [first, last] = [rows[0]!, rows.at(-1)!];
    for (const { x, exact } of rows) {
      const line = first.exact + ((x - first.x) / (last.x - first.x)) * (last.exact - first.exact);
      expect(exact).toBeCloseTo(line, 9);
    }
    expect(rows.length).toBeGreaterThan(60);
  });

  it('gives panels scales of their own where one would flatten another, and says so', () => {
    const three = (factors: number[]): Findings => ({
      ...sweep,
      thresholds: [],
      designPoints: factors.flatMap((factor, i) =>
        sweep.designPoints.map((point, j) => ({
          ...point,
          id: i * 100 + j,
          at: { [path]: point.at[path]!, 'market.stake': i + 1 },
          advantages: point.advantages.map((entry) => ({
            ...entry,
            mean: entry.mean! * factor,
            exact: entry.exact! * factor,
            halfWidth: entry.halfWidth! * factor,
          })),
        })),
      ),
    });
    const domains = (findings: Findings) =>
      (
        advantage.build(findings).spec.concat as { layer: { encoding: { y: { scale: { domain: number[] } } } }[] }[]
      ).map(({ layer }) => layer[0]!.encoding.y.scale.domain);
    const own = three([1, 10, 100]);
    expect(advantage.build(own).caption).toContain('Each panel has a scale of its own.');
    const [small, , large] = domains(own);
    // The widest interval is a plain one, which this study leaves as it was.
    expect(large![1]! / small![1]!).toBeGreaterThan(50);
    const alike = three([1, 1.5, 2]);
    expect(advantage.build(alike).caption).not.toContain('scale of its own');
    expect(new Set(domains(alike).map((domain) => JSON.stringify(domain))).size).toBe(1);
  });
});

describe('a simulated threshold whose interval is open', () => {
  const open: Findings = {
    ...sweep,
    thresholds: sweep.thresholds.map((entry) => ({
      ...entry,
      simulated: entry.simulated && { ...entry.simulated, high: null },
    })),
  };

  it('is shaded to the edge, and read as open', async () => {
    const { spec, bareSpec } = charts.advantage.build(open);
    const panel = JSON.parse(JSON.stringify(spec)) as VegaLite;
    const find = (node: unknown): { low: number; high: number }[] =>
      Array.isArray(node)
        ? node.flatMap(find)
        : node !== null && typeof node === 'object'
          ? (node as { mark?: { type?: string; clip?: boolean } }).mark?.type === 'rect'
            ? (node as { data: { values: { low: number; high: number }[] } }).data.values
            : Object.values(node).flatMap(find)
          : [];
    const most = Math.max(...sweep.designPoints.map(({ at }) => Number(Object.values(at)[0])));
    const stripes = find(panel);
    expect(stripes.length).toBeGreaterThan(0);
    for (const { high } of stripes) expect(high).toBeGreaterThanOrEqual(most);
    const { readings } = await drawVega((await compileChart(bareSpec)).vega);
    expect(readings.map(({ words }) => words).join('\n')).toMatch(/threshold at .*, interval from [\d.]+ on/);
  });
});

describe('rates', () => {
  const seen = (value: number, halfWidth: number, exact: number | null = null) => ({
    value,
    halfWidth,
    exact,
    per: 'job',
    count: 1000,
  });
  const withRates = (rates: (i: number) => Findings['designPoints'][number]['rates']): Findings => ({
    ...sweep,
    designPoints: sweep.designPoints.map((point, i) => ({ ...point, rates: rates(i) })),
  });
  const none = seen(0, 0.003);

  it('draws what was never seen as a bound, with no bar under it', () => {
    const findings = withRates((i) => ({
      challenged: seen(0.01, 0.001),
      detected: i === 0 ? none : seen(0.004, 0.002),
      undetectedFraud: seen(0.9, 0.01),
      falseSlash: seen(0.001, 0.0005),
      verificationOverhead: seen(0.01, 0.001),
    }));
    const { spec, caption } = charts.rates.build(findings);
    const detected = (
      spec.concat as { layer: { mark: { type: string; shape?: string }; data?: { values: { bound: number }[] } }[] }[]
    )[1]!;
    const arrows = detected.layer.filter(({ mark }) => mark.shape === 'triangle-down');
    expect(arrows.flatMap(({ data }) => data!.values.map(({ bound }) => bound))).toEqual([0.003]);
    const bars = detected.layer.filter(({ mark }) => mark.type === 'rule');
    expect(JSON.stringify(bars)).toContain('!isValid(datum.bound)');
    expect(caption).toContain('caps with an arrow: never seen, the rate is below');
  });

  it('tells in words what nobody ever saw, instead of an empty panel', () => {
    const findings = withRates(() => ({
      challenged: seen(0.01, 0.001),
      detected: seen(0.004, 0.002),
      undetectedFraud: seen(0.9, 0.01),
      falseSlash: none,
      verificationOverhead: seen(0.01, 0.001),
    }));
    const { spec, caption } = charts.rates.build(findings);
    expect(spec.concat).toHaveLength(4);
    expect(caption).toContain('Never seen, and not drawn: false slashes (at most 0.003 per job).');
  });

  it('puts numbers at a single setting beside their intervals, not over them', () => {
    const rate = seen(0.1, 0.05, 0.12);
    const rates = Object.fromEntries(Object.keys(single.designPoints[0]!.rates).map((name) => [name, rate]));
    const designPoints = single.designPoints.map((point) => ({ ...point, rates: rates as typeof point.rates }));
    const { spec } = charts.rates.build({ ...single, designPoints }, 1000);
    const layers = spec.layer as { mark: { type: string; text?: string }; encoding: { x: { value?: number } } }[];
    const texts = layers.filter(({ mark }) => mark.type === 'text');
    expect(texts.length).toBeGreaterThan(0);
    for (const { encoding } of texts) expect(encoding.x.value).toBeGreaterThan(0.15 * (spec.width as number));
  });

  it('says how to read the marks that are there, and no others', () => {
    const alike = (rate: Rate) => charts.rates.build(withRates(() => sameRates(rate))).caption;
    const sameRates = (rate: Rate) => ({
      challenged: rate,
      detected: rate,
      undetectedFraud: rate,
      falseSlash: rate,
      verificationOverhead: rate,
    });
    const solved = { ...seen(0, 0), value: null, halfWidth: null, exact: 0.01 };
    expect(alike(solved)).toMatch(/ Lines: exact\.$/);
    expect(alike(seen(0.01, 0.001))).toMatch(/ Dots: simulated, \d+ % confidence\.$/);
    expect(alike(seen(0.01, 0.001, 0.01))).toMatch(/ Dots: simulated, \d+ % confidence; lines: exact\.$/);
  });
});

describe('colours', () => {
  const lightness = (hex: string) => {
    const linear = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 116 * Math.cbrt(0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!) - 16;
  };

  it('differ in lightness on grey paper, and each has one of its own where the page is dark', () => {
    const light = palette
      .slice(0, 5)
      .map(lightness)
      .sort((a, b) => a - b);
    // A step of eight in L* is seen between fine marks side by side.
    for (let i = 1; i < light.length; i++) expect(light[i]! - light[i - 1]!).toBeGreaterThan(8);
    const dark = palette.map((color) => darkHues[color]!);
    expect(new Set(dark).size).toBe(palette.length);
    for (const color of dark) expect(lightness(color)).toBeGreaterThan(58);
  });
});
