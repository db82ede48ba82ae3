/** What a results folder is believed to hold: nothing stale, nothing of another study, nothing a stranger put there. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/findings/manifest.ts';
import { posp } from './fake-io.ts';
import { makePlace } from './tiny-scenario.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a stranger writes has no type.
type Foreign = any;

const quick = ['--quiet', '--workers', '1'];
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const manifestOf = (folder: string) => json(join(folder, 'manifest.json')) as Manifest;

// A small study with few pictures, drawn once; tests work on copies.
const market = 'market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }';
const players = 'players: { asserter: [honest, skip-work] }';
const small = `title: Small
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 100 }
${market}
${players}
replications: 2
run: { jobs: 300 }
`;
const swept = `${small}sweep: { mechanism.challengeProbability: [0.01, 0.2, 0.3] }\n`;
const other = small.replace('Small', 'Other').replace('slashAmount: 100', 'slashAmount: 5');

let place: string;
let drawn: string;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posp-folder-'));
  drawn = join(place, 'drawn');
  for (const [name, text] of Object.entries({ small, swept, other })) writeFileSync(join(place, `${name}.yaml`), text);
  expect((await posp(['run', join(place, 'small.yaml'), '--out', drawn, ...quick])).code).toBe(0);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function copy(): string {
  const folder = join(makePlace(), 'copy');
  cpSync(drawn, folder, { recursive: true });
  return folder;
}

const file = (name: string) => join(place, `${name}.yaml`);
const perform = (command: string, name: string, folder: string, ...more: string[]) =>
  posp([command, file(name), '--out', folder, ...quick, ...more]);

/** Every file below a folder but the manifest, with its hash. */
function hashesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const others = paths.filter((path) => path !== 'manifest.json').sort();
  return Object.fromEntries(others.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
}

/** The manifest vouches for every file there is, and all that is made of findings is made of these. */
function expectWhole(folder: string): void {
  const { complete, files } = manifestOf(folder);
  const listed = Object.entries(files).map(([path, entry]) => [path, entry.sha256]);
  expect([complete, Object.fromEntries(listed)]).toEqual([true, hashesOf(folder)]);
  const origins = new Set(Object.values(files).flatMap(({ findings }) => findings ?? []));
  expect([...origins]).toEqual([files['findings.json']!.sha256]);
}

