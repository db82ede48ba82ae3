/**
 * The round of proof of sampling for whoever adds up: the record to be expected of a job, its outcomes merged where no sum
 * tells them apart. It is asked for some thousand times in a row, so that nothing is built that is not asked for.
 *
 * It serves where a settlement hangs on no count of reports but on whether there are any, and no part of it is shared; the
 * round itself says the same outcome by outcome, and a law holds the two to each other.
 */
import { takeColumns } from '../../game/columns.ts';
import { pow } from '../../kernel/mathematics/index.ts';
import type { Cast } from '../../market/cast.ts';
import type { SumsAsked } from '../../market/mechanism.ts';
import { columnIndex as at, recordColumnNames } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { chooseResponse, type Move } from '../../market/strategy.ts';
import { type Asserter, type Assertion, bookOutcome } from './book-outcome.ts';
import { listWays } from './draw.ts';
import { amountsOf, computeLanding, listEndings } from './endings.ts';
import { mergeLone, mergeReports, type Scene } from './merge.ts';
import { INDEPENDENT_MIN } from './merge-independent.ts';
import type { PospParams } from './params.ts';
import type { ByKind, Crowd } from './reports.ts';
import { settleUnchallenged } from './settle.ts';
import { allCollude, observe, reportBy, type Staged } from './sight.ts';

/** The record to be expected per job of the market; `undefined` where outcomes have to be told apart. */
export function pospSums(
  settings: Settings,
  cast: Cast,
  params: PospParams,
  { focalOnly = false, outsiders }: SumsAsked = {},
): Float64Array | undefined {
  if (!paysByTheHead(params)) return undefined;
  const staged = { settings, cast, params };
  const { nodeCount, jobsInFlight } = settings.market;
  const columns = takeColumns(recordColumnNames.length);
  for (const grouped of focalOnly ? [true] : [true, false]) {
    const share = cast.groupSize / nodeCount;
    const nodes = grouped ? cast.groupSize : nodeCount - cast.groupSize;
    const known = cast.fellows?.grouped === grouped ? cast.fellows.count / nodes : 0;
    for (const isFellow of [true, false]) {
      const weight = (grouped ? share : 1 - share) * (isFellow ? known : 1 - known);
      if (!(weight > 0)) continue;
      const asserter = { grouped, isFellow };
      const landing = jobsInFlight === 1 ? 1 : computeLanding(countRefuted(staged, asserter, outsiders)!, jobsInFlight);
      addJob(columns, weight, staged, asserter, landing, outsiders);
    }
  }
  return columns;
}

/**
 * Chance that a job is refuted once a node has it, each slash taking the stake [1]; `undefined` where outcomes have to be
 * told apart.
 */
export function countRefuted(
  staged: Staged,
  asserter: Asserter,
  outsiders?: SumsAsked['outsiders'],
): number | undefined {
  if (!paysByTheHead(staged.params)) return undefined;
  const record = takeColumns(recordColumnNames.length);
  addJob(record, 1, staged, asserter, 1, outsiders);
  return record[at.detectedJobs] + record[at.falseSlashedJobs];
}

/** Whether a settlement hangs on no count of reports but on whether there are any, and no part of it is shared. */
function paysByTheHead({ bountyShare, mismatchReward }: PospParams): boolean {
  return bountyShare === 0 && mismatchReward === 'per-slot';
}

/** Adds what follows when a node is given a job. */
function addJob(
  columns: Float64Array,
  weight: number,
  staged: Staged,
  asserter: Asserter,
  landing: number,
  outsiders: SumsAsked['outsiders'],
): void {
  const { settings, cast, params } = staged;
  const { challengeProbability: p, plantedErrorRate } = params;
  const merge = params.validatorCount === 1 ? mergeLone : mergeReports;
  const { output, probability } = (asserter.grouped ? cast.group : cast.outsider).asserter;
  const lies = output === 'wrong' ? probability : 0;
  for (const assertedFalse of [true, false]) {
    const asserted = weight * (assertedFalse ? lies : 1 - lies);
    if (!(asserted > 0)) continue;
    const assertion = { ...asserter, assertedFalse };
    if (p < 1) {
      const settlement = settleUnchallenged(amountsOf(settings));
      bookOutcome(columns, asserted * (1 - p), settings, cast, assertion, settlement, undefined);
    }
    const planted = assertedFalse ? 0 : plantedErrorRate;
    for (const isPlanted of [true, false]) {
      const challenged = asserted * p * (isPlanted ? planted : 1 - planted);
      if (!(challenged > 0)) continue;
      for (const reports of merge(listScenes(staged, assertion, isPlanted, outsiders))) {
        for (const ending of listEndings(staged, assertion, isPlanted, reports, landing, false)) {
          const share = challenged * reports.probability * ending.probability;
          if (share > 0) bookOutcome(columns, share, settings, cast, assertion, ending.settlement, ending.challenge);
        }
      }
    }
  }
}

