/**
 * A sweep of 2000 runs, stopped a hundred times at random moments: killed outright, asked to stop, or out of room.
 *
 * Whatever was stopped is continued with `--resume` until it is complete, and then must hold the same bytes as the sweep
 * that nobody disturbed. Worker threads live and die with their process, so killing it kills them at work.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
// Inside the repository, where its dependencies are found.
const build = join(root, 'results', 'interruption');
const stops = 100;

// Ten points, two arms, a hundred replications.
const scenario = `title: Stopped and continued
seed: 11
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 100 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work], validator: [honest] }
sweep: { mechanism.challengeProbability: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5] }
replications: 100
run: { jobs: 500 }
claims:
  - { kind: dominant, role: asserter, where: mechanism.challengeProbability > 0.1 }
`;

let place: string;
let file: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'posp-interruption-'));
  file = join(place, 'sweep.yaml');
  writeFileSync(file, scenario);
  // As it is shipped, because a process that compiles itself first is mostly killed while compiling.
  const bundler = join(root, 'node_modules', '.bin', 'rolldown');
  const bundled = spawnSync(bundler, ['-c', '--dir', join(build, 'dist', 'code')], { cwd: root });
  expect(bundled.status, String(bundled.stderr)).toBe(0);
  cpSync(join(root, 'package.json'), join(build, 'package.json'));
  cpSync(join(root, 'bin'), join(build, 'bin'), { recursive: true });
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
  milliseconds: number;
}

/** Runs the sweep; `limit` is the largest file it may write [KiB], as on a disk that is nearly full. */
function run(
  out: string,
  workers: number,
  stop?: { signal: NodeJS.Signals; after: number },
  limit?: number,
): Promise<Ended> {
  const entry = join(build, 'bin', 'posp.js');
  // Drawing would take most of the time, and stops would mostly fall into it.
  const argv = [entry, 'run', file, '--out', out, '--resume', '--quiet', '--no-pictures', '--workers', String(workers)];
  const full = `trap '' XFSZ; ulimit -f ${limit}; exec "$0" "$@"`;
  const started = performance.now();
  const child =
    limit === undefined
      ? spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
      : spawn('bash', ['-c', full, process.execPath, ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr?.on('data', (text) => (stderr += text));
  const timer = stop && setTimeout(() => child.kill(stop.signal), stop.after);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stderr, milliseconds: performance.now() - started });
    });
  });
}

/** Every file of a folder with its bytes. */
function contents(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length), readFileSync(path).toString('base64')]));
}

test('a sweep stopped a hundred times ends with the bytes of one that ran through', async () => {
  const whole = join(place, 'whole');
  const undisturbed = await run(whole, 2);
  expect([undisturbed.code, undisturbed.stderr]).toEqual([0, '']);
  const wanted = contents(whole);

  const random = seedrandom('a hundred stops');
  const seen = { SIGKILL: 0, SIGINT: 0, SIGTERM: 0, full: 0 };
  let studies = 0;
  let resumed = 0;
  let stopped = 0;
  while (stopped < stops) {
    const out = join(place, `study-${studies++}`);
    for (let attempt = 0; ; attempt++) {
      const workers = random() < 0.5 ? 1 : 2;
      const kind = (['SIGKILL', 'SIGKILL', 'SIGINT', 'SIGTERM', 'full'] as const)[Math.floor(random() * 5)]!;
      const after = undisturbed.milliseconds * (0.15 + 0.85 * random());
      // The eighth attempt at a study may run through.
      const isLast = attempt === 8 || stopped === stops;
      const ended = isLast
        ? await run(out, workers)
        : kind === 'full'
          ? await run(out, workers, undefined, 4 + Math.floor(random() * 60))
          : await run(out, workers, { signal: kind, after });
      if (ended.code === 0) {
        if (attempt > 0) resumed++;
        break;
      }
      stopped++;
      seen[kind]++;
      if (kind === 'full')
        expect([ended.code, ended.stderr]).toEqual([74, expect.stringMatching(/large|space|write/i)]);
      else if (kind === 'SIGKILL') expect(ended.signal).toBe('SIGKILL');
      else expect([130, 143, null]).toContain(ended.code);
    }
    const found = contents(out);
    expect([...found.keys()]).toEqual([...wanted.keys()]);
    for (const [path, bytes] of wanted) expect(found.get(path) === bytes, path).toBe(true);
    rmSync(out, { recursive: true });
  }
  expect(stopped).toBe(stops);
  expect(resumed).toBeGreaterThan(0);
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(5);
});
