/**
 * What a single job can bring or cost, known before anything runs: the leaves of the mechanism's own round.
 *
 * Where the round's chances do not hold, because nodes leave, learn or are chosen by their queues, its leaves do: a job
 * of such a market ends in one of them, only nobody knows how often. Where one event can change what becomes of many
 * later jobs, because a node leaves or learns from it, that change is known too, as far as it is an expectation.
 */

import { mechanismOf } from '../../catalogue/catalogue.ts';
import { needsOf } from '../../catalogue/needs.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { planArm } from '../../engine/arm-plan.ts';
import { chance, expectation, type Play } from '../../game/tree.ts';
import { type Cast, countFocal, isFocal, playOf } from '../../market/cast.ts';
import type { Action } from '../../market/mechanism.ts';
import type { Observation } from '../../market/observation.ts';
import { valueOutcomes } from '../../market/outcomes.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Arm, Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';
import type { Round } from './round-law.ts';
import type { RatioTerm } from './valuation.ts';

/** What a worth counts of a job, or of as many as an expectation is taken over: each term's figure, then what it is per. */
export type Booking = Float64Array;

/** Everything a job can do to a worth. */
export interface Payments {
  /** Every way a job can be booked, equal ones merged. */
  ends: readonly Booking[];
  /** What one event can change for good. */
  turns: readonly Turn[];
}

/** A change that outlasts the job that brought it. */
export interface Turn {
  /** By how much it changes what is booked per job of the market, on average. */
  change: Booking;
  /** Whether it is a node's leaving, which the records count; what nodes have learned they do not. */
  isExit: boolean;
}

/**
 * What a job of an arm can bring or cost, in the terms of a worth.
 *
 * Of jobs in flight both are listed, those whose slash lands and those whose flight was slashed before.
 */
export function listPayments(settings: Settings, arm: Arm, terms: readonly RatioTerm[]): Payments {
  const mechanism = mechanismOf(settings);
  const describe = mechanism.round ?? assumeRound;
  const { cast } = planArm(settings, arm);
  const plays = listPlays(cast);
  const variants = traitsOf(settings).couplesJobs ? [1, Number.POSITIVE_INFINITY].map(fly(settings)) : [settings];
  const ends = new Map<string, Booking>();
  const mayFallThrough = nodesLeave(settings, cast);
  for (const play of plays) {
    for (const variant of variants) {
      walk(valueOutcomes(describe(variant, play), variant, mechanism), playOf(play), true, (record, isPossible) => {
        // Where nodes leave, a challenge may fall through for want of validators, whatever its chance.
        if (!isPossible && !(mayFallThrough && record[at.challengedJobs] === 0)) return;
        const end = book(record, terms);
        ends.set(end.join(), end);
      });
    }
  }
  const expect = (changed: Settings, play: Cast) =>
    book(
      expectation(valueOutcomes(describe(changed, play), changed, mechanism), playOf(play), recordColumnNames.length),
      terms,
    );
  const turns = [...listLessons(settings, plays, expect), ...listExits(settings, arm, expect)];
  return { ends: [...ends.values()], turns };
}

/** Rules that describe no round are taken to move at most a full stake, the reward and the outside gain by one job. */
function assumeRound({ market }: Settings): Round {
  const { stake, reward, outsideGain, computeCost } = market;
  const gain = { income: reward + outsideGain, slashed: 0 };
  const loss = { income: -stake - reward - computeCost, slashed: 1 };
  return chance(
    [gain, loss].map(({ income, slashed }) => ({
      probability: 1 / 2,
      next: () => ({
        kind: 'outcome',
        add: (columns, weight) => {
          for (const column of [at.jobs, at.focalJobs, at.focalValidations]) columns[column] += weight;
          for (const column of [at.detectedJobs, at.focalSlashes]) columns[column] += weight * slashed;
          for (const column of [at.asserterIncome, at.validatorIncome]) columns[column] += weight * income;
        },
      }),
    })),
  );
}

type Expect = (settings: Settings, cast: Cast) => Booking;

/** Nodes that choose by their past may make any of their moves, at any job. */
function listPlays({ played, ...cast }: Cast): Cast[] {
  if (!played) return [cast];
  return played.moves.map((move) => ({
    ...cast,
    crowds: cast.crowds.map((crowd) => (isFocal(crowd) ? { ...crowd, [played.role]: move } : crowd)),
  }));
}

