import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Findings } from '../../src/findings/findings.ts';
import { ParquetFiles } from '../../src/store/parquet.ts';
import { posp, type Session } from './fake-io.ts';
import { atThreshold, makePlace, tinyScenario, writeScenario } from './tiny-scenario.ts';

const quiet = ['--quiet', '--workers', '1'];
const quick = [...quiet, '--no-pictures'];

/** Every file of a results folder with the digest of its bytes. */
function digestsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), digestOf(readFileSync(path))]));
}

function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Listed {
  files: Record<string, { sha256: string; bytes: number; findings?: string }>;
}

const readManifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Listed;

// Thirteen pictures in three formats take a while: what looks at them looks at one folder.
const gallery = mkdtempSync(join(tmpdir(), 'posp-gallery-'));
afterAll(() => rmSync(gallery, { recursive: true }));
let drawing: Promise<Session> | undefined;

/** Runs the tiny study into the gallery, pictures and all. */
function drawGallery(): Promise<Session> {
  drawing ??= posp(['run', writeScenario().file, '--out', join(gallery, 'out'), '--workers', '1']);
  return drawing;
}

test('a results folder holds what the contract names, and nothing else', async () => {
  const { code, stdout, stderr } = await drawGallery();
  const out = join(gallery, 'out');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Tiny\n/);
  expect(stderr).toMatch(/^tiny\.yaml: 8 thousand of 48 thousand jobs\nresults: .*out\n$/);
  const names = Object.keys(digestsOf(out));
  const read = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
  const plain = names.filter((name) => !name.startsWith('charts'));
  expect(plain).toEqual(
    [
      'estimates.csv',
      'estimates.csv-metadata.json',
      'estimates.parquet',
      'exhibits.json',
      'findings.json',
      'manifest.json',
      'points.csv',
      'points.csv-metadata.json',
      'points.parquet',
      'report.html',
      'runs.parquet',
      'scenario.yaml',
    ].sort(),
  );
  const charts = names.filter((name) => name.startsWith('charts'));
  expect(charts.length).toBeGreaterThan(0);
  for (const ending of ['.vl.json', '.svg', '.png']) {
    expect(charts.filter((name) => name.endsWith(ending))).toHaveLength(charts.length / 3);
  }
  const findings = read('findings.json') as Findings;
  const { 'manifest.json': _, ...digests } = digestsOf(out);
  const { files } = readManifest(out);
  expect(Object.fromEntries(Object.entries(files).map(([name, { sha256 }]) => [name, sha256]))).toEqual(digests);
  const madeOfNone = Object.entries(files).flatMap(([name, file]) => (file.findings ? [] : [name]));
  expect(madeOfNone).toEqual(['findings.json', 'runs.parquet', 'scenario.yaml']);
  expect(read('manifest.json')).toMatchObject({
    schema: 2,
    title: 'Tiny',
    digest: findings.digest,
    seed: 7,
    complete: true,
    plan: { designPoints: 2, runs: 2 * 3 * 4 },
  });
  // Honest arms are played in time at both points, the other two kinds as rounds; all of them have an exact answer.
  expect(read('manifest.json').paths).toEqual([
    { path: 'calendar', sampling: 'natural', why: 'latency and load are read here', arms: 2, runs: 8 },
    { path: 'exact', why: 'the round can be enumerated', arms: 6 },
    // Two nodes in twenty cheat on a hundred jobs each, of which p = 0.002 would challenge none.
    { path: 'rounds', sampling: 'split', why: 'payoffs depend on no clock', arms: 2, runs: 8 },
    { path: 'rounds', sampling: 'natural', why: 'payoffs depend on no clock', arms: 2, runs: 8 },
  ]);
  // Nothing in this market makes one job depend on another.
  expect(read('manifest.json').traits).toEqual([]);
});

