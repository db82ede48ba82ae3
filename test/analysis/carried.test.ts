/** Thresholds along amounts where players are not risk neutral. */
import { expect, test } from 'vitest';
import { solveAlong } from '../../src/analysis/round/solve-along.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import { createResolver } from '../../src/scenario/resolve.ts';

/** Who is always checked, and never believed when it lies, earns its reward by honesty and loses its slash by skipping. */
const checked = (utility: string) => `title: A test
mechanism: { kind: always-verify, slashAmount: 20 }
market: { nodeCount: 60, computeCost: 1, reward: 3, stake: 30 }
players: { asserter: [honest, skip-work], utility: ${utility} }
`;

function solve(utility: string, of: string) {
  const loaded = planScenario('a.yaml', checked(utility));
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const { scenario, points } = loaded;
  const resolver = createResolver(scenario);
  const question = { of, at: {}, role: 'asserter', over: 'skip-work', against: 'coalition' } as const;
  return solveAlong(question, points[0].settings, (at) => resolver(at).settings);
}

test.each(['{ cara: 0.05 }', '{ cara: -0.01 }', '{ cara: 5 }', 'risk-neutral'])(
  'honesty pays at every reward, whatever income is worth: %s',
  (utility) => {
    const { reason, roots, domain } = solve(utility, 'market.reward')!;
    expect([reason, roots]).toEqual(['always', []]);
    // Where it is known to end, it ends where the utility of a job can no longer be carried.
    if (utility === 'risk-neutral') expect(domain!.high).toBeNull();
    else expect(domain!.high).toBeGreaterThan(3);
  },
);

test('a domain that the utility carries as far as it goes is as it was', () => {
  expect(solve('{ cara: 0.05 }', 'market.detector.miss')!.domain).toEqual(
    solve('risk-neutral', 'market.detector.miss')!.domain,
  );
});
