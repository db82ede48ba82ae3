/** Slips of the pen that many make: each says what is wrong and what to write. */
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import { readQuantity } from '../../src/scenario/numbers/quantity.ts';
import { parseWhere } from '../../src/scenario/sweep/where.ts';

const study = `title: Slips
mechanism: { kind: posp, challengeProbability: 0.02, slashAmount: 90 }
market:
  nodeCount: 40
  computeCost: 2
  reward: 2.5
  stake: 700
players: { asserter: [honest, skip-work] }
sweep:
  market.stake: [500, 700]
`;

async function problemsOf(from: string, to: string): Promise<string[]> {
  expect(study).toContain(from);
  const loaded = await loadScenario({ file: 'slips.yaml', text: study.replace(from, to) });
  return 'problems' in loaded ? loaded.problems.map(({ line, message }) => `${line} ${message}`) : [];
}

describe('a slip says what is wrong and the way out', () => {
  test.each([
    ['a comma in a number', 'reward: 2.5', 'reward: 2,5', /^6 market\.reward cannot be read.*with a point: 2\.5$/],
    [
      'the same inside braces',
      'slashAmount: 90 }',
      'slashAmount: 90,5 }',
      /^2 "5" in mechanism .*a comma begins the next one.*as 1\.5$/,
    ],
    [
      'a comma that may part thousands',
      'reward: 2.5',
      'reward: 1,000',
      /^6 market\.reward cannot be read from "1,000": a number is written without commas: 1000; or with a point, if that was meant: 1\.000$/,
    ],
    ['commas that part thousands', 'stake: 700', 'stake: 1,234,567', /^7 .* without commas: 1234567$/],
    ['commas beside a point', 'stake: 700', 'stake: 1,234.5', /^7 .* without commas: 1234\.5$/],
    ['a comma that parts nothing', 'stake: 700', 'stake: 0,700', /^7 .* is written with a point: 0\.700$/],
    ['commas anywhere', 'stake: 700', 'stake: 1,2,3', /^7 .* is written without commas$/],
    [
      'thousands inside braces',
      'slashAmount: 90 }',
      'slashAmount: 1,000 }',
      /^2 "0" in mechanism .*a comma begins the next one; a number is written without, as 1000, and its decimals after a point, as 1\.5$/,
    ],
    [
      'a comma in an expression',
      'reward: 2.5',
      'reward: "= 1,5 * market.computeCost"',
      /^6 .* a number is written with a point: 1\.5$/,
    ],
    [
      'thousands in an expression',
      'stake: 700',
      'stake: "= 2 * 1,200,000"',
      /^7 .* is written without commas: 1200000$/,
    ],
    [
      'thousands in an expression that are no round number',
      'stake: 700',
      'stake: "= 2 * 1,050"',
      /^7 .* is written without commas: 1050; or with a point, if that was meant: 1\.050$/,
    ],
    ['a comma within a quantity', 'stake: 700', 'stake: "2 * 7,25 credits"', /^7 .* is written with a point: 7\.25$/],
    [
      'two amounts that follow each other, and no word of the default that follows them',
      'reward: 2.5\n  stake: 700',
      'reward: "= market.stake"\n  stake: "= 2 * market.reward"',
      /^6 market\.reward depends on itself: market\.reward → market\.stake → market\.reward$/,
    ],
    [
      'a cost below nothing, and no word of that of a check',
      'computeCost: 2',
      'computeCost: -2',
      /^5 market\.computeCost is -2; it must be at least 0 credits$/,
    ],
    [
      'a sweep without its section',
      'market.stake: [',
      'stake: [',
      /^10 nothing reads "stake", so it cannot be swept; did you mean "market\.stake"\?$/,
    ],
    ['one value in a sweep', '[500, 700]', '500', /^10 .* is 500; expected a list of values, as \[500\], or a range/],
    ['a range that goes down', '[500, 700]', '{ from: 700, to: 500, steps: 3 }', /^10 .*from is 700; a range goes up/],
    ['a title in place of its kind', 'kind: posp', 'kind: proof-of-sampling', /^2 .*did you mean "posp"\?/],
    ['a merge key', '  nodeCount: 40\n', '  <<: { nodeCount: 40 }\n', /^4 "<<" in market: merge keys are not read/],
    [
      'a merge key where the kind would be',
      '{ kind: posp, challengeProbability: 0.02, slashAmount: 90 }',
      '{ <<: { kind: posp } }',
      /^2 "<<" in mechanism: merge keys are not read/,
    ],
  ])('%s', async (_, from, to, sentence) => {
    const problems = await problemsOf(from, to);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });

  test('a range that goes up and a study without slips are in order', async () => {
    expect(await problemsOf('[500, 700]', '{ from: 500, to: 700, steps: 3 }')).toEqual([]);
    expect(await problemsOf('Slips', 'Slips')).toEqual([]);
  });
});

test('microseconds are read with either sign for micro, and with none', () => {
  const seconds = ['250 \u00b5s', '250 \u03bcs', '250 us', '0.25 ms'].map((text) => readQuantity(text, 's').value);
  expect(new Set(seconds)).toEqual(new Set([0.00025]));
});

test('a clause takes percentages, as decimals', () => {
  const readLimit = (text: string) => {
    const condition = parseWhere(`mechanism.challengeProbability >= ${text}`);
    return condition.kind === 'compare' && 'value' in condition.right ? condition.right.value : undefined;
  };
  expect(['5 %', '0.7%', '1e1 %', '0.05'].map(readLimit)).toEqual([0.05, 0.007, 0.1, 0.05]);
  expect(() => parseWhere('market.stake >= 5 % %')).toThrow(/unexpected "%"/);
});
