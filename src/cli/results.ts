import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Catalogue, Plugin } from '../catalogue/catalogue.ts';
import { PlugError } from '../catalogue/plug-error.ts';
import type { Manifest } from '../findings/manifest.ts';
import { isGarbled, suggest } from '../scenario/problems/suggest.ts';
import { amendFolder } from '../store/amend.ts';
import { isOwn } from '../store/layout.ts';
import { StoreError } from '../store/store-error.ts';
import { writeWhole } from '../store/whole-file.ts';
import { type Results, readResults } from '../study/read-results.ts';
import type { Given } from './command.ts';
import { readCatalogue } from './load.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

/** What a results folder holds. @throws UsageError where there is none, StoreError where it is not to be believed */
export function readFolder(folder: string): Results {
  requireFolder(folder);
  return readResults(folder);
}

/** @throws UsageError where there is no results folder, saying what may have been meant */
export function requireFolder(folder: string): void {
  if (!existsSync(join(folder, 'manifest.json'))) throw new UsageError(explainAbsence(folder));
}

function explainAbsence(folder: string): string {
  if (!existsSync(folder)) {
    if (isGarbled(folder)) return `the name of ${folder} cannot be read as text: it is not UTF-8; rename the folder`;
    const meant = suggest(basename(folder), listFolders(dirname(folder)));
    return `there is no folder ${folder}${meant ? `; did you mean ${join(dirname(folder), meant)}?` : ''}`;
  }
  const inside = listFolders(folder).filter((name) => existsSync(join(folder, name, 'manifest.json')));
  const hint = inside.length > 0 ? `; it has ${inside.map((name) => join(folder, name)).join(', ')}` : '';
  return `${folder} is not the results folder of a study${hint}`;
}

function listFolders(place: string): string[] {
  if (!existsSync(place) || !statSync(place).isDirectory()) return [];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

/**
 * The catalogue that a results folder is read by.
 *
 * @throws UsageError where its study ran by plugs that `--plugin` did not bring, or not as they were
 */
export async function readCatalogueOf(folder: string, { study }: Manifest, given: Given): Promise<Catalogue> {
  const catalogue = await readCatalogue(given);
  const { plugins: needed = [] } = (study ?? {}) as { plugins?: readonly Pick<Plugin, 'kinds' | 'sha256'>[] };
  for (const { kinds, sha256 } of needed) {
    if (catalogue.plugins.some((plugin) => plugin.sha256 === sha256)) continue;
    const isOther = catalogue.plugins.some((plugin) => plugin.kinds.some((kind) => kinds.includes(kind)));
    const reason = isOther ? 'and the one given is another version of it; give that one' : 'give it';
    const known = `the plugin with ${kinds.join(', ')} (sha256 ${sha256.slice(0, 12)}…)`;
    throw new UsageError(`${folder} was made by ${known}, ${reason}: --plugin FILE`);
  }
  return catalogue;
}

/**
 * Draws what is in a results folder. Data can have the shape of findings and still be none that a study ever finds: what
 * then fails is the folder.
 *
 * @throws StoreError `unfit`
 */
export async function drawForeign<Drawn>(folder: string, draw: () => Promise<Drawn>): Promise<Drawn> {
  try {
    return await draw();
  } catch (error) {
    if (error instanceof StoreError || error instanceof PlugError) throw error;
    throw new StoreError('unfit', `${folder} cannot be drawn: ${(error as Error).message}`, { cause: error });
  }
}

/** Writes what was drawn; into the folder itself under its lock, and with its manifest. @throws StoreError */
export function writeOutput(folder: string, path: string, bytes: string | Uint8Array): void {
  const inner = relative(resolve(folder), resolve(path)).replaceAll(sep, '/');
  if (isOwn(inner)) amendFolder(resolve(folder), inner, bytes, readVersion());
  else writeWhole(path, bytes);
}
