import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runIdOf } from '../../src/engine/identity.ts';
import { recordColumnNames } from '../../src/market/record.ts';
import { chunksOf, ParquetFiles } from '../../src/store/parquet.ts';
import { claimFolder } from '../../src/store/results-folder.ts';
import type { RunRows } from '../../src/store/run-records.ts';
import type { PlannedArm } from '../../src/store/run-table.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { temporaryName } from '../../src/store/whole-file.ts';
import { bundle } from '../bundle.ts';
import { honestArm, tinyRow } from '../run/tiny-study.ts';
import { watchDisk } from './disk-calls.ts';

const writer = join(await bundle(new URL('./write-store.ts', import.meta.url)), 'write-store.js');
const study = { digest: 'sha256:aa', subject: { seed: 1, mechanism: { slashAmount: 150 } } };
let place: string;
let folder: string;
let store: Store | undefined;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'posp-store-'));
  folder = join(place, 'results', 'a=1 [*]');
});

afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(place, { recursive: true, force: true });
});

const key = '0'.repeat(24);
const id = (number: number) => runIdOf(key, number);
const run = (number: number): RunRows => ({ arm: key, first: number, rows: tinyRow(number) });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

async function append(open: Store, numbers: number[]): Promise<void> {
  for (const number of numbers) await open.append(run(number));
}

/** Design points that all ask for the same runs. */
function planned(...replications: number[]): PlannedArm[] {
  return replications.map((count, index) => ({
    point: { id: index, at: { 'mechanism.challengeProbability': 0.1 * (index + 1) } },
    arm: honestArm,
    key,
    replications: count,
    batches: 1,
  }));
}

async function session<T>(work: (open: Store) => Promise<T>, mark = study): Promise<T> {
  store = await openStore(folder, mark);
  const result = await work(store);
  await store.close();
  store = undefined;
  return result;
}

const swept = [{ name: 'mechanism.challengeProbability', type: 'DOUBLE', unit: '1' }] as const;
const wholeBytes = () => readFileSync(join(folder, 'runs.parquet'));

test('interrupted and resumed gives the same bytes as in one go, in whatever parts the runs were stored', async () => {
  await session(async (open) => {
    await append(open, range(0, 10));
    await open.complete(planned(10), swept);
  });
  const inOneGo = wholeBytes();
  expect(existsSync(join(folder, 'runs'))).toBe(false);
  rmSync(folder, { recursive: true });

  await session((open) => append(open, [7, 2, 5]));
  await session(async (open) => {
    expect([open.size(), open.get(key, 5)]).toEqual([3, tinyRow(5)]);
    await append(open, range(6, 10));
    await open.flush();
    await append(open, range(0, 5));
    await open.complete(planned(10), swept);
  });
  expect(wholeBytes().equals(inOneGo)).toBe(true);

  await session((open) => open.complete(planned(10), swept));
  expect(wholeBytes().equals(inOneGo)).toBe(true);
});

test('another process writes the same bytes', async () => {
  await session(async (open) => {
    await append(open, range(0, 10));
    await open.complete(planned(10), swept);
  });
  const other = join(place, 'other');
  const child = spawnSync(process.execPath, [writer, other], { encoding: 'utf8' });
  expect(child.stderr).toBe('');
  expect(readFileSync(join(other, 'runs.parquet')).equals(wholeBytes())).toBe(true);
});

test('runs.parquet has one row per planned run with its parameters and record', async () => {
  await session(async (open) => {
    await append(open, [0, 1]);
    await open.complete(planned(2, 1), swept);
  });
  const files = new ParquetFiles();
  const { columns, rows, notes } = await files.read(join(folder, 'runs.parquet'));
  await files.close();
  const fixed = [
    'run',
    'designPoint',
    'mechanism.challengeProbability',
    'role',
    'strategy',
    'against',
    'replication',
    'batch',
  ];
  expect(columns).toEqual([...fixed, ...recordColumnNames]);
  expect(rows.map((row) => row[0])).toEqual([id(0), id(1), id(0)]);
  expect(rows[1]).toEqual([id(1), 0, 0.1, 'both', 'honest', 'coalition', 1, 0, ...tinyRow(1)]);
  expect(rows[2]).toEqual([id(0), 1, 0.2, 'both', 'honest', 'coalition', 0, 0, ...tinyRow(0)]);
  expect(JSON.parse(notes.get('columns')!)).toMatchObject({
    'mechanism.challengeProbability': { unit: '1' },
    asserterIncome: { unit: 'credits', description: expect.stringMatching(/focal nodes earned/) },
    run: { unit: '' },
  });
});

test('runs the plan no longer asks for are kept', async () => {
  await session(async (open) => {
    await append(open, range(0, 6));
    await open.complete(planned(6), swept);
  });
  await session((open) => open.complete(planned(2), swept));
  await session(async (open) => {
    expect(open.size()).toBe(6);
    expect(open.get(key, 5)).toEqual(tinyRow(5));
    await open.complete(planned(6), swept);
  });
  expect(existsSync(join(folder, 'runs'))).toBe(false);
});

test.each<[string, (part: string) => void | Promise<void>]>([
  ['truncated', (part) => truncateSync(part, 900)],
  ['emptied', (part) => writeFileSync(part, '')],
  ['flipped in one bit', (part) => flipBit(part, 300)],
  ['changed in one value', changeValue],
  ['replaced by text', (part) => writeFileSync(part, 'hello, I am no table')],
])('a part that was %s is set aside with a warning and the other parts serve', async (_, damage) => {
  await session(async (open) => {
    await append(open, range(0, 40));
    await open.flush();
    await append(open, range(40, 50));
  });
  await damage(join(folder, 'runs', 'part-00000.parquet'));
  await session(async (open) => {
    expect(open.size()).toBe(10);
    expect(open.warnings).toHaveLength(1);
    expect(open.warnings[0]).toMatch(/part-00000\.parquet is damaged and was set aside/);
    await append(open, range(0, 40));
  });
  await session(async (open) => {
    expect(open.warnings).toEqual([]);
    expect(open.size()).toBe(50);
  });
  expect(readdirSync(join(folder, 'runs'))).toContain('part-00000.parquet.corrupt');
});

