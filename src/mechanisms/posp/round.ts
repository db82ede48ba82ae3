/**
 * The round of proof of sampling as a tree: a job is asserted, perhaps challenged, checked, arbitrated and settled.
 *
 * Validators are counted, never named: those from the focal group and those from outside. The outcome of every branch
 * is booked in the columns of a run record, per job of the whole market.
 */

import {
  binomial,
  chance,
  count,
  decide,
  decideEach,
  either,
  expectation,
  hypergeometric,
  type IndependentDraw,
  multinomial,
  type Scene,
  type Tree,
} from '../../game/tree.ts';
import { expm1, log1p } from '../../kernel/mathematics/index.ts';
import { type Cast, colludingShareOf, type Fellows, playOf } from '../../market/cast.ts';
import { BACKS, FLAGS, reportDistribution, STRAYS } from '../../market/detector.ts';
import type { Action, Settlement } from '../../market/mechanism.ts';
import type { Observation, ValidatorObservation } from '../../market/observation.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import type { Response } from '../../market/strategy.ts';
import { listVerdicts } from './arbitration.ts';
import { type Asserter, type Assertion, bookOutcome, type Challenge } from './book-outcome.ts';
import { type ByKind, type MergedReports, mergeReports, type Reports } from './merge.ts';
import type { PospParams } from './params.ts';
import { settleChallenge, settlePlanted, settleUnchallenged } from './settle.ts';

type Round = Tree<Observation, Action>;

/** Builds the round for one cast. */
export function pospRound(settings: Settings, cast: Cast, params: PospParams): Round {
  return buildRound(settings, cast, params, false);
}

/** The same round for whoever adds up: challenges that are settled alike are one, with the reports to be expected in them. */
export function pospSums(settings: Settings, cast: Cast, params: PospParams): Round {
  return buildRound(settings, cast, params, paysByTheHead(params));
}

/** Whether a settlement hangs on no count of reports but on whether there are any, and no part of it is shared. */
function paysByTheHead({ bountyShare, mismatchReward }: PospParams): boolean {
  return bountyShare === 0 && mismatchReward === 'per-slot';
}

function buildRound(settings: Settings, cast: Cast, params: PospParams, merged: boolean): Round {
  const { nodeCount, jobsInFlight } = settings.market;
  const landing = (asserter: Asserter) => {
    if (jobsInFlight === 1) return 1;
    // What lands is a matter of sums.
    const single = assertedBy(settings, cast, params, 1, paysByTheHead(params));
    return computeLanding(single(asserter), cast, jobsInFlight);
  };
  const asserted = (asserter: Asserter): Round =>
    assertedBy(settings, cast, params, landing(asserter), merged)(asserter);
  const crowd = (grouped: boolean, nodes: number): Round => {
    const known = cast.fellows?.grouped === grouped ? cast.fellows.count : 0;
    return either(
      known / nodes,
      () => asserted({ grouped, isFellow: true }),
      () => asserted({ grouped, isFellow: false }),
    );
  };
  return either(
    cast.groupSize / nodeCount,
    () => crowd(true, cast.groupSize),
    () => crowd(false, nodeCount - cast.groupSize),
  );
}

/**
 * Chance that an upheld slash is the first of its batch, and so the one that takes the stake.
 *
 * With D the chance that a job is refuted and m jobs in a batch, 1 - (1 - D)^m batches are slashed for m D refuted jobs.
 */
function computeLanding(single: Round, cast: Cast, jobsInFlight: number): number {
  const record = expectation(single, playOf(cast), recordColumnNames.length);
  // Probabilities of a certain detection may sum to a hair more than 1.
  const detection = Math.min(1, record[at.detectedJobs]! + record[at.falseSlashedJobs]!);
  if (detection === 0) return 1;
  return -expm1(jobsInFlight * log1p(-detection)) / (jobsInFlight * detection);
}

