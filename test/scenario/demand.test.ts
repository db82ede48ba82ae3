/** Demand in a scenario file: what is wrong with it, and numbers in lists. */
import { describe, expect, test } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { changed, least } from './texts.ts';

const withDemand = (demand: string, more = '') => `${changed(least, 'market:', `market:\n  demand: ${demand}`)}${more}`;

function problemsOf(text: string, set: [string, string][] = []): string[] {
  const loaded = planScenario('demand.yaml', text, { set });
  return 'problems' in loaded ? loaded.problems.map(({ line, message }) => `${line}: ${message}`) : [];
}

describe('demand that cannot be', () => {
  test.each([
    ['{ kind: gamma, cv: -1 }', 'market.demand.cv is -1; it must lie in [0, 20]'],
    ['{ kind: gamma, cv: 21 }', 'market.demand.cv is 21; it must lie in [0, 20]'],
    ['{ kind: weibull, cv: 1e-5 }', 'market.demand.cv is 1e-5; expected 0, which is a metronome, or at least 0.0001'],
    ['{ kind: day, swing: 120 % }', 'market.demand.swing is 1.2; a share lies in [0, 1]'],
    ['{ kind: day, swing: 0.3, period: 0 s }', 'market.demand.period is 0; it must lie in (0, 1000000000] s'],
    ['{ kind: clients, count: 0, sigma: 1 }', 'market.demand.count is 0; it must lie in [1, 100000]'],
    ['{ kind: mmpp, rates: [3 /s], stays: [4 s] }', 'market.demand.rates is a list; it has at least 2 items'],
    [
      '{ kind: mmpp, rates: [0 /s, 0 /s], stays: [4 s, 5 s] }',
      'market.demand.rates is a list; no job ever comes: a state has a rate above 0',
    ],
    [
      '{ kind: mmpp, rates: [3, 2], stays: [4 s, 0 s] }',
      'market.demand.stays.1 is 0; it must lie in (0, 1000000000] s',
    ],
    [
      '{ kind: mmpp, rates: [3, 2, 1], stays: [4 s, 9 s] }',
      'market.demand.stays is a list; it has 2 entries and rates has 3; each state has one of both',
    ],
    [
      '{ kind: mmpp, rates: [3, 2], stays: [1 us, 1 us] }',
      'market.demand.stays is a list; states change more than ten thousand times from job to job; that is `poisson`',
    ],
  ])('%s', (demand, problem) => {
    expect(problemsOf(withDemand(demand))).toContain(`7: ${problem}`);
  });

  test('is none at the ends of its ranges', () => {
    for (const demand of ['{ kind: gamma, cv: 0 }', '{ kind: weibull, cv: 20 }', '{ kind: day, swing: 1 }']) {
      expect(problemsOf(withDemand(demand))).toEqual([]);
    }
  });
});

describe('numbers in a list', () => {
  const states = withDemand('{ kind: mmpp, rates: [3 /s, 2 /s], stays: [4 s, 2 min] }');

  test('are set and swept by their position, whatever unit they are written with', () => {
    const loaded = planScenario('demand.yaml', `${states}sweep: { market.demand.stays.0: [5 s, 1 min] }\n`, {
      set: [['market.demand.rates.1', '7 /s']],
    });
    if ('problems' in loaded) throw new Error(loaded.problems[0]!.message);
    expect(loaded.points.map(({ settings }) => settings.market.demand)).toEqual([
      { kind: 'mmpp', rates: [3, 7], stays: [5, 120] },
      { kind: 'mmpp', rates: [3, 7], stays: [60, 120] },
    ]);
  });

  test('have no more positions than entries', () => {
    expect(problemsOf(states, [['market.demand.stays.2', '5 s']])).toEqual([
      '0: market.demand.stays.2 cannot be read from "5 s": there is no place for it in this file',
    ]);
  });
});
