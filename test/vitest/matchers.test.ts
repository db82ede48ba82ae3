import { describe, expect, it } from 'vitest';
import '../../src/vitest/index.ts';

const scenario = (challengeProbability: number) => ({
  seed: 5,
  mechanism: { kind: 'posp', challengeProbability, slashAmount: 10 },
  market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100 },
  players: { asserter: ['honest', 'skip-work'] },
  run: { jobs: 400 },
  replications: { min: 4, max: 16 },
});

/** The message with which a matcher fails. */
async function failure(matching: Promise<unknown>): Promise<string> {
  return matching.then(
    () => 'it passed',
    (error: Error) => error.message,
  );
}

describe('toMakeHonestyDominant', () => {
  it('passes where honesty pays', async () => {
    await expect(scenario(0.3)).toMakeHonestyDominant({ role: 'asserter' });
    await expect(scenario(0.02)).not.toMakeHonestyDominant({ role: 'asserter' });
  });

  it('fails with the counterexample', async () => {
    const message = await failure(expect(scenario(0.02)).toMakeHonestyDominant({ role: 'asserter' }));
    expect(message).toContain('false: dominant: honesty is the best reply of the asserter to the others in coalition');
    expect(message).toContain('because asserter skip-work earns');
    expect(message).toContain('replay: --design-point 0');
  });

  it('fails both ways while it cannot tell', async () => {
    const edge = { ...scenario(0.0893), market: { ...scenario(0).market, detector: { miss: 0.2 } } };
    const message = await failure(expect(edge).toMakeHonestyDominant({ role: 'asserter', budgetJobs: 1000 }));
    expect(message).toContain('undecided within the budget');
    const turned = await failure(expect(edge).not.toMakeHonestyDominant({ role: 'asserter', budgetJobs: 1000 }));
    expect(turned).toContain('undecided within the budget');
  });

  it('refuses what is wrong with the scenario, with its problems', async () => {
    const message = await failure(expect(scenario(1.7)).toMakeHonestyDominant({ role: 'asserter' }));
    expect(message).toContain('mechanism.challengeProbability is 1.7');
  });
});

describe('toHaveThresholdWithin', () => {
  const swept = { ...scenario(0.1), sweep: { 'mechanism.challengeProbability': [0.02, 0.2] } };
  const question = { of: 'mechanism.challengeProbability', role: 'asserter', over: 'skip-work' } as const;

  it('passes inside and fails outside', async () => {
    // 1 / (10 + 1.2) = 0.0893.
    await expect(swept).toHaveThresholdWithin([0.08, 0.1], question);
    const message = await failure(expect(swept).toHaveThresholdWithin([0.1, 0.2], question));
    expect(message).toContain('honesty switches at challengeProbability = 0.0893');
  });
});

describe('toSatisfyClaims', () => {
  const text = `
title: Claims in a text
mechanism: { kind: posp, challengeProbability: 0.3, slashAmount: 10 }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest, skip-work] }
run: { jobs: 400 }
replications: 4
`;

  it('judges the claims of a text or of a file', async () => {
    await expect(`${text}claims: [{ kind: dominant, role: asserter }]\n`).toSatisfyClaims();
    await expect('scenarios/comparison/verify-or-not.yaml').toSatisfyClaims({ budgetJobs: 1e6 });
  });

  it('fails without claims, and with a false one', async () => {
    expect(await failure(expect(text).toSatisfyClaims())).toContain('makes no claims');
    const wrong = `${text}claims: [{ kind: bound, of: challenged, atMost: 0.1 }]\n`;
    expect(await failure(expect(wrong).toSatisfyClaims())).toContain('challenged is 0.29');
  });
});
