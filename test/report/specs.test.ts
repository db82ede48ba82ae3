import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCharts } from '../../src/report/chart.ts';
import * as charts from '../../src/report/charts/index.ts';
import { compileChart } from '../../src/report/render.ts';
import { fixtures } from './fixtures/findings.ts';

type Validate = { (spec: unknown): boolean; errors?: { instancePath: string; message?: string }[] | null };

let isVegaLite: Validate;

beforeAll(() => {
  const path = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json');
  const ajv = new Ajv({ strict: false, formats: { 'color-hex': true, uri: true, 'uri-reference': true } });
  isVegaLite = ajv.compile(JSON.parse(readFileSync(path, 'utf8'))) as Validate;
}, 60_000);

describe("Vega-Lite's own schema", () => {
  it('rejects a mark that does not exist', () => {
    expect(isVegaLite({ mark: 'unicorn', data: { values: [] }, encoding: {} })).toBe(false);
  });

  for (const [name, findings] of Object.entries(fixtures)) {
    it(`accepts every chart of "${name}"`, () => {
      for (const { kind, spec, bareSpec } of buildCharts(Object.values(charts), findings)) {
        for (const candidate of [spec, bareSpec]) {
          const valid = isVegaLite(JSON.parse(JSON.stringify(candidate)));
          expect({ kind, errors: valid ? [] : isVegaLite.errors?.slice(0, 3) }).toEqual({ kind, errors: [] });
        }
      }
    });
  }
});

describe('compiling', () => {
  for (const [name, findings] of Object.entries(fixtures)) {
    it(`draws no warning from "${name}"`, async () => {
      for (const { kind, spec } of buildCharts(Object.values(charts), findings)) {
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
