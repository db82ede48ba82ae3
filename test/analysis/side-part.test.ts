/** One part of the exact page that fails takes nothing else down, and is told. */
import { expect, test } from 'vitest';
import { createSideParts } from '../../src/analysis/side-part.ts';
import { solveScenario } from '../../src/analysis/solve.ts';
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

test('a cost so small that its inverse is no number: whatever is measured in it is left out', () => {
  const { point } = solve(
    '{ kind: posp, challengeProbability: 0.5, slashAmount: 3 }',
    '{ nodeCount: 9, computeCost: 1e-310, reward: 1, stake: 10 }',
  );
  expect(point.failed!.length).toBeGreaterThan(0);
  expect(point.advantages[0]!.exact).toBeGreaterThan(1);
  expect(point.games[0]!.equilibria.length).toBeGreaterThan(0);
});
