/** `market.arrivals` is what `market.demand` was called: whoever still writes it has the same study, by its new name. */
import { describe, expect, test } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import type { Overrides } from '../../src/scenario/read/override.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { writeScenario } from '../../src/scenario/write.ts';
import { changed, example, least } from './texts.ts';

const load = (text: string, overrides: Overrides = {}) => planScenario('a.yaml', text, overrides);

function scenarioOf(text: string, overrides: Overrides = {}) {
  const loaded = load(text, overrides);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.scenario;
}

function problemsOf(text: string, overrides: Overrides = {}) {
  const loaded = load(text, overrides);
  if (!('problems' in loaded)) throw new Error('nothing is wrong with it');
  return loaded.problems.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
}

const withMarket = (lines: string) => changed(least, 'market:', `market:\n  ${lines}`);

describe('an older name', () => {
  test('means what the newer one does, and is written by the newer one', () => {
    for (const lines of ['arrivals: poisson', 'arrivals: { kind: poisson }', 'demand: poisson']) {
      const written = writeScenario(scenarioOf(withMarket(lines)));
      expect(written).toBe(writeScenario(scenarioOf(least)));
      expect(written).toContain('\n  demand: poisson\n  dispatch: uniform\n');
    }
    expect(writeScenario(scenarioOf(least, { set: [['market.arrivals', 'poisson']] }))).toContain('demand: poisson');
  });

  test('keeps the digest of every file that was ever digested', () => {
    const busy = withMarket('arrivals: poisson\n  dispatch: shorter-of-two');
    expect(digestScenario(scenarioOf(least))).toBe(
      'sha256:21ec062f81351c1c4b727f1a8bf0c54b2391b726bc8de2a7f6aa70300f8889a4',
    );
    expect(digestScenario(scenarioOf(busy))).toBe(
      'sha256:3108e0f78e971dffe198d7a2f02c45c420d7fca6ef528073f19d43da874dd845',
    );
  });

  test('is refused beside the newer one, by both lines', () => {
    expect(problemsOf(withMarket('arrivals: poisson\n  demand: poisson'))).toEqual([
      '7:3 both-names market.arrivals (line 7) is the older name of market.demand (line 8), and both are given; leave one of them out',
    ]);
    const sweep = '\nsweep:\n  market.arrivals: [poisson]\n  market.demand: [poisson]\n';
    expect(problemsOf(least + sweep)).toEqual([
      '15:3 both-names sweep.market.arrivals (line 15) is the older name of sweep.market.demand (line 16), and both are given; leave one of them out',
    ]);
  });

  test('has its mistakes pointed at where they are', () => {
    expect(problemsOf(withMarket('arrivals: poison'))).toEqual([
      '7:13 unknown-demand unknown demand "poison"; did you mean "poisson"? known: clients, day, gamma, mmpp, poisson, trace, weibull',
    ]);
    expect(problemsOf(withMarket('arrivals: { kind: poisson, rate: 3 }'))).toEqual([
      expect.stringMatching(/^7:30 unknown-key .*"rate" in market\.demand/),
    ]);
  });

  test('may be swept and asked for', () => {
    const swept = changed(example, 'sweep:', 'sweep:\n  market.arrivals: [poisson]');
    const asking = changed(
      swept,
      'challengeProbability >= 0.01"',
      "challengeProbability >= 0.01 and market.arrivals == 'poisson'\"",
    );
    const { sweep, claims } = scenarioOf(asking);
    expect(sweep.map(({ path }) => path)).toContain('market.demand');
    expect(JSON.stringify(claims[0]!.condition)).toContain('market.demand');
  });
});

test('what is plugged in is compared by its kind, swept or not', () => {
  const claim = (where: string) =>
    `${least}claims:\n  - { kind: dominant, role: asserter, strategy: honest, where: "${where}" }\n`;
  expect(problemsOf(claim("market.dispatch == 'shorter-of-two'"))[0]).toContain('empty-claim');
  expect(scenarioOf(claim("market.dispatch == 'uniform' and market.demand == 'poisson'")).claims).toHaveLength(1);
  expect(problemsOf(claim("market.dispatch == 'dearest'"))[0]).toContain('market.dispatch is never');
});
