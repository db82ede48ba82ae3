import { z } from 'zod';
import { chance, count, decideEach, type Tree } from '../game/tree.ts';
import { areAllied, type Cast, type Crowd, isFocal, playerOf } from '../market/cast.ts';
import { BACKS, FLAGS, reportDistribution, reportKinds, STRAYS } from '../market/detector.ts';
import type { Action } from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import type { Response } from '../market/strategy.ts';
import { bookDraw, bookJob, bookLosses } from './booking.ts';
import { defineMechanism } from './define.ts';
import { assertJob, listBlocs, listWays } from './draw.ts';

const params = z.strictObject({
  deposit: z
    .number()
    .min(0)
    .meta({ description: 'What each cloud forfeits for a false result (d), at most its stake.', unit: 'credits' }),
  arbitrationCost: z.number().min(0).default(0).meta({
    description: 'What a third party takes for resolving a mismatch (ch), out of the forfeited deposit.',
    unit: 'credits',
  }),
  collusionStake: z.number().min(0).default(0).meta({
    description: 'What a colluder who breaks the agreement to lie pays to the other (t).',
    unit: 'credits',
  }),
  bribe: z
    .number()
    .min(0)
    .default(0)
    .meta({ description: 'What the leader pays the follower for the agreed false result (b).', unit: 'credits' }),
  traitorContract: z
    .boolean()
    .default(false)
    .describe('Whether a colluder can hand in the agreed result and secretly tell the client the truth.'),
});

/**
 * Two clouds compute a job; if they differ, a third party finds the liar and its deposit goes to the other. The leader
 * is the asserter, the follower the validator. They may agree to lie, but neither sees whether the other keeps to it.
 */
export const twoClouds = defineMechanism({
  kind: 'two-clouds',
  title: 'Two clouds under contract',
  source: 'Dong, Wang, Aldweesh, McCorry, van Moorsel (2017), Betrayal, distrust, and rationality, arXiv 1708.01171',
  summary:
    'A job goes to two clouds with a deposit each. Equal results are paid; a mismatch goes to a third party, and the ' +
    'honest cloud gets the deposit of the other less what the third party costs. Colluders may secure an agreement to ' +
    'lie with a stake and a bribe; a traitor contract lets one of them betray it without losing that stake.',
  params,
  round,
});

/** What a cloud gets: pay from the client, deposit lost or won, and what the side contract moves to it. */
interface Share {
  pay: number;
  forfeited: number;
  won: number;
  side: number;
}

/** The pair of results as the client and the colluders see it. */
interface Pair {
  leaderLies: boolean;
  /** Position of the follower's report in `reportKinds`. */
  report: number;
  /** Both are party to an agreement to lie. */
  agreed: boolean;
  /** The follower handed in the false result that was agreed on. */
  followerKept: boolean;
}

/** Who gets what, and whether a lie came to light. */
function settle(
  { leaderLies, report, agreed, followerKept }: Pair,
  rules: z.output<typeof params>,
  payment: number,
  stake: number,
): { leader: Share; follower: Share; isDisputed: boolean } {
  const deposit = Math.min(rules.deposit, stake);
  const followerLies = report === BACKS || report === STRAYS;
  const differ = report === STRAYS || (report === FLAGS && leaderLies);
  const share = (lies: boolean, other: boolean): Share => ({
    pay: differ && lies ? 0 : payment,
    forfeited: differ && lies ? deposit : 0,
    won: differ && !lies && other ? deposit - rules.arbitrationCost : 0,
    side: 0,
  });
  const leader = share(leaderLies, followerLies);
  const follower = share(followerLies, leaderLies);
  const side = agreed ? moveSidePayment(leaderLies, followerKept, followerLies, rules) : 0;
  return { leader: { ...leader, side: -side }, follower: { ...follower, side }, isDisputed: differ };
}

