/**
 * A round in which drawn checkers decide for themselves whether to look: shared by every game of that shape.
 *
 * A job is asserted, perhaps falsified on purpose by the mechanism, and n other nodes are drawn as its checkers. Each
 * looks, at cost C_V, or stays idle; looking finds a false result unless the comparison misses it. A claim that a
 * result is false is resolved exactly, so nobody is harmed by a false alarm. Who gets what is up to the rules.
 *
 * Checkers are counted by crowd, never named.
 */
import { binomial, chance, count, decideEach, either, type Tree } from '../../game/tree.ts';
import { areAllied, type Cast, type Crowd, isFocal, playerOf } from '../../market/cast.ts';
import type { Action } from '../../market/mechanism.ts';
import type { Observation, ValidatorObservation } from '../../market/observation.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { bookDraw, bookJob, bookLosses } from '../booking.ts';
import { assertJob, listBlocs, listWays } from '../draw.ts';

/** A result as its checkers find it: true, false by the asserter's doing, or false by the mechanism's. */
export type Result = 'true' | 'false' | 'forced';

/** Who gets what when a checked job ends; amounts are per head [credits]. */
export interface CheckSettlement {
  asserterPay: number;
  /** Most that is taken of the asserter's stake. */
  asserterSlash: number;
  /** Whether the asserter still enjoys the outside value of its false result. */
  keepsGain: boolean;
  /** What each checker earns who found the result to be false; clients pay it. */
  finderPay: number;
  /** Harm to each of the job's checkers, whatever it did. */
  checkerLoss: number;
}

/** The rules of a game with checkers. */
export interface CheckRules {
  /** Checkers drawn per job (n). */
  checkerCount: number;
  /** Chance that a true result is falsified on purpose (phi) [1]. */
  forcedErrorRate: number;
  /** Chance that a job tests who is attentive [1], and the stake an idle checker then loses [credits]. */
  attentionRate: number;
  attentionSlash: number;
  settle: (result: Result, finders: number) => CheckSettlement;
}

type Round = Tree<Observation, Action>;

interface Assertion {
  asserter: Crowd;
  result: Result;
}

/** Checkers of one side: how many were drawn, how many of them looked, how many found a false result. */
interface Checkers {
  drawn: number;
  looked: number;
  found: number;
}

type Sides = Record<Crowd['side'], Checkers>;

const nobody: Checkers = { drawn: 0, looked: 0, found: 0 };

/** Checkers of a crowd, and how many of them look. */
interface Drawn {
  crowd: Crowd;
  nodes: number;
  looked: number;
}

