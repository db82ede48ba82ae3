import { z } from 'zod';
import { count, decideEach, type Tree } from '../game/tree.ts';
import { type Cast, countNodes, isFocal, playerOf } from '../market/cast.ts';
import type { Action } from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import type { Settings } from '../market/settings.ts';
import { bookAsserters, bookEnd, bookLosses } from './booking.ts';
import { defineMechanism, slashOfAsserter } from './define.ts';
import { listBlocs, listWays } from './draw.ts';

const params = z.strictObject({
  majority: z
    .int()
    .min(1)
    .max(500)
    .meta({ description: 'Equal results that settle a job (M); 2M - 1 nodes compute it.', unit: 'count' }),
  draw: z
    .enum(['without-replacement', 'independent'])
    .default('without-replacement')
    .describe('How the nodes are drawn: without replacement, or each from the coalition with probability r.'),
  slashAmount: z
    .number()
    .min(0)
    .default(0)
    .meta({ description: 'Stake taken from whoever is outvoted (S), at most what is there.', unit: 'credits' }),
});

/**
 * A job is computed by 2M - 1 nodes and the result that M of them agree on wins; stopping at the M-th equal result
 * changes the cost and not the winner. Everybody is an asserter here, and all false results are equal: the worst case.
 */
export const majorityVote = defineMechanism({
  kind: 'majority-vote',
  title: 'Majority vote',
  source:
    'Sarmenta (2001), Sabotage-tolerance mechanisms for volunteer computing systems, CCGRID: voting; ' +
    'M-first voting in later work on volunteer computing',
  summary:
    'Every job is computed by 2M - 1 nodes, all of them asserters; the result that at least M of them return is ' +
    'accepted. Whoever returned it is paid, the others are slashed. False results agree with each other.',
  params,
  check: ({ mechanism, market }) => {
    const most = Math.floor((market.nodeCount + 1) / 2);
    if (Number(mechanism.majority) <= most) return [];
    const expected = `at most ${most}, because 2M - 1 of ${market.nodeCount} nodes are needed`;
    return [{ path: 'mechanism.majority', received: mechanism.majority, expected }];
  },
  // Whoever computes a job asserts it, and nobody checks.
  needs: ({ mechanism }) => ({
    validatorsMax: 0,
    checksPerJob: 0,
    draw: mechanism.draw === 'independent' ? 'independent' : 'without-replacement',
  }),
  drawApart: (mechanism) => ({ ...mechanism, draw: 'independent' }),
  extremes: slashOfAsserter,
  levers: { slashAmount: 'slashAmount' },
  assertersPerJob: ({ mechanism }) => 2 * Number(mechanism.majority) - 1,
  round,
});

function round(settings: Settings, cast: Cast): Tree<Observation, Action> {
  const { kind: _, ...given } = settings.mechanism;
  const rules = params.parse(given);
  const voters = 2 * rules.majority - 1;
  const blocs = listBlocs(cast, 'asserter');
  const ways = listWays(cast, blocs, voters);

  const voted = (way: number, votes: readonly Votes[]): Tree<Observation, Action> => {
    if (votes.length === blocs.length) {
      return { kind: 'outcome', add: (columns, weight) => bookOutcome(columns, weight, settings, rules, votes) };
    }
    const { crowd } = blocs[votes.length];
    const size = ways.counts[votes.length][way];
    return decideEach(playerOf(crowd, 'asserter'), { role: 'asserter' }, size, (choices) =>
      voted(way, [...votes, { focal: isFocal(crowd), size, lies: countLies(choices), cost: crowd.asserter.cost }]),
    );
  };

  return count(ways.chances, (way) => voted(way, []));
}

/** Nodes of one crowd at a job: how many there are, how many of them lie, and what that costs each. */
interface Votes {
  focal: boolean;
  size: number;
  lies: number;
  cost: number;
}

function countLies(choices: readonly { action: Action; count: number }[]): number {
  return choices.reduce((sum, { action, count: nodes }) => (action === 'wrong' ? sum + nodes : sum), 0);
}

/** Books one way a job can end. Each of its results counts as asserted by the node that returned it. */
function bookOutcome(
  columns: Float64Array,
  weight: number,
  { market }: Settings,
  { majority, slashAmount }: z.output<typeof params>,
  votes: readonly Votes[],
): void {
  const voters = countNodes(votes);
  const lies = votes.reduce((sum, { lies: own }) => sum + own, 0);
  const isFalse = lies >= majority;
  const slash = Math.min(slashAmount, market.stake);
  const winners = isFalse ? lies : voters - lies;
  for (const { focal, size, lies: own, cost } of votes) {
    const won = isFalse ? own : size - own;
    const gain = isFalse ? (market.outsideGain * own) / lies : 0;
    const work = own * cost + (size - own) * market.computeCost;
    const income = won * market.reward - (size - won) * slash + gain - work;
    bookAsserters(columns, weight, { focal, income, slashes: slash > 0 ? size - won : 0, asserters: size });
  }
  const clientPaid = winners * market.reward;
  bookEnd(columns, weight, { assertedFalse: lies > 0, refuted: lies > 0 && !isFalse, clientPaid });
  const slashed = (voters - winners) * slash;
  bookLosses(columns, weight, slashed, slashed, (voters - 1) * market.computeCost);
}
