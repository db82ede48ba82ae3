/** `posp verify` draws again: whatever is made of findings is found to be made of these, and nobody else's work is. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ParquetFiles } from '../../src/run/parquet.ts';
import { posp } from './fake-io.ts';
import { edit, seal } from './forge.ts';
import { makePlace, tinyScenario } from './tiny-scenario.ts';

let place: string;
let written: string;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posp drawn '));
  written = join(place, 'written');
  writeFileSync(join(place, 'tiny.yaml'), tinyScenario);
  await posp(['run', join(place, 'tiny.yaml'), '--out', written, '--quiet', '--workers', '1']);
}, 180_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

function copy(): string {
  const folder = join(makePlace(), 'copy');
  cpSync(written, folder, { recursive: true });
  return folder;
}

const verify = (folder: string) => posp(['verify', folder, '--workers', '1', '--runs', '1']);

/** Writes a table of a folder with one more in some of its cells. */
async function forgeTable(folder: string, name: string, column: string): Promise<void> {
  const path = join(folder, name);
  const files = new ParquetFiles();
  const { columns, rows, notes } = await files.read(path);
  const at = columns.indexOf(column);
  const typed = columns.map((title, i) => {
    const type =
      typeof rows.find((row) => row[i] !== null)?.[i] === 'string' ? ('VARCHAR' as const) : ('DOUBLE' as const);
    return { name: title, type };
  });
  const changed = rows.map((row) => row.map((cell, i) => (i === at ? Number(cell) + 1 : cell)));
  const { columns: _, ...kept } = Object.fromEntries(notes);
  const chunk = { rows: rows.length, columns: columns.map((_name, i) => changed.map((row) => row[i]!)) };
  await files.write(path, typed, [chunk], kept);
  await files.close();
}

test('pages and pictures of a study, and those drawn later under whatever name, are as written', async () => {
  const folder = copy();
  for (const drawn of ['mine.svg', 'mine.png', 'mine.vl.json', 'payoffs.svg']) {
    expect((await posp(['chart', folder, 'advantage', '-o', join(folder, 'charts', drawn)])).code).toBe(0);
  }
  expect((await posp(['report', folder])).code).toBe(0);
  const { code, stdout } = await verify(folder);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/all as written \(\d\d files/)]);
  expect(stdout).not.toMatch(/files? made/);
});

test('whatever is made of findings and forged is found under a manifest that vouches for it', async () => {
  const folder = copy();
  const change = (name: string, from: string | RegExp, to: string) =>
    edit(folder, name, (text) => text.replace(from, to));
  change('points.csv', '0.002,', '0.003,');
  change('points.csv-metadata.json', 'double', 'string');
  change('estimates.csv', /\d\r\n$/, '7\r\n');
  change('estimates.csv-metadata.json', '"Tiny"', '"Huge"');
  await forgeTable(folder, 'points.parquet', 'replications');
  await forgeTable(folder, 'estimates.parquet', 'mean');
  // Its records are those that were written, but not where they are said to be of.
  await forgeTable(folder, 'runs.parquet', 'mechanism.challengeProbability');
  change('exhibits.json', '"pure":true', '"pure":false');
  change('report.html', '<div class="answer true">', '<div class="answer false">');
  change('charts/advantage.svg', /(<path [^>]*d="M)-?[\d.]+/, '$13');
  change('charts/payoffs.svg', /<\/text>/, '!</text>');
  change('charts/advantage.vl.json', /"mean": -?\d/, '"mean": 8');
  const pixels = readFileSync(join(folder, 'charts', 'payoffs.png'));
  pixels[pixels.length - 20]! ^= 1;
  writeFileSync(join(folder, 'charts', 'payoffs.png'), pixels);
  writeFileSync(join(folder, 'charts', 'more.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  edit(folder, 'manifest.json', (text) => {
    const manifest = JSON.parse(text);
    manifest.files['charts/more.svg'] = { sha256: '', bytes: 0 };
    return JSON.stringify(manifest);
  });
  const tables = 'points.csv points.csv-metadata.json points.parquet estimates.csv estimates.csv-metadata.json';
  const charts = 'charts/advantage.svg charts/payoffs.svg charts/advantage.vl.json charts/payoffs.png charts/more.svg';
  const forged = `${tables} estimates.parquet runs.parquet exhibits.json report.html ${charts}`.split(' ');
  seal(folder, ...forged);
  const { code, stdout } = await verify(folder);
  const found = [...stdout.matchAll(/^(\S+): it is no/gm)].map(([, name]) => name);
  expect([code, found.sort()]).toEqual([1, [...forged].sort()]);
  expect(stdout).toContain(`: ${forged.length} differences (`);
});

test('a command that does more is found; what another version drew is named, not judged', async () => {
  const folder = copy();
  edit(folder, 'report.html', (text) => text.replace('</code></pre>', '; rm -rf .</code></pre>'));
  edit(folder, 'manifest.json', (text) => {
    const manifest = JSON.parse(text);
    for (const path of Object.keys(manifest.files)) if (path.startsWith('charts/')) manifest.files[path].by = '0.0.9';
    return JSON.stringify(manifest);
  });
  edit(folder, 'charts/advantage.svg', (text) => text.replace('</text>', ' then</text>'));
  seal(folder, 'report.html', 'charts/advantage.svg');
  const { code, stdout } = await verify(folder);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/; \d+ files made by posp-sim 0\.0\.9\n?$/)]);
  expect(stdout.match(/: it is no.*/g)).toEqual([': it is not what its findings make of it']);
});
