import { expect, test } from 'vitest';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { armKeyOf, readRunId, runIdOf } from '../../src/run/identity.ts';
import { honestArm, skippingArm, tinySettings } from './tiny-study.ts';

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
