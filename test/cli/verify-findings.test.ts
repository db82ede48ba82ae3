/** `posp verify` does the sums again: healthy folders of every kind pass, forged findings do not, whatever vouches for them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Findings } from '../../src/findings/findings.ts';
import { noisy } from '../study/scenarios.ts';
import { posp } from './fake-io.ts';
import { edit, seal, spell } from './forge.ts';
import { makePlace, writeScenario } from './tiny-scenario.ts';

const alone = ['--quiet', '--workers', '1'];
const verify = (folder: string) => posp(['verify', folder, '--workers', '1', '--runs', '1']);

/** At p = 0.02 cheating pays, by a claim that is false and says how to see it. */
const refuted = noisy.replace('claims:', 'claims:\n  - { kind: dominant, role: asserter }');

/** Amounts in dollars, and one that is meant to be. */
const inDollars = refuted
  .replace('computeCost: 1', 'computeCost: 1 USD')
  .replace('stake: 100', 'stake: 100.12345678901234, outsideGain: 1e-7 USD');

/** Nothing is asked of anybody, so that no sentence says an amount. */
const silent = noisy
  .replace(/sweep: .*\n/, '')
  .replace(/players: .*\n/, 'players: { asserter: [honest] }\n')
  .replace(/claims:[\s\S]*/, '');

const markets: Record<string, string> = {
  'a study in dollars': inDollars,
  'a sweep with false claims': refuted,
  'a search': noisy.replace('[0.02, 0.05, 0.13, 0.3, 0.9]', '{ from: 0.02, to: 0.5, search: { relative: 10 % } }'),
  'mechanisms side by side': noisy
    .replace(
      /sweep: .*\n/,
      'sweep: { mechanism: [{ kind: posp, challengeProbability: 0.2, slashAmount: 10 }, no-verification] }\n',
    )
    .replace(/mechanism: .*\n/, '')
    .replace(/claims:[\s\S]*/, ''),
  'careers, exact and simulated': noisy
    .replace(/sweep: .*\n/, '')
    .replace('stake: 100,', 'stake: 100, jobsInFlight: 2,')
    .replace(
      /claims:[\s\S]*/,
      'claims:\n  - { kind: quantile, of: inProfit, strategy: skip-work, jobs: 2, atLeast: 0.1 }\n',
    ),
  learners: noisy
    .replace(/sweep: .*\n/, '')
    .replace(/players: .*\n/, 'players: { asserter: [honest, epsilon-greedy, exponential-weights] }\n')
    .replace(/claims:[\s\S]*/, 'claims: [{ kind: dominant, role: asserter }]\n'),
  'a sweep that is linked': noisy
    .replace(
      /sweep: .*\n/,
      'sweep: { market.computeCost: [1, 2], market.reward: ["= 1.2 * market.computeCost", "= 3 * market.computeCost"] }\n',
    )
    .replace(/claims:[\s\S]*/, ''),
  'claims about time': noisy
    .replace(/sweep: .*\n/, '')
    .replace(
      /claims:[\s\S]*/,
      'claims:\n  - { kind: bound, of: latencySeconds, atMost: 3 }\n  - { kind: bound, of: latencySecondsP95, atMost: 9 }\n',
    ),
  'one run cut into batches': noisy
    .replace(/sweep: .*\n/, '')
    .replace('jobs: 400', 'jobs: 4000, batches: 16')
    .replace(/replications: .*\n/, 'replications: 1\n')
    .replace(/claims:[\s\S]*/, 'claims: [{ kind: dominant, role: asserter }]\n'),
};

