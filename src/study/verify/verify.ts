/**
 * Whether a results folder is what a study wrote: every file against its hash, what was digested against the digests, a
 * sample of its runs simulated again, its findings derived again from all of them, and what is made of findings made again.
 *
 * A hash tells what was changed by accident, or by somebody who forgot the manifest. That runs come out the same again
 * tells more: they follow from the scenario, which nobody can reseal.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { jobsOf } from '../../engine/batch.ts';
import { drawRuns } from '../../engine/draw-runs.ts';
import { resultsVersion, runIdOf } from '../../engine/identity.ts';
import type { Findings } from '../../findings/findings.ts';
import type { Manifest } from '../../findings/manifest.ts';
import type { Place } from '../../findings/place.ts';
import { recordColumnNames } from '../../market/record.ts';
import { type Arm, armName } from '../../market/settings.ts';
import { replanScenario } from '../../plan/load-scenario.ts';
import type { Batch, BatchResult, DesignPoint } from '../../plan/plan.ts';
import type { Pool } from '../../run/pool.ts';
import { canonicalJson, digestScenario } from '../../scenario/digest.ts';
import { hashRegularFile } from '../../scenario/regular-file.ts';
import { createResolver } from '../../scenario/resolve.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { writeScenario } from '../../scenario/write.ts';
import { listOwn, manifestName } from '../../store/layout.ts';
import { ParquetFiles } from '../../store/parquet.ts';
import { readManifest } from '../../store/results-folder.ts';
import { RunRecords } from '../../store/run-records.ts';
import { readRuns } from '../../store/run-table.ts';
import { StoreError } from '../../store/store-error.ts';
import { listAskedProfiles } from '../conclude.ts';
import { type Derivation, type DeriveRequest, deriveAgain } from './derive.ts';
import { listDeviations } from './deviations.ts';
import { KeyedArms, PlannedRuns, type PointPlan } from '../passes.ts';
import { readListedFindings, readListedScenario } from '../read-results.ts';
import { findOtherTables, type RemakeRequest } from './remake.ts';
import { describeStudy } from '../write-results.ts';

/** What was looked at, and whether it is as it was written. */
export interface Verification {
  files: { path: string; equal: boolean; because?: string }[];
  /** What is digested, or counted, in one file and said in another. */
  digests: { of: string; equal: boolean; because?: string }[];
  /** Runs simulated again, by the identity of their first record. */
  runs: { id: string; designPoint: number; arm: string; replication: number; equal: boolean; because?: string }[];
  /** Findings worked out again from the runs, by their parts. */
  findings: Derivation['findings'];
  /** What could not be worked out again, or was not, a few words each. */
  notDerived: string[];
  /** Runs there are to choose from [count]; arms in which everyone plays alike share theirs. */
  runsInAll: number;
}

/** What is wanted. */
export interface VerifyRequest {
  /** How many runs are simulated again, drawn by the study's digest. */
  runs: number | 'all';
  pool: Pool;
  /** Version of the program; when it wrote the folder, sentences are compared too. */
  version?: string;
  /**
   * Draws files again that are drawn of findings, and says what is wrong with those that differ, by path; without it
   * they are named among what was not derived.
   */
  drawAgain?: (request: MadeOf & { paths: readonly string[] }) => Promise<ReadonlyMap<string, string>>;
  signal?: AbortSignal;
}

/** What files of a folder are drawn of. */
export interface MadeOf {
  folder: string;
  findings: Findings;
  scenario: Scenario;
  points: readonly DesignPoint[];
  hasExhibits: boolean;
}

/**
 * Verifies a results folder.
 *
 * @throws StoreError `older`, `not-a-study`, or `unfit` where there is nothing to hold it against: no manifest that can be
 *   read, no finished study, results of another engine
 */
