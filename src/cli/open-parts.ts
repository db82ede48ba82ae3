/** Folders with runs of one study, and the study they are of. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { armName } from '../market/settings.ts';
import type { Problem } from '../scenario/problems/problems.ts';
import { readManifest } from '../store/results-folder.ts';
import { StoreError } from '../store/store-error.ts';
import { listAskedProfiles } from '../study/conclude.ts';
import { batchesOf, KeyedArms } from '../study/passes.ts';
import { listSources, type Part, readParts, requireOwnSource, requireSameStudy } from '../study/shards/parts.ts';
import { readAs, type Source } from '../study/shards/source.ts';
import type { Given } from './command.ts';
import { type LoadedStudy, loadStudy } from './load.ts';
import { readCatalogueOf, requireFolder } from './results.ts';
import { readVersion } from './version.ts';

/** Folders that belong together. */
export interface OpenedParts {
  parts: Part[];
  source: Source;
  study: LoadedStudy;
}

/**
 * Reads what folders say of themselves, and the study once more from what they keep of its file.
 *
 * @throws UsageError where there is no results folder, StoreError where one does not belong to the others
 */
export async function openParts(
  folders: readonly string[],
  given: Given,
): Promise<OpenedParts | { problems: Problem[] }> {
  for (const folder of folders) requireFolder(folder);
  const parts = readParts(folders, readVersion());
  const [first, ...others] = listSources(parts);
  if (!first) {
    const reason = 'no shard that is done and no merged study is among them, so that nobody can tell what is to come';
    throw new StoreError('unfit', `${folders.join(', ')}: ${reason}; give one of those, or run the study itself`);
  }
  const catalogue = await readCatalogueOf(first.folder, readManifest(first.folder), given);
  const study = await read(first.source, catalogue);
  if ('problems' in study) return study;
  for (const { folder, manifest, source } of parts) if (source) requireOwnSource(folder, manifest, study.scenario);
  for (const { folder, source } of others) {
    const other = await read(source, catalogue);
    if ('problems' in other) return other;
    requireSameStudy({ folder: first.folder, scenario: study.scenario }, { folder, scenario: other.scenario });
  }
  return { parts, source: first.source, study };
}

function read(source: Source, catalogue: Catalogue) {
  const { file, text, overrides } = readAs(source);
  return loadStudy({ file, text, catalogue }, overrides);
}

/** Says what a run is one of, by the key of its arm and the number of its record. */
export function nameRunsOf({ scenario, points }: LoadedStudy): (arm: string, record: number) => string {
  return (key, record) => {
    const arms = new KeyedArms(listAskedProfiles(scenario), String(scenario.seed));
    for (const point of points) {
      const found = arms.of(point).find((one) => one.key === key);
      if (!found) continue;
      const replication = Math.floor(record / batchesOf(point));
      return `the run of design point ${point.id}, arm ${armName(found.arm)}, replication ${replication}`;
    }
    return `run ${record} of arm ${key}`;
  };
}