test('a file that never became whole is ignored and removed', async () => {
  await session((open) => open.append(run(1)));
  const leftover = temporaryName(join(folder, 'runs', 'part-00001.parquet'));
  writeFileSync(leftover, 'half');
  mkdirSync(join(folder, 'charts'));
  const picture = temporaryName(join(folder, 'charts', 'rates.png'));
  writeFileSync(picture, 'half');
  await session(async (open) => expect([open.size(), open.warnings]).toEqual([1, []]));
  expect(existsSync(picture)).toBe(false);
  expect(existsSync(leftover)).toBe(false);
});

test('a folder of another study is refused with what differs, and discarded when asked for', async () => {
  await session((open) => open.append(run(1)));
  const other = { digest: 'sha256:bb', subject: { seed: 1, mechanism: { slashAmount: 100 } } };
  await expect(openStore(folder, other)).rejects.toMatchObject({
    code: 'other-study',
    message: expect.stringContaining('mechanism.slashAmount is 150 there and 100 here'),
  });
  await session(async (open) => expect(open.size()).toBe(1));
  await session(async (open) => expect(open.size()).toBe(0), { ...other, fresh: true } as typeof study);
});

test('a folder with other files is refused even when asked to start afresh', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'thesis.tex'), 'years of work');
  for (const fresh of [false, true]) {
    await expect(openStore(folder, { ...study, fresh })).rejects.toMatchObject({ code: 'not-a-study' });
  }
  expect(readdirSync(folder)).toEqual(['thesis.tex']);
});

test('a file in the place of the folder, and a path below a file, are refused', async () => {
  const file = join(place, 'file');
  writeFileSync(file, '');
  await expect(openStore(file, study)).rejects.toMatchObject({ code: 'not-a-study' });
  await expect(openStore(join(file, 'below'), study)).rejects.toMatchObject({ code: 'unwritable' });
});

test('a folder that is open is refused to others', async () => {
  store = await openStore(folder, study);
  await expect(openStore(folder, study)).rejects.toMatchObject({ code: 'in-use' });
});

test('a folder that another study takes while it is being asked for is refused', async () => {
  const other = { digest: 'sha256:bb', subject: { seed: 2 } };
  // Between the first look and the lock: the whole visit of the other study.
  const giveBack = watchDisk(place, (call, proceed) => {
    if (call.name === 'symlinkSync') {
      giveBack();
      claimFolder(folder, other, () => () => {});
    }
    return proceed();
  });
  await expect(openStore(folder, study)).rejects.toMatchObject({ code: 'other-study' });
  expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).digest).toBe(other.digest);
});

// A link to /dev/full takes no byte: the same error as a full disk, on any Linux machine.
// The database locks what it writes to, and the device is one for all processes of the machine: a test may find it taken.
test('a full disk is told, leaves nothing half-written and keeps what was finished', { retry: 5 }, async () => {
  await session(async (open) => {
    await open.append(run(1));
    open.writeFile('findings.json', 'old');
  });
  store = await openStore(folder, study);
  await store.append(run(2));
  const giveBack = watchDisk(folder, ({ name, path }, proceed) => {
    const result = proceed();
    // Where there is nothing any more, and right before it is written.
    if (name === 'rmSync' && path.includes('part-00001')) symlinkSync('/dev/full', join(folder, path));
    if (name === 'writeSync') throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    return result;
  });
  try {
    await expect(store.flush()).rejects.toMatchObject({ code: 'unwritable', message: expect.stringMatching(/space/i) });
    expect(() => store?.writeFile('findings.json', 'new')).toThrow(/no space left/);
  } finally {
    giveBack();
  }
  rmSync(temporaryName(join(folder, 'runs', 'part-00001.parquet')), { force: true });
  await store.close();
  expect(readFileSync(join(folder, 'findings.json'), 'utf8')).toBe('old');
  expect(readdirSync(join(folder, 'runs'))).toEqual(['part-00000.parquet']);
  await session(async (open) => expect(open.size()).toBe(1));
});

test('the manifest marks the folder from the first moment and keeps the mark when it is rewritten', async () => {
  const manifest = () => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  await session(async (open) => {
    expect(manifest()).toEqual({ schema: 2, digest: 'sha256:aa', complete: false, files: {}, study: study.subject });
    open.writeManifest({ title: 'T', complete: true });
  });
  expect(manifest()).toMatchObject({
    schema: 2,
    digest: 'sha256:aa',
    title: 'T',
    complete: true,
    study: study.subject,
  });
  await session(async (open) => expect(open.size()).toBe(0));
});

function flipBit(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = bytes[at]! ^ 4;
  writeFileSync(path, bytes);
}

async function changeValue(path: string): Promise<void> {
  const files = new ParquetFiles();
  const { columns, rows, notes } = await files.read(path);
  rows[3]![4] = 1e6;
  const typed = columns.map((name, index) => ({
    name,
    type: index === 0 ? ('VARCHAR' as const) : ('DOUBLE' as const),
  }));
  await files.write(path, typed, chunksOf(typed, rows), Object.fromEntries(notes));
  await files.close();
}