/** What it changes that the past of one node has turned it from one of its moves to another. */
function listLessons(settings: Settings, plays: readonly Cast[], expect: Expect): Turn[] {
  const worths = plays.length > 1 ? plays.map((play) => expect(settings, play)) : [];
  return worths.flatMap((from, index) =>
    worths.slice(index + 1).map((to) => ({
      change: to.map((value, i) => (value - from[i]) / countFocal(plays[0])),
      isExit: false,
    })),
  );
}

/** What it changes that one node has left: one of the focal nodes, or one of the others. */
function listExits(settings: Settings, arm: Arm, expect: Expect): Turn[] {
  const { cast } = planArm(settings, arm);
  if (!nodesLeave(settings, cast)) return [];
  const { market, coalition } = settings;
  const isDrawnApart = needsOf(settings)?.draw === 'independent';
  const whole = expect(settings, cast);
  const smaller = listLeavers(settings).map((gone) => {
    const nodeCount = market.nodeCount - 1;
    const size = coalition.size - gone;
    // A share that is drawn stays what it is; a share of whole nodes is what is left of them.
    const fraction = isDrawnApart ? coalition.fraction : size / nodeCount;
    return { ...settings, market: { ...market, nodeCount }, coalition: { ...coalition, size, fraction } };
  });
  return smaller.flatMap((left) => {
    const isMarket = mechanismOf(settings).check(left).length === 0;
    if (!isMarket) return [];
    const rest = expect(left, planArm(left, arm).cast);
    return [{ change: rest.map((value, i) => value - whole[i]), isExit: true }];
  });
}

/** Who may leave, as members of the coalition gone: nobody of it, or one. */
function listLeavers({ market, coalition }: Settings): (0 | 1)[] {
  const someoneElse: 0[] = coalition.size < market.nodeCount ? [0] : [];
  // Where the last member of a coalition has left, no jobs are left that anything could change for.
  return coalition.size > 1 ? [...someoneElse, 1] : someoneElse;
}

/** Whether slashed nodes leave and do not come back. */
function nodesLeave(settings: Settings, cast: Cast): boolean {
  const { traits, wayBack } = exitOf(settings);
  return traits.changesFleet !== undefined && (wayBack === null || cast.crowds.some(({ staysAway }) => staysAway));
}

function fly(settings: Settings): (jobsInFlight: number) => Settings {
  return (jobsInFlight) => ({ ...settings, market: { ...settings.market, jobsInFlight } });
}

function book(record: Float64Array, terms: readonly RatioTerm[]): Booking {
  return Float64Array.from(terms.flatMap(({ figure, per }) => [figure(record), record[at[per]]]));
}

// Outcomes are heard of one at a time, and there may be a million.
const scratch = new Float64Array(recordColumnNames.length);

/** Hears of every outcome, those of chance 0 too, and whether it is one that can happen. */
function walk(
  tree: Round,
  play: Play<Observation, Action>,
  isPossible: boolean,
  hear: (record: Float64Array, isPossible: boolean) => void,
): void {
  if (tree.kind === 'outcome') {
    scratch.fill(0);
    tree.add(scratch, 1);
    hear(scratch, isPossible);
  } else if (tree.kind === 'chance') {
    for (const { probability, next } of tree.branches) walk(next(), play, isPossible && probability > 0, hear);
  } else if (tree.kind === 'decision') {
    for (const { probability, action } of play(tree.player, tree.observation)) {
      if (probability > 0) walk(tree.next(action), play, isPossible, hear);
    }
  } else {
    const actions = play(tree.player, tree.observation).flatMap(({ probability, action }) =>
      probability > 0 ? [action] : [],
    );
    for (const counts of listSpreads(tree.size, actions.length)) {
      const choices = actions.map((action, i) => ({ action, count: counts[i] }));
      walk(tree.next(choices.filter(({ count }) => count > 0)), play, isPossible, hear);
    }
  }
}

/** Every way so many can spread over so many options. */
function listSpreads(size: number, options: number): number[][] {
  if (options === 1) return [[size]];
  return Array.from({ length: size + 1 }, (_, taken) => taken).flatMap((taken) =>
    listSpreads(size - taken, options - 1).map((rest) => [taken, ...rest]),
  );
}
