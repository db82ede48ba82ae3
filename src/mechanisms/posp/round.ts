/**
 * The round of proof of sampling as a tree: a job is asserted, perhaps challenged, checked, arbitrated and settled.
 *
 * Validators are counted by crowd, never named. The outcome of every branch
 * is booked in the columns of a run record, per job of the whole market.
 */

import { chance, count, decide, decideEach, either, expectation, multinomial, type Tree } from '../../game/tree.ts';
import { type Cast, type Crowd, playerOf, playOf } from '../../market/cast.ts';
import { BACKS } from '../../market/detector.ts';
import type { Action, Settlement } from '../../market/mechanism.ts';
import type { Observation, ValidatorObservation } from '../../market/observation.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { giveJob, listBlocs, listWays } from '../draw.ts';
import { bookOutcome, type Challenge } from './book-outcome.ts';
import { amountsOf, computeLanding, listEndings } from './endings.ts';
import type { PospParams } from './params.ts';
import type { ByKind, Reports } from './reports.ts';
import { settleUnchallenged } from './settle.ts';
import { type Assertion, allCollude, observe, reportBy, type Staged } from './sight.ts';
import { countRefuted } from './sums.ts';

type Round = Tree<Observation, Action>;

/** Builds the round for one cast. */
export function pospRound(settings: Settings, cast: Cast, params: PospParams): Round {
  const staged = { settings, cast, params, blocs: listBlocs(cast, 'validator') };
  const { jobsInFlight } = settings.market;
  return giveJob(cast, (asserter) => {
    if (jobsInFlight === 1) return assertedBy(staged, 1)(asserter);
    // What lands is a matter of sums.
    const refuted = countRefuted(staged, asserter) ?? walkRefuted(staged, asserter);
    return assertedBy(staged, computeLanding(refuted, jobsInFlight))(asserter);
  });
}

/** Chance that a job is refuted once a node has it, outcome by outcome [1]. */
function walkRefuted(staged: Staged, asserter: Crowd): number {
  const record = expectation(assertedBy(staged, 1)(asserter), playOf(staged.cast), recordColumnNames.length);
  return record[at.detectedJobs] + record[at.falseSlashedJobs];
}

/** Validators of a crowd who are about to act on what they see, and some who have. */
interface Choosing {
  crowd: Crowd;
  nodes: number;
  seen: ValidatorObservation;
}
interface Chosen {
  side: Crowd['side'];
  action: Action;
  count: number;
}

const noReports: Record<Crowd['side'], Reports> = {
  focal: { counts: [0, 0, 0, 0], computed: 0 },
  others: { counts: [0, 0, 0, 0], computed: 0 },
};

/** What follows when a node is given a job, by its crowd. */
function assertedBy(staged: Staged, landing: number): (asserter: Crowd) => Round {
  const { settings, cast, params, blocs } = staged;

  const asserted = (asserter: Crowd): Round =>
    decide(playerOf(asserter, 'asserter'), { role: 'asserter' }, (action) => {
      const assertion = { asserter, assertedFalse: action === 'wrong' };
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
    const ways = listWays(cast, blocs, params.validatorCount, assertion.asserter);
    return count(ways.chances, (way) => {
      const colluding = allCollude(staged, ways, way);
      const there = blocs.flatMap(({ crowd }, bloc): Choosing[] => {
        const nodes = ways.counts[bloc][way];
        return nodes > 0 ? [{ crowd, nodes, seen: observe(staged, assertion, crowd, colluding) }] : [];
      });
      return chosen(assertion, planted, there, []);
    });
  };

  const chosen = (
    assertion: Assertion,
    planted: boolean,
    [next, ...rest]: readonly Choosing[],
    sofar: readonly Chosen[],
  ): Round => {
    if (!next) return reported(assertion, planted, sofar, noReports);
    const { crowd, nodes, seen } = next;
    return decideEach(playerOf(crowd, 'validator'), seen, nodes, (choices) =>
      chosen(assertion, planted, rest, [...sofar, ...choices.map((choice) => ({ ...choice, side: crowd.side }))]),
    );
  };

  const reported = (
    assertion: Assertion,
    planted: boolean,
    [choice, ...rest]: readonly Chosen[],
    sofar: Record<Crowd['side'], Reports>,
  ): Round => {
    if (!choice) return resolved(assertion, planted, sofar);
    const { shares, computes } = reportBy(staged, assertion, planted, choice.action);
    return chance(
      multinomial(choice.count, shares).map(({ probability, counts }) => {
        const before = sofar[choice.side];
        const after = {
          counts: before.counts.map((sum, kind) => sum + counts[kind]) as ByKind,
          computed: before.computed + (computes ? choice.count : 0),
        };
        return { probability, next: () => reported(assertion, planted, rest, { ...sofar, [choice.side]: after }) };
      }),
    );
  };

  const resolved = (assertion: Assertion, planted: boolean, { focal, others }: typeof noReports): Round => {
    const everyone = others.counts.every((reports) => reports === 0) ? 1 : 0;
    const unanimous = focal.counts[BACKS] + others.counts[BACKS] === params.validatorCount;
    const reports = { focal, others, everyone, unanimous };
    return chance(
      listEndings(staged, assertion, planted, reports, landing, true).map(({ probability, settlement, challenge }) => ({
        probability,
        next: () => end(assertion, settlement, challenge),
      })),
    );
  };

  const end = (assertion: Assertion, settlement: Settlement, challenge: Challenge | undefined): Round => ({
    kind: 'outcome',
    add: (columns, weight) => bookOutcome(columns, weight, settings, assertion, settlement, challenge),
  });

  return asserted;
}