/** The ways to draw validators, together where all see the same. */
function listScenes(
  staged: Staged,
  assertion: Assertion,
  planted: boolean,
  outsiders: SumsAsked['outsiders'],
): Scene[] {
  const { settings, cast, params } = staged;
  const size = params.validatorCount;
  const { memberShare, fellows } = cast;
  if (memberShare !== undefined && !fellows && size >= INDEPENDENT_MIN) {
    return listIndependent(staged, assertion, planted, memberShare);
  }
  const ways = listWays(settings, cast, params, assertion);
  const { grouped, chances } = ways;
  const colludes = (way: number) => allCollude(cast, grouped[way], size - grouped[way]);
  const scenes: Scene[] = [];
  for (let first = 0, end = 0; first < grouped.length; first = end) {
    const colluding = colludes(first);
    end = first + 1;
    while (end < grouped.length && colludes(end) === colluding) end++;
    const there = { group: grouped[end - 1] > 0, outside: grouped[first] < size };
    const crowds = listCrowds({ staged, assertion, planted, colluding }, there, outsiders);
    scenes.push({ drawn: { grouped, chances, first, end }, crowds });
  }
  return scenes;
}

/** The same where each validator is drawn by itself: what those see who are all of one crowd may stand alone. */
function listIndependent(staged: Staged, assertion: Assertion, planted: boolean, memberShare: number): Scene[] {
  const size = staged.params.validatorCount;
  const [outside, mixed, group] = [0, 1, size].map((grouped) => allCollude(staged.cast, grouped, size - grouped));
  const without = group !== mixed ? 'group' : outside !== mixed ? 'outside' : undefined;
  const seen = { staged, assertion, planted };
  const both = listCrowds({ ...seen, colluding: mixed }, { group: true, outside: true });
  const scenes: Scene[] = [{ drawn: { memberShare, size, without }, crowds: both }];
  if (!without) return scenes;
  const [grouped, share] = without === 'group' ? [size, memberShare] : [0, 1 - memberShare];
  const alone = listCrowds(
    { ...seen, colluding: !mixed },
    { group: without === 'group', outside: without === 'outside' },
  );
  scenes.push({ drawn: { grouped: [grouped], chances: [pow(share, size)], first: 0, end: 1 }, crowds: alone });
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

/** The crowds of a challenge that are there, and what they report; the focal group comes first. */
function listCrowds(
  seen: Seen,
  there: { group: boolean; outside: boolean },
  outsiders?: SumsAsked['outsiders'],
): Crowd[] {
  const { cast, params } = seen.staged;
  const crowds: Crowd[] = [];
  if (there.group) crowds.push(describeCrowd(seen, true, cast.group.validator, 0, 1));
  if (!there.outside) return crowds;
  if (!outsiders) {
    crowds.push(describeCrowd(seen, false, cast.outsider.validator, params.validatorCount, -1));
    return crowds;
  }
  const rest = outsiders.slice(1).reduce((sum, { count }) => sum + count, 0);
  outsiders.forEach(({ move, count }, part) => {
    const [size, perMember] = part === 0 ? [params.validatorCount - rest, -1] : [count, 0];
    crowds.push(describeCrowd(seen, false, move, size, perMember));
  });
  return crowds;
}

/** What each member of a crowd reports. */
function describeCrowd(
  { staged, assertion, planted, colluding }: Seen,
  isGroup: boolean,
  move: Move,
  size: number,
  perMember: number,
): Crowd {
  const response = chooseResponse(move, observe(staged, assertion, isGroup, colluding));
  const moved = reportBy(staged, assertion, planted, response);
  if (move.probability === 1) {
    return { isGroup, size, perMember, shares: moved.shares, computing: moved.computes ? always : never };
  }
  const honest = reportBy(staged, assertion, planted, 'recompute');
  const shares: ByKind = [0, 0, 0, 0];
  const computing: ByKind = [0, 0, 0, 0];
  for (let kind = 0; kind < shares.length; kind++) {
    const [own, other] = [move.probability * moved.shares[kind], (1 - move.probability) * honest.shares[kind]];
    shares[kind] = own + other;
    if (shares[kind] > 0) computing[kind] = ((moved.computes ? own : 0) + other) / shares[kind];
  }
  return { isGroup, size, perMember, shares, computing };
}

const always: Crowd['computing'] = [1, 1, 1, 1];
const never: Crowd['computing'] = [0, 0, 0, 0];
