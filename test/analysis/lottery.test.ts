import { describe, expect, it } from 'vitest';
import { computeFate } from '../../src/analysis/round/fate.ts';
import { collectOutcomes, listOutcomes } from '../../src/analysis/round/lottery.ts';
import { boundCounted, countRare } from '../../src/analysis/sample/rare-events.ts';
import { listResidues } from '../../src/analysis/sample/residues.ts';
import { binomial, count, either, type Tree } from '../../src/game/tree.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { addLaws, buildLaw, power } from '../../src/stats/law.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';
import { record } from './samples.ts';

type Dice = Tree<never, never>;
const gives = (amount: number): Dice => ({
  kind: 'outcome',
  add: (columns, weight) => {
    columns[0]! += weight * amount;
  },
});
const nobody = () => [];

describe('the outcomes of one job', () => {
  it('are listed with their probabilities, equal ones merged', () => {
    const tree: Dice = either(
      0.2,
      () => gives(5),
      () =>
        either(
          0.5,
          () => gives(5),
          () => gives(-1),
        ),
    );
    const outcomes = collectOutcomes(tree, nobody, 1)!;
    expect(outcomes.map(({ probability, record: [amount] }) => [amount, probability])).toEqual([
      [5, 0.6000000000000001],
      [-1, 0.4],
    ]);
  });

  it('are not listed where there are more than 20 000', () => {
    const many = (size: number): Dice =>
      count(
        Array.from({ length: size }, () => 1 / size),
        (drawn) => gives(drawn),
      );
    expect(collectOutcomes(many(20_000), nobody, 1)).toHaveLength(20_000);
    expect(collectOutcomes(many(20_001), nobody, 1)).toBeNull();
  });

  it('of an arm sum to 1, and 20 nodes challenged at 0.2 give a focal challenge in 2 %', () => {
    const outcomes = listOutcomes(buildSettings(), asserterArm('skip-work'))!;
    const chance = (column: number) =>
      outcomes.reduce((sum, outcome) => sum + outcome.probability * outcome.record[column]!, 0);
    expect(chance(at.jobs)).toBeCloseTo(1, 12);
    expect(chance(at.focalChallengedJobs)).toBeCloseTo(0.1 * 0.2, 12);
  });
});

describe('what the controls leave of each outcome', () => {
  const settings = buildSettings();
  const unchallenged = { jobs: 1, focalJobs: 1, asserterIncome: 1 };
  const caught = { jobs: 1, focalJobs: 1, challengedJobs: 1, focalChallengedJobs: 1, asserterIncome: -100 };
  const escaped = { ...caught, asserterIncome: 1 };
  const build = (miss: number) => [
    { probability: 0.9, record: record(unchallenged) },
    { probability: 0.1 * (1 - miss), record: record(caught) },
    { probability: 0.1 * miss, record: record(escaped) },
  ];
  const context = {
    role: 'asserter',
    settings,
    jobs: 1000,
    controls: ['focalChallengedJobs'],
    sampling: 'natural',
  } as const;

  it('is nothing where a challenge decides all', () => {
    for (const { expected, amount } of listResidues(build(0), context))
      if (expected > 0) expect(amount).toBeCloseTo(0, 9);
  });

  it('is the whole income where no control is used', () => {
    const [quiet, hit] = listResidues(build(0), { ...context, controls: [] });
    // The mean income is 0.9 - 10.
    expect(quiet!.amount).toBeCloseTo(1 + 9.1, 9);
    expect(hit!.amount).toBeCloseTo(-100 + 9.1, 9);
    expect(hit!.expected).toBeCloseTo(100, 9);
  });

  it('is the slash an escape saved, so that one escape in a thousand challenges is guarded against', () => {
    const residues = listResidues(build(0.001), context);
    const [, , lucky] = residues;
    expect(lucky!.expected).toBeCloseTo(0.1, 9);
    expect(lucky!.amount).toBeCloseTo(101, 0);
    // P(more than one of 0.1) = 0.5 %, P(one) = 9 %: one is allowed for at 2.5 %.
    expect(boundCounted(countRare(residues), 0.025)).toBeCloseTo(0.9 * lucky!.amount, 6);
  });

  it('of a job played both ways is the luck within each way, weighed', () => {
    const residues = listResidues(build(0.5), { ...context, controls: [], sampling: 'split' });
    // Every job is played challenged, and weighs 0.1: caught or not differ by 101 × 0.1, half above and half below.
    expect(residues.map(({ expected }) => expected)).toEqual([1000, 500, 500].map((n) => expect.closeTo(n, 9)));
    expect(residues[0]!.amount).toBeCloseTo(0, 9);
    expect(residues[1]!.amount).toBeCloseTo(-5.05, 9);
    expect(residues[2]!.amount).toBeCloseTo(5.05, 9);
  });
});

