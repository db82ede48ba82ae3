/** `posp verify`: what was written is found to be, and whatever is changed is found. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resultsVersion } from '../../src/engine/identity.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import { ParquetFiles } from '../../src/store/parquet.ts';
import { RunRecords } from '../../src/store/run-records.ts';
import { readRuns, writeRuns } from '../../src/store/run-table.ts';
import { posp } from './fake-io.ts';
import { edit, seal, spell } from './forge.ts';
import { makePlace, tinyScenario } from './tiny-scenario.ts';

let place: string;
let written: string;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posp-verify-'));
  written = join(place, 'written');
  writeFileSync(join(place, 'tiny.yaml'), tinyScenario);
  await posp(['run', join(place, 'tiny.yaml'), '--out', written, '--quiet', '--workers', '1', '--no-pictures']);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function copy(): string {
  const folder = join(makePlace(), 'copy');
  cpSync(written, folder, { recursive: true });
  return folder;
}

const verify = (folder: string, ...more: string[]) => posp(['verify', folder, '--workers', '1', ...more]);

// Two points, honest arm and two deviations, four replications; at both points guessing validators play alone.
test('a folder is what its study wrote: files, digests, and the runs that its digest draws', async () => {
  const { code, stdout } = await verify(written, '--json');
  const { files, digests, runs, findings, notDerived, ...others } = JSON.parse(stdout);
  expect([code, others]).toEqual([0, {}]);
  expect(findings).toContainEqual({ of: 'claims', equal: true });
  expect(findings.every(({ equal }: { equal: boolean }) => equal)).toBe(true);
  expect(notDerived).toEqual([expect.stringMatching(/^the lines at which/)]);
  const tables = ['estimates', 'points'].map((name) => [`${name}.csv`, `${name}.csv-metadata.json`, `${name}.parquet`]);
  const names = [...tables[0]!, 'findings.json', ...tables[1]!, 'runs.parquet', 'scenario.yaml'];
  expect(files).toEqual(names.map((path) => ({ path, equal: true })));
  expect(digests.every(({ equal }: { equal: boolean }) => equal)).toBe(true);
  expect([digests.length, runs.length]).toEqual([9, 16]);
  expect(runs[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    designPoint: 0,
    arm: expect.stringContaining('coalition'),
    replication: expect.any(Number),
    equal: true,
  });
  expect((await verify(written, '--json')).stdout).toBe(stdout);
  const all = await verify(written, '--runs', 'all');
  expect(all).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      `${written}: all as written (9 files, 9 digests, 24 of 24 runs simulated again, findings derived again)\n`,
    ),
  });
  expect(await verify(written, '--runs', '0')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/ 0 of 24 runs/),
  });
});

test('what no study writes is no difference, and named', async () => {
  const folder = copy();
  mkdirSync(join(folder, 'charts'));
  for (const path of ['audit.html', 'charts/a chart.svg', '.lock']) writeFileSync(join(folder, path), '');
  const { code, stdout } = await verify(folder, '--runs', '0');
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/; audit\.html, charts\/a chart\.svg, which no study writes$/m),
  ]);
});

test.each<[string, (folder: string) => void, RegExp]>([
  [
    'changed',
    (folder) => edit(folder, 'points.csv', (text) => `${text}1`),
    /^points\.csv: it is not the file that was/m,
  ],
  [
    'changed in one number',
    (folder) => edit(folder, 'estimates.csv', (text) => text.replace(/sharp,-?\d/, 'sharp,7')),
    /^estimates\.csv: it is not the file that was/m,
  ],
  ['missing', (folder) => rmSync(join(folder, 'scenario.yaml')), /^scenario\.yaml: it is missing$/m],
  ['added', (folder) => writeFileSync(join(folder, 'report.html'), ''), /^report\.html: it is not in the manifest$/m],
  [
    'made of other findings',
    (folder) => {
      edit(folder, 'findings.json', (text) => text.replace('"Tiny"', '"Huge"'));
      const path = join(folder, 'manifest.json');
      const manifest = JSON.parse(readFileSync(path, 'utf8'));
      const sha256 = createHash('sha256')
        .update(readFileSync(join(folder, 'findings.json')))
        .digest('hex');
      manifest.files['findings.json'].sha256 = sha256;
      writeFileSync(path, spell(manifest));
    },
    /^points\.csv: it was made of other findings$/m,
  ],
  [
    'of another study',
    (folder) => {
      edit(folder, 'scenario.yaml', (text) => text.replace('slashAmount: 100', 'slashAmount: 99'));
      seal(folder, 'scenario.yaml');
    },
    /^scenario\.yaml: it says sha256:/m,
  ],
  [
    'called after what it is not of',
    (folder) => edit(folder, 'manifest.json', (text) => text.replace('"stake": 1000', '"stake": 1001')),
    /^what manifest\.json says the study is: it says sha256:/m,
  ],
  [
    'told otherwise by the manifest alone',
    (folder) => edit(folder, 'manifest.json', (text) => text.replace('"title": "Tiny"', '"title": "Huge"')),
    /^what manifest\.json says of the study: manifest\.title is "Huge" there and "Tiny" when it is worked out again$/m,
  ],
  [
    'told by the manifest and by no study',
    (folder) => edit(folder, 'manifest.json', (text) => text.replace('{', '{\n  "audited": "by all",')),
    /^what manifest\.json says of the study: manifest\.audited is "by all" there and not when/m,
  ],
  [
    'added to the scenario as a comment',
    (folder) => {
      edit(folder, 'scenario.yaml', (text) => `# Audited by all.\n${text}`);
      seal(folder, 'scenario.yaml');
    },
    /^scenario\.yaml: it says more, or otherwise, than its study does$/m,
  ],
  ...['runs.parquet', 'points.parquet', 'estimates.parquet', 'scenario.yaml'].map(
    (name): [string, (folder: string) => void, RegExp] => [
      `taken out of folder and manifest: ${name}`,
      (folder) => {
        rmSync(join(folder, name));
        edit(folder, 'manifest.json', (text) => {
          const manifest = JSON.parse(text);
          delete manifest.files[name];
          return spell(manifest);
        });
      },
      new RegExp(`^${name.replace('.', '\\.')}: it is missing$`, 'm'),
    ],
  ),
  [
    'short of a design point',
    (folder) => {
      edit(folder, 'findings.json', (text) => {
        const findings = JSON.parse(text);
        findings.designPoints.pop();
        return spell(findings);
      });
      seal(folder, 'findings.json');
    },
    /^design points of findings\.json: 1 are there, not 2$/m,
  ],
])('what is %s is told, with exit 1', async (_, change, line) => {
  const folder = copy();
  change(folder);
  const { code, stdout } = await verify(folder, '--runs', '1');
  expect([code, stdout]).toEqual([1, expect.stringMatching(line)]);
  expect(stdout).toMatch(/: \d+ differences? \(/);
});

test('a run that was changed and sealed is found by whoever simulates it again', async () => {
  const folder = copy();
  const path = join(folder, 'runs.parquet');
  const files = new ParquetFiles();
  const found = new RunRecords();
  await readRuns(files, path, found);
  const { rows } = await files.read(path);
  const forged = new RunRecords();
  const ids = rows.map((row) => String(row[0]));
  const stretches = ids.flatMap((id, i) => {
    const [arm, replication] = [id.slice(0, 24), Number.parseInt(id.slice(24), 16)];
    const record = found.get(arm, replication)!;
    const column = recordColumnNames.indexOf('asserterIncome');
    if (i === 5) record[column] = record[column]! + 1e-9;
    return forged.add({ arm, first: replication, rows: record });
  });
  await writeRuns(files, path, forged, stretches);
  await files.close();
  seal(folder, 'runs.parquet');
  const { code, stdout } = await verify(folder, '--runs', 'all');
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/^run [0-9a-f]{32} \(design point \d, arm \S+, replication \d\): asserterIncome is /m),
  ]);
  expect(stdout.match(/^run /gm)).toHaveLength(1);
  // Its mean is another one, too.
  expect(stdout).toMatch(/^designPoints of findings\.json: designPoints\.\d\.advantages\.0\.mean is /m);
  expect((await verify(folder, '--runs', '0')).code).toBe(1);
});

test('results of another engine, of nobody, and of a study that is not finished are not judged', async () => {
  const newer = copy();
  edit(newer, 'manifest.json', (text) => text.replace(`"results": ${resultsVersion}`, '"results": 3'));
  expect(await verify(newer)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/results of version 3 .*leaves those/),
  });
  const unfinished = copy();
  edit(unfinished, 'manifest.json', (text) => spell({ ...JSON.parse(text), complete: false, files: {} }));
  expect(await verify(unfinished)).toMatchObject({ code: 2, stderr: expect.stringMatching(/not complete; posp run/) });
  const stopped = copy();
  edit(stopped, 'manifest.json', (text) => text.replace('"complete": true', '"complete": false'));
  expect(await verify(stopped)).toMatchObject({ code: 2, stderr: expect.stringMatching(/not complete; posp run/) });
  expect(await verify(join(place, 'writen'))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/did you mean .*written/),
  });
  for (const below of [[], ['a'], ['a', 'b']]) {
    const { code, stderr } = await verify(join(place, 'tiny.yaml', ...below));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/is not the results folder|there is no folder/)]);
  }
  expect((await verify(written, '--runs', 'some')).stderr).toMatch(/--runs is "some"; it takes a whole number, or all/);
});

test('runs that no study has written differ, whatever vouches for them', async () => {
  const folder = copy();
  writeFileSync(join(folder, 'runs.parquet'), readFileSync(join(folder, 'points.parquet')));
  seal(folder, 'runs.parquet');
  const { code, stdout } = await verify(folder, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout).files.filter(({ equal }: { equal: boolean }) => !equal)).toEqual([
    { path: 'runs.parquet', equal: false, because: expect.stringMatching(/^it cannot be read: /) },
  ]);
});

test('what the claims of a study compare with lies elsewhere, and is neither missed nor read', async () => {
  const studies = makePlace();
  cpSync(join(written, 'findings.json'), join(studies, 'earlier.json'));
  const claim = 'claims:\n  - { kind: no-regression, baseline: earlier.json }\n';
  writeFileSync(join(studies, 'later.yaml'), tinyScenario.replace(/^claims:(\n .*)*\n/m, '') + claim);
  const folder = join(makePlace(), 'out');
  await posp(['run', join(studies, 'later.yaml'), '--out', folder, '--quiet', '--workers', '1', '--no-pictures']);
  expect(await verify(folder, '--runs', '1')).toMatchObject({ code: 0, stderr: '' });
  expect(await posp(['report', folder])).toMatchObject({ code: 0, stderr: '' });
});
