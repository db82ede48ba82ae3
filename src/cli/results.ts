import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Findings } from '../findings/findings.ts';
import { suggest } from '../scenario/suggest.ts';
import { UsageError } from './usage-error.ts';

/** The findings of a results folder. @throws UsageError when there are none to read */
export function readFindings(folder: string): Findings {
  const path = join(folder, 'findings.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new UsageError(missing ? explainAbsence(folder) : `${path} cannot be read: ${message}`);
  }
  const findings = parse(text);
  if (!findings) throw new UsageError(`${path} was not written by posp; name the results folder of a study`);
  return findings;
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

/** Findings, or nothing when the text is something else. */
function parse(text: string): Findings | undefined {
  try {
    const read = JSON.parse(text) as Partial<Findings> | null;
    const isOurs = typeof read?.digest === 'string' && Array.isArray(read.designPoints) && Array.isArray(read.claims);
    return isOurs ? (read as Findings) : undefined;
  } catch {
    return undefined;
  }
}
