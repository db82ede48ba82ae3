/** One part of the exact page that fails takes nothing else down, and is told. */
import { expect, test } from 'vitest';
import { prepareExhibits } from '../../src/analysis/exhibits/exhibits.ts';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { createSideParts } from '../../src/analysis/stage/side-part.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { renderSolution } from '../../src/report/solve-page.ts';
import { createResolver } from '../../src/scenario/resolve.ts';

function solve(mechanism: string, market: string) {
  const text = `title: A test\nmechanism: ${mechanism}\nmarket: ${market}\nplayers: { asserter: [honest, skip-work], validator: [honest, guess] }\n`;
  const loaded = planScenario('page.yaml', text);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const { scenario, points } = loaded;
  const resolver = createResolver(scenario);
  const solved = solveScenario({ scenario, points, resolve: (at) => resolver(at).settings }, { concepts: true });
  return { point: solved.designPoints[0]!, page: renderSolution(solved, { columns: 100, color: false }) };
}

test('a part that throws is null and noted; the next one is worked out', () => {
  const { attempt, failed } = createSideParts();
  const broken = attempt('the first', () => {
    throw new Error('it broke');
  });
  expect([broken, attempt('the second', () => 2)]).toEqual([null, 2]);
  expect(failed).toEqual([{ part: 'the first', reason: 'it broke' }]);
});

test('an inspector who moves cents against a slash of thousands: the branch is lost, the equilibrium stands', () => {
  const { point, page } = solve(
    '{ kind: inspection, slashAmount: 250000, bounty: 0.04 }',
    '{ nodeCount: 12, computeCost: 0.01, reward: 0.03, stake: 2000000, outsideGain: 20000 }',
  );
  expect(point.failed!.map(({ part }) => part)).toEqual(['quantal responses of precision 10, 100 / C']);
  expect(point.concepts!.quantalResponses!.map(({ profile }) => profile !== null)).toEqual([true, false, false]);
  expect(point.concepts!.correlated).not.toBeNull();
  expect(point.games[0]!.equilibria).toHaveLength(1);
  expect(page).toMatch(/equilibria\n {2}asserter honest/);
  expect(page).toContain(
    'not worked out: quantal responses of precision 10, 100 / C (the branch could not be followed',
  );
});

test('a cost so small that its inverse is no number is no scale, and takes no part of the page with it', () => {
  const { point } = solve(
    '{ kind: posp, challengeProbability: 0.5, slashAmount: 3 }',
    '{ nodeCount: 9, computeCost: 1e-310, reward: 1, stake: 10 }',
  );
  expect(point.failed).toBeUndefined();
  expect(point.advantages[0]!.exact).toBeGreaterThan(1);
  expect(point.games[0]!.equilibria.length).toBeGreaterThan(0);
});

test('an optimum and a sensitivity that cannot be had take no threshold down, and pictures no study', () => {
  const loaded = planScenario(
    'capital.yaml',
    `title: Capital
mechanism: { kind: posp, challengeProbability: 0.2, slashAmount: 30 }
market: { nodeCount: 40, computeCost: 2, reward: 2.5, stake: 90 }
players: { asserter: [honest, skip-work] }
optimize: { over: market.stake, capitalCost: 1e-4 }
`,
  );
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const { scenario, points } = loaded;
  const resolver = createResolver(scenario);
  // The stake is what only these two parts turn.
  const resolve = (at: Parameters<typeof resolver>[0]) => {
    if (at['market.stake'] !== undefined) throw new RangeError('no other stake can be had');
    return resolver(at).settings;
  };
  const whole = solveScenario({ scenario, points, resolve: (at) => resolver(at).settings });
  const solved = solveScenario({ scenario, points, resolve }, { sensitivity: true });
  const [expected, found] = [whole.designPoints[0]!, solved.designPoints[0]!];
  expect(expected.optimum?.over).toBe('market.stake');
  expect([found.optimum, solved.sensitivity]).toEqual([undefined, undefined]);
  const { optimum: _, ...rest } = expected;
  expect(found).toEqual({ ...rest, failed: [{ part: 'optimum', reason: 'no other stake can be had' }] });
  expect(solved.failed).toEqual([{ part: 'sensitivity', reason: 'no other stake can be had' }]);
  const page = renderSolution(solved, { columns: 100, color: false });
  expect(page).toContain('not worked out: optimum (no other stake can be had)');
  expect(page).toContain('not worked out: sensitivity (no other stake can be had)');
  const shown = prepareExhibits({ scenario, points, resolve });
  expect([shown.solution?.sensitivity, shown.failed?.map(({ part }) => part)]).toEqual([null, ['sensitivity']]);
  expect(shown.told).not.toBeNull();
});
