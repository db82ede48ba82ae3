import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { timeAt } from '../../src/market/waiting/time-record.ts';
import { posp } from './fake-io.ts';
import { writeScenario } from './tiny-scenario.ts';

const law = vi.hoisted(() => ({ broken: false, late: 1 }));

// A market that breaks a law in one run, or whose queues are slower than they say, once it is told to.
vi.mock('../../src/engine/simulate.ts', async (load) => {
  const real = await load<typeof import('../../src/engine/simulate.ts')>();
  return {
    ...real,
    simulateRun: (...run: Parameters<typeof real.simulateRun>) => {
      if (law.broken && run[3] === 2) throw new Error('ledger does not balance at t = 8.40 s: 3 units appeared');
      const row = real.simulateRun(...run);
      if (run[0].run.time) row[timeAt.seconds]! *= law.late;
      return row;
    },
  };
});

afterEach(() => {
  law.broken = false;
  law.late = 1;
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

test('what measures time alone is shown by no trace: the same command makes it again', async () => {
  const { file, out } = writeScenario(`title: Queues
mechanism: { kind: posp, challengeProbability: 0, slashAmount: 1 }
market: { nodeCount: 20, jobsPerSecond: 10, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest] }
replications: 2
run: { jobs: 200 }
claims: [{ kind: bound, of: latencySeconds, atMost: 100 }]
`);
  const run = () => posp(['run', file, '--out', out, '--workers', '1', '--quiet', '--no-pictures']);
  law.late = 1.5;
  const late = await run();
  expect(late.code).toBe(70);
  expect(late.stderr).toMatch(
    /our mistake: simulation and formula disagree at design point 0, by 16 runs that measure time alone, 24,576 jobs watched in each, on latencySeconds in the steady state: .* exact; .*; the same command makes these runs again\n/,
  );
  expect(late.stderr).not.toContain('replay:');
  expect((await run()).stderr).toBe(late.stderr);
  law.late = 1;
  law.broken = true;
  const { code, stderr } = await run();
  expect(code).toBe(70);
  expect(stderr).toMatch(
    /units appeared; in run 2 of those that measure time alone at design point 0; the same command makes these runs again\n/,
  );
});