describe('the tables', () => {
  const out = join(gallery, 'out');
  const files = new ParquetFiles();
  afterAll(() => files.close());
  const readCsv = (name: string) => {
    const lines = readFileSync(join(out, `${name}.csv`), 'utf8')
      .trimEnd()
      .split('\r\n');
    return lines.map((line) => line.split(','));
  };

  test('runs.parquet has one row per run and points.csv one per design point', async () => {
    await drawGallery();
    const runs = await files.read(join(out, 'runs.parquet'));
    const points = await files.read(join(out, 'points.parquet'));
    expect(runs.rows).toHaveLength(2 * 3 * 4);
    const meanings = JSON.parse(points.notes.get('columns')!);
    expect(meanings['mechanism.challengeProbability'].unit).toBe('1');
    expect(meanings['mechanism.challengeProbability'].description).toMatch(/\(p\)/);
    expect(meanings['advantage.asserter.skip-work.coalition.mean'].unit).toBe('credits per job');
    expect(meanings['rates.latencySecondsP95.value'].unit).toBe('s');
    const advantage = points.columns.indexOf('advantage.asserter.skip-work.coalition.mean');
    expect(points.rows.map((row) => Math.sign(Number(row[advantage])))).toEqual([-1, 1]);
  });

  test('estimates.csv has one row per advantage and estimator, which is what the findings say', async () => {
    await drawGallery();
    const [titles, ...rows] = readCsv('estimates');
    expect(titles).toEqual('point,role,over,against,kind,per,estimator,value,low,high'.split(','));
    const { designPoints } = JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')) as Findings;
    const expected = designPoints.flatMap(({ id, advantages }) =>
      advantages.flatMap(({ role, over, against, mean, halfWidth, plain, exact }) => {
        const about = [String(id), role, over, against, '', 'job'];
        const by = (estimator: string, value: number, half: number) => {
          return [...about, estimator, ...[value, value - half, value + half].map(String)];
        };
        const simulated = [by('plain', plain!.mean, plain!.halfWidth!), by('sharp', mean!, halfWidth!)];
        return [...simulated, by('exact', exact!, 0)];
      }),
    );
    expect(expected.length).toBeGreaterThan(2 * 3);
    expect(rows).toEqual(expected);
  });

  test.each(['points', 'estimates'])('%s says in all its formats the same, and what its columns mean', async (name) => {
    await drawGallery();
    const { columns, rows, notes } = await files.read(join(out, `${name}.parquet`));
    expect(readCsv(name)).toEqual([columns, ...rows.map((row) => row.map((value) => String(value ?? '')))]);
    const metadata = JSON.parse(readFileSync(join(out, `${name}.csv-metadata.json`), 'utf8'));
    expect([metadata.url, metadata['dc:title']]).toEqual([`${name}.csv`, 'Tiny']);
    expect(metadata.tableSchema.columns.map(({ titles }: { titles: string }) => titles)).toEqual(columns);
    const meanings = JSON.parse(notes.get('columns')!);
    expect(Object.keys(meanings)).toEqual(columns);
    for (const { titles, ...column } of metadata.tableSchema.columns) {
      expect([column['schema:unitText'] ?? '', column['dc:description']]).toEqual([
        meanings[titles].unit,
        meanings[titles].description,
      ]);
    }
  });
});

test('one, two and three workers, and a folder continued, leave the same bytes', async () => {
  const { file, place } = writeScenario();
  const folders = ['a', 'b', 'c'].map((name) => join(place, name));
  for (const [index, folder] of folders.entries()) {
    await posp(['run', file, '--out', folder, '--quiet', '--no-pictures', '--workers', String(index + 1)]);
  }
  const first = digestsOf(folders[0]!);
  expect(digestsOf(folders[1]!)).toEqual(first);
  expect(digestsOf(folders[2]!)).toEqual(first);

  await posp(['run', file, '--out', folders[2]!, '--replications', '9', ...quick]);
  const { stdout } = await posp(['run', file, '--out', folders[2]!, '--resume', '--json', ...quick]);
  const continued = digestsOf(folders[2]!);
  // The five replications that are not asked for any more are kept in a part, which the manifest lists.
  const part = 'runs/part-00000.parquet';
  expect(Object.keys(continued).filter((name) => !(name in first))).toEqual([part]);
  expect(Object.keys(first).filter((name) => continued[name] !== first[name])).toEqual(['manifest.json']);
  const [{ files: plain }, { files: listed }] = [folders[0]!, folders[2]!].map(readManifest) as [Listed, Listed];
  expect(listed).toEqual({ ...plain, [part]: expect.objectContaining({ sha256: continued[part] }) });
  expect(digestOf(stdout)).toBe(first['findings.json']);
});

