import { describe, expect, it } from 'vitest';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { settle, spotAudit } from '../fixtures/spot-audit.ts';
import '../../src/vitest/index.ts';

const scenario = (challengeProbability: number) => ({
  seed: 5,
  mechanism: { kind: 'posp', challengeProbability, slashAmount: 10 },
  market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100 },
  players: { asserter: ['honest', 'skip-work'] },
  run: { jobs: 400 },
  replications: { min: 4, max: 16 },
});

const { round: _, ...withoutRound } = spotAudit;

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

describe('plugs', () => {
  const audited = (auditRate: number) => ({
    ...scenario(0),
    mechanism: { kind: 'spot-audit', auditRate, fine: 3 },
    run: { jobs: 4000 },
    replications: { min: 16, max: 64 },
  });

  // Skipping saves 1 and risks reward and fine: 1 / (1.2 + 3) = 0.238.
  it('of your own are played and solved by every matcher', async () => {
    const plugs = [spotAudit];
    await expect(audited(0.3)).toMakeHonestyDominant({ role: 'asserter', plugs });
    await expect(audited(0.2)).not.toMakeHonestyDominant({ role: 'asserter', plugs });
    const swept = { ...audited(0.3), sweep: { 'mechanism.auditRate': [0.1, 0.3] } };
    await expect(swept).toHaveThresholdWithin([0.2, 0.28], { of: 'mechanism.auditRate', role: 'asserter', plugs });
    const claims = [{ kind: 'bound', of: 'advantage', role: 'asserter', over: 'skip-work', atLeast: 0.2 }];
    await expect({ ...audited(0.3), claims }).toSatisfyClaims({ plugs });
  });

  it('are there for the match that brings them, and no other', async () => {
    await expect(audited(0.3)).toMakeHonestyDominant({ role: 'asserter', plugs: [spotAudit] });
    const message = await failure(expect(audited(0.3)).toMakeHonestyDominant({ role: 'asserter' }));
    expect(message).toContain('unknown mechanism "spot-audit"');
  });

  // Their functions read the same; what they close over does not.
  it('of one text are told apart', async () => {
    const auditing = (share: number): Mechanism => ({
      ...withoutRound,
      create: (kit) =>
        spotAudit.create!({ ...kit, isChallenged: (slot, rate) => kit.isChallenged(slot, share * rate) }),
    });
    await expect(audited(0.4)).toMakeHonestyDominant({ role: 'asserter', plugs: [auditing(1)] });
    await expect(audited(0.4)).not.toMakeHonestyDominant({ role: 'asserter', plugs: [auditing(0.25)] });
  });

  it('that break a law are told as a plug’s mistake, and those that are none as such', async () => {
    const losing: Mechanism = {
      ...withoutRound,
      create: (kit) => ({
        ...spotAudit.create!(kit),
        onAsserted: (slot) => {
          const amounts = { reward: 1, unitsPerCredit: 1, stake: 1 };
          for (let settled = 0; settled < 2; settled++) kit.settle(slot, settle(false, 0, amounts));
        },
      }),
    };
    const broken = await failure(expect(audited(0.3)).toMakeHonestyDominant({ role: 'asserter', plugs: [losing] }));
    expect(broken).toContain("a plug's mistake: mechanism spot-audit: its onAsserted failed: ");
    expect(broken).not.toContain('our mistake');
    const taken = { ...spotAudit, kind: 'posp' };
    const message = await failure(expect(scenario(0.3)).toMakeHonestyDominant({ role: 'asserter', plugs: [taken] }));
    expect(message).toContain('its kind is taken by "Proof of sampling"');
  });
});
