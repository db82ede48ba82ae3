/** How runs are dealt to shards, and put together again: whoever has them, and in whatever parts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isMarket } from '../../src/analysis/market-points.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { workOfRun } from '../../src/run/pace.ts';
import { createPool } from '../../src/run/pool.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { gatherRuns } from '../../src/store/merge.ts';
import { RunRecords } from '../../src/store/run-records.ts';
import { openStore } from '../../src/store/store.ts';
import { executePass } from '../../src/study/passes.ts';
import { conductMerged } from '../../src/study/shards/merge.ts';
import { createPairing } from '../../src/study/shards/pairing.ts';
import { dealRuns, digestRuns, listWanted, planFirstLook, type WantedRuns } from '../../src/study/shards/wanted.ts';
import { listFindingsText } from '../../src/study/write-results.ts';
import { tinyScenario } from '../cli/tiny-scenario.ts';

const loaded = planScenario('tiny.yaml', tinyScenario.replace('jobs: 2000', 'jobs: 300'));
if ('problems' in loaded) throw new Error('the scenario is wrong');
const { scenario, points } = loaded;
const seed = String(scenario.seed);
const plan = planFirstLook(scenario, points.filter(isMarket));
const all = listWanted(plan, { has: () => false }, seed);

describe('dealing', () => {
  const lengths = fc.array(fc.record({ jobs: fc.constantFrom(1, 300, 5000), count: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 12,
  });
  const layOut = (arms: readonly { jobs: number; count: number }[]) =>
    arms.map(({ jobs, count }, i): WantedRuns => {
      const { settings, ...point } = all[0].point;
      const run = { ...settings.run, jobs };
      return { ...all[0], point: { ...point, settings: { ...settings, run } }, key: `arm ${i}`, first: i, count };
    });
  const cards = (runs: readonly WantedRuns[]) =>
    runs.flatMap(({ key, first, count }) => Array.from({ length: count }, (_, step) => `${key} ${first + step}`));
  const weigh = (runs: readonly WantedRuns[]) => runs.reduce((sum, one) => sum + one.count * workOfRun(one), 0);

  test('every run is in one hand, and no two hands differ by more than the longest run', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 40 }), (arms, of) => {
        const wanted = layOut(arms);
        const hands = Array.from({ length: of }, (_, i) => dealRuns(wanted, { number: i + 1, of }));
        expect(hands.flatMap(cards).sort()).toEqual(cards(wanted).sort());
        const weights = hands.map(weigh);
        expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(Math.max(...wanted.map(workOfRun)));
      }),
      { seed: 209, numRuns: 300 },
    );
  });

  test('the runs of an arm stay together, in plan order', () => {
    for (const number of [1, 2, 3]) {
      const hand = dealRuns(all, { number, of: 3 });
      const keys = hand.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toEqual(all.map(({ key }) => key).filter((key) => keys.includes(key)));
    }
  });

  test('what is dealt is known by what it is, not by who is dealt to', () => {
    expect(digestRuns(all)).toBe(digestRuns(all.map(({ key, first, count }) => ({ key, first, count }))));
    const [{ count, ...first }, ...others] = all;
    expect(digestRuns([{ ...first, count: count + 1 }, ...others])).not.toBe(digestRuns(all));
  });
});

describe('any partition of the runs', () => {
  const pool = createPool({ workers: 1 });
  const everything = new RunRecords();
  let place: string;
  let expected: string;

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'posp-parts-'));
    const archive = {
      has: () => false,
      get: () => undefined,
      append: (runs: Parameters<RunRecords['add']>[0]) => void everything.add(runs),
    };
    await executePass(plan, archive, pool, { seed, signal: undefined, onJobs: () => {}, onPoint: () => {} });
    expected = await conclude(everything);
  });
  afterAll(async () => {
    await pool.close();
    rmSync(place, { recursive: true, force: true });
  });

  async function conclude(records: RunRecords): Promise<string> {
    const resolver = createResolver(scenario);
    const resolve = (at: Parameters<typeof resolver>[0]) => resolver(at).settings;
    const digest = digestScenario(scenario);
    const merged = await conductMerged({ scenario, points, resolve, digest, pool, records, parts: [] });
    return merged.next ? merged.gaps.join() : [...listFindingsText([merged.outcome!.findings])].join('');
  }

  test('comes to the same findings, in any order, some of them twice', async () => {
    const runs = all.flatMap(({ key, first, count }) =>
      Array.from({ length: count }, (_, i) => ({ key, replication: first + i })),
    );
    const owners = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: runs.length, maxLength: runs.length });
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    let trial = 0;
    await fc.assert(
      fc.asyncProperty(owners, order, async (owned, folders) => {
        trial++;
        const paths = folders.map((number) => join(place, `${trial}-${number}`));
        for (const [i, path] of paths.entries()) {
          const store = await openStore(path, { digest: 'sha256:any', subject: null });
          for (const [run, { key, replication }] of runs.entries()) {
            if (!owned[run].includes(folders[i])) continue;
            await store.append({ arm: key, first: replication, rows: everything.get(key, replication)! });
          }
          await store.close();
        }
        const records = await gatherRuns(
          paths.map((folder) => ({ folder, manifest: { files: {} } })),
          String,
        );
        expect(records.size).toBe(runs.length);
        expect(await conclude(records)).toBe(expected);
      }),
      { seed: 210, numRuns: 6 },
    );
  });

  test('is closed up replication by replication, for all arms of a design point alike', () => {
    const records = new RunRecords();
    const [first, second, ...others] = plan[0]!.arms;
    const keep = (key: string, replications: readonly number[]) => {
      for (const replication of replications) {
        records.add({ arm: key, first: replication, rows: everything.get(key, replication)! });
      }
    };
    keep(first!.key, [0, 1, 3]);
    keep(second!.key, [1, 2, 3]);
    for (const { key } of others) keep(key, [0, 1, 2, 3]);
    const pairing = createPairing(plan, records);
    expect(pairing.plan.map(({ replications }) => replications)).toEqual([2, 0]);
    for (const { key } of plan[0]!.arms) {
      expect([0, 1, 2].map((record) => pairing.get(key, record))).toEqual([
        everything.get(key, 1),
        everything.get(key, 3),
        undefined,
      ]);
    }
    // Two design points that share the runs of an arm leave out the same of them.
    const shared = [plan[0]!, { ...plan[1]!, arms: [first!] }];
    expect(createPairing(shared, records).plan.map(({ replications }) => replications)).toEqual([2, 2]);
  });

  test('lacks no run without saying so', async () => {
    const records = new RunRecords();
    for (const { arm, first, row, count } of everything.stretchesBeside([])) {
      const rows = new Float64Array(count * recordColumnNames.length);
      for (let i = 0; i < count; i++) everything.read(row + i, rows, i * recordColumnNames.length);
      const isLast = arm === all.at(-1)!.key;
      records.add({ arm, first, rows: isLast ? rows.subarray(recordColumnNames.length) : rows });
    }
    // The last arm's replications are numbered on from 0, so that its last one is what is missing.
    expect(await conclude(records)).toMatch(/^1 run is missing: design point 1, arm \S+, replication 3$/);
  });
});