export async function verifyResults(folder: string, request: VerifyRequest): Promise<Verification> {
  const manifest = readManifest(folder);
  requireVerifiable(folder, manifest);
  const files = verifyFiles(folder, manifest);
  const isGood = (path: string) => files.some((file) => file.path === path && file.equal);
  const findings = isGood('findings.json') ? readListedFindings(folder, manifest) : undefined;
  const scenario = isGood('scenario.yaml') ? readScenario(folder, manifest) : undefined;
  const digests = verifyDigests(manifest, findings, scenario);
  const short = { digests, runs: [], findings: [], notDerived: ['findings.json'], runsInAll: 0 };
  if (!findings || !scenario || !isGood('runs.parquet')) return { files, ...short };

  const records = await readRecords(join(folder, 'runs.parquet'));
  if (typeof records === 'string') {
    const told = files.map((file) =>
      file.path === 'runs.parquet' ? { path: file.path, equal: false, because: records } : file,
    );
    return { files: told, ...short };
  }
  const plan = planAgain(findings, scenario);
  digests.push(...verifyPlan(manifest, findings, plan, records));
  const { picked, total } = pickRuns(plan, records, request.runs, manifest.digest);
  const runs = await simulateAgain(picked, records, String(scenario.scenario.seed), request);
  const writer = manifest.versions?.['posp-sim'];
  const derivation = await deriveAgain({
    written: findings,
    loaded: scenario,
    records,
    pool: request.pool,
    isThorough: request.runs === 'all',
    writer: writer === request.version ? undefined : writer,
    signal: request.signal,
  });
  const planned = new PlannedRuns(plan);
  const isSound = [...digests, ...derivation.findings].every(({ equal }) => equal);
  if (isSound && writer === request.version) {
    digests.push(verifyManifest(manifest, describeStudy({ findings, runs: planned }, scenario.scenario)));
  }
  const made = await makeAgain({ folder, findings, ...scenario, planned, records, manifest, isSound }, files, request);
  const notDerived = [...derivation.notDerived, ...made.notDerived];
  return { files: made.files, digests, runs, findings: derivation.findings, notDerived, runsInAll: total };
}

/** Makes again what the program that is asked has made: tables, pages, pictures. */
async function makeAgain(
  of: Omit<MadeOf, 'hasExhibits'> & RemakeRequest & { manifest: Manifest; isSound: boolean },
  files: Verification['files'],
  { version, drawAgain, signal }: VerifyRequest,
): Promise<{ files: Verification['files']; notDerived: string[] }> {
  const { folder, manifest } = of;
  const writer = manifest.versions?.['posp-sim'];
  const left = new Map<string, string[]>();
  const leave = (why: string, path: string) => left.set(why, [...(left.get(why) ?? []), path]);
  const paths = files.filter(({ equal }) => equal).map(({ path }) => path);
  const ours = paths.filter((path) => {
    if (path === 'findings.json') return false;
    const by = manifest.files[path]?.by ?? writer;
    if (by !== version) leave(`made by posp-sim ${by}`, path);
    // Of findings that are not those of the runs nothing is made.
    else if (!of.isSound || signal?.aborted) leave('made of runs and findings', path);
    else return true;
    return false;
  });
  const isTable = (path: string) => path.endsWith('.parquet');
  const differing = new Map<string, string>();
  const tables = new Set(ours.filter(isTable));
  for (const path of tables.size > 0 ? await findOtherTables(folder, tables, of) : []) {
    differing.set(path, 'it is not what its runs and findings make of it');
  }
  const scenarioText = ours.includes('scenario.yaml') ? readListedScenario(folder, manifest) : null;
  if (scenarioText !== null && scenarioText !== writeScenario(of.scenario)) {
    differing.set('scenario.yaml', 'it says more, or otherwise, than its study does');
  }
  const drawn = ours.filter((path) => !isTable(path) && path !== 'scenario.yaml');
  const hasExhibits = manifest.files['exhibits.json'] !== undefined;
  if (drawAgain && drawn.length > 0) {
    for (const [path, because] of await drawAgain({ ...of, paths: drawn, hasExhibits })) differing.set(path, because);
  } else for (const path of drawn) leave('made of findings', path);
  return {
    files: files.map((file) => {
      const because = differing.get(file.path);
      return because === undefined ? file : { path: file.path, equal: false, because };
    }),
    notDerived: [...left].map(([why, { length }]) => `${length} file${length === 1 ? '' : 's'} ${why}`),
  };
}

