import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { posp } from './fake-io.ts';
import { writeScenario } from './tiny-scenario.ts';

const law = vi.hoisted(() => ({ broken: false }));

// A market that breaks a law in one run, once it is told to.
vi.mock('../../src/run/simulate.ts', async (load) => {
  const real = await load<typeof import('../../src/run/simulate.ts')>();
  return {
    ...real,
    simulateRun: (...run: Parameters<typeof real.simulateRun>) => {
      if (law.broken && run[3] === 2) throw new Error('ledger does not balance at t = 8.40 s: 3 units appeared');
      return real.simulateRun(...run);
    },
  };
});

afterEach(() => {
  law.broken = false;
});

test('a broken law exits 70 with the law and a line that replays the run; good runs are kept', async () => {
  const { file, out } = writeScenario();
  law.broken = true;
  const { code, stdout, stderr } = await posp([
    'run',
    file,
    '--out',
    out,
    '--workers',
    '1',
    '--quiet',
    '--no-pictures',
  ]);
  expect([code, stdout]).toEqual([70, '']);
  expect(stderr).toContain('our mistake: ledger does not balance at t = 8.40 s: 3 units appeared\n');
  const replay = /replay: npx posp (run .*)/.exec(stderr)?.[1]?.split(' ');
  expect(replay).toEqual([
    'run',
    file,
    '--trace',
    '--design-point',
    '0',
    '--arm',
    'coalition/both/honest',
    '--replication',
    '2',
  ]);
  const manifest = () => JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  // Two points, three arms each, which share the honest one's runs at neither: every third replication failed.
  expect(manifest()).toMatchObject({ complete: false });
  expect(manifest().failed).toHaveLength(6);
  expect(manifest().failed[0]).toEqual({
    designPoint: 0,
    arm: 'coalition/both/honest',
    replication: 2,
    message: 'ledger does not balance at t = 8.40 s: 3 units appeared',
  });
  law.broken = false;
  expect((await posp(replay!)).code).toBe(0);
  expect((await posp(['run', file, '--out', out, '--workers', '1', '--quiet', '--no-pictures'])).code).toBe(0);
  expect(manifest().complete).toBe(true);
  expect(manifest()).not.toHaveProperty('failed');
});
