/** Expressions inside a sweep follow the other swept values of their design point. */
import { describe, expect, test } from 'vitest';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import type { Overrides } from '../../src/scenario/read/override.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { writeScenario } from '../../src/scenario/write.ts';

const study = (sweep: string, more = '') => `title: Linked
mechanism: { kind: posp, challengeProbability: 0.4, slashAmount: 1, accounting: alone }
market: { nodeCount: 40, computeCost: 2, reward: 3, stake: "= 50 * market.computeCost", outsideGain: 0 }
players: { asserter: [honest, skip-work] }
sweep: ${sweep}
${more}`;

function load(text: string, overrides: Overrides = {}) {
  const loaded = planScenario('linked.yaml', text, overrides);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded;
}

/** Where the points lie, each as its values in the order of the sweep. */
const placesOf = (text: string, overrides?: Overrides) =>
  load(text, overrides).points.map(({ at }) => Object.values(at));

/** The one problem of a study, with its column in the line of the sweep. */
function problemOf(text: string): string {
  const loaded = planScenario('linked.yaml', text);
  if (!('problems' in loaded)) return 'none';
  return loaded.problems.map(({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`).join('\n');
}

describe('a swept expression', () => {
  test('follows the other values of its point, in any order of the axes', () => {
    const places = [
      [1, 1.5],
      [2, 3],
      [4, 6],
    ];
    expect(placesOf(study('{ market.computeCost: [1, 2, 4], market.reward: ["= 1.5 * market.computeCost"] }'))).toEqual(
      places,
    );
    const turned = study('{ market.reward: ["= 1.5 * market.computeCost"], market.computeCost: [1, 2, 4] }');
    expect(placesOf(turned)).toEqual(places.map(([cost, reward]) => [reward, cost]));
  });

  test('is what the point is made of: the exact answers are those of the numbers written out', () => {
    const solve = (text: string) => {
      const { scenario, points } = load(text);
      const resolver = createResolver(scenario);
      const { designPoints } = solveScenario({ scenario, points, resolve: (at) => resolver(at).settings });
      return designPoints.map(({ at, advantages, participation }) => ({ at, advantages, participation }));
    };
    const linked = solve(study('{ market.computeCost: [1, 2], market.reward: ["= 1.5 * market.computeCost"] }'));
    const written = solve(study('{ market.computeCost: [1, 2], market.reward: [1.5, 3] }'));
    expect(linked).toEqual([written[0], written[3]]);
    // p (R + S) - C at C = 1 with R = 1.5: the reward of the file, 3, would have made it pay.
    expect(linked[0]!.advantages[0]!.exact).toBeCloseTo(0.4 * 2.5 - 1, 12);
  });

  test('follows through expressions of the file and of other axes', () => {
    const chain =
      '{ market.computeCost: [1, 2], market.reward: ["= market.stake / 25"], mechanism.slashAmount: ["= market.reward / 4", "= market.reward"] }';
    expect(placesOf(study(chain))).toEqual([
      [1, 2, 0.5],
      [1, 2, 2],
      [2, 4, 1],
      [2, 4, 4],
    ]);
  });

  test('means the value of the file by its own path', () => {
    const own = '{ market.computeCost: [1, 2], market.reward: ["= market.reward + market.computeCost"] }';
    expect(placesOf(study(own))).toEqual([
      [1, 4],
      [2, 5],
    ]);
    expect(placesOf(study('{ market.reward: ["= 2 * market.reward", "= 3 * market.reward"] }'))).toEqual([[6], [9]]);
  });

  test('may need what the file leaves to the sweep', () => {
    const open = '{ coalition.fraction: [0.1, 0.2], mechanism.challengeProbability: ["= 2 * coalition.fraction"] }';
    expect(placesOf(study(open))).toEqual([
      [0.1, 0.2],
      [0.2, 0.4],
    ]);
  });

  test('follows what is set from the command line', () => {
    const text = study('{ market.computeCost: [1, 2], market.reward: ["= 1.5 * market.computeCost"] }');
    expect(placesOf(text, { set: [['market.computeCost', '6']] })).toEqual([[9]]);
    expect(placesOf(text, { set: [['sweep.market.reward', '["= 4 * market.computeCost"]']] })).toEqual([
      [1, 4],
      [2, 8],
    ]);
  });

  test('follows the alternative of its point', () => {
    const text = study(
      '{ mechanism: [{ kind: posp, name: few, challengeProbability: 0.1, slashAmount: 2 }, { kind: posp, name: many, challengeProbability: 0.3, slashAmount: 8 }], market.reward: ["= 2 + mechanism.slashAmount"] }',
    ).replace(/^mechanism: \{.*\n/m, '');
    expect(placesOf(text)).toEqual([
      ['few', 4],
      ['many', 10],
    ]);
  });

  test('is written out as it was given', () => {
    const { scenario, points } = load(
      study('{ market.computeCost: [1, 2], market.reward: ["= 1.5 * market.computeCost"] }'),
    );
    const again = load(writeScenario(scenario));
    expect(again.points.map(({ at }) => at)).toEqual(points.map(({ at }) => at));
    expect(again.scenario.sweep).toEqual(scenario.sweep);
  });
});

describe('a swept expression that cannot be', () => {
  test.each([
    [
      'goes round in a circle',
      '{ market.computeCost: ["= market.reward - 1"], market.reward: ["= 2 * market.computeCost"] }',
      '5:70 cycle: market.reward depends on itself: market.reward → market.computeCost → market.reward; give one of them as a number (at market.computeCost = market.reward - 1, market.reward = 2 * market.computeCost)',
    ],
    [
      'goes round through the file',
      '{ market.reward: [4, 5], market.computeCost: ["= market.stake / 50 + market.reward"] }',
      '5:53 cycle: market.computeCost depends on itself: market.computeCost → market.stake → market.computeCost; give one of them as a number (at market.reward = 4, market.computeCost = market.stake / 50 + market.reward and 1 more design point)',
    ],
    [
      'leaves the range of its parameter',
      '{ market.computeCost: [1, 2], mechanism.challengeProbability: ["= 0.75 * market.computeCost"] }',
      '5:70 out-of-range: mechanism.challengeProbability is 1.5; a probability lies in [0, 1] (at market.computeCost = 2, mechanism.challengeProbability = 1.5)',
    ],
    [
      'has no value',
      '{ market.computeCost: [1, 2], market.reward: ["= 3 / (market.computeCost - 1)"] }',
      '5:53 not-finite: market.reward is "= 3 / (market.computeCost - 1)"; it has no finite real value (at market.computeCost = 1, market.reward = 3 / (market.computeCost - 1))',
    ],
    [
      'meets a listed value',
      '{ market.computeCost: [1, 2], market.reward: [3, "= 1.5 * market.computeCost"] }',
      '5:53 duplicate-value: market.reward takes the value 3 twice at one setting of the others; leave one of the two out (at market.computeCost = 2, market.reward = 3)',
    ],
    [
      'is an end of a range',
      '{ market.computeCost: [1, 2], market.reward: { from: "= market.computeCost", to: 9, steps: 3 } }',
      '5:61 linked-range: sweep.market.reward.from follows another swept parameter, and a range has the same ends at every design point; list the values instead: ["= market.computeCost", …]',
    ],
  ])('%s', (_, sweep, problem) => {
    expect(problemOf(study(sweep))).toBe(problem);
  });

  test('a claim along what another follows says where the expression belongs', () => {
    const claims = 'claims: [{ kind: threshold, of: market.computeCost, role: asserter, between: [1, 2] }]';
    expect(
      problemOf(study('{ market.computeCost: [1, 2], market.reward: ["= 1.5 * market.computeCost"] }', claims)),
    ).toBe(
      '6:33 linked-axis: claim 0 goes along market.computeCost with the other swept parameters held, and market.reward follows it; write "= 1.5 * market.computeCost" at market.reward itself instead of under sweep',
    );
  });
});