/** What follows when a node is given a job, by whether it belongs to the focal group. */
function assertedBy(
  settings: Settings,
  cast: Cast,
  params: PospParams,
  landing: number,
  merged: boolean,
): (asserter: Asserter) => Round {
  const { market } = settings;
  const amounts = { reward: market.reward, unitsPerCredit: 1, stake: market.stake };

  const asserted = (asserter: Asserter): Round =>
    decide(asserter.grouped ? 'group/asserter' : 'outsider/asserter', { role: 'asserter' }, (action) => {
      const assertion = { ...asserter, assertedFalse: action === 'wrong' };
      return either(
        params.challengeProbability,
        () => challenged(assertion),
        () => end(assertion, settleUnchallenged(amounts), undefined),
      );
    });

  const challenged = (assertion: Assertion): Round =>
    assertion.assertedFalse
      ? drawn(assertion, false)
      : either(
          params.plantedErrorRate,
          () => drawn(assertion, true),
          () => drawn(assertion, false),
        );

  const drawn = (assertion: Assertion, planted: boolean): Round => {
    const { validatorCount } = params;
    const others = cast.groupSize - (assertion.grouped ? 1 : 0);
    const fromGroup =
      cast.fellows && cast.memberShare !== undefined
        ? drawLone(cast.fellows, cast.memberShare, assertion, validatorCount)
        : drawFrom(others, market.nodeCount - 1, validatorCount, cast.memberShare);
    if (!merged) return count(fromGroup, (grouped) => observed(assertion, planted, grouped, validatorCount - grouped));
    return {
      kind: 'blend',
      scenes: listScenes(assertion, fromGroup),
      next: (met) => {
        const merged = mergeReports(met, (action) => reporting(assertion, planted, action));
        return {
          kind: 'outcome',
          add: (columns, weight) => {
            for (const reports of merged) {
              for (const { probability, settlement, challenge } of listEndings(assertion, planted, reports)) {
                const share = weight * reports.probability * probability;
                if (share > 0) bookOutcome(columns, share, settings, cast, assertion, settlement, challenge);
              }
            }
          },
        };
      },
    };
  };

  /** The ways to draw, together where all see the same. @param fromGroup  chances of 0, 1, 2 ... from the focal group */
  const listScenes = (assertion: Assertion, fromGroup: readonly number[]): Scene<Observation>[] => {
    const scenes: Scene<Observation>[] = [];
    const { length } = fromGroup;
    const { rising, falling } = upTo(params.validatorCount);
    for (let first = 0, next = 0; first < length; first = next) {
      next = first + 1;
      if (!(fromGroup[first]! > 0)) continue;
      const colluding = allCollude(first, params.validatorCount - first);
      while (next < length && fromGroup[next]! > 0 && allCollude(next, params.validatorCount - next) === colluding)
        next++;
      const observation = observe(assertion, colluding);
      const part = (column: readonly number[]) => (next - first === length ? column : column.slice(first, next));
      scenes.push({
        probabilities: part(fromGroup),
        crowds: [
          { player: 'group/validator', observation: observation(true), sizes: part(rising) },
          { player: 'outsider/validator', observation: observation(false), sizes: part(falling) },
        ],
        independent: independently(colluding),
      });
    }
    return scenes;
  };

  /** How the ways to draw come about that are seen alike, where each validator is drawn by itself. */
  const independently = (colluding: boolean): IndependentDraw | undefined => {
    const { memberShare } = cast;
    const { validatorCount: size } = params;
    if (memberShare === undefined || cast.fellows || size < 2) return undefined;
    const isSeenAlike = (grouped: number) => allCollude(grouped, size - grouped) === colluding;
    const [none, some, all] = [0, 1, size].map(isSeenAlike) as [boolean, boolean, boolean];
    if (!some || !(none || all)) return undefined;
    return { chances: [memberShare, 1 - memberShare], size, without: all ? (none ? undefined : 1) : 0 };
  };

  const groupColludes = cast.coalition !== 'none' && cast.group.validator.backs !== 'none';
  const outsidersCollude = cast.coalition === 'everyone' && cast.outsider.validator.backs !== 'none';
  const allCollude = (grouped: number, outside: number): boolean =>
    (grouped === 0 || groupColludes) && (outside === 0 || outsidersCollude);

  /** Whether a validator stands behind the asserter. */
  const isBacked = ({ grouped, isFellow }: Assertion, inGroup: boolean): boolean => {
    if (cast.coalition !== 'group') return cast.coalition === 'everyone';
    return cast.fellows ? isFellow && inGroup !== cast.fellows.grouped : inGroup && grouped;
  };

  const observe =
    (assertion: Assertion, allColluding: boolean) =>
    (inGroup: boolean): ValidatorObservation => {
      const member = isBacked(assertion, inGroup);
      const memberLies = member && assertion.assertedFalse;
      const key = Number(member) + 2 * Number(memberLies) + 4 * Number(allColluding);
      // Most draws are seen alike, and what is seen alike is answered once.
      observations[key] ??= {
        role: 'validator',
        member,
        memberLies,
        allColluding,
        committed: cast.committed,
        assertedVisible: params.reveal === 'open',
      };
      return observations[key];
    };
  const observations: ValidatorObservation[] = [];

  const observed = (assertion: Assertion, planted: boolean, grouped: number, outside: number): Round => {
    const observation = observe(assertion, allCollude(grouped, outside));
    return decideEach('group/validator', observation(true), grouped, (groupChoices) =>
      decideEach('outsider/validator', observation(false), outside, (outsideChoices) =>
        reported(assertion, planted, groupChoices, (group) =>
          reported(assertion, planted, outsideChoices, (out) =>
            resolved(assertion, planted, {
              group,
              outside: out,
              everyone: outside === 0 ? 1 : 0,
              unanimous: group.counts[BACKS] + out.counts[BACKS] === params.validatorCount,
            }),
          ),
        ),
      ),
    );
  };

  const reporting = (assertion: Assertion, planted: boolean, action: Action) => ({
    shares: reportDistribution({
      response: action as Response,
      assertedFalse: assertion.assertedFalse || planted,
      planted,
      falseAlarm: market.detector.falseAlarm,
      miss: planted ? market.detector.miss : missOf(assertion),
      recheckCount: params.recheckCount,
      guessProbability: market.guessProbability,
    }),
    computes: action === 'recompute' || action === 'vouch',
  });

  const reported = (
    assertion: Assertion,
    planted: boolean,
    choices: readonly { action: Action; count: number }[],
    next: (reports: Reports) => Round,
    sofar: Reports = { counts: [0, 0, 0, 0], computed: 0 },
  ): Round => {
    const [choice, ...rest] = choices;
    if (!choice) return next(sofar);
    const { shares, computes } = reporting(assertion, planted, choice.action);
    return chance(
      multinomial(choice.count, shares).map(({ probability, counts }) => ({
        probability,
        next: () =>
          reported(assertion, planted, rest, next, {
            counts: sofar.counts.map((sum, kind) => sum + counts[kind]!) as ByKind,
            computed: sofar.computed + (computes ? choice.count : 0),
          }),
      })),
    );
  };

  const resolved = (assertion: Assertion, planted: boolean, reports: Omit<MergedReports, 'probability'>): Round => {
    const endings = listEndings(assertion, planted, reports);
    return chance(
      endings.map(({ probability, settlement, challenge }) => ({
        probability,
        next: () => end(assertion, settlement, challenge),
      })),
    );
  };

  /** How a challenge with such reports may end. */
  const listEndings = (
    assertion: Assertion,
    planted: boolean,
    reports: Omit<MergedReports, 'probability'>,
  ): { probability: number; settlement: Settlement; challenge: Challenge }[] => {
    const { group, outside } = reports;
    const counts = group.counts.map((sum, kind) => sum + outside.counts[kind]!) as ByKind;
    const unopposed = { reports, arbitrated: false, falseVerdict: false, arbitrationCost: 0 };
    if (planted) return [{ probability: 1, settlement: settlePlanted(params, amounts), challenge: unopposed }];
    if (counts[FLAGS] === 0 && counts[STRAYS] === 0) {
      const settlement = settleChallenge(counts, { refuted: false, falseVerdict: false }, params, amounts);
      return [{ probability: 1, settlement, challenge: unopposed }];
    }
    const verdicts = listVerdicts({
      reports: counts,
      assertedFalse: assertion.assertedFalse,
      member: cast.coalition === 'everyone' || (cast.coalition === 'group' && assertion.grouped),
      colludingShare: colludingShareOf(settings, cast),
      arbitration: params.arbitration,
      arbitrationCost: params.arbitrationCost,
      verificationCost: market.verificationCost,
      falseAlarm: market.detector.falseAlarm,
      miss: missOf(assertion),
      recheckCount: params.recheckCount,
    });
    return verdicts.flatMap(({ probability, verdict, cost }) => {
      const { falseVerdict } = verdict;
      const settlement = settleChallenge(counts, verdict, params, amounts);
      const challenge = { reports, arbitrated: true, falseVerdict, arbitrationCost: cost };
      const isWhole = settlement.asserterSlash === 0 || (merged && landing === 1);
      if (isWhole) return [{ probability, settlement, challenge }];
      return [
        { probability: probability * landing, settlement, challenge },
        { probability: probability * (1 - landing), settlement: { ...settlement, asserterSlash: 0 }, challenge },
      ];
    });
  };

  const missOf = ({ grouped }: Assertion): number =>
    (grouped ? cast.group : cast.outsider).asserter.miss ?? market.detector.miss;

  const end = (assertion: Assertion, settlement: Settlement, challenge: Challenge | undefined): Round => ({
    kind: 'outcome',
    add: (columns, weight) => bookOutcome(columns, weight, settings, cast, assertion, settlement, challenge),
  });

  return asserted;
}