function requireVerifiable(folder: string, { complete, files, versions }: Manifest): void {
  if (!complete || !files['findings.json']) {
    const wayOut = `posp run with --out ${folder} --resume continues it`;
    throw new StoreError('unfit', `${folder} holds nothing to verify: its study is not complete; ${wayOut}`);
  }
  if (versions?.results === resultsVersion) return;
  const theirs = versions ? `${versions.results} (posp-sim ${versions['posp-sim']})` : 'an unknown version';
  throw new StoreError(
    'unfit',
    `${folder} holds results of version ${theirs}, and this engine leaves those of version ${resultsVersion}: verify it with the program that wrote it, or run the study again`,
  );
}

/** What every finished study has, whoever has taken it out of folder and manifest. */
const always = ['runs.parquet', 'points.parquet', 'estimates.parquet', 'scenario.yaml'];

/** Every file that is listed, or there, or should be, in order of path. */
function verifyFiles(folder: string, { files }: Manifest): Verification['files'] {
  const there = new Set(listOwn(folder).filter((path) => path !== manifestName && !path.endsWith('.corrupt')));
  const findings = files['findings.json']?.sha256;
  return [...new Set([...there, ...Object.keys(files), ...always])].sort().map((path) => {
    const listed = files[path];
    if (!there.has(path)) return { path, equal: false, because: 'it is missing' };
    if (!listed) return { path, equal: false, because: 'it is not in the manifest' };
    const { sha256, bytes } = hashRegularFile(join(folder, path), { follow: false });
    if (sha256 !== listed.sha256 || bytes !== listed.bytes)
      return { path, equal: false, because: 'it is not the file that was written' };
    const isStale = listed.findings !== undefined && listed.findings !== findings;
    return isStale ? { path, equal: false, because: 'it was made of other findings' } : { path, equal: true };
  });
}

type Loaded = DeriveRequest['loaded'];

function readScenario(folder: string, manifest: Manifest): Loaded | undefined {
  const text = readListedScenario(folder, manifest);
  const loaded = text === null ? undefined : replanScenario(join(folder, 'scenario.yaml'), text);
  return loaded && 'scenario' in loaded ? loaded : undefined;
}

function verifyDigests(
  { digest, study }: Manifest,
  findings: Findings | undefined,
  loaded: Loaded | undefined,
): Verification['digests'] {
  const compare = (of: string, found: string) => {
    return found === digest ? { of, equal: true } : { of, equal: false, because: `it says ${found}, not ${digest}` };
  };
  const hash = createHash('sha256').update(canonicalJson(study)).digest('hex');
  return [
    compare('what manifest.json says the study is', `sha256:${hash}`),
    ...(findings ? [compare('findings.json', findings.digest)] : []),
    loaded
      ? compare('scenario.yaml', digestScenario(loaded.scenario))
      : { of: 'scenario.yaml', equal: false, because: 'it cannot be read as a scenario' },
  ];
}

/** The records of a folder; or why there are none, where the file is one that no study has written. */
async function readRecords(path: string): Promise<RunRecords | string> {
  const records = new RunRecords();
  const files = new ParquetFiles();
  try {
    await readRuns(files, path, records);
    return records;
  } catch (error) {
    return `it cannot be read: ${(error as Error).message.split('\n')[0]}`;
  } finally {
    await files.close();
  }
}

/** The runs the findings rest on, from the scenario; design points that a search added by their values. */
function planAgain({ designPoints }: Findings, { scenario, points }: Loaded): PointPlan[] {
  const resolver = createResolver(scenario);
  const paths = new Set(scenario.sweep.map(({ path }) => path));
  const arms = new KeyedArms(listAskedProfiles(scenario), String(scenario.seed));
  const settle = (id: number, at: Place) => {
    if (canonicalJson(points[id]?.at) === canonicalJson(at)) return points[id]!.settings;
    // Findings are a stranger's: only what is swept has other values elsewhere.
    return Object.keys(at).every((path) => paths.has(path)) ? resolver(at).settings : undefined;
  };
  return designPoints.flatMap(({ id, at, replications }): PointPlan[] => {
    const settings = settle(id, at);
    if (!settings) return [];
    const point = { id, at, settings };
    return [{ point, arms: arms.of(point), replications }];
  });
}

