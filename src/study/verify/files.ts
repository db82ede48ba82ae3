/** Every file of a results folder against what its manifest says of it. */
import { join } from 'node:path';
import type { Manifest } from '../../findings/manifest.ts';
import { hashRegularFile } from '../../scenario/read/regular-file.ts';
import { listOwn, listStrangers, manifestName } from '../../store/layout.ts';
import type { Verification } from './verification.ts';

/** What every finished study has, whoever has taken it out of folder and manifest. */
const ofStudies = ['runs.parquet', 'points.parquet', 'estimates.parquet', 'scenario.yaml'];

/** Every file that is listed, or there, or should be, in order of path. */
export function verifyFiles(
  folder: string,
  { files }: Manifest,
  always: readonly string[] = ofStudies,
): Verification['files'] {
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

/** What else lies in the folder, a few words, or none: a manifest does not speak of it, and nothing that reads the folder uses it. */
export function tellStrangers(folder: string): string[] {
  const paths = listStrangers(folder);
  if (paths.length === 0) return [];
  const named = paths.slice(0, 3).join(', ') + (paths.length > 3 ? ` and ${paths.length - 3} more` : '');
  return [`${named}, which no study writes`];
}