/** The numbers 0, 1, 2 ... up to one, and the other way round. */
function upTo(most: number): { rising: readonly number[]; falling: readonly number[] } {
  let known = counts.get(most);
  if (!known) {
    const rising = Array.from({ length: most + 1 }, (_, n) => n);
    known = { rising, falling: rising.toReversed() };
    counts.set(most, known);
  }
  return known;
}

const counts = new Map<number, ReturnType<typeof upTo>>();

/**
 * The same where a node deviates alone and each validator is a member with a fixed chance: the members that are not the
 * asserter are drawn alike, none of them twice, and the node is one of them.
 */
function drawLone(
  { count, grouped: isInFellows }: Fellows,
  memberShare: number,
  { grouped, isFellow }: Asserter,
  validatorCount: number,
): readonly number[] {
  // It does not check itself.
  const met = grouped !== isInFellows ? 0 : (validatorCount * memberShare) / (isFellow ? count : count + 1);
  // How many are of the focal group, without the node and with it.
  const [without, withIt] = isInFellows ? [validatorCount, validatorCount - 1] : [0, 1];
  return Array.from({ length: validatorCount + 1 }, (_, k) => (k === without ? 1 - met : k === withIt ? met : 0));
}

/** Chances of 0, 1, 2 ... validators from the focal group, of which so many others are there. */
function drawFrom(
  others: number,
  population: number,
  validatorCount: number,
  memberShare: number | undefined,
): readonly number[] {
  const key = `${memberShare ?? others} ${memberShare === undefined ? population : ''} ${validatorCount}`;
  let drawn = draws.get(key);
  if (!drawn) {
    drawn =
      memberShare === undefined
        ? hypergeometric(population, others, validatorCount)
        : binomial(validatorCount, memberShare);
    if (draws.size >= DRAWS_KEPT) draws.clear();
    draws.set(key, drawn);
  }
  return drawn;
}

// All arms of a design point draw alike, and so do several design points.
const draws = new Map<string, readonly number[]>();
const DRAWS_KEPT = 64;
