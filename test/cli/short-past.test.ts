/** Rules that go by the past, in runs in which no past had time to fill: whatever the runs agree on decides nothing. */
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobsMissing, jobsToRemember } from '../../src/catalogue/past.ts';
import { buildSettings } from '../fixtures/settings.ts';
import { posp } from './fake-io.ts';

/** Skipping is found out by three failures among fifty checks; its reward and stake make that a loss in the long run. */
const text = `
title: Three of fifty
seed: 1
mechanism: { kind: posp, challengeProbability: 0.5, slashAmount: 10, evidence: { kind: k-of-last, k: 3, of: 50 } }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 50 }
players: { asserter: [honest, skip-work] }
replications: 8
run: { jobs: 300 }
claims:
  - { kind: dominant, role: asserter }
  - { kind: bound, of: falseSlash, atMost: 0.5 }
`;

test('a claim is undecided in short runs, with the jobs it takes, and decided in long ones', async () => {
  const place = await mkdtemp(join(tmpdir(), 'posp-past-'));
  const file = join(place, 'past.yaml');
  writeFileSync(file, text);
  const run = (...more: string[]) =>
    posp(['run', file, '--no-pictures', '--out', join(place, 'out'), '--fresh', ...more]);
  const short = await run();
  expect(short.code).toBe(3);
  expect(short.stdout).toContain('cannot be told');
  // Of either: that nobody is slashed where nobody could be says nothing.
  expect(short.stdout.match(/\? undecided/g)).toHaveLength(2);
  // Fifty checks take a node a hundred jobs, ten times that and ten nodes.
  expect(short.stderr).toMatch(/run\.jobs is 300: .* take run\.jobs of 10000, or fewer nodes/);
  const long = await run('--set', 'run.jobs=20000');
  expect(long.stderr).not.toContain('take run.jobs');
  expect(long.code).toBe(0);
});

test('what fills a record: checks of evidence, clean jobs of a sampling, and nothing of rules without a past', () => {
  const at = (mechanism: object) => {
    const settings = buildSettings({ market: { nodeCount: 20 }, run: { jobs: 20_000 } });
    return { ...settings, mechanism: { ...settings.mechanism, challengeProbability: 0.1, ...mechanism } };
  };
  expect(jobsToRemember(at({}))).toBe(0);
  expect(jobsMissing(at({}))).toBeUndefined();
  expect(jobsToRemember(at({ evidence: { kind: 'k-of-last', k: 2, of: 30 } }))).toBe(3000);
  expect(jobsMissing(at({ evidence: { kind: 'k-of-last', k: 2, of: 30 } }))).toBe(60_000);
  expect(jobsToRemember(at({ evidence: { kind: 'k-of-last', k: 1, of: 30 } }))).toBe(0);
  expect(jobsToRemember(at({ evidence: { kind: 'cusum', gain: 20, limit: 60 } }))).toBe(6000);
  expect(jobsToRemember(at({ sampling: { kind: 'reputation', newcomers: 1, cleanJobs: 70 } }))).toBe(700);
  expect(jobsMissing(at({ sampling: { kind: 'reputation', newcomers: 1, cleanJobs: 70 } }))).toBeUndefined();
});