test('--fresh runs everything again', async () => {
  const { file, out } = writeScenario();
  await posp(['run', file, '--out', out, '--replications', '9', ...quick]);
  await posp(['run', file, '--out', out, '--fresh', ...quick]);
  expect(existsSync(join(out, 'runs'))).toBe(false);
});

test('without --out a study lands in results/NAME-DIGEST and is found again', async () => {
  const { file } = writeScenario();
  const place = makePlace();
  const before = process.cwd();
  process.chdir(place);
  try {
    await posp(['run', file, ...quick]);
    await posp(['run', file, '--set', 'title=Other', ...quick]);
    expect(readdirSync('results')).toEqual([expect.stringMatching(/^tiny-[0-9a-f]{8}$/)]);
    await posp(['run', file, '--seed', '8', ...quick]);
    expect(readdirSync('results')).toHaveLength(2);
  } finally {
    process.chdir(before);
  }
});

test('the exit code is the verdict, and the worst of several files', async () => {
  const good = writeScenario();
  const bad = writeScenario(tinyScenario.replace('> 0.1', '< 0.1'), 'bad.yaml');
  const open = writeScenario(atThreshold, 'open.yaml');
  const out = join(makePlace(), 'out');
  const run = (files: string[], folder: string) =>
    posp(['test', ...files, '--out', folder, '--json', '--replications', '24', ...quiet]);
  const all = await run([open.file, bad.file, good.file], out);
  expect(all.code).toBe(1);
  // Judged again from the runs that are there.
  expect((await run([good.file], join(out, 'tiny'))).code).toBe(0);
  expect((await run([bad.file], join(out, 'bad'))).code).toBe(1);
  expect((await run([open.file], join(out, 'open'))).code).toBe(3);
  const titles = (JSON.parse(all.stdout) as Findings[]).map(({ claims }) => claims[0]!.verdict);
  expect(titles).toEqual(['undecided', 'false', 'true']);
});

test('several studies get a folder each', async () => {
  const good = writeScenario();
  const other = writeScenario(tinyScenario, 'other.yaml');
  const out = join(makePlace(), 'out');
  await posp(['run', good.file, other.file, '--out', out, ...quick]);
  expect(readdirSync(out).sort()).toEqual(['other', 'tiny']);
});

test('--set, --seed and --replications reach the study', async () => {
  const { file, out } = writeScenario();
  const flags = [
    '--set',
    'mechanism.slashAmount=50',
    '--set',
    'market.reward=2',
    '--seed',
    '99',
    '--replications',
    '2',
  ];
  const { stdout } = await posp(['run', file, '--out', out, '--json', ...flags, ...quick]);
  const findings = JSON.parse(stdout) as Findings;
  expect(findings.seed).toBe(99);
  expect(findings.designPoints.map(({ replications }) => replications)).toEqual([2, 2]);
  expect(readFileSync(join(out, 'scenario.yaml'), 'utf8')).toMatch(/slashAmount: 50/);
});

