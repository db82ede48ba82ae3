import { describe, expect, it } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';

const write = (where: string) => `
title: symbols
mechanism: { kind: posp, challengeProbability: 0.02, slashAmount: 40 }
market: { nodeCount: 50, computeCost: 1, reward: 1.5, stake: 90 }
players: { asserter: [honest, skip-work] }
coalition: { fraction: 0.1 }
sweep: { mechanism.challengeProbability: [0.01, 0.05], coalition.fraction: [0, 0.2] }
claims: [{ kind: dominant, role: asserter, where: "${where}" }]
`;

const conditionOf = (where: string) => {
  const loaded = planScenario('symbols.yaml', write(where));
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.scenario.claims[0]!.condition;
};

describe('a where clause', () => {
  it('takes the symbols that tables print', () => {
    expect(conditionOf('p >= 0.02 and r < 0.1 or W == 90')).toEqual(
      conditionOf('mechanism.challengeProbability >= 0.02 and coalition.fraction < 0.1 or market.stake == 90'),
    );
  });

  it('reads numbers beside a symbol in the unit of its parameter', () => {
    expect(conditionOf('p >= 2 % and W <= 90 credits')).toEqual(
      conditionOf('mechanism.challengeProbability >= 0.02 and market.stake <= 90'),
    );
    expect(() => conditionOf('p >= 2 s')).toThrow('2 s');
    expect(() => conditionOf('W >= 5 %')).toThrow('5 %');
  });

  it('refuses what is no symbol of this scenario', () => {
    expect(() => conditionOf('q > 1')).toThrow('"q" is not a parameter');
    expect(() => conditionOf('P > 1')).toThrow('"P" is not a parameter');
  });
});
