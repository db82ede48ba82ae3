/** `posp verify` draws again: whatever is made of findings is found to be made of these, and nobody else's work is. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareExhibits } from '../../src/analysis/exhibits/exhibits.ts';
import { isAlike } from '../../src/cli/draw-again.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { ParquetFiles } from '../../src/store/parquet.ts';
import { posp } from './fake-io.ts';
import { edit, seal, spell } from './forge.ts';
import { makePlace, writeScenario } from './tiny-scenario.ts';

// What is drawn takes long: of one setting without exhibits two pictures are, of a study with all of them a dozen.
const setting = `title: Tiny
seed: 7
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 100 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
replications: 2
run: { jobs: 200 }
`;
const honest = `${setting}players: { asserter: [honest], validator: [honest] }
`;
const judged = `${setting}players: { asserter: [honest, skip-work], validator: [honest] }
claims:
  - { kind: dominant, role: asserter }
`;

let place: string;
let written: string;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posp drawn '));
  written = join(place, 'written');
  writeFileSync(join(place, 'tiny.yaml'), judged);
  await run(join(place, 'tiny.yaml'), written, '--no-pictures');
  await posp(['report', written]);
  for (const drawn of ['payoffs.svg', 'payoffs.png', 'rates.svg', 'rates.vl.json']) {
    await posp(['chart', written, drawn.replace(/\..*/, ''), '-o', join(written, 'charts', drawn)]);
  }
}, 180_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

const run = (file: string, out: string, ...more: string[]) =>
  posp(['run', file, '--out', out, '--quiet', '--workers', '1', ...more]);

function copy(of = written): string {
  const folder = join(makePlace(), 'copy');
  cpSync(of, folder, { recursive: true });
  return folder;
}

/** Names a file in the manifest. */
function list(folder: string, name: string): void {
  edit(folder, 'manifest.json', (text) => {
    const manifest = JSON.parse(text);
    manifest.files[name] = { sha256: '', bytes: 0 };
    return spell(manifest);
  });
}

/** The files that are told to be forged, in order. */
function findForged(told: string): string[] {
  return [...told.matchAll(/^(\S+): it is no/gm)].map(([, name]) => name!).sort();
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
  for (const drawn of ['mine.svg', 'mine.png', 'mine.vl.json', 'payoffs.vl.json']) {
    expect((await posp(['chart', folder, 'rates', '-o', join(folder, 'charts', drawn)])).code).toBe(0);
  }
  const { code, stdout } = await verify(folder);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/all as written \(\d\d files/)]);
  expect(stdout).not.toMatch(/files? made/);
});

test('whatever is made of findings and forged is found under a manifest that vouches for it', async () => {
  const folder = copy();
  const change = (name: string, from: string | RegExp, to: string) =>
    edit(folder, name, (text) => text.replace(from, to));
  change('points.csv', /\d\r\n$/, '7\r\n');
  change('points.csv-metadata.json', 'double', 'string');
  change('estimates.csv', /\d\r\n$/, '7\r\n');
  change('estimates.csv-metadata.json', '"Tiny"', '"Huge"');
  await forgeTable(folder, 'points.parquet', 'replications');
  await forgeTable(folder, 'estimates.parquet', 'mean');
  // Its records are those that were written, but not where they are said to be of.
  await forgeTable(folder, 'runs.parquet', 'mechanism.challengeProbability');
  change('report.html', /<div class="answer \w*">/, '<div class="answer maybe">');
  change('charts/rates.svg', /(<path [^>]*d="M)[\d.]+,/, '$13,');
  change('charts/payoffs.svg', /<\/text>/, '!</text>');
  change('charts/rates.vl.json', /"value": -?\d/, '"value": 8');
  const pixels = readFileSync(join(folder, 'charts', 'payoffs.png'));
  pixels[pixels.length - 20]! ^= 1;
  writeFileSync(join(folder, 'charts', 'payoffs.png'), pixels);
  writeFileSync(join(folder, 'charts', 'more.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  list(folder, 'charts/more.svg');
  const tables = 'points.csv points.csv-metadata.json points.parquet estimates.csv estimates.csv-metadata.json';
  const charts = 'charts/rates.svg charts/payoffs.svg charts/rates.vl.json charts/payoffs.png charts/more.svg';
  const forged = `${tables} estimates.parquet runs.parquet report.html ${charts}`.split(' ');
  seal(folder, ...forged);
  const { code, stdout } = await verify(folder);
  expect([code, findForged(stdout)]).toEqual([1, [...forged].sort()]);
  expect(stdout).toContain(`: ${forged.length} differences (`);
});

test('a command that does more is found; what another version drew is named, not judged', async () => {
  const folder = copy();
  edit(folder, 'report.html', (text) => text.replace('</code></pre>', '; rm -rf .</code></pre>'));
  edit(folder, 'manifest.json', (text) => {
    const manifest = JSON.parse(text);
    for (const path of Object.keys(manifest.files)) if (path.startsWith('charts/')) manifest.files[path].by = '0.0.9';
    return spell(manifest);
  });
  edit(folder, 'charts/rates.svg', (text) => text.replace('</text>', ' then</text>'));
  seal(folder, 'report.html', 'charts/rates.svg');
  const { code, stdout } = await verify(folder);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/; \d+ files made by posp-sim 0\.0\.9\n?$/)]);
  expect(stdout.match(/: it is no.*/g)).toEqual([': it is not what its findings make of it']);
});

test('exhibits and what is drawn of them are as written, and found where they are forged', async () => {
  const { file, out } = writeScenario(honest);
  await run(file, out, '--no-pictures');
  const loaded = planScenario('tiny.yaml', honest);
  if ('problems' in loaded) throw new Error('tiny.yaml has problems');
  const resolver = createResolver(loaded.scenario);
  const exhibits = prepareExhibits({ ...loaded, resolve: (at) => resolver(at).settings });
  writeFileSync(join(out, 'exhibits.json'), `${JSON.stringify(exhibits)}\n`);
  list(out, 'exhibits.json');
  seal(out, 'exhibits.json');
  await posp(['chart', out, 'payoff-matrix', '-o', join(out, 'charts', 'payoff-matrix.svg')]);
  expect((await verify(out)).code).toBe(0);
  edit(out, 'exhibits.json', (text) => text.replace('"pure":true', '"pure":false'));
  edit(out, 'charts/payoff-matrix.svg', (text) => text.replace('</text>', '!</text>'));
  seal(out, 'exhibits.json', 'charts/payoff-matrix.svg');
  const { code, stdout } = await verify(out);
  expect([code, findForged(stdout)]).toEqual([1, ['charts/payoff-matrix.svg', 'exhibits.json']]);
});

test('a hair is allowed in what is computed, and in no seed, count or digest', () => {
  expect(isAlike('<path d="M1.00000000001,2">', '<path d="M1,2">')).toBe(true);
  expect(isAlike('M1.00001,2', 'M1,2')).toBe(false);
  expect(isAlike('seed 10000000001', 'seed 10000000002')).toBe(false);
  expect(isAlike('sha256:0a7', 'sha256:a7')).toBe(false);
});
