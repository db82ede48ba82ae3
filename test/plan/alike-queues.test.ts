import { afterEach, expect, test, vi } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { flowAt } from '../../src/catalogue/traffic.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { createQueueNumbers, pickQueues } from '../../src/plan/alike-queues.ts';
import { computeLoadFactor } from '../../src/plan/load-factor.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { TimeArchive } from '../../src/study/time.ts';
import { drawSettings } from '../laws/drawn-settings.ts';

afterEach(() => vi.restoreAllMocks());

const base = `
title: Many points, few queues
market: { nodeCount: 50, jobsPerSecond: 20, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest, skip-work], validator: [honest, guess] }
`;

function load(text: string) {
  const loaded = planScenario('many.yaml', text);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded;
}

const posp = 'kind: posp, challengeProbability: 0.1, slashAmount: 10';
const rates = 'mechanism.challengeProbability: { from: 0.01, to: 0.4, steps: 40 }';
const amounts = 'market.stake: { from: 50, to: 90, steps: 25 }';

// Counted, not timed: a plan of a hundred thousand points takes as long as what is asked at each.
test.each([
  { name: 'amounts vary fastest', mechanism: posp, axes: [rates, amounts], mechanisms: 40 },
  { name: 'rates vary fastest', mechanism: posp, axes: [amounts, rates], mechanisms: 1000 },
  {
    name: 'a reward follows what varies fastest',
    mechanism: `${posp}, validatorReward: "= market.stake / 90"`,
    axes: [rates, amounts],
    mechanisms: 1000,
  },
])('a mechanism is asked once where it differs, and about each kind of queue: $name', (given) => {
  const { needs, round } = spyOn('posp');
  const axes = given.axes.map((axis) => `  ${axis}\n`).join('');
  const { scenario, points } = load(`${base}mechanism: { ${given.mechanism} }\nsweep:\n${axes}`);
  const queues = 40;
  // How nodes are drawn, and whether there is anything to copy, is asked of the file.
  const ofFile = 2;
  expect(points).toHaveLength(1000);
  expect(needs).toHaveBeenCalledTimes(ofFile + given.mechanisms + queues);
  expect(new TimeArchive(scenario).listRuns(points)).toHaveLength(queues);
  expect(needs).toHaveBeenCalledTimes(ofFile + 2 * (given.mechanisms + queues));
  expect(pickQueues(points)).toHaveLength(queues);
  expect(round).not.toHaveBeenCalled();
});

function spyOn(kind: string) {
  const mechanism = builtIn.mechanisms.get(kind)!;
  return { needs: vi.spyOn(mechanism, 'needs'), round: vi.spyOn(mechanism, 'round') };
}

test.each([...builtIn.mechanisms.values()].map((mechanism) => [mechanism.kind, mechanism] as const))(
  'alike queues have one load and one plan under %s, which asks by its own parameters alone',
  (_, mechanism) => {
    const numberOf = createQueueNumbers();
    const met: { load: number; plan: unknown }[] = [];
    const rates = [0.2, 0.7];
    for (const drawn of drawSettings(mechanism, 300, 17, 100)) {
      // Few values, so that queues meet again.
      const params = { ...drawn.mechanism };
      if ('challengeProbability' in params) {
        params.challengeProbability = rates[Number(drawn.market.reward > 5)]!;
      }
      const settings = {
        ...drawn,
        mechanism: params,
        market: { ...drawn.market, nodeCount: 40, jobsPerSecond: 4 },
        coalition: { ...drawn.coalition, size: 4, fraction: 0.1 },
      };
      const plan = planTime(settings, flowAt(settings));
      const found = { load: computeLoadFactor(settings), plan };
      const number = numberOf(settings);
      met[number] ??= found;
      expect(found).toEqual(met[number]);
    }
    expect(met.length).toBeLessThan(100);
  },
);

test('an order that jumps about gives the same partition as one that goes through', () => {
  const { points } = load(`${base}mechanism: { kind: posp, challengeProbability: 0.1, slashAmount: 10 }
sweep:
  mechanism.challengeProbability: [0.1, 0.2]
  mechanism.validatorCount: [1, 2]
  market.jobsPerSecond: [10, 20]
  market.stake: [50, 60, 70]
`);
  const through = createQueueNumbers();
  const jumping = createQueueNumbers();
  const pairs = points.map(({ settings }) => through(settings));
  const order = points.map((_, i) => (7 * i) % points.length);
  const jumped = new Map(order.map((i) => [i, jumping(points[i]!.settings)]));
  expect(new Set(pairs).size).toBe(8);
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < i; j++) expect(jumped.get(i) === jumped.get(j)).toBe(pairs[i] === pairs[j]);
  }
});
