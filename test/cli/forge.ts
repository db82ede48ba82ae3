/** How whoever can write a results folder spoils it. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Makes the manifest vouch for the files as they are. */
export function seal(folder: string, ...names: string[]): void {
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    manifest.files[name].sha256 = createHash('sha256').update(bytes).digest('hex');
    manifest.files[name].bytes = bytes.length;
    if (name !== 'findings.json') continue;
    for (const file of Object.values<{ findings?: string }>(manifest.files)) {
      if (file.findings !== undefined) file.findings = manifest.files[name].sha256;
    }
  }
  writeFileSync(path, spell(manifest));
}

/** JSON as the program spells it, which tells nobody that it was changed. */
export const spell = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`;

/** Changes a file of a folder. */
export function edit(folder: string, name: string, change: (text: string) => string): void {
  const path = join(folder, name);
  const before = readFileSync(path, 'utf8');
  expect(change(before)).not.toBe(before);
  writeFileSync(path, change(before));
}
