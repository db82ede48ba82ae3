import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Manifest } from '../findings/manifest.ts';
import { lockFolder } from './folder-lock.ts';
import { manifestName } from './layout.ts';
import { readManifest } from './results-folder.ts';
import { StoreError } from './store-error.ts';
import { writeWhole } from './whole-file.ts';

/** What is drawn; the rest of a folder is written by the study alone. */
const amendable = /^(?:report\.html|charts\/.*)$/;

/**
 * Puts something that was drawn of a folder's findings into the folder, and into its manifest.
 *
 * @param version  of the program that drew it
 * @throws StoreError `in-use`, `unfit` when the file is none that is drawn, `unwritable`
 */
export function amendFolder(folder: string, name: string, bytes: string | Uint8Array, version: string): void {
  if (!amendable.test(name)) {
    throw new StoreError('unfit', `${join(folder, name)} is written by the study alone; choose another name`);
  }
  const release = lockFolder(folder);
  try {
    const manifest = readManifest(folder);
    const { [name]: _, ...others } = manifest.files;
    const write = (files: Manifest['files']) => {
      writeWhole(join(folder, manifestName), `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
    };
    // At no moment does the manifest vouch for bytes that are not there.
    write(others);
    writeWhole(join(folder, name), bytes);
    const listed = { ...describe(bytes), ...madeOf(manifest), ...madeBy(version, manifest) };
    write(Object.fromEntries(Object.entries({ ...others, [name]: listed }).sort(([a], [b]) => (a < b ? -1 : 1))));
  } finally {
    release();
  }
}

function describe(bytes: string | Uint8Array): { sha256: string; bytes: number } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: Buffer.byteLength(bytes) };
}

function madeOf({ files }: Manifest): { findings?: string } {
  const findings = files['findings.json']?.sha256;
  return findings === undefined ? {} : { findings };
}

function madeBy(version: string, { versions }: Manifest): { by?: string } {
  return versions?.['posp-sim'] === version ? {} : { by: version };
}