describe('the findings of a healthy folder come out the same again', () => {
  test.each(Object.entries(markets))('of %s', async (_, text) => {
    const { file, out } = writeScenario(text);
    const { stderr } = await posp(['test', file, '--out', out, ...alone]);
    const { code, stdout } = await verify(out);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/findings derived again\)/),
      stderr: '',
    });
  });

  test('of values that were given on the command line, which sentences repeat', async () => {
    const { file, out } = writeScenario(refuted);
    await posp(['test', file, '--out', out, ...alone, '--set', 'market.reward=1.3', '--seed', 'other']);
    expect(readFileSync(join(out, 'findings.json'), 'utf8')).toContain(
      '--set market.reward=1.3 --seed other --design-point',
    );
    expect((await verify(out)).code).toBe(0);
  });

  test('of more jobs without records than are simulated unasked: believed, named, and done again where all is asked for', async () => {
    const { file, out } = writeScenario(markets['careers, exact and simulated']);
    await posp(['test', file, '--out', out, ...alone]);
    edit(out, 'findings.json', (text) => {
      const findings = JSON.parse(text) as Findings;
      return spell({ ...findings, jobs: findings.jobs + 3e7 });
    });
    seal(out, 'findings.json');
    const believed = await verify(out);
    expect([believed.code, believed.stdout]).toEqual([
      0,
      expect.stringMatching(/claim 0 \(quantile\), whose runs leave no records; .* jobs that --runs all simulates/),
    ]);
    const all = await posp(['verify', out, '--workers', '1', '--runs', 'all']);
    expect([all.code, all.stdout]).toEqual([1, expect.stringMatching(/^jobs of findings\.json: jobs is /m)]);
  });

  test('of a study that its budget has stopped, which is named', async () => {
    const { file, out } = writeScenario(noisy);
    expect((await posp(['test', file, '--out', out, ...alone, '--budget', '1 job'])).code).toBe(3);
    const { code, stdout } = await verify(out);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/not derived again: why the study stopped with \d design points open/),
    ]);
  });
});

test.each([
  ['dollars for credits', refuted, 'USD'],
  ['credits for dollars', inDollars, undefined],
  ['dollars for credits, where no sentence says an amount', silent, 'USD'],
])('amounts in another money than those of the study are found: %s', async (_, text, money) => {
  const { file, out } = writeScenario(text);
  await posp(['test', file, '--out', out, ...alone]);
  edit(out, 'findings.json', (findings) => spell({ ...JSON.parse(findings), money }));
  seal(out, 'findings.json');
  const { code, stdout } = await verify(out);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^money of findings\.json: money is .*USD/m)]);
});

test('a study that ran on beyond the rule it stops by is found, whose every number is that of its runs', async () => {
  const { file, out } = writeScenario(
    noisy.replace(/replications: .*\n/, 'replications: { min: 8, max: 64, halfWidth: 0.0001 }\n'),
  );
  await posp(['test', file, '--out', out, ...alone]);
  expect((await verify(out)).code).toBe(0);
  edit(out, 'scenario.yaml', (text) => text.replace('halfWidth: 0.0001', 'halfWidth: null'));
  seal(out, 'scenario.yaml');
  const { code, stdout } = await verify(out);
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/^designPoints of findings\.json: design point \d has 64 replications, and \d+ by the rule/m),
  ]);
});