/** What the side contract moves from leader to follower: a bribe for the agreed result, a stake from who broke it. */
function moveSidePayment(
  leaderKept: boolean,
  followerKept: boolean,
  followerLies: boolean,
  { collusionStake, bribe, traitorContract }: z.output<typeof params>,
): number {
  if (leaderKept && followerKept) return bribe;
  if (!leaderKept && !followerKept) return 0;
  // A traitor has told the client the truth, but to its accomplice it has kept the agreement.
  const isTraitor = traitorContract && (leaderKept ? !followerLies : true);
  if (isTraitor) return bribe;
  return leaderKept ? -collusionStake : collusionStake;
}

function round(settings: Settings, cast: Cast): Tree<Observation, Action> {
  const { market } = settings;
  const { kind: _, ...given } = settings.mechanism;
  const rules = params.parse(given);

  const followers = listBlocs(cast, 'validator');
  const followed = (leader: Crowd, leaderLies: boolean): Tree<Observation, Action> => {
    const ways = listWays(cast, followers, 1, leader);
    return count(ways.chances, (way) => {
      const { crowd } = followers[ways.counts.findIndex((drawn) => drawn[way] === 1)];
      return answered(leader, leaderLies, crowd);
    });
  };

  const answered = (leader: Crowd, leaderLies: boolean, follower: Crowd): Tree<Observation, Action> => {
    const agreed = areAllied(cast, leader, follower);
    // All a colluder has to go by is the agreement: betrayal is secret.
    const observation = {
      role: 'validator',
      member: agreed,
      memberLies: agreed,
      allColluding: true,
      committed: true,
      assertedVisible: false,
    } as const;
    return decideEach(playerOf(follower, 'validator'), observation, 1, ([choice]) => {
      const response = choice.action as Response;
      const shares = reportDistribution({
        response,
        assertedFalse: leaderLies,
        planted: false,
        falseAlarm: market.detector.falseAlarm,
        miss: leader.asserter.miss ?? market.detector.miss,
        recheckCount: 1,
        guessProbability: market.guessProbability,
      });
      const computes = response === 'recompute' || response === 'vouch';
      return chance(
        reportKinds.map((_kind, report) => ({
          probability: shares[report],
          next: () => {
            const pair = { leaderLies, report, agreed, followerKept: response === 'report-false' };
            return end(leader, follower, pair, computes);
          },
        })),
      );
    });
  };

  const end = (leading: Crowd, following: Crowd, pair: Pair, computes: boolean): Tree<Observation, Action> => ({
    kind: 'outcome',
    add: (columns, weight) => {
      const { leader, follower, isDisputed } = settle(pair, rules, market.reward, market.stake);
      const { leaderLies } = pair;
      const detected = leaderLies && isDisputed;
      const gain = leaderLies && !detected ? market.outsideGain : 0;
      const total = ({ pay, forfeited, won, side }: Share) => pay - forfeited + won + side;
      const work = leaderLies ? leading.asserter.cost : market.computeCost;
      const followerWork = computes ? market.verificationCost : 0;
      bookJob(columns, weight, {
        focal: isFocal(leading),
        assertedFalse: leaderLies,
        refuted: detected,
        income: total(leader) + gain - work,
        slashes: leader.forfeited > 0 ? 1 : 0,
        clientPaid: leader.pay + follower.pay,
      });
      const drawn = isFocal(following) ? 1 : 0;
      bookDraw(columns, weight, isFocal(leading), drawn, drawn);
      columns[drawn > 0 ? at.validatorIncome : at.outsiderIncome] += weight * (total(follower) - followerWork);
      if (drawn > 0 && follower.forfeited > 0) columns[at.focalSlashes] += weight;
      const isArbitrated = pair.report === FLAGS || pair.report === STRAYS;
      if (isArbitrated) columns[at.arbitrations] += weight;
      // Where both lied nobody wins a deposit; the third party is paid out of them as far as they go.
      const slashed = leader.forfeited + follower.forfeited;
      const isDouble = isDisputed && leaderLies && (pair.report === BACKS || pair.report === STRAYS);
      const burned = isDouble ? Math.max(0, slashed - rules.arbitrationCost) : 0;
      bookLosses(columns, weight, slashed, burned, followerWork + (isArbitrated ? rules.arbitrationCost : 0));
    },
  });

  return assertJob(cast, followed);
}
