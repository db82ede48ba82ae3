import { expect, test } from 'vitest';
import { armKeyOf, readRunId, runIdOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { honestArm, skippingArm, tinySettings } from '../run/tiny-study.ts';

const runId = (settings: Settings, arm: Arm, seed: string, replication: number) =>
  runIdOf(armKeyOf(settings, arm, seed), replication);
const base = runId(tinySettings(), skippingArm, '1', 0);

test('an identity is 32 hexadecimal digits and does not depend on the order of keys', () => {
  expect(base).toMatch(/^[0-9a-f]{32}$/);
  expect(readRunId(runIdOf('ab'.repeat(12), 4_000_000_000))).toEqual({ arm: 'ab'.repeat(12), replication: 4e9 });
  expect(readRunId('no such thing')).toBeUndefined();
  const { accounting, ...mechanism } = tinySettings().mechanism;
  const turned = { ...tinySettings(), mechanism: { accounting, ...mechanism } } as Settings;
  expect(runId(turned, skippingArm, '1', 0)).toBe(base);
});

test.each<[string, (settings: Settings) => object]>([
  ['a mechanism parameter', ({ mechanism }) => Object.assign(mechanism, { challengeProbability: 0.2 })],
  ['a market parameter', ({ market }) => Object.assign(market, { reward: 1.3 })],
  ['the coalition', ({ coalition }) => Object.assign(coalition, { size: 2 })],
  ['exit', ({ players }) => Object.assign(players.exit, { kind: 'ejected' })],
  ['the length of the run', ({ run }) => Object.assign(run, { jobs: 101 })],
  ['the length of the run in time', ({ run }) => Object.assign(run, { seconds: 10 })],
])('%s changes it', (_, change) => {
  const settings = tinySettings();
  change(settings);
  expect(runId(settings, skippingArm, '1', 0)).not.toBe(base);
});

test('seed, replication and cast change it', () => {
  const ids = [
    base,
    runId(tinySettings(), skippingArm, '2', 0),
    runId(tinySettings(), skippingArm, '1', 1),
    runId(tinySettings(), honestArm, '1', 0),
    runId(tinySettings(), skippingArm, '11', 0),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('accounting, the names of arms and undeclared strategies leave it alone', () => {
  const settings = tinySettings();
  settings.mechanism.accounting = 'netted';
  settings.players.asserter.push({ kind: 'cheaper-model', name: 'cheaper', cost: 0.4 });
  expect(runId(settings, skippingArm, '1', 0)).toBe(base);
  const asItself: Arm = { role: 'asserter', strategy: 'honest', against: 'coalition' };
  expect(armKeyOf(settings, asItself, '1')).toBe(armKeyOf(settings, honestArm, '1'));
});

const everySetting: Record<string, readonly unknown[]> = {
  verificationCost: [0, 7.25],
  minimumStake: [0.5, 39],
  guessProbability: [0.3, 1],
  verificationSeconds: [
    { kind: 'deterministic', value: 40 },
    { kind: 'exponential', mean: 0.2 },
  ],
  detector: [
    { falseAlarm: 1, miss: 0 },
    { falseAlarm: 0, miss: 1 },
    { kind: 'exact-match', tokenMismatch: 0.2, tokens: 9, falseAlarm: 0.87, miss: 0.1 },
  ],
};

test.each([
  ['boss-with-fine', 'challengeProbability: 0.3, slashAmount: 6', ['guessProbability', 'verificationSeconds']],
  ['no-verification', '', Object.keys(everySetting)],
])('under %s, what nothing reads leaves it alone, and the record too', (kind, parameters, unread) => {
  const loaded = planScenario(
    'one.yaml',
    `title: One
mechanism: { kind: ${kind}, ${parameters} }
market: { nodeCount: 12, computeCost: 1, reward: 1.4, stake: 40 }
players: { asserter: [honest, skip-work] }
coalition: { size: 3 }
run: { jobs: 300 }
`,
  );
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const { settings } = loaded.points[0]!;
  const [key, record] = [armKeyOf(settings, skippingArm, '1'), simulateRun(settings, skippingArm, '1', 0)];
  const turned = [
    ...unread.flatMap((name) =>
      everySetting[name]!.map((value) => ({ ...settings, market: { ...settings.market, [name]: value } })),
    ),
    { ...settings, coalition: { ...settings.coalition, backing: 'committed' as const } },
  ];
  for (const other of turned) {
    expect(armKeyOf(other, skippingArm, '1')).toBe(key);
    expect(simulateRun(other, skippingArm, '1', 0)).toEqual(record);
  }
  const dearer = { ...settings, market: { ...settings.market, reward: 1.5 } };
  expect(armKeyOf(dearer, skippingArm, '1')).not.toBe(key);
});
