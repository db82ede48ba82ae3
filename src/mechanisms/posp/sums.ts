/**
 * The round of proof of sampling for whoever adds up: the record to be expected of a job, its outcomes merged where no sum
 * tells them apart. It is asked for some thousand times in a row, so that nothing is built that is not asked for.
 *
 * It serves where a settlement hangs on no count of reports but on whether there are any, and no part of it is shared; the
 * round itself says the same outcome by outcome, and a law holds the two to each other.
 */
import { takeColumns } from '../../game/columns.ts';
import { pow } from '../../kernel/mathematics/index.ts';
import { type Cast, type Crowd, isFocal, isInOnIt } from '../../market/cast.ts';
import type { SumsAsked } from '../../market/mechanism.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { chooseResponse } from '../../market/strategy.ts';
import { type Bloc, listBlocs, listTurns, listWays, type Ways } from '../draw.ts';
import { bookOutcome } from './book-outcome.ts';
import { amountsOf, computeLanding, listEndings } from './endings.ts';
import { mergeLone, mergeReports, type Scene } from './merge.ts';
import { INDEPENDENT_MIN } from './merge-independent.ts';
import type { PospParams } from './params.ts';
import type { ByKind, Reporters } from './reports.ts';
import { settleUnchallenged } from './settle.ts';
import { type Assertion, allCollude, observe, reportBy, type Staged } from './sight.ts';

/** The record to be expected per job of the market; `undefined` where outcomes have to be told apart. */
export function pospSums(
  settings: Settings,
  cast: Cast,
  params: PospParams,
  { focalOnly = false }: SumsAsked = {},
): Float64Array | undefined {
  if (!paysByTheHead(params)) return undefined;
  const staged = { settings, cast, params, blocs: listBlocs(cast, 'validator') };
  const { jobsInFlight } = settings.market;
  const columns = takeColumns(recordColumnNames.length);
  for (const { probability, crowd } of listTurns(cast)) {
    if (!(probability > 0) || (focalOnly && !isFocal(crowd))) continue;
    const landing = jobsInFlight === 1 ? 1 : computeLanding(countRefuted(staged, crowd)!, jobsInFlight);
    addJob(columns, probability, staged, crowd, landing);
  }
  return columns;
}

/**
 * Chance that a job is refuted once a node has it, each slash taking the stake [1]; `undefined` where outcomes have to be
 * told apart.
 */
export function countRefuted(staged: Staged, asserter: Crowd): number | undefined {
  if (!paysByTheHead(staged.params)) return undefined;
  const record = takeColumns(recordColumnNames.length);
  addJob(record, 1, staged, asserter, 1);
  return record[at.detectedJobs] + record[at.falseSlashedJobs];
}

/** Whether a settlement hangs on no count of reports but on whether there are any, and no part of it is shared. */
function paysByTheHead({ bountyShare, mismatchReward }: PospParams): boolean {
  return bountyShare === 0 && mismatchReward === 'per-slot';
}

/** Adds what follows when a node is given a job. */
function addJob(columns: Float64Array, weight: number, staged: Staged, asserter: Crowd, landing: number): void {
  const { settings, params } = staged;
  const { challengeProbability: p, plantedErrorRate } = params;
  const merge = params.validatorCount === 1 ? mergeLone : mergeReports;
  const { output, probability } = asserter.asserter;
  const lies = output === 'wrong' ? probability : 0;
  for (const assertedFalse of [true, false]) {
    const asserted = weight * (assertedFalse ? lies : 1 - lies);
    if (!(asserted > 0)) continue;
    const assertion = { asserter, assertedFalse };
    if (p < 1) {
      const settlement = settleUnchallenged(amountsOf(settings));
      bookOutcome(columns, asserted * (1 - p), settings, assertion, settlement, undefined);
    }
    const planted = assertedFalse ? 0 : plantedErrorRate;
    for (const isPlanted of [true, false]) {
      const challenged = asserted * p * (isPlanted ? planted : 1 - planted);
      if (!(challenged > 0)) continue;
      for (const reports of merge(listScenes(staged, assertion, isPlanted))) {
        for (const ending of listEndings(staged, assertion, isPlanted, reports, landing, false)) {
          const share = challenged * reports.probability * ending.probability;
          if (share > 0) bookOutcome(columns, share, settings, assertion, ending.settlement, ending.challenge);
        }
      }
    }
  }
}

