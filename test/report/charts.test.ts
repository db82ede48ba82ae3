import { describe, expect, it } from 'vitest';
import type { Findings } from '../../src/findings/findings.ts';
import { judgementOf } from '../../src/findings/judgement.ts';
import { buildCharts, type Chart } from '../../src/report/chart.ts';
import { edgesOf } from '../../src/report/charts/cells.ts';
import * as charts from '../../src/report/charts/index.ts';
import { bare, empty, grid, gridWithoutExact, single, sweep, threeAxes } from './fixtures/findings.ts';

const kindsOf = (findings: Findings) => buildCharts(Object.values(charts), findings).map((chart) => chart.kind);
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
    const kinds = Object.values(charts).map((chart) => chart.kind);
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
    const layers = draw(charts.dominanceMap, findings).spec.layer as { data: { values: Record<string, number>[] } }[];
    return layers;
  };

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
    const [, , line] = cells(grid);
    const binding = grid.thresholds.filter((threshold) => threshold.over === 'skip-work');
    expect(line.data.values.map((row) => row.x)).toEqual(binding.map((threshold) => threshold.exact!.value));
  });

  it('centres its colours at zero', () => {
    expect(JSON.stringify(draw(charts.dominanceMap, grid).spec)).toContain('"domainMid":0');
  });

  it('ends cells half-way between neighbours on the axis as drawn', () => {
    const log = edgesOf({ path: '', values: [1, 4, 16], log: true });
    expect([...log.values()].flat().map((edge) => Math.round(1e9 * edge) / 1e9)).toEqual([0.5, 2, 2, 8, 8, 32]);
    expect([...edgesOf({ path: '', values: [0, 1, 3], log: false }).values()]).toEqual([
      [-0.5, 0.5],
      [0.5, 2],
      [2, 4],
    ]);
  });
});

describe('payoffs', () => {
  it('picks the design point nearest to the threshold and says so', () => {
    const { title, caption } = draw(charts.payoffs, sweep);
    expect(title).toBe('What each strategy earns at p = 0.00765');
    expect(caption).toContain('Of 13 settings, the one nearest to the threshold 0.007355.');
  });
});
