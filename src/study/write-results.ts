/** A study's results folder: its runs, a table of its design points, its findings and what made them. */
import type { DesignPointFindings, Findings } from '../findings/findings.ts';
import { resultsVersion } from '../run/identity.ts';
import type { ParquetColumn, ParquetValue } from '../run/parquet.ts';
import type { Store } from '../run/store.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { StudyOutcome } from './study.ts';

/** What is written beside the outcome. */
export interface ResultsContext {
  scenario: Scenario;
  /** The scenario in full, every default written out, as YAML. */
  scenarioText: string;
  /** Version of the program. */
  version: string;
  /** Adds what is drawn from the findings. */
  draw?: (() => Promise<void>) | undefined;
}

/**
 * Writes a complete study, the manifest last: a folder whose manifest says `complete` is complete.
 *
 * Of a study that was interrupted only the manifest is written; its runs are in the store already.
 *
 * @throws StoreError `unwritable`
 */
export async function writeResults(store: Store, outcome: StudyOutcome, context: ResultsContext): Promise<void> {
  const { findings, runs, interrupted, failures } = outcome;
  const { scenario, scenarioText, version, draw } = context;
  const complete = !interrupted && failures.length === 0;
  if (complete) {
    const swept = scenario.sweep.map(({ path }) => path);
    const points = tabulatePoints(findings, swept);
    await store.complete(
      runs,
      swept.map((name) => ({ name, type: 'DOUBLE' })),
    );
    await store.writeTable('points.parquet', points.columns, points.rows);
    store.writeFile('findings.json', formatJson([findings]));
    store.writeFile('scenario.yaml', scenarioText);
    await draw?.();
  }
  store.writeManifest({
    title: findings.title,
    seed: findings.seed,
    versions: { 'posp-sim': version, results: resultsVersion },
    plan: { designPoints: findings.designPoints.length, runs: runs.count },
    ...(findings.varianceReduction && { varianceReduction: findings.varianceReduction }),
    complete,
  });
}

/** Findings as they are written and printed: one document, which is a list when several studies were asked for. */
export function formatJson(findings: readonly Findings[], asked = 1): string {
  return `${JSON.stringify(asked === 1 && findings.length === 1 ? findings[0] : findings, null, 2)}\n`;
}

/** One row per design point, with the columns of `points.csv`: what was set, then every estimate beside its exact value. */
function tabulatePoints({ designPoints }: Findings, swept: readonly string[]) {
  const cells = designPoints.map((point) => new Map(listCells(point, swept)));
  const columns = new Map<string, ParquetColumn>();
  for (const row of cells) {
    for (const [name, value] of row) {
      const type = typeof value === 'string' ? 'VARCHAR' : 'DOUBLE';
      if (!columns.has(name)) columns.set(name, { name, type });
    }
  }
  const names = [...columns.keys()];
  return { columns: [...columns.values()], rows: cells.map((row) => names.map((name) => row.get(name) ?? null)) };
}

function* listCells(point: DesignPointFindings, swept: readonly string[]): Generator<[string, ParquetValue]> {
  yield ['id', point.id];
  for (const path of swept) yield [path, point.at[path] ?? null];
  yield ['replications', point.replications];
  yield ['jobs', point.jobs];
  for (const { role, over, against, mean, halfWidth, exact } of point.advantages) {
    const name = `advantage.${role}.${over}.${against}`;
    yield [`${name}.mean`, mean];
    yield [`${name}.halfWidth`, halfWidth];
    yield [`${name}.exact`, exact];
  }
  for (const [role, honesty] of Object.entries(point.honesty)) yield [`honesty.${role}`, honesty];
  for (const [name, rate] of Object.entries(point.rates)) {
    yield [`rates.${name}.value`, rate.value];
    yield [`rates.${name}.halfWidth`, rate.halfWidth];
    yield [`rates.${name}.exact`, rate.exact];
    yield [`rates.${name}.count`, rate.count];
  }
}
