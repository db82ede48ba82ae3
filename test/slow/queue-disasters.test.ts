/**
 * Thirty disasters, drawn by a seed, while studies are on a queue: a worker, the conductor or Redis is killed outright, or
 * the way of one of them to Redis stops answering. What comes out has the bytes of one process that nobody disturbed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyScenario } from '../cli/tiny-scenario.ts';
import { bytesOf, openCrew, type Running } from '../queue/crew.ts';
import { hasRedis, RedisServer, Way } from '../queue/redis-server.ts';

const disasters = 30;
const lock = ['--lock', '3'];
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

let place: string;
let start: (argv: string[]) => Running;

describe.skipIf(!hasRedis)('a queue in trouble', () => {
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'posp-disasters-'));
    start = await openCrew(place);
    const text = tinyScenario.replace('replications: 4', 'replications: 1000').replace('jobs: 2000', 'jobs: 10000');
    writeFileSync(join(place, 'study.yaml'), text);
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test('loses nothing and makes nothing twice', async () => {
    const undisturbed = start(['run', 'study.yaml', '--out', 'alone', '--workers', '2', '--no-pictures', '--quiet']);
    expect(await undisturbed.ended).toMatchObject({ code: 0 });
    const next = seedrandom('thirty disasters');
    const met: string[] = [];
    for (let study = 0; met.length < disasters; study++) {
      await perform(`queue-${study}`, next, met);
      expect(bytesOf(join(place, `queue-${study}`)), met.join(', ')).toEqual(bytesOf(join(place, 'alone')));
    }
  });
});

/** Conducts the study through disasters, until it is done. */
async function perform(out: string, next: () => number, met: string[]): Promise<void> {
  const redis = await RedisServer.start(mkdtempSync(join(place, 'redis-')));
  const [near, far] = [await Way.open(redis.port), await Way.open(redis.port)];
  const conduct = () =>
    start([
      'run',
      'study.yaml',
      '--out',
      out,
      '--queue',
      near.address,
      ...lock,
      '--workers',
      '0',
      '--no-pictures',
      '--resume',
    ]);
  const work = () => start(['work', '--queue', far.address, ...lock, '--workers', '1']);
  const crew = [work(), work()];
  let conductor = conduct();
  const kinds: Record<string, () => Promise<void>> = {
    worker: async () => {
      const which = Math.floor(next() * crew.length);
      crew[which].process.kill('SIGKILL');
      await crew[which].ended;
      crew[which] = work();
    },
    conductor: async () => {
      conductor.process.kill('SIGKILL');
      await conductor.ended;
      conductor = conduct();
    },
    redis: async () => {
      await redis.kill();
      await pause(next());
      await redis.start();
    },
    'way of the conductor': () => cutFor(near, 1 + 4 * next()),
    'way of the workers': () => cutFor(far, 1 + 4 * next()),
  };
  try {
    for (;;) {
      const isOver = await Promise.race([conductor.ended, pause(1 + 2 * next()).then(() => undefined)]);
      // Who finds no Redis when it starts says so and ends; whoever looks after it starts it again.
      for (const [i, one] of crew.entries()) if (one.process.exitCode === 2) crew[i] = work();
      if (isOver?.stderr.includes('no Redis answers')) conductor = conduct();
      else if (isOver) {
        expect([isOver.code, isOver.stderr], met.join(', ')).toEqual([0, expect.any(String)]);
        break;
      }
      if (met.length >= disasters) continue;
      const kind = Object.keys(kinds)[Math.floor(next() * Object.keys(kinds).length)];
      met.push(kind);
      await kinds[kind]();
    }
    // Nobody who was cut off has handed in other numbers, and the study has left nothing.
    expect(redis.ask('exists', 'posp:study', 'posp:results', 'posp:differences').trim()).toBe('0');
    expect(JSON.parse(readFileSync(join(place, out, 'manifest.json'), 'utf8'))).toMatchObject({ complete: true });
  } finally {
    for (const one of [...crew, conductor]) one.process.kill('SIGKILL');
    near.close();
    far.close();
    await redis.kill();
  }
}

async function cutFor(way: Way, seconds: number): Promise<void> {
  way.cut();
  await pause(seconds);
  way.mend();
}
