/**
 * Whether a results folder is what a study wrote: every file against its hash, what was digested against the digests, a
 * sample of its runs simulated again, its findings derived again from all of them, and what is made of findings made again.
 *
 * A hash tells what was changed by accident, or by somebody who forgot the manifest. That runs come out the same again
 * tells more: they follow from the scenario, which nobody can reseal.
 */
import { join } from 'node:path';
import { builtIn, type Catalogue } from '../../catalogue/catalogue.ts';
import { resultsVersion } from '../../engine/identity.ts';
import type { Manifest } from '../../findings/manifest.ts';
import { replanScenario } from '../../plan/load-scenario.ts';
import { manifestName } from '../../store/layout.ts';
import { readManifest } from '../../store/results-folder.ts';
import { StoreError } from '../../store/store-error.ts';
import { PlannedRuns } from '../passes.ts';
import { readListedFindings, readListedScenario } from '../read-results.ts';
import { describeStudy } from '../write-results.ts';
import { type DeriveRequest, deriveAgain } from './derive.ts';
import { verifyDigests, verifyManifest, verifyPlan } from './digests.ts';
import { tellStrangers, verifyFiles } from './files.ts';
import { makeAgain } from './make-again.ts';
import { pickRuns, planAgain, readRecords, simulateAgain } from './runs.ts';
import { verifyShard } from './shard.ts';
import { verifySpelling } from './spelling.ts';
import type { Verification, VerifyRequest } from './verification.ts';

/**
 * Verifies a results folder.
 *
 * @throws StoreError `older`, `not-a-study`, or `unfit` where there is nothing to hold it against: no manifest that can be
 *   read, no finished study, results of another engine
 */
export async function verifyResults(folder: string, request: VerifyRequest): Promise<Verification> {
  const verification = await verifyWritten(folder, request);
  return { ...verification, notDerived: [...verification.notDerived, ...tellStrangers(folder)] };
}

async function verifyWritten(folder: string, request: VerifyRequest): Promise<Verification> {
  const manifest = readManifest(folder);
  requireSameEngine(folder, manifest);
  if (manifest.shard) return verifyShard(folder, manifest, manifest.shard, request);
  requireFinished(folder, manifest);
  const files = verifyFiles(folder, manifest);
  const isGood = (path: string) => files.some((file) => file.path === path && file.equal);
  const findings = isGood('findings.json') ? readListedFindings(folder, manifest) : undefined;
  const scenario = isGood('scenario.yaml') ? readScenario(folder, manifest, request.catalogue) : undefined;
  const digests = verifyDigests(manifest, findings, scenario);
  for (const name of [manifestName, ...(findings ? ['findings.json'] : [])]) digests.push(verifySpelling(folder, name));
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

function requireFinished(folder: string, { complete, files }: Manifest): void {
  if (complete && files['findings.json']) return;
  const wayOut = `posp run with --out ${folder} --resume continues it`;
  throw new StoreError('unfit', `${folder} holds nothing to verify: its study is not complete; ${wayOut}`);
}

/** A folder that was never finished does not say which engine wrote it. */
function requireSameEngine(folder: string, { versions, complete }: Manifest): void {
  if (versions?.results === resultsVersion || (!versions && !complete)) return;
  const theirs = versions ? `${versions.results} (posp-sim ${versions['posp-sim']})` : 'an unknown version';
  throw new StoreError(
    'unfit',
    `${folder} holds results of version ${theirs}, and this engine leaves those of version ${resultsVersion}: verify it with the program that wrote it, or run the study again`,
  );
}

function readScenario(
  folder: string,
  manifest: Manifest,
  catalogue: Catalogue = builtIn,
): DeriveRequest['loaded'] | undefined {
  const text = readListedScenario(folder, manifest);
  const loaded = text === null ? undefined : replanScenario(join(folder, 'scenario.yaml'), text, {}, catalogue);
  return loaded && 'scenario' in loaded ? loaded : undefined;
}
