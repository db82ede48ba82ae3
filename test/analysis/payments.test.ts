import { describe, expect, it } from 'vitest';
import { listPayments } from '../../src/analysis/round/payments.ts';
import { computeReach } from '../../src/analysis/round/reach.ts';
import { valuationOf } from '../../src/analysis/round/valuation.ts';
import type { Settings } from '../../src/market/settings.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';

const list = (settings: Settings, arm = asserterArm('skip-work')) =>
  listPayments(settings, arm, valuationOf(settings, 'asserter').terms);

/** Incomes of focal jobs, ascending, to nine decimals. */
const incomesOf = (settings: Settings, arm = asserterArm('skip-work')) =>
  [
    ...new Set(list(settings, arm).ends.flatMap(([income, jobs]) => (jobs! > 0 ? [Number(income!.toFixed(9))] : []))),
  ].sort((a, b) => a - b);

describe('what a job can bring or cost', () => {
  it('a cheat keeps its reward or loses its stake', () => {
    const settings = buildSettings({ mechanism: { slashAmount: 10, accounting: 'alone' }, market: { reward: 1.2 } });
    expect(incomesOf(settings)).toEqual([-10, 1.2]);
    expect(incomesOf(settings, honestArm)).toEqual([0.2]);
  });

  it('a coalition whose members validate each other has their reward, however seldom', () => {
    const settings = buildSettings({
      mechanism: {
        challengeProbability: 1e-9,
        validatorCount: 3,
        validatorReward: 700,
        draw: 'independent',
        accounting: 'gross',
      },
      coalition: { size: 4, fraction: 0.2 },
    });
    expect(incomesOf(settings)).toEqual([-10, 1.2, 701.2]);
  });

  it('a slash is at most the stake, and utility is that of the whole income', () => {
    const settings = buildSettings({ mechanism: { slashAmount: 10 }, market: { stake: 4 } });
    expect(incomesOf(settings)[0]).toBe(-4);
    const cautious = { ...settings, players: { ...settings.players, utility: { cara: 0.5 } } } as Settings;
    const [worst] = incomesOf(cautious);
    expect(worst).toBeCloseTo((1 - Math.exp(0.5 * 4)) / 0.5, 6);
  });

  it('of jobs in flight one is slashed, and those after it lose their reward alone', () => {
    const settings = buildSettings({ market: { jobsInFlight: 5 }, mechanism: { accounting: 'alone' } });
    expect(incomesOf(settings)).toEqual([-10, 0, 1.2]);
  });

  it('where nodes leave, a challenge that was certain may fall through', () => {
    const certain = { mechanism: { kind: 'always-verify', slashAmount: 10, accounting: 'alone' } } as const;
    expect(incomesOf(buildSettings(certain))).toEqual([-10]);
    expect(incomesOf(buildSettings({ ...certain, exit: { kind: 'ejected' } }))).toEqual([-10, 1.2]);
  });

  it('a learner may be honest at any job, and what it learns lasts', () => {
    const settings = buildSettings({ mechanism: { challengeProbability: 0.2, slashAmount: 10, accounting: 'alone' } });
    const learning = {
      ...settings,
      players: { ...settings.players, asserter: [{ kind: 'epsilon-greedy', name: 'learner', exploration: 0.1 }] },
    } as Settings;
    const { ends, turns } = list(learning, asserterArm('learner'));
    expect(ends.map(([income]) => Number(income!.toFixed(9)))).toContain(0.2);
    // Two focal nodes of twenty: each has a twentieth of all jobs, and cheats for 1.2 - 0.2 × 11.2 - 0.2 more.
    expect(turns).toHaveLength(1);
    expect(turns[0]!.change[0]).toBeCloseTo((1.2 - 0.2 * 11.2 - 0.2) / 20, 12);
  });

  it('a coalition that loses a member has fewer to back it', () => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 1, slashAmount: 10, accounting: 'alone', validatorCount: 1 },
      coalition: { size: 5, fraction: 0.25 },
      exit: { kind: 'ejected' },
    });
    const { turns } = list(settings);
    // Alone, a focal job earns 1.2 - 11.2 × (1 - q): q is 4 / 19, then 4 / 18 without an outsider, 3 / 18 without a member.
    const perFocalJob = turns.map(({ change, isExit }) => {
      expect(isExit).toBe(true);
      return change;
    });
    const income = (colluding: number, focal: number) => focal * (1.2 - 11.2 * (1 - colluding));
    expect(perFocalJob[0]![0]).toBeCloseTo(income(4 / 18, 5 / 19) - income(4 / 19, 5 / 20), 12);
    expect(perFocalJob[1]![0]).toBeCloseTo(income(3 / 18, 4 / 19) - income(4 / 19, 5 / 20), 12);
  });

  it('of a coalition that is the whole market a member can leave, and nobody else', () => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 1, arbitration: { majority: 1 }, accounting: 'alone' },
      market: { nodeCount: 6 },
      coalition: { size: 6, fraction: 1 },
      exit: { kind: 'banned', reentryCost: null },
    });
    const { turns } = list(settings, asserterArm('skip-work', 'all-honest'));
    expect(turns.map(({ isExit }) => isExit)).toEqual([true]);
    expect(turns[0]!.change.every(Number.isFinite)).toBe(true);
  });

  it('where one node has left arbiters collude by the share that is left of the coalition', () => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 1, slashAmount: 10, accounting: 'alone', arbitration: { majority: 1 } },
      coalition: { size: 5, fraction: 0.25 },
      exit: { kind: 'ejected' },
    });
    const [outsider, member] = list(settings).turns.map(({ change }) => change[0]!);
    const income = (q: number, r: number, focal: number) => focal * (1.2 - 11.2 * (1 - q) * (1 - r));
    const whole = income(4 / 19, 5 / 20, 5 / 20);
    expect(outsider).toBeCloseTo(income(4 / 18, 5 / 19, 5 / 19) - whole, 12);
    expect(member).toBeCloseTo(income(3 / 18, 4 / 19, 4 / 19) - whole, 12);
  });
});

describe('how far one event moves a worth', () => {
  const terms = valuationOf(buildSettings(), 'asserter').terms;
  const worth = { terms, ratios: [2], slopes: [1], pers: [100] };
  const payments = {
    ends: [Float64Array.of(2, 1), Float64Array.of(-50, 1), Float64Array.of(7, 0)],
    turns: [
      { change: Float64Array.of(0.3, 0.1), isExit: false },
      { change: Float64Array.of(5, 0), isExit: true },
    ],
  };
  const span = { jobsPerRun: 20, areExitsCommon: true };

  it('by its distance from the mean, and by what it changes in the rest of a run', () => {
    expect(computeReach({ ...payments, turns: [] }, worth, span)).toBeCloseTo(52 / 100, 12);
    // 0.3 - 2 × 0.1 per job, over twenty.
    expect(computeReach(payments, worth, span)).toBeCloseTo((52 + 2) / 100, 12);
    expect(computeReach(payments, worth, { ...span, areExitsCommon: false })).toBeCloseTo((52 + 100) / 100, 12);
  });

  it('without limit where the sample has no job of a kind that may come', () => {
    expect(computeReach(payments, { ...worth, pers: [0] }, span)).toBe(Number.POSITIVE_INFINITY);
  });
});
