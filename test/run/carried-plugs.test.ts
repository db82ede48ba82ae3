/** What a thread is handed beside plain settings. */
import { expect, test } from 'vitest';
import { builtIn, catalogueOf, withCatalogue } from '../../src/catalogue/catalogue.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { DesignPoint } from '../../src/plan/plan.ts';
import { givePlugs, namePlugins } from '../../src/run/carried-plugs.ts';
import { recorded, requestsFile } from '../fixtures/replay.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';

const trace = recorded(requestsFile);
const base = buildSettings({ run: { jobs: 300, seconds: 200 } });
const demand = { kind: 'trace', file: 'requests.csv', start: 'anywhere', sha256: trace.sha256 };
const settings = withCatalogue(
  { ...base, market: { ...base.market, demand, dispatch: { kind: 'shorter-of-two' } } },
  { ...builtIn, traces: new Map([[trace.sha256, trace]]) },
);
const arm = asserterArm('skip-work');
const point: DesignPoint = { id: 0, at: {}, settings };

test('the jobs of a trace go along to a thread, and are shared there', async () => {
  const [work] = await givePlugs([structuredClone(namePlugins({ point }))]);
  const there = work!.point.settings;
  expect(catalogueOf(there).traces.get(trace.sha256)!.times.buffer).toBeInstanceOf(SharedArrayBuffer);
  const runs = [0, 1, 2].map((replication) => simulateRun(there, arm, 'thread', replication));
  expect(runs).toEqual([0, 1, 2].map((replication) => simulateRun(settings, arm, 'thread', replication)));
  // A cycle of 240 jobs and some, wherever it begins.
  const counts = runs.map((row) => row[at.jobs]!);
  expect(new Set(counts).size).toBeGreaterThan(1);
  for (const count of counts) expect(Math.abs(count - (200 * 239) / 183.4715549)).toBeLessThan(trace.excess);
  // Parcel by parcel the catalogue is one, and so is what is known by it.
  const [next] = await givePlugs([structuredClone(namePlugins({ point }))]);
  expect(catalogueOf(next!.point.settings)).toBe(catalogueOf(there));
});

test('without them a thread plays no other jobs in their place', async () => {
  const [work] = await givePlugs([structuredClone({ point })]);
  expect(() => simulateRun(work!.point.settings, arm, 'thread', 0)).toThrow('before its file was read');
});