describe('forged findings are found under a manifest that vouches for them', () => {
  let place: string;
  let written: string;
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'posp-forged-'));
    written = join(place, 'written');
    writeFileSync(join(place, 'noisy.yaml'), refuted);
    await posp(['test', join(place, 'noisy.yaml'), '--out', written, ...alone]);
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test.each<[string, (findings: Findings) => unknown, RegExp]>([
    [
      'mean',
      ({ designPoints: [first] }) => (first!.advantages[0]!.mean! += 1e-9),
      /^designPoints of findings\.json: designPoints\.0\.advantages\.0\.mean is \S+ there and \S+ when/m,
    ],
    [
      'verdict',
      ({ claims }) => (claims[0]!.verdict = 'true'),
      /^claims of findings\.json: claims\.0\.verdict is "true" there and "false" when/m,
    ],
    ['sentence', ({ claims }) => (claims[0]!.because += '!'), /^claims of findings\.json: claims\.0\.because is /m],
    [
      'command in a sentence',
      ({ claims }) => (claims[0]!.because = claims[0]!.because.replace(/--replication 0/, '--replication 1')),
      /^claims of findings\.json: claims\.0\.because is /m,
    ],
    [
      'threshold',
      ({ thresholds }) => (thresholds[0]!.simulated!.value! *= 2),
      /^thresholds of findings\.json: thresholds\.0\.simulated\.value is /m,
    ],
    [
      'exact threshold',
      ({ thresholds }) => (thresholds[0]!.exact!.value! *= 2),
      /^thresholds of findings\.json: thresholds\.0\.exact\.value is /m,
    ],
    [
      'interval',
      ({ designPoints: [, second] }) => (second!.payoffs[0]!.halfWidth! /= 2),
      /designPoints\.1\.payoffs\.0\.halfWidth is /,
    ],
    [
      'rate of time',
      ({ designPoints: [first] }) => (first!.rates.latencySeconds!.value! *= 2),
      /designPoints\.0\.rates\.latencySeconds\.value is /,
    ],
    [
      'judgement',
      ({ designPoints: [first] }) => (first!.honesty.overall = 'dominant'),
      /designPoints\.0\.honesty\.overall is "dominant" there/,
    ],
    [
      'summary',
      (findings) => (findings.summary = 'Honesty pays.'),
      /^summary of findings\.json: summary is "Honesty pays\." there/m,
    ],
    ['list of claims', ({ claims }) => claims.pop(), /^claims of findings\.json: claims\.2 is not there and /m],
    [
      'number of replications',
      ({ designPoints: [first] }) => (first!.replications = 3),
      /^designPoints of findings\.json: design point 0 has 3 replications, and no look/m,
    ],
    [
      'place',
      ({ designPoints: [first] }) => (first!.at['mechanism.challengeProbability'] = 0.03),
      /^designPoints of findings\.json: design point 0 is not the one that scenario\.yaml has/m,
    ],
  ])('a %s', async (_, forge, line) => {
    const folder = join(makePlace(), 'copy');
    cpSync(written, folder, { recursive: true });
    edit(folder, 'findings.json', (text) => {
      const findings = JSON.parse(text) as Findings;
      forge(findings);
      return spell(findings);
    });
    seal(folder, 'findings.json');
    const { code, stdout } = await verify(folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(line)]);
  });

  const first = (more: string) => (text: string) => text.replace(/^\{/, `{\n  ${more},`);
  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      'a key that all objects have',
      'findings.json',
      first('"constructor": {\n    "a": 1\n  }'),
      /^constructor of findings\.json: /m,
    ],
    ['another', 'findings.json', first('"valueOf": 1'), /^valueOf of findings\.json: valueOf is 1 there and not when/m],
    [
      'one of the manifest',
      'manifest.json',
      first('"toString": 1'),
      /^what manifest\.json says of the study: manifest\.toString is 1/m,
    ],
    [
      'the key of a prototype',
      'findings.json',
      first('"__proto__": {\n    "markup": "x"\n  }'),
      /^the text of findings\.json: it has a key __proto__/m,
    ],
    [
      'one in the manifest',
      'manifest.json',
      first('"__proto__": {}'),
      /^the text of manifest\.json: it has a key __proto__/m,
    ],
    [
      'a verdict that stands twice',
      'findings.json',
      (text) => text.replace(/"verdict": "(\w+)"/, '"verdict": "true",\n      "verdict": "$1"'),
      /^the text of findings\.json: a key comes twice/m,
    ],
    [
      'a spelling of its own',
      'manifest.json',
      (text) => JSON.stringify(JSON.parse(text)),
      /^the text of manifest\.json: /m,
    ],
  ])('%s', async (_, name, change, line) => {
    const folder = join(makePlace(), 'copy');
    cpSync(written, folder, { recursive: true });
    edit(folder, name, change);
    if (name === 'findings.json') seal(folder, name);
    const { code, stdout } = await verify(folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(line)]);
  });
});
