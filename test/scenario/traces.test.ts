/** Recorded jobs: read row by row, from where they may lie, and known by their bytes. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { planScenario, replanScenario } from '../../src/plan/load-scenario.ts';
import { readTrace } from '../../src/scenario/read/read-trace.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { writeScenario } from '../../src/scenario/write.ts';
import { requestsFile } from '../fixtures/replay.ts';
import { asserterArm } from '../fixtures/settings.ts';
import { changed, least } from './texts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trace-'));
});

function read(text: string | Buffer) {
  const file = join(folder, 'rows.csv');
  writeFileSync(file, text);
  const found = readTrace(file);
  if ('trace' in found) return [...found.trace.times];
  return found.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const header = 'TIMESTAMP,ContextTokens,GeneratedTokens';
const rowsOf = (...rows: string[]) => [header, ...rows].join('\n');

describe('rows', () => {
  test('keep every digit of their stamps, over midnight and the end of a month', () => {
    const rows = rowsOf(
      '2024-02-29 23:59:59.9999999,5,1',
      '2024-03-01 00:00:00.0000001,5,1',
      '2024-03-01 00:00:00.0000001,7,0',
      '2024-03-01 01:00:00,7,0',
    );
    const times = read(rows) as number[];
    expect(times.map((time) => Math.round(time * 1e7))).toEqual([0, 2, 2, 36_000_000_001]);
  });

  test('are the same with the line ends of another system, a mark in front, other names and no last line end', () => {
    const stamps = ['2023-11-16T18:17:03.5Z', '2023-11-16T18:17:04.25Z'];
    const plain = read(`${header}\n${stamps[0]},1,2\n${stamps[1]},3,4`);
    expect(plain).toEqual([0, 0.75]);
    expect(read(`\ufeffTimestamp,Session ID,Request tokens\r\n${stamps[0]},a,2\r\n\r\n${stamps[1]},b,4\r\n`)).toEqual(
      plain,
    );
    expect(read('arrived_at\n1700158623.5\n1700158624.25\n')).toEqual(plain);
    expect(read(`"time"\n2023-11-16T18:17:03.5+02:00\n2023-11-16T17:17:04.25+01:00\n`)).toEqual(plain);
  });

  test.each([
    ['', ['0:0 the file is empty']],
    [header, ['0:0 it has no rows; a trace has at least 2']],
    [rowsOf('2023-11-16 18:17:03,1,2'), ['0:0 it has one row; a trace has at least 2']],
    ['time\n4\n4\n', ['0:0 all rows have the same time; a trace lasts some time']],
    [
      '2023-11-16 18:17:03,1,2\n2023-11-16 18:17:04,1,2\n',
      ['1:1 the first line is "2023-11-16 18:17:03,1,2"; expected a header with a column TIMESTAMP, time or seconds'],
    ],
    ['time,seconds\n1,2\n', ['1:1 two columns say the same: time, seconds; leave one']],
    [
      rowsOf('2023-11-16 18:17:03,1,2', '2023-11-16 18:17:02,1,2', '2023-11-16 18:17:05,1'),
      [
        '3:1 TIMESTAMP is "2023-11-16 18:17:02"; it lies before the row above; sort the rows by time',
        '4:1 it has 2 of 3 columns',
      ],
    ],
    [
      rowsOf('2023-11-16 18:17:03,-4,2', '2023-11-16 18:17:04,1,many', '2023-02-30 18:17:04,1,2', '12.5,1,2'),
      [
        '2:21 ContextTokens is "-4"; expected a whole number of tokens, from 0 on',
        '3:23 GeneratedTokens is "many"; expected a whole number of tokens, from 0 on',
        '4:1 TIMESTAMP is "2023-02-30 18:17:04"; expected a time as in 2023-11-16 18:17:03.9799600, or seconds from 0 on, as in the first row',
        '5:1 TIMESTAMP is "12.5"; expected a time as in 2023-11-16 18:17:03.9799600, or seconds from 0 on, as in the first row',
      ],
    ],
    ['time\n-3\n', ['2:1 time is "-3"; expected a time as in 2023-11-16 18:17:03.9799600, or seconds from 0 on']],
  ])('%j', (text, problems) => {
    expect(read(text)).toEqual(problems);
  });

  test('that are wrong are told one by one, and then counted', () => {
    const told = read(`time\n0\n${'x\n'.repeat(500)}1\n`) as string[];
    expect(told).toHaveLength(11);
    expect(told[9]).toMatch(/^12:1 time is "x"/);
    expect(told[10]).toBe('0:0 490 more rows are wrong');
    expect(read(`time\n0\n${'x\n'.repeat(5000)}1\n`).at(-1)).toBe('0:0 at least 991 more rows are wrong');
  });

  test('are none where the file is no table', () => {
    const noTable = ['0:0 this is no table: a row is too long, or binary'];
    expect(read(Buffer.concat([Buffer.from('time\n1\n'), Buffer.alloc(64)]))).toEqual(noTable);
    expect(read(Buffer.alloc(3 << 20, 'a'))).toEqual(noTable);
  });

  test('may be torn anywhere between two pieces of the file', () => {
    // More than a megabyte, which is read at a time.
    const rows = Array.from({ length: 150_000 }, (_, i) => (i / 8).toFixed(3));
    const times = read(`time\n${rows.join('\n')}`) as number[];
    expect(times).toHaveLength(150_000);
    expect(times.every((time, i) => time === i / 8)).toBe(true);
  });
});

/** A scenario that replays a file. */
const replaying = (file: string, more = '') =>
  changed(least, 'market:', `market:\n  demand: { kind: trace, file: ${JSON.stringify(file)}${more} }`);

