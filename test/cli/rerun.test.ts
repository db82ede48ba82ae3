import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { posp } from './fake-io.ts';
import { writeScenario } from './tiny-scenario.ts';

function listFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(folder, name)).isFile()).sort();
}

test('a reviewer reruns a study from its results folder and gets the same bytes', async () => {
  const { file, out, place } = writeScenario();
  // Pictures are functions of what is compared here, and drawn twice elsewhere.
  const quick = ['--quiet', '--workers', '1', '--no-pictures'];
  expect((await posp(['run', file, '--out', out, ...quick])).code).toBe(0);
  const again = join(place, 'again');
  expect((await posp(['run', join(out, 'scenario.yaml'), '--out', again, ...quick])).code).toBe(0);
  expect(listFiles(again)).toEqual(listFiles(out));
  const read = (folder: string, name: string) => readFileSync(join(folder, name));
  const differ = listFiles(out).filter((name) => !read(out, name).equals(read(again, name)));
  // Claims know their lines in the file they were read from.
  expect(differ).toEqual(['findings.json', 'manifest.json']);
  const findings = (folder: string) =>
    read(folder, 'findings.json')
      .toString()
      .replace(/"(line|column)": \d+/g, '');
  expect(findings(again)).toBe(findings(out));
}, 60_000);