describe('one commit point', () => {
  test('what was made of other findings is gone after a test of a changed sweep', async () => {
    const folder = copy();
    await perform('test', 'swept', folder);
    expectWhole(folder);
    const names = Object.keys(hashesOf(folder));
    expect(names).toEqual(['estimates.parquet', 'findings.json', 'points.parquet', 'runs.parquet', 'scenario.yaml']);
    expect(await posp(['chart', folder, 'tipping', '-o', join(folder, 'x.svg')])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/exhibits\.json, which is missing/),
    });
    // The runs of the other points were not lost on the way back.
    await perform('run', 'small', folder, '--no-pictures');
    expectWhole(folder);
    expect(hashesOf(folder)['runs.parquet']).toBe(hashesOf(drawn)['runs.parquet']);
  });

  test('what was made of the very same findings stays after a test of them', async () => {
    const folder = copy();
    await perform('test', 'small', folder);
    expect([hashesOf(folder), readFileSync(join(folder, 'manifest.json'), 'utf8')]).toEqual([
      hashesOf(drawn),
      readFileSync(join(drawn, 'manifest.json'), 'utf8'),
    ]);
    // But for what was tampered with, which nobody will vouch for.
    writeFileSync(join(folder, 'points.csv'), 'id\n1\n');
    await perform('test', 'small', folder);
    expectWhole(folder);
    const { 'points.csv': _, ...others } = hashesOf(drawn);
    expect(hashesOf(folder)).toEqual(others);
  });

  test('--fresh leaves nothing of another study, with pictures or without', async () => {
    const folder = copy();
    writeFileSync(join(folder, 'points.csv-metadata.json'), '{}');
    expect((await perform('run', 'other', folder)).stderr).toMatch(/holds another study/);
    await perform('run', 'other', folder, '--fresh', '--no-pictures');
    expectWhole(folder);
    expect(Object.keys(hashesOf(folder))).not.toContain('exhibits.json');
    expect(existsSync(join(folder, 'charts'))).toBe(false);
  });

  test('a report drawn again is in the manifest, and one drawn elsewhere is none of its business', async () => {
    const folder = copy();
    rmSync(join(folder, 'report.html'));
    expect((await posp(['report', folder])).code).toBe(0);
    expectWhole(folder);
    const chart = join(folder, 'charts', 'payoffs.svg');
    expect((await posp(['chart', folder, 'payoffs', '-o', chart])).code).toBe(0);
    expectWhole(folder);
    const before = readFileSync(join(folder, 'manifest.json'), 'utf8');
    expect((await posp(['chart', folder, 'payoffs', '-o', join(folder, 'mine.svg')])).code).toBe(0);
    expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).toBe(before);
    expect((await posp(['chart', folder, 'payoffs', '-o', join(folder, 'findings.json')])).code).toBe(2);
  });

  test('what 0.1.0 wrote is not continued, not drawn, and made again when asked', async () => {
    const folder = copy();
    const { schema: _, files: _files, ...older } = manifestOf(folder);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(older));
    for (const argv of [
      ['report', folder],
      ['chart', folder, '-o', join(folder, 'x.svg')],
      ['run', file('small'), '--out', folder, '--resume', ...quick],
    ]) {
      const { code, stderr } = await posp(argv);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/written by 0\.1\.0.*run it again/)]);
    }
    const { stderr } = await posp(['run', file('small'), '--out', folder, '--workers', '1', '--no-pictures']);
    expect(stderr).toMatch(/warning: .* was written by 0\.1\.0/);
    expectWhole(folder);
  });
});