function load(text: string, assets: string[] = []) {
  return planScenario(join(folder, 'study.yaml'), text, {}, { ...builtIn, assets });
}

function problemsOf(text: string, assets: string[] = []): string[] {
  const loaded = load(text, assets);
  return 'problems' in loaded ? loaded.problems.map(({ line, message }) => `${line}: ${message}`) : [];
}

function loadWell(text: string, assets: string[] = []) {
  const loaded = load(text, assets);
  if ('problems' in loaded) throw new Error(loaded.problems[0]!.message);
  return loaded;
}

const outside = (file: string) =>
  `7: market.demand.file is ${JSON.stringify(file)}; it lies outside the folder of the scenario; put it there, or name it with --asset ${file}`;

describe('the file of a trace', () => {
  test('lies in the folder of the scenario, or below', () => {
    mkdirSync(join(folder, 'data'));
    copyFileSync(requestsFile, join(folder, 'data', 'requests.csv'));
    expect(problemsOf(replaying('data/requests.csv'))).toEqual([]);
    expect(problemsOf(replaying('data/../data/requests.csv'))).toEqual([]);
  });

  test('is refused elsewhere, by whatever way it is named, unless the user names it', () => {
    const away = mkdtempSync(join(tmpdir(), 'away-'));
    const file = join(away, 'requests.csv');
    copyFileSync(requestsFile, file);
    symlinkSync(file, join(folder, 'link.csv'));
    symlinkSync(away, join(folder, 'linked'));
    for (const name of [file, '../requests.csv', 'linked/requests.csv', 'link.csv', '/dev/zero', '/etc/passwd']) {
      expect(problemsOf(replaying(name))).toEqual([outside(name)]);
    }
    for (const name of [file, '../requests.csv', 'requests.csv']) {
      expect(problemsOf(replaying(name), [file])).toEqual([]);
    }
    expect(problemsOf(replaying('other.csv'), [file])).toEqual([
      '7: market.demand.file is "other.csv"; there is no such file in the folder of the scenario; put it there, or name it with --asset other.csv',
    ]);
    expect(problemsOf(replaying('gone.csv'), [join(away, 'gone.csv')])).toEqual([
      `7: market.demand.file is "gone.csv"; there is no such file at ${join(away, 'gone.csv')}`,
    ]);
  });

  test('is a regular file', () => {
    mkdirSync(join(folder, 'a.csv'));
    execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
    expect(problemsOf(replaying('a.csv'))).toEqual(['7: market.demand.file is "a.csv"; this is a directory']);
    expect(problemsOf(replaying('pipe.csv'))).toEqual([
      '7: market.demand.file is "pipe.csv"; this is a pipe or a device, not a regular file',
    ]);
  });

  test('has its own lines for what is wrong with it', () => {
    writeFileSync(join(folder, 'bad.csv'), 'time\n1\n0.5\n2\n');
    const loaded = load(replaying('bad.csv'));
    expect('problems' in loaded && loaded.problems).toMatchObject([
      { code: 'trace-row', line: 3, column: 1, path: 'market.demand.file', received: '0.5' },
    ]);
    expect('problems' in loaded && loaded.problems[0]!.file.endsWith('bad.csv')).toBe(true);
  });

  test('is replayed at one speed', () => {
    copyFileSync(requestsFile, join(folder, 'requests.csv'));
    expect(problemsOf(replaying('requests.csv', ', timeScale: 2, jobsPerSecond: 3'))).toEqual([
      '7: market.demand.jobsPerSecond is 3; timeScale and jobsPerSecond both say how fast a trace is replayed; give one of them',
    ]);
    expect(problemsOf(replaying('requests.csv', ', timeScale: 0'))).toEqual([
      '7: market.demand.timeScale is 0; it must lie in (0, 1000000]',
    ]);
    const { points } = loadWell(replaying('requests.csv', ', jobsPerSecond: "= 0.6 * market.nodeCount / 2"'));
    expect(points[0]!.settings.market.demand.jobsPerSecond).toBe(60);
  });
});