/** The ways to draw validators, together where all see the same. */
function listScenes(staged: Staged, assertion: Assertion, planted: boolean): Scene[] {
  const { cast, params, blocs } = staged;
  const size = params.validatorCount;
  if (cast.memberShare !== undefined && size >= INDEPENDENT_MIN && isByItself(blocs)) {
    return listIndependent(staged, assertion, planted, cast.memberShare);
  }
  const ways = listWays(cast, blocs, size, assertion.asserter);
  const colluding = ways.chances.map((_, way) => allCollude(staged, ways, way));
  const seen = [...new Set(colluding)];
  return seen.map((are) => {
    const drawn = seen.length === 1 ? ways : pickWays(ways, (way) => colluding[way] === are);
    const there = (bloc: number) => drawn.counts[bloc].some((count) => count > 0);
    return {
      drawn: drawn.chances,
      reporters: listReporters({ staged, assertion, planted, colluding: are }, there, drawn.counts),
    };
  });
}

function pickWays({ counts, chances }: Ways, isPicked: (way: number) => boolean): Ways {
  const pick = (column: readonly number[]) => column.filter((_, way) => isPicked(way));
  return { counts: counts.map(pick), chances: pick(chances) };
}

/** Whether there are two blocs, members and others: then each validator is of either with the same chance. */
function isByItself(blocs: readonly Bloc[]): boolean {
  return blocs.length === 2 && blocs.every(({ nodes }) => nodes.includes(Number.POSITIVE_INFINITY));
}

/** The same where each validator is drawn by itself: what those see who are all of one bloc may stand alone. */
function listIndependent(staged: Staged, assertion: Assertion, planted: boolean, memberShare: number): Scene[] {
  const { cast, blocs, params } = staged;
  const size = params.validatorCount;
  const [one, two] = blocs.map(({ crowd }) => isInOnIt(cast, crowd));
  const [first, second] = blocs.map(({ crowd }) => (crowd.member ? memberShare : 1 - memberShare));
  const mixed = one && two;
  const without = one !== mixed ? 0 : two !== mixed ? 1 : undefined;
  const seen = { staged, assertion, planted };
  const counts = [[], []];
  const both = listReporters({ ...seen, colluding: mixed }, () => true, counts);
  const scenes: Scene[] = [{ drawn: { memberShares: [first, second], size, without }, reporters: both }];
  if (without === undefined) return scenes;
  const alone = listReporters({ ...seen, colluding: !mixed }, (bloc) => bloc === without, [[size], [size]]);
  scenes.push({ drawn: [pow(without === 0 ? first : second, size)], reporters: alone });
  return scenes;
}

/** What all validators of a challenge see. */
interface Seen {
  staged: Staged;
  assertion: Assertion;
  planted: boolean;
  /** Whether all of them are in on it. */
  colluding: boolean;
}

/** The validators of a challenge that are there, and what they report. */
function listReporters(seen: Seen, isThere: (bloc: number) => boolean, counts: Ways['counts']): Reporters[] {
  const reporters: Reporters[] = [];
  seen.staged.blocs.forEach(({ crowd }, bloc) => {
    if (isThere(bloc)) reporters.push(describeReporters(seen, crowd, counts[bloc]));
  });
  return reporters;
}

/** What each of a crowd reports. */
function describeReporters(
  { staged, assertion, planted, colluding }: Seen,
  crowd: Crowd,
  counts: readonly number[],
): Reporters {
  const move = crowd.validator;
  const focal = isFocal(crowd);
  const response = chooseResponse(move, observe(staged, assertion, crowd, colluding));
  const moved = reportBy(staged, assertion, planted, response);
  if (move.probability === 1) {
    return { focal, counts, shares: moved.shares, computing: moved.computes ? always : never };
  }
  const honest = reportBy(staged, assertion, planted, 'recompute');
  const shares: ByKind = [0, 0, 0, 0];
  const computing: ByKind = [0, 0, 0, 0];
  for (let kind = 0; kind < shares.length; kind++) {
    const [own, other] = [move.probability * moved.shares[kind], (1 - move.probability) * honest.shares[kind]];
    shares[kind] = own + other;
    if (shares[kind] > 0) computing[kind] = ((moved.computes ? own : 0) + other) / shares[kind];
  }
  return { focal, counts, shares, computing };
}

const always: Reporters['computing'] = [1, 1, 1, 1];
const never: Reporters['computing'] = [0, 0, 0, 0];
