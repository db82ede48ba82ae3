/** What a queue is asked for, holds and refuses, without any Redis; with one see test/slow/queue. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { listArms } from '../../src/plan/arms.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import type { Assignment } from '../../src/plan/plan.ts';
import { nameAddress, readAddress } from '../../src/run/queue/address.ts';
import { describeDifference } from '../../src/run/queue/difference.ts';
import { refuseWorker } from '../../src/run/queue/hold.ts';
import { insist } from '../../src/run/queue/insist.ts';
import { decodeResult, encodeResult, listNames, nameRuns, pack, unpack } from '../../src/run/queue/parcel.ts';
import { loadPackages } from '../../src/run/queue/redis.ts';
import { posp } from '../cli/fake-io.ts';
import { makePlace, tinyScenario, writeScenario } from '../cli/tiny-scenario.ts';
import { findPort } from '../queue/port.ts';

describe('an address', () => {
  test.each([
    ['redis://db', 'redis://db:6379/0'],
    ['redis://127.0.0.1:7000/3', 'redis://127.0.0.1:7000/3'],
    ['rediss://crew@[::1]:7000/', 'rediss://crew@[::1]:7000/0'],
  ])('%s', (text, name) => expect(nameAddress(readAddress(text))).toBe(name));

  test.each(['redis://:sesame@db', 'redis://crew:sesame@db:1', 'rediss://db?password=sesame', 'redis://:sesame@db:x'])(
    'that may hold a password is refused, and not repeated: %s',
    (text) => {
      expect(() => readAddress(text)).toThrow(/holds a password|is no address/);
      expect(() => readAddress(text)).not.toThrow(/sesame/);
    },
  );

  test.each(['db', 'http://db', 'redis://', 'redis://db/first', 'redis://db/0#x'])('%s is none', (text) =>
    expect(() => readAddress(text)).toThrow('--queue is no address; it takes redis://HOST:PORT/DATABASE'),
  );
});

describe('flags', () => {
  test.each([
    [['run', 'FILE', '--queue', 'redis://:sesame@db'], 'holds a password'],
    [['work', '--queue', 'redis://crew:sesame@db'], 'holds a password'],
    [['work'], 'posp work needs --queue'],
    [['run', 'FILE', '--lock', '3'], '--lock says something of a queue, and no --queue names one'],
    [['work', '--queue', 'redis://db', '--lock', '0'], '--lock is "0"'],
    [['work', '--queue', 'redis://db', '--queue-password-file', '/nowhere'], 'cannot be read: ENOENT'],
    [['run', 'FILE', '--workers', '0'], '--workers is "0"'],
    [['run', 'FILE', '--queue', 'redis://db', '--shard', '1/2'], '--queue makes a whole study'],
  ])('%j', async (argv, sentence) => {
    const { file } = writeScenario();
    const { code, stdout, stderr } = await posp(argv.map((word) => (word === 'FILE' ? file : word)));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('sesame');
  });

  test('an empty file holds no password', async () => {
    const path = join(makePlace(), 'password');
    writeFileSync(path, '\n');
    const { stderr } = await posp(['work', '--queue', 'redis://db', '--queue-password-file', path]);
    expect(stderr).toContain('--queue-password-file is empty');
  });

  test('where no Redis answers, that is said', async () => {
    const port = await findPort();
    const { code, stderr } = await posp(['work', '--queue', `redis://127.0.0.1:${port}`]);
    expect([code, stderr]).toEqual([
      2,
      `posp: no Redis answers at redis://127.0.0.1:${port}/0 (ECONNREFUSED); start one, or name another\n`,
    ]);
  });
});

test('packages that are not there are named', async () => {
  const absent = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  await expect(loadPackages(() => Promise.reject(absent))).rejects.toMatchObject({
    code: 'queue',
    message: expect.stringContaining('npm install bullmq@6 ioredis@5'),
  });
  await expect(loadPackages(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('a worker is what the study needs, or is told why not', () => {
  const needs = { version: '0.1.0', results: 8, plugins: ['aaaa', 'bbbb'] };
  expect(refuseWorker(needs, { ...needs })).toBeUndefined();
  expect(refuseWorker(needs, { ...needs, version: '0.2.0' })).toMatch(/posp-sim 0.1.0, and this is 0.2.0/);
  expect(refuseWorker(needs, { ...needs, results: 7 })).toMatch(/results of version 8.* makes version 7/);
  expect(refuseWorker(needs, { ...needs, plugins: ['bbbb', 'aaaa'] })).toMatch(/aaaa, bbbb.* has bbbb, aaaa/);
  expect(refuseWorker({ ...needs, plugins: [] }, needs)).toMatch(/needs the plugins none/);
});

/** Two replications of each arm of each design point. */
function listWork(text = tinyScenario): Assignment[] {
  const planned = planScenario('tiny.yaml', text);
  if ('problems' in planned) throw new Error('the scenario has problems');
  const arms = planned.points.flatMap((point) =>
    listArms(point.settings, ['coalition']).map((arm) => ({
      point,
      arm,
      seed: '7',
      firstReplication: 3,
      replications: 2,
    })),
  );
  return arms.map((assignment, index) => ({ ...assignment, index }));
}