describe('a study that replays a trace', () => {
  const sha256 = createHash('sha256').update(readFileSync(requestsFile)).digest('hex');

  test('is known by the bytes of it, and so are its runs', () => {
    copyFileSync(requestsFile, join(folder, 'requests.csv'));
    const text = replaying('requests.csv');
    const one = loadWell(text);
    expect(one.points[0]!.settings.market.demand).toEqual({
      kind: 'trace',
      file: 'requests.csv',
      start: 'anywhere',
      sha256,
    });
    writeFileSync(join(folder, 'requests.csv'), `${readFileSync(requestsFile, 'utf8')}\n2023-11-17 00:09:00,1,1\n`);
    const other = loadWell(text);
    expect(digestScenario(other.scenario)).not.toBe(digestScenario(one.scenario));
    const [first, second] = [one, other].map(({ points }) =>
      armKeyOf(points[0]!.settings, asserterArm('skip-work'), '1'),
    );
    expect(first).not.toBe(second);
  });

  test('is read again from its results where the file is given, as it was', () => {
    const study = loadWell(replaying('requests.csv'), [requestsFile]);
    const written = writeScenario(study.scenario);
    const again = (assets: string[]) =>
      replanScenario(join(folder, 'scenario.yaml'), written, {}, { ...builtIn, assets });
    const read = again([requestsFile]);
    expect('scenario' in read && digestScenario(read.scenario)).toBe(digestScenario(study.scenario));
    expect(() => again([])).toThrow(/there is no such file .* name it with --asset requests\.csv/);
    const changedFile = join(folder, 'requests.csv');
    writeFileSync(changedFile, `${readFileSync(requestsFile, 'utf8')}\n`);
    expect(() => again([changedFile])).toThrow(/its SHA-256 is [0-9a-f]{12}…, not .* give the file that it was/);
  });

  test('may compare traces with each other and with other demand', () => {
    copyFileSync(requestsFile, join(folder, 'requests.csv'));
    const sweep = `sweep:
  market.demand: [poisson, { kind: trace, file: requests.csv }, { kind: trace, name: fast, file: requests.csv, jobsPerSecond: "= market.jobsPerSecond" }]
`;
    const { points } = loadWell(`${least}${sweep}`);
    expect(points.map(({ settings }) => settings.market.demand.sha256)).toEqual([undefined, sha256, sha256]);
    expect(problemsOf(`${least}${sweep.replace('requests.csv, jobs', 'gone.csv, jobs')}`)).toHaveLength(1);
  });
});
