import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exhibits } from '../analysis/exhibits.ts';
import type { Findings } from '../findings/findings.ts';
import type { Shown } from '../report/gallery.ts';
import { UsageError } from './usage-error.ts';

/** What a results folder has to show: its findings, and its exhibits where they were prepared. @throws UsageError */
export function readShown(folder: string): Shown {
  return { findings: readFindings(folder), exhibits: readJson<Exhibits>(join(folder, 'exhibits.json')) ?? null };
}

/** The findings of a results folder. @throws UsageError when there are none to read */
export function readFindings(folder: string): Findings {
  const findings = readJson<Findings>(join(folder, 'findings.json'));
  if (findings) return findings;
  throw new UsageError(`${folder} holds no findings; name the results folder of a complete study`);
}

/** A file of the folder; `undefined` when it is not there. */
function readJson<Content>(path: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Content;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read: ${message}`);
  }
}
