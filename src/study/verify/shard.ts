/**
 * Whether a folder is what its shard wrote: its files against their hashes, its runs against those that are dealt to it,
 * and a sample of them simulated again. Findings it has none.
 */
import { isMarket } from '../../analysis/market-points.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { drawRuns } from '../../engine/draw-runs.ts';
import type { Manifest, Shard } from '../../findings/manifest.ts';
import { replanScenario } from '../../plan/load-scenario.ts';
import { createResolver } from '../../scenario/resolve.ts';
import { canonicalJson } from '../../scenario/schema/digest.ts';
import { gatherRuns } from '../../store/merge.ts';
import { nameShard } from '../../store/results-folder.ts';
import type { RunRecords } from '../../store/run-records.ts';
import { StoreError } from '../../store/store-error.ts';
import { batchesOf } from '../passes.ts';
import { readListed } from '../shards/parts.ts';
import { createSettler } from '../shards/round.ts';
import { type ShardRuns, shardBytesMax, shardRunsSchema } from '../shards/shard.ts';
import { readAs, sourceBytesMax, sourceSchema } from '../shards/source.ts';
import { countRuns, dealRuns, digestRuns, listWanted, planFirstLook, type WantedRuns } from '../shards/wanted.ts';
import type { DeriveRequest } from './derive.ts';
import { verifyDigests } from './digests.ts';
import { verifyFiles } from './files.ts';
import { simulateAgain } from './runs.ts';
import type { Verification, VerifyRequest } from './verification.ts';

/** Verifies the folder of a shard. @throws StoreError `unfit` where the shard is not done */
export async function verifyShard(
  folder: string,
  manifest: Manifest,
  shard: NonNullable<Manifest['shard']>,
  request: VerifyRequest,
): Promise<Verification> {
  if (!shard.complete) {
    throw new StoreError(
      'unfit',
      `${folder} holds nothing to verify: ${nameShard(shard)} is not done; the command that began it goes on`,
    );
  }
  const files = verifyFiles(folder, manifest, ['shard.json', 'source.json']);
  const areGood = files.every(({ equal }) => equal);
  const loaded = areGood ? readStudy(folder, manifest, request.catalogue) : undefined;
  const digests = verifyDigests(manifest, undefined, loaded, 'source.json');
  const told = { files, digests, findings: [], notDerived: ['findings: a shard has none'] };
  const said = loaded && readListed(folder, manifest, 'shard.json', shardBytesMax, shardRunsSchema);
  if (!loaded || !said) return { ...told, runs: [], runsInAll: 0 };

  const wanted = settle(said, loaded);
  if (typeof wanted === 'string') {
    digests.push({ of: 'shard.json', equal: false, because: wanted });
    return { ...told, runs: [], runsInAll: 0 };
  }
  if (shard.look === 0) digests.push(...verifyDeal(shard, wanted, loaded));
  else told.notDerived.push('whether these runs are the ones that were dealt: the plan they are of lies elsewhere');
  const records = await readRecords(folder);
  if (typeof records === 'string') {
    digests.push({ of: 'records of the shard', equal: false, because: records });
    return { ...told, runs: [], runsInAll: 0 };
  }
  const asked = wanted.reduce((sum, { point, count }) => sum + count * batchesOf(point), 0);
  const because = `${records.size} are there, not ${asked}`;
  const of = 'records of the shard';
  digests.push(records.size === asked ? { of, equal: true } : { of, equal: false, because });
  const total = countRuns(wanted);
  const count = request.runs === 'all' ? total : request.runs;
  const picked = drawRuns(total, count, manifest.digest).map((index) => pickRun(wanted, index));
  const runs = await simulateAgain(picked, records, String(loaded.scenario.seed), request);
  return { ...told, runs, runsInAll: total };
}

function readStudy(
  folder: string,
  manifest: Manifest,
  catalogue: Catalogue | undefined,
): DeriveRequest['loaded'] | undefined {
  const source = readListed(folder, manifest, 'source.json', sourceBytesMax, sourceSchema);
  if (!source) return undefined;
  const { file, text, overrides } = readAs(source);
  const loaded = replanScenario(file, text, overrides, catalogue);
  return 'scenario' in loaded ? loaded : undefined;
}

/** The runs that a shard says it has, with their design points; a sentence where the scenario has no such run. */
function settle({ runs }: ShardRuns, { scenario, points }: DeriveRequest['loaded']): WantedRuns[] | string {
  const resolver = createResolver(scenario);
  const find = createSettler({ scenario, points, resolve: (at) => resolver(at).settings });
  const wanted: WantedRuns[] = [];
  for (const { designPoint, at, key, first, count } of runs) {
    const found = find(designPoint, at);
    const arm = found?.arms.find((one) => one.key === key);
    if (!arm) return `design point ${designPoint} has no arm ${key}`;
    wanted.push({ point: found!.point, arm: arm.arm, key, first, count });
  }
  return wanted;
}

function verifyDeal(
  shard: Shard,
  wanted: readonly WantedRuns[],
  { scenario, points }: DeriveRequest['loaded'],
): Verification['digests'] {
  const first = planFirstLook(scenario, points.filter(isMarket));
  const all = listWanted(first, { has: () => false }, String(scenario.seed));
  const brief = (runs: readonly WantedRuns[]) =>
    runs.map(({ point, key, first: from, count }) => [point.id, key, from, count]);
  const isDealt = canonicalJson(brief(dealRuns(all, shard))) === canonicalJson(brief(wanted));
  const plan = digestRuns(all);
  return [
    plan === shard.plan
      ? { of: 'plan of the shard', equal: true }
      : { of: 'plan of the shard', equal: false, because: `it says ${shard.plan}, not ${plan}` },
    isDealt
      ? { of: 'shard.json', equal: true }
      : { of: 'shard.json', equal: false, because: `its runs are not those of ${nameShard(shard)}` },
  ];
}

async function readRecords(folder: string): Promise<RunRecords | string> {
  try {
    return await gatherRuns([{ folder, manifest: { files: {} } }], (arm, record) => `run ${record} of arm ${arm}`);
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
}

function pickRun(wanted: readonly WantedRuns[], index: number) {
  let left = index;
  for (const { point, arm, key, first, count } of wanted) {
    if (left < count) return { point, arm, key, replication: first + left };
    left -= count;
  }
  throw new RangeError(`there is no run ${index}`);
}
