import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Exhibits } from '../analysis/exhibits.ts';
import type { Findings } from '../findings/findings.ts';
import type { Shown } from '../report/gallery.ts';
import { findingsBytesMax } from '../scenario/baselines.ts';
import { readRegularFile } from '../scenario/regular-file.ts';
import { suggest } from '../scenario/suggest.ts';
import { UsageError } from './usage-error.ts';

/** What a results folder has to show: its findings, and its exhibits where they were prepared. @throws UsageError */
export function readShown(folder: string): Shown {
  return { findings: readFindings(folder), exhibits: readJson<Exhibits>(join(folder, 'exhibits.json')) ?? null };
}

/** The findings of a results folder. @throws UsageError when there are none to read */
export function readFindings(folder: string): Findings {
  const path = join(folder, 'findings.json');
  const findings = readJson<Partial<Findings> | null>(path);
  if (findings === undefined) throw new UsageError(explainAbsence(folder));
  const isOurs =
    typeof findings?.digest === 'string' && Array.isArray(findings.designPoints) && Array.isArray(findings.claims);
  if (isOurs) return findings as Findings;
  throw new UsageError(`${path} was not written by posp; name the results folder of a study`);
}

function explainAbsence(folder: string): string {
  if (!existsSync(folder)) {
    const meant = suggest(basename(folder), listFolders(dirname(folder)));
    return `there is no folder ${folder}${meant ? `; did you mean ${join(dirname(folder), meant)}?` : ''}`;
  }
  if (existsSync(join(folder, 'manifest.json'))) {
    return `${folder} holds no findings: its study is not complete; posp run with --out ${folder} --resume continues it`;
  }
  const inside = listFolders(folder).filter((name) => existsSync(join(folder, name, 'findings.json')));
  const hint = inside.length > 0 ? `; it has ${inside.map((name) => join(folder, name)).join(', ')}` : '';
  return `${folder} is not the results folder of a study${hint}`;
}

function listFolders(place: string): string[] {
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

/** A file of the folder; `undefined` when it is not there, `null` when it holds something else than JSON. @throws UsageError */
function readJson<Content>(path: string): Content | null | undefined {
  let text: string;
  try {
    text = readRegularFile(path, findingsBytesMax).toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read: ${message}`);
  }
  try {
    return JSON.parse(text) as Content;
  } catch {
    return null;
  }
}
