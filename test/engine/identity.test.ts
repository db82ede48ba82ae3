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

/** What no record hangs on, and another value of it. */
const irrelevant: readonly [string, (settings: Settings) => void][] = [
  [
    'strategies that are not played',
    ({ players }) => void players.asserter.push({ kind: 'cheaper-model', name: 'm', cost: 0.4 }),
  ],
  ['profiles that are not played', ({ players }) => void players.against.push('all-deviating')],
  ['accounting, which is applied to records', ({ coalition }) => Object.assign(coalition, { accounting: 'netted' })],
  ['its own parameter', ({ mechanism }) => Object.assign(mechanism, { accounting: 'netted' })],
  ['discounting of what only adds up', ({ players }) => Object.assign(players, { discount: 0.9 })],
  ['how exact values are found', (settings) => Object.assign(settings, { movesCoin: true })],
  ['what is taken out of estimates', ({ run }) => Object.assign(run, { controlVariates: false })],
  ['a way of sampling that comes to the same', ({ run }) => Object.assign(run, { sampling: 'natural' })],
];

/** The same market with all that it takes to run. */
function playable(): Settings {
  const settings = tinySettings();
  Object.assign(settings.mechanism, { validatorReward: 1.2, slashAmount: 10 });
  return settings;
}

test.each(irrelevant)('%s leaves it alone, and the record too', (_, change) => {
  const settings = playable();
  change(settings);
  expect(armKeyOf(settings, skippingArm, '1')).toBe(armKeyOf(playable(), skippingArm, '1'));
  expect(simulateRun(settings, skippingArm, '1', 0)).toEqual(simulateRun(playable(), skippingArm, '1', 0));
});

test('an arm goes by what is played and not by its name', () => {
  const asItself: Arm = { role: 'asserter', strategy: 'honest', against: 'coalition' };
  expect(armKeyOf(tinySettings(), asItself, '1')).toBe(armKeyOf(tinySettings(), honestArm, '1'));
});

test.each<[string, (settings: Settings) => object]>([
  ['exit', ({ players }) => Object.assign(players, { exit: { kind: 'banned', reentryCost: 3 } })],
  ['utility', ({ players }) => Object.assign(players, { utility: { cara: 0.1 } })],
])('where %s has jobs valued one by one, discount and accounting count', (_, value) => {
  const keys = [{}, { discount: 0.9 }, { accounting: 'netted' }].map(
    ({ accounting, ...given }: Record<string, unknown>) => {
      const settings = playable();
      value(settings);
      Object.assign(settings.players, given);
      if (accounting) Object.assign(settings.coalition, { accounting });
      return armKeyOf(settings, skippingArm, '1');
    },
  );
  expect(new Set(keys).size).toBe(3);
});

/** Any other value, which may be none that a file could have. */
const another: Record<string, string> = {
  posp: 'always-verify',
  none: 'ejected',
  uniform: 'shorter-of-two',
  unanimous: 'committed',
  deterministic: 'exponential',
};

test('whatever else is in a design point counts, at any depth and under any name', () => {
  const point = { ...tinySettings(), weather: { rain: 1 } };
  // There is no other demand yet; what its kind takes counts all the same.
  point.market.demand = { kind: 'poisson', rain: 1 };
  const isLeftAlone = (path: string) =>
    /^players\.(asserter|validator|against)$|\.accounting$|\.demand\.kind$/.test(path);
  const list = (data: object, from: string): string[] =>
    Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
      const path = from + name;
      if (isLeftAlone(path)) return [];
      return typeof value === 'object' && value !== null ? list(value, `${path}.`) : path;
    });
  const paths = list(point, '');
  const keys = paths.map((path) => {
    const turned = structuredClone(point);
    const steps = path.split('.');
    const last = steps.pop()!;
    const holder = steps.reduce<Record<string, unknown>>((inner, step) => inner[step] as never, turned as never);
    const value = holder[last];
    holder[last] = typeof value === 'number' ? value + 1 : (another[String(value)] ?? 0.5);
    return armKeyOf(turned, skippingArm, '1');
  });
  expect(paths).toContain('weather.rain');
  expect(paths.length).toBeGreaterThan(25);
  expect(new Set([armKeyOf(point, skippingArm, '1'), ...keys]).size).toBe(paths.length + 1);
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