function verifyPlan(
  manifest: Manifest,
  findings: Findings,
  plan: readonly PointPlan[],
  records: RunRecords,
): Verification['digests'] {
  const compare = (of: string, found: number, said: number, what: string) => {
    return found === said ? { of, equal: true } : { of, equal: false, because: `${found} ${what}, not ${said}` };
  };
  const planned = new PlannedRuns(plan);
  const asked = new Map<string, number>();
  for (const { key, replications } of planned) asked.set(key, Math.max(replications, asked.get(key) ?? 0));
  const wanted = [...asked.values()].reduce((sum, count) => sum + count, 0);
  const { designPoints = -1, runs = -1 } = manifest.plan ?? {};
  return [
    compare('design points of findings.json', findings.designPoints.length, designPoints, 'are there'),
    compare('runs of the plan', planned.count, runs, 'follow from findings and scenario'),
    compare('records of runs.parquet', records.size, wanted, 'are there'),
  ];
}

/** What a manifest says besides: all of it of the study, and nothing that no study says. */
function verifyManifest(manifest: Manifest, study: ReturnType<typeof describeStudy>): Verification['digests'][number] {
  const { schema: _schema, digest: _digest, complete: _complete, versions: _versions, ...others } = manifest;
  const { files: _files, study: _study, ...said } = others;
  const [first] = listDeviations(said, JSON.parse(JSON.stringify(study)), 'manifest');
  const of = 'what manifest.json says of the study';
  return first === undefined ? { of, equal: true } : { of, equal: false, because: first };
}

/** A run that is to be simulated again. */
interface PickedRun {
  point: DesignPoint;
  arm: Arm;
  key: string;
  replication: number;
}

/** The runs to simulate again, and how many there are to choose from: those that are there, each once, in plan order. */
function pickRuns(plan: readonly PointPlan[], records: RunRecords, wanted: number | 'all', digest: string) {
  const distinct = new Map<string, Omit<PickedRun, 'replication'> & { first: number; end: number }>();
  let total = 0;
  for (const { point, arms } of plan) {
    const batches = point.settings.run.batches ?? 1;
    for (const { arm, key } of arms) {
      if (distinct.has(key)) continue;
      const first = total;
      while (records.find(key, (total - first) * batches) >= 0) total++;
      distinct.set(key, { point, arm, key, first, end: total });
    }
  }
  const indices = drawRuns(total, wanted === 'all' ? total : wanted, digest);
  const stretches = [...distinct.values()].values();
  let stretch = stretches.next().value;
  const picked = indices.map((index): PickedRun => {
    while (stretch && index >= stretch.end) stretch = stretches.next().value;
    const { point, arm, key, first } = stretch!;
    return { point, arm, key, replication: index - first };
  });
  return { picked, total };
}

async function simulateAgain(
  picked: readonly PickedRun[],
  records: RunRecords,
  seed: string,
  { pool, signal }: VerifyRequest,
): Promise<Verification['runs']> {
  const batches = picked.map(({ point, arm, replication }, index): Batch => {
    return { index, point, arm, seed, firstReplication: replication, replications: 1 };
  });
  const runs: Verification['runs'] = [];
  await pool.runBatches(batches, {
    signal,
    jobs: batches.reduce((sum, batch) => sum + jobsOf(batch), 0),
    onResult: ({ index }, result) => {
      runs.push(compareRun(picked[index]!, result, records));
    },
  });
  return runs;
}

function compareRun(
  run: PickedRun,
  { rows, failures }: BatchResult,
  records: RunRecords,
): Verification['runs'][number] {
  const { point, arm, key, replication } = run;
  const batches = point.settings.run.batches ?? 1;
  const id = runIdOf(key, replication * batches);
  const told = { id, designPoint: point.id, arm: armName(arm), replication };
  if (failures[0]) return { ...told, equal: false, because: failures[0].message };
  const width = recordColumnNames.length;
  for (let batch = 0; batch < batches; batch++) {
    const kept = records.get(key, replication * batches + batch);
    if (!kept) return { ...told, equal: false, because: 'it is not in runs.parquet' };
    const column = kept.findIndex((value, at) => !Object.is(value, rows[batch * width + at]));
    if (column < 0) continue;
    const [stored, simulated] = [kept[column], rows[batch * width + column]];
    const because = `${recordColumnNames[column]} is ${stored} there and ${simulated} when it is simulated again`;
    return { ...told, equal: false, because };
  }
  return { ...told, equal: true };
}
