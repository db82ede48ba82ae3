import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockFolder } from '../../src/store/folder-lock.ts';
import { describeThisProcess, type LockHolder, writeHolder } from '../../src/store/lock-holder.ts';
import { contend } from './contend.ts';
import { watchDisk } from './disk-calls.ts';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'posp-lock-'));
  lock = join(folder, '.lock');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const self = describeThisProcess();
const leave = (holder: Partial<LockHolder>) => symlinkSync(writeHolder({ ...self, ...holder }), lock);
const refusal = (message: RegExp) =>
  expect.objectContaining({ code: 'in-use', message: expect.stringMatching(message) });
const take = () => {
  try {
    return lockFolder(folder);
  } catch (error) {
    return error;
  }
};

test('who has the folder has it alone, also against itself, until it is given up', () => {
  const release = lockFolder(folder);
  expect(take()).toEqual(refusal(new RegExp(`written by process ${process.pid}; wait for it or choose another`)));
  release();
  expect(readdirSync(folder)).toEqual([]);
  lockFolder(folder)();
});

test('whoever comes between any two steps of a taking over, one of the two has the folder', () => {
  let steps = 1;
  for (let step = 0; step < steps; step++) {
    leave({ start: '1' });
    let [seen, rival] = [0, undefined as unknown];
    const giveBack = watchDisk(folder, (_, proceed) => {
      if (seen++ === step) rival = take();
      return proceed();
    });
    const first = take();
    giveBack();
    steps = Math.max(steps, seen);
    const granted = [first, rival].filter((outcome) => typeof outcome === 'function');
    expect([step, granted.length]).toEqual([step, 1]);
    granted[0]!();
    expect(readdirSync(folder)).toEqual([]);
  }
  expect(steps).toBeGreaterThan(6);
});

test('three processes that ask, hold and die are never let in together, and all get their turns', async () => {
  const seen = await contend(folder, { processes: 3, seconds: 60, turns: 60 });
  expect(seen).toEqual(Array.from({ length: 3 }, () => ({ granted: 60, abandoned: 20, twice: 0 })));
});

// A number that nobody has, since it was given to a process that ended; and the test's own, as an earlier process had it.
test.each([
  ['ended', { pid: spawnSync(process.execPath, ['--version']).pid }],
  ['had the number of one that lives', { start: '1' }],
])('the lock of a process that %s is taken over', (_, holder) => {
  leave(holder);
  const release = lockFolder(folder);
  expect(readlinkSync(lock)).toBe(writeHolder(self));
  release();
  expect(readdirSync(folder)).toEqual([]);
});

test('one that was killed and that its parent never asks after holds nothing', async () => {
  // The shell replaces itself by a program that knows of no child.
  const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 20'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill());
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
  const fields = () =>
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
  await expect.poll(() => fields()[0]).toBe('Z');
  leave({ pid, start: fields()[19]! });
  lockFolder(folder)();
});

test.each<[string, () => void, RegExp]>([
  ['another machine or start', () => leave({ boot: 'another' }), /nobody can tell from here .* delete .*\.lock$/],
  ['a container', () => leave({ space: 'pid:[1] time:[1]' }), /another machine, a container/],
  [
    'an empty file',
    () => writeFileSync(lock, ''),
    /\.lock does not say who holds it; if no posp is at work in .*, delete/,
  ],
  ['a number alone', () => writeFileSync(lock, '99999999\n'), /does not say who holds it/],
  ['a stranger', () => symlinkSync('/etc/hostname', lock), /does not say who holds it/],
  ['a holder that says too much', () => symlinkSync(JSON.stringify({ ...self, pid: -1 }), lock), /does not say who/],
])('a lock of %s stays, and the refusal names the way out', (_, make, message) => {
  make();
  expect(take()).toEqual(refusal(message));
  expect(lstatSync(lock)).toBeDefined();
  rmSync(lock);
  lockFolder(folder)();
});

test('a taking over that was cut off is taken over itself, and what it left goes', () => {
  leave({ start: '2' });
  const dead = writeHolder({ ...self, start: '3' });
  const right = createHash('sha256').update(readlinkSync(lock)).digest('hex').slice(0, 16);
  for (const name of [right, '0123456789abcdef']) symlinkSync(dead, `${lock}.${name}`);
  lockFolder(folder)();
  expect(readdirSync(folder)).toEqual([]);
});
