/** A study on a queue has the bytes of one process, on any number of workers; and whatever is amiss is named. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atThreshold, tinyScenario } from '../cli/tiny-scenario.ts';
import { bytesOf, openCrew, type Running } from '../queue/crew.ts';
import { findPort } from '../queue/port.ts';
import { hasRedis, RedisServer } from '../queue/redis-server.ts';

// It looks again and again, follows careers and measures time.
const untilSure = `${atThreshold.replace('replications: 4', 'replications: { min: 8, max: 64 }')}
  - { kind: bound, of: latencySeconds, atMost: 3 s }
  - { kind: quantile, of: income, jobs: 100, level: 0.5, atLeast: 0, by: simulation }
`;

const alone = ['--workers', '1', '--no-pictures'];

let place: string;
let start: (argv: string[], env?: Record<string, string>) => Running;
let redis: RedisServer;
let running: Running[] = [];

const run = (argv: string[], env?: Record<string, string>) => {
  const one = start([...argv], env);
  running.push(one);
  return one;
};
const conduct = (name: string, out: string, ...more: string[]) =>
  run(['run', name, '--out', out, '--queue', redis.address, '--lock', '3', ...more]);
const work = (...more: string[]) => run(['work', '--queue', redis.address, '--lock', '3', '--workers', '1', ...more]);

describe.skipIf(!hasRedis)('a study on a queue', () => {
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'posp-queue-'));
    start = await openCrew(place);
    writeFileSync(join(place, 'tiny.yaml'), tinyScenario);
    writeFileSync(join(place, 'sure.yaml'), untilSure);
    writeFileSync(
      join(place, 'long.yaml'),
      tinyScenario.replace('replications: 4', 'replications: 400').replace('jobs: 2000', 'jobs: 20000'),
    );
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  beforeEach(async () => {
    redis = await RedisServer.start(mkdtempSync(join(place, 'redis-')));
  });
  afterEach(async () => {
    for (const one of running) one.process.kill('SIGKILL');
    running = [];
    await redis.kill();
  });

  test('has the bytes of one process: from shards in any order, from one worker and from four', async () => {
    expect(await run(['run', 'tiny.yaml', '--out', 'one', ...alone]).ended).toMatchObject({ code: 0 });
    const one = bytesOf(join(place, 'one'));
    expect(Object.keys(one)).toEqual(expect.arrayContaining(['findings.json', 'manifest.json', 'runs.parquet']));
    for (const [of, order] of [
      [2, [2, 1]],
      [3, [3, 1, 2]],
      [7, [4, 7, 1, 3, 6, 2, 5]],
    ] as [number, number[]][]) {
      const parts = order.map((number) => ({ number, out: `part-${number}-of-${of}` }));
      for (const { number, out } of parts)
        await run(['run', 'tiny.yaml', '--shard', `${number}/${of}`, '--out', out, ...alone]).ended;
      await run(['merge', ...parts.map(({ out }) => out), '--out', `merged-${of}`, ...alone]).ended;
      expect(bytesOf(join(place, `merged-${of}`))).toEqual(one);
    }
    for (const count of [1, 4]) {
      const crew = Array.from({ length: count }, () => work());
      const { code, stderr } = await conduct('tiny.yaml', `queue-${count}`, '--workers', '0', '--no-pictures').ended;
      expect([code, stderr]).toEqual([0, expect.stringContaining(`results: queue-${count}`)]);
      expect(bytesOf(join(place, `queue-${count}`))).toEqual(one);
      // A study that is over leaves nothing but what workers that listen write.
      expect(
        redis.ask('exists', 'posp:study', 'posp:results', 'posp:differences', 'posp:progress', 'posp:hold').trim(),
      ).toBe('0');
      for (const one of crew) one.process.kill('SIGINT');
      for (const { code } of await Promise.all(crew.map(({ ended }) => ended))) expect(code).toBe(130);
    }
  });

  test('that goes on until sure and measures time has them, too, and needs no other machine', async () => {
    const plain = await run(['run', 'sure.yaml', '--out', 'sure', ...alone]).ended;
    expect(plain).toMatchObject({ code: 3 });
    expect(await conduct('sure.yaml', 'sure-queue', '--no-pictures', '--workers', '2').ended).toMatchObject({
      code: 3,
    });
    expect(bytesOf(join(place, 'sure-queue'))).toEqual(bytesOf(join(place, 'sure')));
  });

  test('has no run made twice though its conductor is killed, and killed again', async () => {
    const port = await findPort();
    // With a lock that does not end while the machine is busy with other things.
    run(['work', '--queue', redis.address, '--workers', '1', '--metrics', String(port)]);
    const start = () =>
      run(['run', 'long.yaml', '--out', 'killed', '--queue', redis.address, '--workers', '0', '--no-pictures']);
    for (const results of [100, 500]) {
      const conductor = start();
      while (Number(redis.ask('hlen', 'posp:results')) < results) await new Promise((settle) => setTimeout(settle, 50));
      conductor.process.kill('SIGKILL');
      await conductor.ended;
    }
    expect((await start().ended).code).toBe(0);
    const numbers = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    // Two points, three arms, four hundred replications; and at each point eight runs that measure time alone.
    expect(numbers).toContain('posp_worker_runs_total 2416\n');
  });

  test('replays recorded jobs on workers that have no file of them', async () => {
    copyFileSync('test/fixtures/requests.csv', join(place, 'requests.csv'));
    const text = tinyScenario.replace('nodeCount: 20,', 'nodeCount: 20, demand: { kind: trace, file: requests.csv },');
    writeFileSync(join(place, 'trace.yaml'), text);
    await run(['run', 'trace.yaml', '--out', 'trace', ...alone]).ended;
    work();
    const { code, stderr } = await conduct('trace.yaml', 'trace-queue', '--workers', '0', '--no-pictures').ended;
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(bytesOf(join(place, 'trace-queue'))).toEqual(bytesOf(join(place, 'trace')));
  });

  test('of a mechanism of the user asks every worker for the same plugin', async () => {
    const plugin = ['--plugin', resolve('test/fixtures/flips.mjs')];
    const text = tinyScenario
      .replace(/mechanism: .*/, 'mechanism: { kind: flips }')
      .replace(/(sweep|claims):[\s\S]*?\n(?=\S|$)/g, '');
    writeFileSync(
      join(place, 'flips.yaml'),
      text.replace(', validator: [honest, guess]', '').replace(/ {2}- .*\n/, ''),
    );
    expect((await run(['run', 'flips.yaml', '--out', 'flips', ...plugin, ...alone]).ended).code).toBe(0);
    const conductor = conduct('flips.yaml', 'flips-queue', '--workers', '0', '--no-pictures', ...plugin);
    while (redis.ask('exists', 'posp:study').trim() !== '1') await new Promise((settle) => setTimeout(settle, 100));
    expect(await work().ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/needs the plugins [0-9a-f]{12}, and this worker has none/),
    });
    work(...plugin);
    expect((await conductor.ended).code).toBe(0);
    expect(bytesOf(join(place, 'flips-queue'))).toEqual(bytesOf(join(place, 'flips')));
  });

  test('is watched: in words, as lines of JSON and by Prometheus', async () => {
    const port = await findPort();
    const one = work('--metrics', String(port));
    const conductor = conduct('long.yaml', 'watched', '--workers', '0', '--no-pictures');
    await one.said('working for');
    const status = async (...more: string[]) => (await run(['status', '--queue', redis.address, ...more]).ended).stdout;
    expect(await status()).toMatch(
      /^Tiny: 2 design points, \d+ runs, .* jobs[\s\S]*\nconducted; 1 workers with 1 threads\n/,
    );
    const numbers = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(numbers).toMatch(/^# TYPE posp_worker_threads gauge\nposp_worker_threads 1$/m);
    const told = (await status('--json', '--every', '1'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(told[0]).toMatchObject({
      title: 'Tiny',
      points: 2,
      isConducted: true,
      failures: [],
      workers: [{ threads: 1 }],
    });
    expect(told.at(-1)).toEqual({ study: null });
    expect(await conductor.ended).toMatchObject({ code: 0 });
    expect(await status()).toBe('no study\n');
  });

  test('is made by the commands of the page about it', async () => {
    const page = readFileSync('docs/scale.md', 'utf8');
    const [, fence = ''] = /## A live queue[\s\S]*?```console\n([\s\S]*?)```/.exec(page) ?? [];
    const [worker, conductor, status] = fence.split('\n').map((line) =>
      line
        .replace(/ {2,}#.*/, '')
        .replace('redis://db', redis.address)
        .replace('study.yaml', 'tiny.yaml')
        .replace('--workers 16', '--workers 2')
        .split(' ')
        .slice(1),
    );
    const crew = run(worker);
    expect((await run([...conductor, '--no-pictures']).ended).code).toBe(0);
    expect(await run(status).ended).toMatchObject({ code: 0, stdout: 'no study\n' });
    crew.process.kill('SIGINT');
    expect((await crew.ended).code).toBe(130);
  });

  describe('is refused', () => {
    /** A worker or a conductor that has no reason to start: how it ends, and what it says. */
    const refusal = async (one: Running) => {
      const { code, stderr } = await one.ended;
      return [code, stderr.trim()];
    };

    test('without the password, or with another; and none is ever repeated', async () => {
      const locked = await RedisServer.start(mkdtempSync(join(place, 'locked-')), '--requirepass', 'open sesame');
      try {
        const address = ['--queue', locked.address];
        const conductor = ['run', 'tiny.yaml', '--out', 'locked', '--no-pictures', ...address];
        expect(await refusal(run(conductor))).toEqual([
          2,
          expect.stringMatching(/asks for a password; give it by POSP_QUEUE_PASSWORD/),
        ]);
        expect(await refusal(run(['work', ...address], { POSP_QUEUE_PASSWORD: 'close sesame' }))).toEqual([
          2,
          expect.stringMatching(/^posp: Redis at redis:\/\/127.0.0.1:\d+\/0 refuses the password$/),
        ]);
        writeFileSync(join(place, 'password'), 'open sesame\n');
        const opened = await run([...conductor, '--queue-password-file', 'password', '--workers', '1']).ended;
        expect(opened.code).toBe(0);
        expect(JSON.stringify([opened, bytesOf(join(place, 'locked'))])).not.toContain('sesame');
      } finally {
        await locked.kill();
      }
    });

    test('by a Redis that takes the password, and says what else is wrong', async () => {
      const locked = await RedisServer.start(mkdtempSync(join(place, 'narrow-')), '--requirepass', 'sesame');
      try {
        locked.ask('-a', 'sesame', 'acl', 'setuser', 'crew', 'on', '>sesame', '~*', '+@all', '-info');
        const env = { POSP_QUEUE_PASSWORD: 'sesame' };
        expect(await refusal(run(['work', '--queue', `${locked.address}/99`], env))).toEqual([
          2,
          expect.stringMatching(/^posp: Redis at \S+\/99 has no database 99; name one that it has/),
        ]);
        const address = locked.address.replace('//', '//crew@');
        expect(await refusal(run(['work', '--queue', address], env))).toEqual([
          2,
          expect.stringMatching(/^posp: Redis at \S+ does not let crew do all that a queue needs/),
        ]);
      } finally {
        await locked.kill();
      }
    });

    test('by a conductor of the same name and number in another container, while it gives signs of life', async () => {
      const first = conduct('tiny.yaml', 'mine', '--workers', '0');
      while (redis.ask('exists', 'posp:hold').trim() !== '1') await new Promise((settle) => setTimeout(settle, 100));
      const held = JSON.parse(redis.ask('get', 'posp:hold'));
      redis.ask('set', 'posp:hold', JSON.stringify({ ...held, pids: 'pid:[1]' }));
      expect(await refusal(first)).toEqual([2, expect.stringMatching(/has taken the queue over/)]);
      // No process here has its number, and that says nothing: it counts in a namespace of its own.
      redis.ask('set', 'posp:hold', JSON.stringify({ ...held, pid: 4_194_305, pids: 'pid:[1]' }));
      expect(await refusal(conduct('tiny.yaml', 'mine', '--workers', '0'))).toEqual([
        2,
        expect.stringMatching(/in use by process 4194305 on/),
      ]);
    });

    test('by a Redis that is full, or throws away what it holds', async () => {
      for (const [setting, reason] of [
        [['maxmemory', '4096'], /is full \(maxmemory is 4096 bytes\); give it more/],
        [['maxmemory-policy', 'allkeys-lru'], /has the policy allkeys-lru.*set maxmemory-policy to noeviction/],
      ] as const) {
        redis.ask('config', 'set', ...setting);
        expect(await refusal(conduct('tiny.yaml', 'full'))).toEqual([2, expect.stringMatching(reason)]);
        expect(await refusal(work())).toEqual([2, expect.stringMatching(reason)]);
      }
    });

    test('to a worker of another version, and to one that was there before', async () => {
      const mark = (version: string) =>
        JSON.stringify({ digest: 'sha256:0', title: 'Other', needs: { version, results: 8, plugins: [] } });
      const early = work();
      await early.said('no study');
      redis.ask('set', 'posp:study', mark('99.0.0'));
      const reason = /the study is conducted by posp-sim 99.0.0, and this is .*; install the same/;
      expect(await refusal(work())).toEqual([2, expect.stringMatching(reason)]);
      expect(await refusal(early)).toEqual([2, expect.stringMatching(reason)]);
    });

    test('where another study is, or at work; --fresh discards what nobody conducts', async () => {
      const first = conduct('tiny.yaml', 'mine', '--workers', '0');
      while (redis.ask('exists', 'posp:study').trim() !== '1') await new Promise((settle) => setTimeout(settle, 100));
      // A process of another machine, as far as anybody can tell.
      redis.ask('set', 'posp:hold', JSON.stringify({ host: 'elsewhere', pid: 1 }));
      expect(await refusal(first)).toEqual([
        2,
        expect.stringMatching(/process 1 on elsewhere has taken the queue over/),
      ]);
      expect(await refusal(conduct('tiny.yaml', 'mine', '--workers', '0'))).toEqual([
        2,
        expect.stringMatching(/in use by process 1 on elsewhere/),
      ]);
      redis.ask('del', 'posp:hold');
      writeFileSync(join(place, 'other.yaml'), tinyScenario.replace('Tiny', 'Other').replace('seed: 7', 'seed: 8'));
      expect(await refusal(conduct('other.yaml', 'other', '--workers', '1'))).toEqual([
        2,
        expect.stringMatching(/holds another study, "Tiny" .* not finished/),
      ]);
      expect(await refusal(run(['run', 'other.yaml', 'tiny.yaml', '--queue', redis.address]))).toEqual([
        2,
        expect.stringContaining('--queue takes one file'),
      ]);
      expect((await conduct('other.yaml', 'other', '--workers', '1', '--fresh', '--no-pictures').ended).code).toBe(0);
    });

    test('when a run comes twice with other numbers', async () => {
      const one = conduct('tiny.yaml', 'twice', '--workers', '0');
      while (redis.ask('exists', 'posp:study').trim() !== '1') await new Promise((settle) => setTimeout(settle, 100));
      const name = `${'ab'.repeat(12)}00000003+1`;
      redis.ask('rpush', 'posp:differences', name, 'here', 'there', '', '');
      const reason = `run ${'ab'.repeat(12)}00000003 came twice with other numbers from here and there`;
      expect(await refusal(one)).toEqual([2, expect.stringContaining(reason)]);
    });
  });

  test('goes on after an interruption of its conductor, and a worker that is interrupted gives its parcel back', async () => {
    await run(['run', 'long.yaml', '--out', 'long', ...alone]).ended;
    const first = conduct('long.yaml', 'long-queue', '--workers', '0', '--no-pictures');
    const [one, other] = [work(), work()];
    await one.said('working for');
    await other.said('working for');
    await new Promise((settle) => setTimeout(settle, 3000));
    one.process.kill('SIGINT');
    expect((await one.ended).code).toBe(130);
    first.process.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('--resume') });
    expect((await conduct('long.yaml', 'long-queue', '--workers', '0', '--no-pictures', '--resume').ended).code).toBe(
      0,
    );
    expect(bytesOf(join(place, 'long-queue'))).toEqual(bytesOf(join(place, 'long')));
  });
});