describe('a parcel', () => {
  test('is the same work wherever it goes', async () => {
    const work = listWork();
    const named = work.map(nameRuns);
    const packed = JSON.parse(JSON.stringify(pack(named))) as ReturnType<typeof pack>;
    expect(packed.points).toHaveLength(2);
    const there = unpack(packed, builtIn);
    expect(there.map(({ index: _, point, ...rest }) => [point.settings, rest])).toEqual(
      work.map(({ index: _, point, ...rest }) => [point.settings, rest]),
    );
    // Whoever makes the runs finds the names by himself.
    expect(there.map((assignment) => nameRuns(assignment).name)).toEqual(named.map(({ name }) => name));
    expect(listNames(packed)).toEqual(named.map(({ name }) => name));
    const changed = structuredClone(packed);
    changed.points[0].settings.market.nodeCount++;
    expect(nameRuns(unpack(changed, builtIn)[0]).name).not.toBe(named[0].name);
  });

  test('names runs by all that changes their numbers, those that leave no record too', async () => {
    const [{ point, ...rest }] = listWork();
    const run = { ...point.settings.run, time: 'queue-by-queue' as const };
    const nameOf = (jobs: number) =>
      nameRuns({ ...rest, point: { ...point, settings: { ...point.settings, run: { ...run, jobs } } } }).name;
    expect(new Set([nameRuns({ ...rest, point }).name, nameOf(2000), nameOf(2001)]).size).toBe(3);
    expect(nameOf(2000)).toBe(nameOf(2000));
  });
});

describe('a result', () => {
  test('comes back as it was, without what failed', async () => {
    const [assignment] = listWork();
    const { point, arm, seed, firstReplication } = assignment;
    const rows = simulateRun(point.settings, arm, seed, firstReplication);
    const result = { index: 0, rows, failures: [{ replication: firstReplication + 1, message: 'a law ✗' }] };
    expect(decodeResult(encodeResult(result), nameRuns(assignment))).toEqual(result);
  });

  test('that its assignment does not ask for is none', async () => {
    const [assignment] = listWork();
    const named = nameRuns(assignment);
    const rows = new Float64Array(7);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('garbage'),
      encodeResult({ rows, failures: [] }),
      encodeResult({ rows, failures: [{ replication: 99, message: '' }] }),
    ]) {
      expect(() => decodeResult(bytes, named)).toThrow(/is no result; somebody else writes to this queue/);
    }
  });

  test('that comes twice with other numbers names its run, both numbers and both workers', async () => {
    const [assignment] = listWork();
    const named = nameRuns(assignment);
    const bytes = [new Float64Array([1, 2, 3, 4]), new Float64Array([1, 2, 3, 5])].map((rows) =>
      encodeResult({ rows, failures: [] }),
    ) as [Buffer, Buffer];
    expect(describeDifference({ name: named.name, workers: ['a-1', 'b-2'], bytes }, [named])).toMatch(
      /^run [0-9a-f]{24}00000004 \(design point 0, arm .*, replication 4\) came twice with other numbers: 4 from a-1, 5 from b-2\./,
    );
  });
});

test('what Redis cannot write for a while is written later; what else goes wrong is thrown', async () => {
  const heard: (string | undefined)[] = [];
  let tries = 0;
  const full = async () => {
    if (tries++ === 0) throw new Error("OOM command not allowed when used memory > 'maxmemory'.");
    return tries;
  };
  expect(await insist(full, (sentence) => heard.push(sentence))).toBe(2);
  expect(heard).toEqual([expect.stringContaining('Redis is full'), undefined]);
  await expect(
    insist(
      () => Promise.reject(new Error('WRONGTYPE of key')),
      () => {},
    ),
  ).rejects.toThrow('WRONGTYPE');
});
