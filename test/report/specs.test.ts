import { describe, expect, it } from 'vitest';
import { buildCharts } from '../../src/report/chart.ts';
import { chartsFrom } from '../../src/report/gallery.ts';
import { compileChart } from '../../src/report/render.ts';
import { fixtures } from './fixtures/findings.ts';
import { listFaults } from './vega-lite-schema.ts';

describe("Vega-Lite's own schema", () => {
  it('rejects a mark that does not exist', () => {
    expect(listFaults({ mark: 'unicorn', data: { values: [] }, encoding: {} })).not.toEqual([]);
  });

  for (const [name, findings] of Object.entries(fixtures)) {
    it(`accepts every chart of "${name}"`, () => {
      for (const { kind, spec, bareSpec } of buildCharts(chartsFrom('findings'), findings)) {
        for (const candidate of [spec, bareSpec]) {
          expect({ kind, faults: listFaults(candidate) }).toEqual({ kind, faults: [] });
        }
      }
    });
  }
});

describe('compiling', () => {
  for (const [name, findings] of Object.entries(fixtures)) {
    it(`draws no warning from "${name}"`, async () => {
      for (const { kind, spec } of buildCharts(chartsFrom('findings'), findings)) {
        expect({ kind, warnings: (await compileChart(spec)).warnings }).toEqual({ kind, warnings: [] });
      }
    });
  }

  it('collects warnings where there are some', async () => {
    const spec = {
      data: { values: [] },
      mark: 'point',
      encoding: { x: { field: 'a', type: 'quantitative', scale: { type: 'log', zero: true } } },
    };
    expect((await compileChart(spec)).warnings).not.toEqual([]);
  });
});