describe('a stranger cannot', () => {
  /** Changes a JSON file of the folder; with `sealed` its hash in the manifest as well. */
  function change(folder: string, name: string, edit: (content: Foreign) => void, sealed = true): void {
    const content = json(join(folder, name));
    edit(content);
    const text = JSON.stringify(content);
    writeFileSync(join(folder, name), text);
    if (!sealed) return;
    const manifest = manifestOf(folder);
    manifest.files[name] = { ...manifest.files[name]!, sha256: sha256(text), bytes: text.length };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  }

  async function draw(folder: string): Promise<string> {
    const { code, stderr } = await posp(['report', folder, '--quiet']);
    expect([code, await posp(['chart', folder, '-o', join(folder, 'x.svg')])]).toEqual([
      2,
      expect.objectContaining({ code: 2, stderr }),
    ]);
    return stderr;
  }

  test('change findings unnoticed', async () => {
    const folder = copy();
    change(folder, 'findings.json', (findings) => (findings.title = 'Forged'), false);
    expect(await draw(folder)).toMatch(/findings\.json: it is not the file that manifest\.json beside it lists/);
  });

  test.each<[string, string, (content: Foreign) => void, RegExp]>([
    [
      'HTML',
      'findings.json',
      (it) => (it.title = { markup: '<script>alert(1)</script>' }),
      /findings\.json: title is a group of settings; expected text/,
    ],
    [
      'a word',
      'findings.json',
      (it) => (it.designPoints[0].jobs = 'many'),
      /designPoints\.0\.jobs is "many"; expected a number/,
    ],
    ['a list', 'findings.json', (it) => (it.claims = {}), /claims is a group of settings; expected a list/],
    [
      'a profile',
      'findings.json',
      (it) => (it.designPoints[0].advantages[0].against = 'x'),
      /advantages\.0\.against is "x"/,
    ],
    ...['constructor', 'toString', '__proto__'].map((word): [string, string, (content: Foreign) => void, RegExp] => [
      `the name ${word}`,
      'findings.json',
      (it) => (it.designPoints[0].advantages[0].over = word),
      new RegExp(`advantages\\.0\\.over is "${word}"; that name is taken`),
    ]),
    ['another study', 'findings.json', (it) => (it.digest = 'sha256:00'), /findings\.json is of another study/],
    [
      'a matrix',
      'exhibits.json',
      (it) => it.solution.designPoints[0].games[0].payoffs[0].pop(),
      /exhibits\.json: .*games\.0 is/,
    ],
    [
      'a place',
      'manifest.json',
      (it) => (it.files['../x'] = { sha256: 'a'.repeat(64), bytes: 1 }),
      /manifest\.json cannot be read/,
    ],
    [
      'depth',
      'manifest.json',
      (it) => (it.study = JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`)),
      /nested deeper than 100/,
    ],
    ['a version', 'manifest.json', (it) => (it.schema = 3), /schema is 3/],
  ])('put %s where it does not belong', async (_, name, edit, message) => {
    const folder = copy();
    change(folder, name, edit, name !== 'manifest.json');
    expect(await draw(folder)).toMatch(message);
  });

  test('have findings drawn over the parameters of another study', async () => {
    const folder = copy();
    const text = readFileSync(join(folder, 'scenario.yaml'), 'utf8').replace('slashAmount: 100', 'slashAmount: 5');
    writeFileSync(join(folder, 'scenario.yaml'), text);
    expect((await posp(['report', folder])).stderr).toMatch(/scenario\.yaml: it is not the file/);
    change(folder, 'findings.json', () => {});
    const manifest = manifestOf(folder);
    manifest.files['scenario.yaml']!.sha256 = sha256(text);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const { code, stderr } = await posp(['report', folder]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/scenario\.yaml is of another study/)]);
  });

  test('pass off what is not finished', async () => {
    const folder = copy();
    change(folder, 'findings.json', (findings) => (findings.complete = false));
    expect((await posp(['report', folder])).code).toBe(0);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/<p class="unfinished" role="note">Unfinished: /);
    expect((await posp(['chart', folder, 'payoffs', '-o', join(folder, 'x.svg')])).code).toBe(0);
    expect(readFileSync(join(folder, 'x.svg'), 'utf8')).toMatch(/Unfinished: replications are missing here/);
  });

  test.each(['runs.parquet', 'manifest.json', 'findings.json', 'charts/payoffs.svg'])(
    'make anybody wait at a pipe called %s',
    async (name) => {
      const folder = copy();
      rmSync(join(folder, name));
      expect(spawnSync('mkfifo', [join(folder, name)]).status).toBe(0);
      for (const argv of [
        ['run', file('small'), '--out', folder, ...quick],
        ['report', folder],
      ]) {
        const { code, stderr } = await posp(argv);
        expect([code, stderr]).toEqual([2, expect.stringMatching(/is a pipe|holds files that are no results/)]);
      }
    },
  );

  test('have anything written outside the folder by links in it', async () => {
    const outside = makePlace();
    writeFileSync(join(outside, 'report.html'), 'mine');
    for (const [name, target] of [
      ['charts', outside],
      ['runs', outside],
      ['report.html', join(outside, 'report.html')],
    ] as const) {
      const folder = copy();
      rmSync(join(folder, name), { recursive: true, force: true });
      symlinkSync(target, join(folder, name));
      const { code, stderr } = await perform('run', 'swept', folder);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/is a symbolic link, which no study has put there/)]);
      expect((await posp(['report', folder])).code).toBe(2);
      // What is thrown away is the link.
      expect((await perform('run', 'small', folder, '--fresh', '--no-pictures')).code).toBe(0);
    }
    expect([readdirSync(outside), readFileSync(join(outside, 'report.html'), 'utf8')]).toEqual([
      ['report.html'],
      'mine',
    ]);
  });

  test.each(['...yaml', '..yaml', '.hidden.yaml'])('have a scenario called %s write beside --out', async (name) => {
    const scenarios = makePlace();
    const out = join(makePlace(), 'deep', 'out');
    mkdirSync(join(out, '..'), { recursive: true });
    for (const [i, called] of [name, 'plain.yaml'].entries())
      writeFileSync(join(scenarios, called), small.replace('Small', `No ${i}`));
    const files = [name, 'plain.yaml'].map((called) => join(scenarios, called));
    const { code } = await posp(['run', ...files, '--out', out, ...quick, '--no-pictures']);
    expect([code, readdirSync(join(out, '..'))]).toEqual([0, ['out']]);
    expect(readdirSync(out)).toHaveLength(2);
    for (const folder of readdirSync(out)) expectWhole(join(out, folder));
  });
});

describe('a baseline', () => {
  const claims = (path: string) => `${small}claims:\n  - { kind: no-regression, baseline: ${path} }\n`;
  const judge = (folder: string) => {
    const path = join(folder, 'compared.yaml');
    writeFileSync(path, claims('findings.json'));
    return posp(['test', path, '--out', join(folder, 'out'), ...quick]);
  };
  const alone = (edit: (content: Foreign) => void) => {
    const folder = makePlace();
    const findings = json(join(drawn, 'findings.json'));
    edit(findings);
    writeFileSync(join(folder, 'findings.json'), JSON.stringify(findings));
    return folder;
  };

  test('of 0.1.0, which says no schema, is read', async () => {
    expect([0, 3]).toContain((await judge(alone((it) => delete it.schema))).code);
  });

  test.each<[string, (content: Foreign) => void, RegExp]>([
    ['is not finished', (it) => (it.complete = false), /its study is not finished/],
    ['holds something else', (it) => (it.thresholds = 'none'), /thresholds is "none"; expected a list/],
    ['lacks what is compared', (it) => delete it.designPoints[0].rates, /designPoints\.0\.rates is missing/],
  ])('that %s is refused', async (_, edit, message) => {
    expect(await judge(alone(edit))).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });

  test('in a results folder that does not vouch for it is refused', async () => {
    const folder = copy();
    const path = join(folder, 'findings.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"mean": -', '"mean": '));
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
    expect(await judge(folder)).toMatchObject({ code: 2, stderr: expect.stringMatching(/not the file that manifest/) });
  });

  test('in a results folder is read as report reads it: of a healthy one both take it', async () => {
    const folder = copy();
    expect([0, 3]).toContain((await judge(folder)).code);
    expect((await posp(['report', folder])).code).toBe(0);
  });

  const reseal = (folder: string, change: (manifest: Manifest) => void) => {
    const manifest = manifestOf(folder);
    change(manifest);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  };
  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'manifest is of another study',
      (folder) => reseal(folder, (it) => (it.digest = `sha256:${'0'.repeat(64)}`)),
      /of another study than manifest\.json beside it; run the study again/,
    ],
    [
      'manifest lists another file',
      (folder) => reseal(folder, (it) => (it.files['findings.json']!.sha256 = '0'.repeat(64))),
      /not the file that manifest\.json beside it lists; run the study again/,
    ],
    [
      'manifest lists no findings',
      (folder) => reseal(folder, (it) => delete it.files['findings.json']),
      /manifest\.json beside it does not list it; run the study again/,
    ],
    [
      'scenario was changed',
      (folder) => writeFileSync(join(folder, 'scenario.yaml'), other),
      /scenario\.yaml beside it .*not the file that manifest\.json beside it lists; run the study again/,
    ],
    [
      'scenario is of another study',
      (folder) => {
        writeFileSync(join(folder, 'scenario.yaml'), other);
        reseal(folder, (it) => (it.files['scenario.yaml']!.sha256 = sha256(other)));
      },
      /scenario\.yaml beside it is of another study than manifest\.json; run the study again/,
    ],
  ])('in a results folder whose %s is refused, as report refuses it', async (_, spoil, message) => {
    const folder = copy();
    spoil(folder);
    const { code, stderr } = await judge(folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/compared\.yaml:\d+:\d+ .*claim 0 compares with "findings\.json", which cannot be read: /);
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect((await posp(['report', folder])).code).toBe(2);
  });
});
