import { z } from 'zod';
import { chance, type Tree } from '../game/tree.ts';
import { type Cast, type Crowd, isFocal } from '../market/cast.ts';
import { flagProbability } from '../market/detector.ts';
import type { Action, Amounts, MarketKit, MechanismPlay, Settlement } from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { bookJob, bookLosses } from './booking.ts';
import { defineMechanism, slashOfAsserter } from './define.ts';
import { assertJob } from './draw.ts';

const params = z.strictObject({
  challengeProbability: z
    .number()
    .min(0)
    .max(1)
    .meta({ description: 'Chance that the boss repeats a job (p).', unit: '1', isChance: true }),
  slashAmount: z.number().min(0).meta({
    description:
      'The fine (f), taken of the stake when the results differ, at most what is there; the reward is lost too.',
    unit: 'credits',
  }),
});

/** What the repetition of a job comes to; by another number other jobs would be found out. */
const draws = { repetition: 1 } as const;

/** The boss does a random share of the jobs again, itself, and fines whoever disagrees with it. */
export const bossWithFine = defineMechanism({
  kind: 'boss-with-fine',
  title: 'Boss with a fine',
  source:
    'Belenkiy, Chase, Erway, Jannotti, Küpçü, Lysyanskaya (2008), Incentivizing outsourced computation, eprint 2013/156',
  summary:
    'A trusted boss repeats a job with a fixed chance. A result that differs from its own is not paid for and costs a ' +
    'fine. A lazy worker passes unseen when its made-up result happens to compare equal (`miss`).',
  params,
  // The boss computes elsewhere: no node works for it.
  needs: ({ mechanism }) => ({
    validatorsMax: 0,
    checksPerJob: 0,
    challengeRate: Number(mechanism.challengeProbability),
  }),
  extremes: slashOfAsserter,
  levers: { rate: 'challengeProbability', slashAmount: 'slashAmount' },
  draws,
  create,
  round,
});

function settle(refuted: boolean, slashAmount: number, { reward, unitsPerCredit }: Amounts): Settlement {
  return {
    refuted,
    asserterPay: refuted ? 0 : reward,
    asserterSlash: refuted ? slashAmount * unitsPerCredit : 0,
    validatorPay: [0, 0, 0, 0],
    validatorSlash: [0, 0, 0, 0],
    bountyShare: 0,
    winners: [false, false, false, false],
  };
}

function create(kit: MarketKit): MechanismPlay {
  let rules: z.output<typeof params>;
  let settings: Settings;
  let amounts: Amounts;
  return {
    reset(nextSettings, nextAmounts) {
      const { kind: _, ...given } = nextSettings.mechanism;
      rules = params.parse(given);
      settings = nextSettings;
      amounts = nextAmounts;
    },

    onAsserted(slot) {
      const { market } = settings;
      const repeated = kit.isChallenged(slot, rules.challengeProbability);
      const flagged = flagProbability({
        assertedFalse: kit.assertedFalse(slot),
        falseAlarm: market.detector.falseAlarm,
        miss: kit.miss(slot),
        recheckCount: 1,
      });
      const refuted = repeated && kit.draw(slot, draws.repetition) < flagged;
      kit.settle(slot, settle(refuted, rules.slashAmount, amounts), {
        arbitrated: repeated,
        falseVerdict: false,
        arbitrationCost: repeated ? market.verificationCost : 0,
      });
    },

    onRevealed(slot) {
      throw new Error(`job in slot ${slot} has validators, but the boss asks nobody else`);
    },
  };
}

function round(settings: Settings, cast: Cast): Tree<Observation, Action> {
  const { market } = settings;
  const { kind: _, ...given } = settings.mechanism;
  const { challengeProbability, slashAmount } = params.parse(given);
  const amounts = { reward: market.reward, unitsPerCredit: 1, stake: market.stake };

  const asserted = (worker: Crowd, assertedFalse: boolean): Tree<Observation, Action> => {
    const { miss = market.detector.miss } = worker.asserter;
    const flagged = flagProbability({ assertedFalse, falseAlarm: market.detector.falseAlarm, miss, recheckCount: 1 });
    return chance([
      { probability: challengeProbability * flagged, next: () => end(worker, assertedFalse, true, true) },
      { probability: challengeProbability * (1 - flagged), next: () => end(worker, assertedFalse, true, false) },
      { probability: 1 - challengeProbability, next: () => end(worker, assertedFalse, false, false) },
    ]);
  };

  const end = (
    worker: Crowd,
    assertedFalse: boolean,
    repeated: boolean,
    refuted: boolean,
  ): Tree<Observation, Action> => ({
    kind: 'outcome',
    add: (columns, weight) => {
      const { asserterPay, asserterSlash } = settle(refuted, slashAmount, amounts);
      const slashed = Math.min(asserterSlash, market.stake);
      const cost = assertedFalse ? worker.asserter.cost : market.computeCost;
      const gain = assertedFalse && !refuted ? market.outsideGain : 0;
      const income = asserterPay - slashed - cost + gain;
      const slashes = slashed > 0 ? 1 : 0;
      bookJob(columns, weight, {
        focal: isFocal(worker),
        assertedFalse,
        refuted,
        income,
        slashes,
        clientPaid: asserterPay,
      });
      bookLosses(columns, weight, slashed, slashed, repeated ? market.verificationCost : 0);
      if (repeated) columns[at.arbitrations] += weight;
    },
  });

  return assertJob(cast, asserted);
}