/** Builds the round for one cast. */
export function checkersRound(settings: Settings, cast: Cast, rules: CheckRules): Round {
  const { market } = settings;
  const blocs = listBlocs(cast, 'validator');

  const asserted = (asserter: Crowd, lies: boolean): Round =>
    lies
      ? drawn({ asserter, result: 'false' })
      : either(
          rules.forcedErrorRate,
          () => drawn({ asserter, result: 'forced' }),
          () => drawn({ asserter, result: 'true' }),
        );

  const drawn = (assertion: Assertion): Round => {
    const ways = listWays(cast, blocs, rules.checkerCount, assertion.asserter);
    return count(ways.chances, (way) => {
      const there = blocs.flatMap(({ crowd }, bloc): Drawn[] => {
        const nodes = ways.counts[bloc][way];
        return nodes > 0 ? [{ crowd, nodes, looked: 0 }] : [];
      });
      const allColluding = there.every(({ crowd }) => areAllied(cast, crowd, crowd));
      return observed(assertion, allColluding, there, []);
    });
  };

  const observed = (
    assertion: Assertion,
    allColluding: boolean,
    [next, ...rest]: readonly Drawn[],
    sofar: readonly Drawn[],
  ): Round => {
    if (!next) return compared(assertion, sofar, { focal: nobody, others: nobody });
    const member = areAllied(cast, assertion.asserter, next.crowd);
    const observation: ValidatorObservation = {
      role: 'validator',
      member,
      memberLies: member && assertion.result === 'false',
      allColluding,
      committed: cast.committed,
      assertedVisible: true,
    };
    return decideEach(playerOf(next.crowd, 'validator'), observation, next.nodes, (choices) =>
      observed(assertion, allColluding, rest, [...sofar, { ...next, looked: countLooks(choices) }]),
    );
  };

  const compared = (assertion: Assertion, [next, ...rest]: readonly Drawn[], sofar: Sides): Round => {
    if (!next) return tested(assertion, sofar);
    const { crowd, nodes, looked } = next;
    return count(binomial(looked, hitRate(assertion)), (found) => {
      const before = sofar[crowd.side];
      const side = { drawn: before.drawn + nodes, looked: before.looked + looked, found: before.found + found };
      return compared(assertion, rest, { ...sofar, [crowd.side]: side });
    });
  };

  const hitRate = ({ asserter: { asserter }, result }: Assertion): number => {
    if (result === 'true') return 0;
    const own = result === 'false' ? asserter.miss : undefined;
    return 1 - (own ?? market.detector.miss);
  };

  const tested = (assertion: Assertion, sides: Sides): Round => {
    const settlement = rules.settle(assertion.result, sides.focal.found + sides.others.found);
    const end = (attentionSlash: number): Round => ({
      kind: 'outcome',
      add: (columns, weight) => bookOutcome(columns, weight, settings, assertion, settlement, sides, attentionSlash),
    });
    return chance([
      { probability: rules.attentionRate, next: () => end(rules.attentionSlash) },
      { probability: 1 - rules.attentionRate, next: () => end(0) },
    ]);
  };

  return assertJob(cast, asserted);
}

function countLooks(choices: readonly { action: Action; count: number }[]): number {
  return choices.reduce(
    (sum, choice) => sum + (choice.action === 'recompute' || choice.action === 'vouch' ? choice.count : 0),
    0,
  );
}

/** Books one way a job can end, `weight` being its probability. */
function bookOutcome(
  columns: Float64Array,
  weight: number,
  { market }: Settings,
  { asserter, result }: Assertion,
  settlement: CheckSettlement,
  { focal, others }: Sides,
  attentionSlash: number,
): void {
  const taken = (amount: number) => Math.min(amount, market.stake);
  const finders = focal.found + others.found;
  const assertedFalse = result === 'false';
  const gain = assertedFalse && settlement.keepsGain ? market.outsideGain : 0;
  const cost = assertedFalse ? asserter.asserter.cost : market.computeCost;
  const asserterSlash = taken(settlement.asserterSlash);
  bookJob(columns, weight, {
    focal: isFocal(asserter),
    assertedFalse,
    // What the mechanism falsified itself is nobody's fault.
    refuted: assertedFalse && finders > 0,
    income: settlement.asserterPay - asserterSlash - cost + gain,
    slashes: asserterSlash > 0 ? 1 : 0,
    clientPaid: settlement.asserterPay + finders * settlement.finderPay,
  });
  bookDraw(columns, weight, isFocal(asserter), focal.drawn, others.drawn === 0 ? 1 : 0);

  const idleSlash = taken(attentionSlash);
  const idle = (side: Checkers) => side.drawn - side.looked;
  const incomeOf = (side: Checkers) =>
    side.found * settlement.finderPay -
    side.looked * market.verificationCost -
    side.drawn * settlement.checkerLoss -
    idle(side) * idleSlash;
  columns[at.validatorIncome] += weight * incomeOf(focal);
  columns[at.outsiderIncome] += weight * incomeOf(others);
  if (idleSlash > 0) columns[at.focalSlashes] += weight * idle(focal);
  const slashed = asserterSlash + (idle(focal) + idle(others)) * idleSlash;
  bookLosses(columns, weight, slashed, slashed, (focal.looked + others.looked) * market.verificationCost);
}