describe('sums of independent amounts', () => {
  const coin = buildLaw([
    [0, 0.7],
    [1, 0.3],
  ]);

  it('of coins are binomial', () => {
    const { amounts, probabilities } = power(coin, 12);
    expect(amounts).toEqual(Array.from({ length: 13 }, (_, k) => k));
    binomial(12, 0.3).forEach((chance, k) => {
      expect(probabilities[k]).toBeCloseTo(chance, 13);
    });
  });

  it('add to the same whatever the order', () => {
    const shifted = buildLaw([[10, 1]]);
    expect(addLaws(coin, shifted)).toEqual(addLaws(shifted, coin));
    expect(power(coin, 0).amounts).toEqual([0]);
  });

  it('are thinned where they take too many values, and say by how much', () => {
    const fine = buildLaw(Array.from({ length: 4000 }, (_, i) => [i / 4000, 1 / 4000] as const));
    expect(fine.amounts.length).toBeLessThanOrEqual(2048);
    expect(fine.resolution).toBeGreaterThan(0);
    expect(fine.resolution).toBeLessThan(0.001);
    expect(fine.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });
});

describe('what becomes of a node', () => {
  /** Fixed reward R per false claim, proof with probability p, penalty S, an attacker who stops when caught. */
  const pocket = (p: number, penalty: number, exit: 'banned' | 'none' = 'banned') =>
    buildSettings({
      mechanism: { challengeProbability: p, validatorReward: 0, slashAmount: penalty },
      market: { computeCost: 0, verificationCost: 0, reward: 1, stake: 1e6 },
      exit: { kind: exit },
    });

  it.each([
    [0.01, 0.366],
    // Often quoted as 0.377, which is 0.95^19: nineteen claims only break even, (1 - p) / p being 19 and not a hair less.
    [0.05, 0.358],
    [0.1, 0.349],
    [0.25, 0.316],
  ])(
    'at p = %f and a penalty that takes the mean to zero, the published share of attackers is in profit',
    (p, share) => {
      const fate = computeFate(pocket(p, (1 - p) / p), { strategy: 'skip-work', jobs: Math.ceil(20 / p) })!;
      // One in 5e8 is never caught within the horizon.
      expect(fate.mean).toBeCloseTo(0, 4);
      const { low, high } = fate.chanceAbove(1e-9);
      expect(high - low).toBeLessThan(1e-12);
      expect(low).toBeCloseTo((1 - p) ** (Math.floor((1 - p) / p + 1e-9) + 1), 8);
      expect(low).toBeCloseTo(share, 3);
    },
  );

  it('mean profit is R (1 - p) / p - S', () => {
    const fate = computeFate(pocket(0.25, 7), { strategy: 'skip-work', jobs: 400 })!;
    expect(fate.mean).toBeCloseTo(3 - 7, 6);
  });

  it('who is not banned earns a binomial number of times', () => {
    const fate = computeFate(pocket(0.25, 7, 'none'), { strategy: 'skip-work', jobs: 10 })!;
    // k of 10 caught leave 10 - 8 k: ahead only with at most one caught.
    const none = 0.75 ** 10;
    const one = 10 * 0.25 * 0.75 ** 9;
    expect(fate.mean).toBeCloseTo(10 * (0.75 - 0.25 * 7), 9);
    expect(fate.chanceAbove(0).low).toBeCloseTo(none + one, 12);
    expect(fate.chanceAbove(0).high).toBeCloseTo(none + one, 12);
    expect(fate.quantile(0.999)).toEqual({ low: 10, high: 10 });
    expect(fate.quantile(1 - none - one / 2)).toEqual({ low: 2, high: 2 });
  });

  it('ruin is the first passage of the stake', () => {
    const settings = { ...pocket(0.25, 7, 'none') };
    settings.market = { ...settings.market, stake: 7 };
    const { ruin } = computeFate(settings, { strategy: 'skip-work', jobs: 2 })!;
    // Caught at once, or after one good job: 1 - 7 is not yet minus 7; twice caught is ruined at the first.
    expect(ruin().low).toBeCloseTo(0.25, 12);
    expect(ruin().high).toBeCloseTo(0.25, 12);
    settings.market = { ...settings.market, stake: 12 };
    // Two catches ruin: both at once, or with one good job before or between.
    const twice = 0.25 * 0.25;
    const { low, high } = computeFate(settings, { strategy: 'skip-work', jobs: 3 })!.ruin();
    expect(low).toBeCloseTo(twice + 2 * 0.75 * twice, 12);
    expect(high).toBeCloseTo(twice + 2 * 0.75 * twice, 12);
  });
});
