/** What is digested, or counted, in one file of a folder and said in another. */
import { createHash } from 'node:crypto';
import type { Findings } from '../../findings/findings.ts';
import type { Manifest } from '../../findings/manifest.ts';
import { canonicalJson, digestScenario } from '../../scenario/schema/digest.ts';
import type { RunRecords } from '../../store/run-records.ts';
import { PlannedRuns, type PointPlan } from '../passes.ts';
import type { describeStudy } from '../write-results.ts';
import type { DeriveRequest } from './derive.ts';
import { listDeviations } from './deviations.ts';
import type { Verification } from './verification.ts';

/** The digest of a manifest against what is digested. */
export function verifyDigests(
  { digest, study }: Manifest,
  findings: Findings | undefined,
  loaded: DeriveRequest['loaded'] | undefined,
  origin: 'scenario.yaml' | 'source.json' = 'scenario.yaml',
): Verification['digests'] {
  const compare = (of: string, found: string) => {
    return found === digest ? { of, equal: true } : { of, equal: false, because: `it says ${found}, not ${digest}` };
  };
  const hash = createHash('sha256').update(canonicalJson(study)).digest('hex');
  return [
    compare('what manifest.json says the study is', `sha256:${hash}`),
    ...(findings ? [compare('findings.json', findings.digest)] : []),
    loaded
      ? compare(origin, digestScenario(loaded.scenario))
      : { of: origin, equal: false, because: 'it cannot be read as a scenario' },
  ];
}

/** How much there is against how much is said to be. */
export function verifyPlan(
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
export function verifyManifest(
  manifest: Manifest,
  study: ReturnType<typeof describeStudy>,
): Verification['digests'][number] {
  const { schema: _schema, digest: _digest, complete: _complete, versions: _versions, ...others } = manifest;
  const { files: _files, study: _study, ...said } = others;
  const [first] = listDeviations(said, JSON.parse(JSON.stringify(study)), 'manifest');
  const of = 'what manifest.json says of the study';
  return first === undefined ? { of, equal: true } : { of, equal: false, because: first };
}
