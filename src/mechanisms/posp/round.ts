/**
 * The round of proof of sampling as a tree: a job is asserted, perhaps challenged, checked, arbitrated and settled.
 *
 * Validators are counted, never named: those from the focal group and those from outside. The outcome of every branch
 * is booked in the columns of a run record, per job of the whole market.
 */

import { chance, count, decide, decideEach, either, expectation, multinomial, type Tree } from '../../game/tree.ts';
import { type Cast, playOf } from '../../market/cast.ts';
import { BACKS } from '../../market/detector.ts';
import type { Action, Settlement } from '../../market/mechanism.ts';
import type { Observation } from '../../market/observation.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { type Asserter, type Assertion, bookOutcome, type Challenge } from './book-outcome.ts';
import { listWays } from './draw.ts';
import { amountsOf, computeLanding, listEndings } from './endings.ts';
import type { PospParams } from './params.ts';
import type { ByKind, Reports } from './reports.ts';
import { settleUnchallenged } from './settle.ts';
import { allCollude, observe, reportBy, type Staged } from './sight.ts';
import { countRefuted } from './sums.ts';

type Round = Tree<Observation, Action>;

/** Builds the round for one cast. */
export function pospRound(settings: Settings, cast: Cast, params: PospParams): Round {
  const staged = { settings, cast, params };
  const { nodeCount, jobsInFlight } = settings.market;
  const asserted = (asserter: Asserter): Round => {
    if (jobsInFlight === 1) return assertedBy(staged, 1)(asserter);
    // What lands is a matter of sums.
    const refuted = countRefuted(staged, asserter) ?? walkRefuted(staged, asserter);
    return assertedBy(staged, computeLanding(refuted, jobsInFlight))(asserter);
  };
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

/** Chance that a job is refuted once a node has it, outcome by outcome [1]. */
function walkRefuted(staged: Staged, asserter: Asserter): number {
  const record = expectation(assertedBy(staged, 1)(asserter), playOf(staged.cast), recordColumnNames.length);
  return record[at.detectedJobs] + record[at.falseSlashedJobs];
}

/** What follows when a node is given a job, by whether it belongs to the focal group. */
function assertedBy(staged: Staged, landing: number): (asserter: Asserter) => Round {
  const { settings, cast, params } = staged;

  const asserted = (asserter: Asserter): Round =>
    decide(asserter.grouped ? 'group/asserter' : 'outsider/asserter', { role: 'asserter' }, (action) => {
      const assertion = { ...asserter, assertedFalse: action === 'wrong' };
      return either(
        params.challengeProbability,
        () => challenged(assertion),
        () => end(assertion, settleUnchallenged(amountsOf(settings)), undefined),
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
    const { grouped, chances } = listWays(settings, cast, params, assertion);
    return count(chances, (way) => observed(assertion, planted, grouped[way], params.validatorCount - grouped[way]));
  };

  const observed = (assertion: Assertion, planted: boolean, grouped: number, outside: number): Round => {
    const colluding = allCollude(cast, grouped, outside);
    const seen = (inGroup: boolean) => observe(staged, assertion, inGroup, colluding);
    return decideEach('group/validator', seen(true), grouped, (groupChoices) =>
      decideEach('outsider/validator', seen(false), outside, (outsideChoices) =>
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

  const reported = (
    assertion: Assertion,
    planted: boolean,
    choices: readonly { action: Action; count: number }[],
    next: (reports: Reports) => Round,
    sofar: Reports = { counts: [0, 0, 0, 0], computed: 0 },
  ): Round => {
    const [choice, ...rest] = choices;
    if (!choice) return next(sofar);
    const { shares, computes } = reportBy(staged, assertion, planted, choice.action);
    return chance(
      multinomial(choice.count, shares).map(({ probability, counts }) => ({
        probability,
        next: () =>
          reported(assertion, planted, rest, next, {
            counts: sofar.counts.map((sum, kind) => sum + counts[kind]) as ByKind,
            computed: sofar.computed + (computes ? choice.count : 0),
          }),
      })),
    );
  };

  const resolved = (assertion: Assertion, planted: boolean, reports: Challenge['reports']): Round =>
    chance(
      listEndings(staged, assertion, planted, reports, landing, true).map(({ probability, settlement, challenge }) => ({
        probability,
        next: () => end(assertion, settlement, challenge),
      })),
    );

  const end = (assertion: Assertion, settlement: Settlement, challenge: Challenge | undefined): Round => ({
    kind: 'outcome',
    add: (columns, weight) => bookOutcome(columns, weight, settings, cast, assertion, settlement, challenge),
  });

  return asserted;
}