test('--trace tells one run, the same story every time', async () => {
  const { file } = writeScenario();
  const argv = ['run', file, '--trace', '--design-point', '1', '--replication', '0', '--set', 'run.jobs=5'];
  const told = await posp([...argv, '--arm', 'coalition/asserter/skip-work']);
  expect(told.code).toBe(0);
  expect(told.stdout.trimEnd().split('\n').length).toBeGreaterThan(10);
  expect((await posp([...argv, '--arm', 'coalition/asserter/skip-work'])).stdout).toBe(told.stdout);
  expect(await posp([...argv, '--arm', 'coalition/asserter/skipwork'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/did you mean "coalition\/asserter\/skip-work"\?/),
  });
  expect((await posp([...argv.slice(0, 4), '7', ...argv.slice(5), '--arm', 'x'])).stderr).toMatch(
    /this study has 0 to 1/,
  );
});

test('report and chart draw a folder again, to the same bytes', async () => {
  await drawGallery();
  const out = join(gallery, 'out');
  const place = makePlace();
  const charts = Object.entries(digestsOf(out)).filter(([name]) => name.startsWith('charts'));
  // One in each format; all of them stand in the report.
  for (const [name, digest] of [0, 1, 2].map((format) => charts[4 * format]!)) {
    const path = join(place, name.replace(/.*\//, '').replace('.vl.json', '.json'));
    const kind = name.replace(/^charts.|\..*$/g, '');
    expect(await posp(['chart', out, kind, '-o', path])).toMatchObject({ code: 0, stdout: `${path}\n` });
    expect([name, digestOf(readFileSync(path))]).toEqual([name, digest]);
  }
  const readFigures = () => readFileSync(join(out, 'report.html'), 'utf8').match(/<figure[\s\S]*?<\/figure>/g)!;
  const figures = readFigures();
  expect(figures).toHaveLength(charts.length / 3);
  rmSync(join(out, 'report.html'));
  expect((await posp(['report', out])).code).toBe(0);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  expect(digestOf(readFigures().join())).toBe(digestOf(figures.join()));
  expect((await posp(['chart', out, 'advantge', '-o', 'x.svg'])).stderr).toMatch(/did you mean "advantage"\?/);
  const story = readFileSync(join(out, 'charts', 'market-story.svg'), 'utf8');
  expect(story).toMatch(/^<svg/);
  const lacking = await posp(['chart', out, 'dominance-map', '-o', join(place, 'no.svg')]);
  expect(lacking.code).toBe(2);
  expect(lacking.stderr).toMatch(/dominance-map has nothing to show here: it needs .* two swept parameters/);
  expect(existsSync(join(place, 'no.svg'))).toBe(false);
  rmSync(join(out, 'exhibits.json'));
  expect(await posp(['chart', out, 'tipping', '-o', join(place, 'no.svg')])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/exhibits\.json, which is missing; posp run writes it/),
  });
  const listed = await posp(['chart', out]);
  expect([listed.code, listed.stderr]).toEqual([0, '']);
  expect(listed.stdout).toMatch(/^ {2}advantage +Advantage of honesty/m);
  expect(listed.stdout).toMatch(/^ {2}dominance-map +– /m);
  const known = JSON.parse((await posp(['chart', out, '--json'])).stdout).charts;
  expect(known.find(({ kind }: { kind: string }) => kind === 'advantage')).toMatchObject({ lacks: null });
  expect(await posp(['chart', out, 'advantage'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/say where the chart goes: -o advantage\.svg/),
  });
  expect((await posp(['chart', out, '-o', 'x.pdf'])).stderr).toMatch(/an \.svg, \.png or \.json file/);
});

test('colour follows the flag, then NO_COLOR, then FORCE_COLOR, then the terminal', async () => {
  const colorCode = String.fromCharCode(27);
  const colored = async (argv: string[], options: Parameters<typeof posp>[1]) => {
    return (await posp(['list', ...argv], options)).stdout.includes(colorCode);
  };
  expect(await colored([], { isTTY: true })).toBe(true);
  expect(await colored([], {})).toBe(false);
  expect(await colored([], { env: { FORCE_COLOR: '1' } })).toBe(true);
  expect(await colored([], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(false);
  expect(await colored(['--no-color'], { env: { FORCE_COLOR: '1' } })).toBe(false);
});
