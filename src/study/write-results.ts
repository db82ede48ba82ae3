/** A study's results folder: its runs, its findings, the tables made of them and what made them. */

import { resultsVersion } from '../engine/identity.ts';
import { countPaths, countTraits } from '../engine/path-use.ts';
import type { Findings } from '../findings/findings.ts';
import { joinPieces, listJsonPieces } from '../findings/json-text.ts';
import type { ColumnMeaning, Table } from '../findings/table.ts';
import { listTables } from '../findings/tables.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import type { ParquetColumn } from '../store/parquet.ts';
import type { Store } from '../store/store.ts';
import type { Source } from './shards/source.ts';
import type { StudyOutcome } from './study.ts';
import { describeLengths } from './time.ts';

/** What is written beside the outcome. */
export interface ResultsContext {
  scenario: Scenario;
  /** The scenario in full, every default written out, as YAML. */
  scenarioText: string;
  /** Version of the program. */
  version: string;
  /** What the study was read from: of one that is analysed though runs of it are missing. It stays not complete. */
  source?: Source | undefined;
  /** Adds what is drawn from the findings. */
  draw?: (() => Promise<void>) | undefined;
}

/**
 * Writes a complete study, the manifest last: a folder whose manifest says `complete` is complete, and nothing in it was
 * made of other findings.
 *
 * Of a study that was interrupted only the manifest is written; its runs are in the store already.
 *
 * @throws StoreError `unwritable`
 */
export async function writeResults(
  store: Store,
  outcome: Omit<StudyOutcome, 'conclusion'>,
  context: ResultsContext,
): Promise<void> {
  const { findings, runs, interrupted, failed, failures } = outcome;
  const { scenario, scenarioText, version, draw, source } = context;
  const { title, seed, ...told } = describeStudy(outcome, scenario);
  const isWhole = !interrupted && failures.length === 0;
  if (!isWhole) store.retire();
  else {
    const text = () => listFindingsText([findings]);
    store.retire({ findings: text, scenario: scenarioText, version });
    if (source) await keepSource(store, source);
    else await store.complete(runs, describeSweep(scenario));
    const files = { write: store.writeTable.bind(store) };
    for (const table of listTables(findings, describeParameters(scenario))) {
      await writeTable(files, `${table.name}.parquet`, table);
    }
    store.writeFile('findings.json', text());
    store.writeFile('scenario.yaml', scenarioText);
    await draw?.();
  }
  const fields = {
    title,
    seed,
    versions: { 'posp-sim': version, results: resultsVersion },
    ...told,
    ...(failed.length > 0 && { failed }),
    complete: isWhole && !source,
  };
  store.writeManifest(fields, isWhole);
}

/**
 * Writes a study of which a look is still to come: its runs, and what it was read from.
 *
 * @throws StoreError `unwritable`
 */
export async function writeUnfinished(
  store: Store,
  outcome: StudyOutcome,
  { scenario, source, version }: { scenario: Scenario; source: Source; version: string },
): Promise<void> {
  store.retire();
  await keepSource(store, source);
  const { title, seed, ...told } = describeStudy(outcome, scenario);
  const versions = { 'posp-sim': version, results: resultsVersion };
  store.writeManifest({ title, seed, versions, ...told, complete: false }, true);
}

async function keepSource(store: Store, source: Source): Promise<void> {
  await store.gather();
  store.writeFile('source.json', `${JSON.stringify(source, null, 2)}\n`);
}

/** What a manifest says of its study, besides what vouches for files. */
export function describeStudy({ findings, runs }: Pick<StudyOutcome, 'findings' | 'runs'>, scenario: Scenario) {
  return {
    title: findings.title,
    seed: findings.seed,
    plan: { designPoints: findings.designPoints.length, runs: runs.count },
    jobsPerRun: describeLengths(scenario, listPoints(runs)),
    paths: countPaths(runs),
    traits: countTraits(runs),
    ...(findings.varianceReduction && { varianceReduction: findings.varianceReduction }),
  };
}

function listPoints(runs: StudyOutcome['runs']): DesignPoint[] {
  const points = new Set<DesignPoint>();
  for (const { point } of runs) points.add(point);
  return [...points];
}

/** What the swept parameters mean and in which unit, by path. */
export function describeParameters({ sweep }: Scenario): Record<string, ColumnMeaning> {
  return Object.fromEntries(sweep.map(({ path, unit, description }) => [path, { unit, description }]));
}

/** Findings as they are written and printed, in pieces: one document, which is a list when several studies were asked for. */
export function* listFindingsText(findings: readonly Findings[], asked = 1): Generator<string> {
  const isOne = asked === 1 && findings.length === 1;
  yield* joinPieces(isOne ? listJsonPieces(findings[0]) : listJsonPieces(findings, 3));
  yield '\n';
}

/** The columns of runs that tell what was swept. */
export function describeSweep(scenario: Scenario): ParquetColumn[] {
  const parameters = describeParameters(scenario);
  return scenario.sweep.map(({ path, options }): ParquetColumn => {
    return { name: path, type: options ? 'VARCHAR' : 'DOUBLE', ...parameters[path] };
  });
}

/** Writes a table as Parquet, to where the files lead that are handed in. */
export function writeTable(files: TableFiles, path: string, { columns, rows }: Table): Promise<void> {
  const kept = columns.map(({ type, ...column }): ParquetColumn => {
    return { ...column, type: type === 'text' ? 'VARCHAR' : 'DOUBLE' };
  });
  return files.write(path, kept, rows());
}

/** Whatever writes tables as rows: a store, or a file anywhere. */
interface TableFiles {
  write: Store['writeTable'];
}
