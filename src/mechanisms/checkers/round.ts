/**
 * A round in which drawn checkers decide for themselves whether to look: shared by every game of that shape.
 *
 * A job is asserted, perhaps falsified on purpose by the mechanism, and n other nodes are drawn as its checkers. Each
 * looks, at cost C_V, or stays idle; looking finds a false result unless the comparison misses it. A claim that a
 * result is false is resolved exactly, so nobody is harmed by a false alarm. Who gets what is up to the rules.
 *
 * Checkers are counted, never named: those of the focal group and those from outside.
 */
import { binomial, chance, count, decide, decideEach, either, hypergeometric, type Tree } from '../../game/tree.ts';
import type { Cast } from '../../market/cast.ts';
import type { Action } from '../../market/mechanism.ts';
import type { Observation, ValidatorObservation } from '../../market/observation.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { bookDraw, bookJob, bookLosses } from '../booking.ts';

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
  grouped: boolean;
  result: Result;
}

/** Checkers of one crowd: how many were drawn, how many of them looked, how many found a false result. */
interface Crowd {
  drawn: number;
  looked: number;
  found: number;
}

/** Builds the round for one cast. */
export function checkersRound(settings: Settings, cast: Cast, rules: CheckRules): Round {
  const { market } = settings;

  const asserted = (grouped: boolean): Round =>
    decide(grouped ? 'group/asserter' : 'outsider/asserter', { role: 'asserter' }, (action) =>
      action === 'wrong'
        ? drawn({ grouped, result: 'false' })
        : either(
            rules.forcedErrorRate,
            () => drawn({ grouped, result: 'forced' }),
            () => drawn({ grouped, result: 'true' }),
          ),
    );

  const drawn = (assertion: Assertion): Round => {
    const others = cast.groupSize - (assertion.grouped ? 1 : 0);
    return count(hypergeometric(market.nodeCount - 1, others, rules.checkerCount), (grouped) =>
      observed(assertion, grouped, rules.checkerCount - grouped),
    );
  };

  const observed = (assertion: Assertion, grouped: number, outside: number): Round => {
    const observation = (inGroup: boolean): ValidatorObservation => {
      const member = cast.coalition === 'everyone' || (cast.coalition === 'group' && inGroup && assertion.grouped);
      return {
        role: 'validator',
        member,
        memberLies: member && assertion.result === 'false',
        allColluding: cast.coalition === 'everyone' || outside === 0,
        committed: cast.committed,
        assertedVisible: true,
      };
    };
    return decideEach('group/validator', observation(true), grouped, (groupChoices) =>
      decideEach('outsider/validator', observation(false), outside, (outsideChoices) =>
        compared(assertion, grouped, countLooks(groupChoices), outside, countLooks(outsideChoices)),
      ),
    );
  };

  const compared = (
    assertion: Assertion,
    grouped: number,
    groupLooked: number,
    outside: number,
    outsideLooked: number,
  ): Round =>
    count(binomial(groupLooked, hitRate(assertion)), (groupFound) =>
      count(binomial(outsideLooked, hitRate(assertion)), (outsideFound) =>
        tested(
          assertion,
          { drawn: grouped, looked: groupLooked, found: groupFound },
          { drawn: outside, looked: outsideLooked, found: outsideFound },
        ),
      ),
    );

  const hitRate = ({ grouped, result }: Assertion): number => {
    if (result === 'true') return 0;
    const own = result === 'false' ? (grouped ? cast.group : cast.outsider).asserter.miss : undefined;
    return 1 - (own ?? market.detector.miss);
  };

  const tested = (assertion: Assertion, group: Crowd, outside: Crowd): Round => {
    const settlement = rules.settle(assertion.result, group.found + outside.found);
    const end = (attentionSlash: number): Round => ({
      kind: 'outcome',
      add: (columns, weight) =>
        bookOutcome(columns, weight, settings, cast, assertion, settlement, group, outside, attentionSlash),
    });
    return chance([
      { probability: rules.attentionRate, next: () => end(rules.attentionSlash) },
      { probability: 1 - rules.attentionRate, next: () => end(0) },
    ]);
  };

  return either(
    cast.groupSize / market.nodeCount,
    () => asserted(true),
    () => asserted(false),
  );
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
  cast: Cast,
  { grouped, result }: Assertion,
  settlement: CheckSettlement,
  group: Crowd,
  outside: Crowd,
  attentionSlash: number,
): void {
  const taken = (amount: number) => Math.min(amount, market.stake);
  const finders = group.found + outside.found;
  const assertedFalse = result === 'false';
  const gain = assertedFalse && settlement.keepsGain ? market.outsideGain : 0;
  const cost = assertedFalse ? (grouped ? cast.group : cast.outsider).asserter.cost : market.computeCost;
  const asserterSlash = taken(settlement.asserterSlash);
  bookJob(columns, weight, {
    grouped,
    assertedFalse,
    // What the mechanism falsified itself is nobody's fault.
    refuted: assertedFalse && finders > 0,
    income: settlement.asserterPay - asserterSlash - cost + gain,
    slashes: asserterSlash > 0 ? 1 : 0,
    clientPaid: settlement.asserterPay + finders * settlement.finderPay,
  });
  bookDraw(columns, weight, grouped, group.drawn, outside.drawn === 0 ? 1 : 0);

  const idleSlash = taken(attentionSlash);
  const idle = (crowd: Crowd) => crowd.drawn - crowd.looked;
  const incomeOf = (crowd: Crowd) =>
    crowd.found * settlement.finderPay -
    crowd.looked * market.verificationCost -
    crowd.drawn * settlement.checkerLoss -
    idle(crowd) * idleSlash;
  columns[at.validatorIncome] += weight * incomeOf(group);
  columns[at.outsiderIncome] += weight * incomeOf(outside);
  if (idleSlash > 0) columns[at.focalSlashes] += weight * idle(group);
  const slashed = asserterSlash + (idle(group) + idle(outside)) * idleSlash;
  bookLosses(columns, weight, slashed, slashed, (group.looked + outside.looked) * market.verificationCost);
}
