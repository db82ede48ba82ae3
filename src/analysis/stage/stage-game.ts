/**
 * The stage game of a mechanism: who plays best against whom, among the players that market and advantages are about.
 *
 * Where a job has one asserter, it plays against the validators of a challenge; where several nodes assert it, each
 * plays against the others. Everyone knows everyone, so that colluders find each other, and whoever deviates does so
 * alone. With one validator all equilibria are found; with more, those in which the nodes of a role play alike.
 */

import { needsOf } from '../../catalogue/needs.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import type { PlayedProfile } from '../../findings/findings.ts';
import { buildNormalForm } from '../../game/normal-form.ts';
import { solveByVerticesWithin, strategiesMax } from '../../game/vertex-enumeration.ts';
import { searchWithin, Work } from '../../game/work.ts';
import { utilityOf } from '../../market/money/utility.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';
import { listSolvable } from '../round/exact.ts';
import { solveByWorths } from './career-equilibria.ts';
import { type FoundEquilibria, idle, snap, solveAlike, solveCrowd } from './crowd-equilibria.ts';
import { leavesOneProfile } from './left-alone.ts';
import { mixOverCounts, oneAt } from './stage-mixes.ts';
import { describeStage, type StageTable } from './stage-table.ts';

/** A stage game and its equilibria, as `posp solve` reports it. */
export interface StageGame {
  name: string;
  /** Who is played against whom: asserter and validator, an asserter and another one, or an asserter and nobody. */
  players: [string, string];
  /** Strategy names by player. */
  strategies: [string[], string[]];
  /**
   * `payoffs[player][i][j]` [credits]: the first plays i, every other one j; of a mix, the payoff is no mean of these.
   * Of a vote, whose players are alike, the second table is the first one turned: one plays j, every other one i.
   */
  payoffs: [number[][], number[][]];
  equilibria: StageEquilibrium[];
  /** Whether there are infinitely many equilibria, of which the corners are listed. */
  degenerate: boolean;
  /** Why there may be equilibria beside those listed; absent where all are, or where strict dominance leaves no room for any. */
  open?: OpenReason;
  /** What the list may miss, and what the game leaves out. */
  note?: string;
}

/**
 * Why a list of equilibria may miss some. Mixes were not looked for, `too-large`: strategies or nodes are too many, or
 * `no-mean`: a payoff against a mix is no mean over what it mixes. `of-three`: only mixes of at most two strategies a side
 * were. `by-search`: those of three and more were looked for from a lattice of starts, which may miss some.
 */
export type OpenReason = 'too-large' | 'no-mean' | 'of-three' | 'by-search';

/** An equilibrium by the probabilities of the strategies that are played. */
export interface StageEquilibrium {
  pure: boolean;
  strict: boolean;
  profile: PlayedProfile;
  /** False results accepted per job [1]. */
  undetectedPerJob: number;
  /** The same under its first name; as a rate, `undetectedFraud` is per cheated job. */
  undetectedFraud: number;
}

/** A stage game with the table it was read off. */
export interface SolvedStage {
  game: StageGame;
  /**
   * What its concepts are computed on, which like equilibria are about means over what others do: utilities where players
   * have them, else the payoffs; `null` where not two play, or a payoff has no such mean.
   */
  utilities: StageGame['payoffs'] | null;
}

/** Whether the stage game is what the players of a design point play: not where they go by their past, or their stakes run down. */
export function hasStageGame(settings: Settings): boolean {
  const { players } = settings;
  const remember = (['asserter', 'validator'] as const).some(
    (role) => listSolvable(settings, role).length < players[role].length,
  );
  return !exitOf(settings).runsDown && !remember;
}

/**
 * A pure equilibrium beside honest play of all, the first in the order of the strategies; `undefined` where there is none,
 * or no stage game. Looking for pure ones alone is cheap, whatever the number of players.
 */
export function findOtherEquilibrium(settings: Settings): PlayedProfile | undefined {
  if (!others.has(settings))
    others.set(
      settings,
      listPureEquilibria(settings).find((profile) => !isHonestPlay(profile)),
    );
  return others.get(settings);
}

// Settings are never changed once resolved, and every look at a study asks again.
const others = new WeakMap<Settings, PlayedProfile | undefined>();

function listPureEquilibria(settings: Settings): PlayedProfile[] {
  const table = hasStageGame(settings) ? describeStage(settings) : null;
  if (!table) return [];
  const { equilibria } = table.players.asserter > 1 ? solvePureVote(table) : solveByWorths(table);
  return equilibria.map((found) => nameProfile(table, found));
}

function isHonestPlay(profile: PlayedProfile): boolean {
  return Object.values(profile).every((shares) => shares.honest === 1);
}

/** Builds and solves the stage game of a design point; `null` when the mechanism describes no round. */
export function solveStageGame(settings: Settings): StageGame | null {
  return solveStage(settings)?.game ?? null;
}

/**
 * Most work that equilibria of a game in mixes are looked for with: some three seconds. Where it is spent without coming to
 * an end, pure ones alone are listed, and the game says so.
 */
const searchWork = 1e7;

/** The same, with what further concepts of the game are computed on. @param work  to look for mixes with */
export function solveStage(settings: Settings, work = new Work(searchWork)): SolvedStage | null {
  const table = describeStage(settings);
  if (!table) return null;
  return table.players.asserter > 1 ? solveVote(table, settings, work) : solveChallenge(table, settings, work);
}

function solveChallenge(table: StageTable, settings: Settings, work: Work): SolvedStage {
  const { names, players, recordOf, worthOf } = table;
  const cells = <Value>(read: (i: number, k: number) => Value) =>
    names.asserter.map((_, i) => names.validator.map((_name, k) => read(i, k)));
  const beside = (k: number, count: number) => names.validator.map((_, other) => (other === k ? count : 0));
  const asAsserter = cells((i, k) => recordOf(i, 0, beside(k, players.validator)));
  const asValidator = cells((i, k) => recordOf(i, k, beside(k, Math.max(0, players.validator - 1))));
  const tableOf = (read: StageTable['worthOf']): StageGame['payoffs'] => [
    asAsserter.map((row) => row.map((record) => read(record, 'asserter'))),
    asValidator.map((row) => row.map((record) => read(record, 'validator'))),
  ];
  const utilities = finiteUtilities(table, tableOf);
  const mixes = exitOf(settings).bans && traitsOf(settings).couplesJobs === undefined;
  const isTable = players.validator <= 1 && names.asserter.length + names.validator.length <= strategiesMax;
  const all =
    utilities && isTable
      ? searchWithin(() => solveTable(utilities, [names.asserter, names.validator], work))
      : undefined;
  const found =
    all ??
    (utilities && players.validator > 0 ? solveCrowd(table, work) : solveByWorths(table, mixes ? work : undefined));
  const unsought = findUnsought(table, found, utilities, utilities || mixes ? 'too-large' : 'no-mean');
  const kinds = found.mixes === 'none' ? 'pure equilibria' : 'equilibria, mixing at most two strategies a side,';
  const notes = [
    ...(all
      ? []
      : [
          unsought.note ??
            (players.validator > 1
              ? `${kinds} in which all ${players.validator} validators play alike`
              : kinds.replace(/,$/, '')),
        ]),
    ...noteArbiters(settings),
  ];
  return {
    game: {
      name: 'challenge',
      players: ['asserter', players.validator > 0 ? 'validator' : 'nobody'],
      strategies: [names.asserter, names.validator],
      payoffs: tableOf(worthOf),
      degenerate: found.continuum,
      ...(unsought.open && { open: unsought.open }),
      ...(notes.length > 0 && { note: notes.join('; ') }),
      equilibria: describeEquilibria(table, found.equilibria),
    },
    utilities: players.validator === 1 ? utilities : null,
  };
}

/** Several nodes assert a job: each cell is one of them against all others, who play alike. */
function solveVote(table: StageTable, settings: Settings, work: Work): SolvedStage {
  const { names, players } = table;
  const records = listVotes(table);
  const tableOf = (read: StageTable['worthOf']): StageGame['payoffs'] => {
    const own = records.map((row) => row.map((record) => read(record, 'asserter')));
    return [own, own.map((row, i) => row.map((_, j) => own[j][i]))];
  };
  const utilities = finiteUtilities(table, tableOf);
  const found = utilities ? solveAlike(table, 'asserter', work) : solvePureVote(table);
  const unsought = findUnsought(table, found, utilities, utilities ? 'too-large' : 'no-mean');
  const kinds = found.mixes === 'none' ? 'pure equilibria' : 'equilibria';
  const searched =
    found.mixes === 'by-search' ? '; mixes of three strategies and more as far as a search found them' : '';
  const notes = [
    unsought.note ?? `${kinds} in which all ${players.asserter} nodes that assert a job play alike${searched}`,
    ...noteArbiters(settings),
  ];
  return {
    game: {
      name: 'vote',
      players: ['asserter', 'any other'],
      strategies: [names.asserter, names.asserter],
      payoffs: tableOf(table.worthOf),
      degenerate: found.continuum,
      ...(unsought.open && { open: unsought.open }),
      note: notes.join('; '),
      equilibria: describeEquilibria(table, found.equilibria),
    },
    utilities: null,
  };
}

/** Whether mixes that were not looked for may be equilibria, or what rules them out. */
function findUnsought(
  table: StageTable,
  { mixes }: FoundEquilibria,
  utilities: StageGame['payoffs'] | null,
  reason: OpenReason,
): Pick<StageGame, 'open' | 'note'> {
  if (mixes === 'all') return {};
  const isAlone = utilities !== null && leavesOneProfile(table, largestOf(utilities));
  return isAlone
    ? { note: 'the one equilibrium: removing strictly dominated strategies leaves nothing else' }
    : { open: mixes === 'none' ? reason : mixes };
}

function largestOf(payoffs: StageGame['payoffs']): number {
  return payoffs.flat(2).reduce((most, payoff) => Math.max(most, Math.abs(payoff)), 0);
}

/** Records of a node that asserts by i while all others assert by j. */
function listVotes({ names, players, recordOf }: StageTable): Float64Array[][] {
  const others = (j: number) => names.asserter.map((_, k) => (k === j ? players.asserter - 1 : 0));
  return names.asserter.map((_, i) => names.asserter.map((_name, j) => recordOf(i, 0, others(j))));
}

/** Pure equilibria in which all who assert a job play alike. */
function solvePureVote(table: StageTable): FoundEquilibria {
  const own = listVotes(table).map((row) => row.map((record) => table.worthOf(record, 'asserter')));
  const grain = 1e-12 * Math.max(...own.flat().map(Math.abs));
  const equilibria = own.flatMap((row, j) => {
    const margins = own.flatMap((other, i) => (i === j ? [] : [row[j] - other[j]]));
    const margin = Math.min(Number.POSITIVE_INFINITY, ...margins);
    const mix = { asserter: oneAt(j, own.length), validator: idle(table.names.validator) };
    return margin < -grain ? [] : [{ ...mix, pure: true, strict: margin > grain }];
  });
  return { equilibria, continuum: false, mixes: 'none' };
}

/** All equilibria of a table of two. @throws OutOfWork */
function solveTable(
  [rows, columns]: StageGame['payoffs'],
  strategies: StageGame['strategies'],
  work: Work,
): FoundEquilibria {
  const { equilibria, degenerate } = solveByVerticesWithin(
    buildNormalForm(
      rows.map((row) => row.map(snap)),
      columns.map((row) => row.map(snap)),
      { strategies },
    ),
    work,
  );
  return {
    continuum: degenerate,
    mixes: 'all',
    equilibria: equilibria.map(({ profile, pure, strict }) => ({
      asserter: [...profile[0]],
      validator: [...profile[1]],
      pure,
      strict,
    })),
  };
}

/** Utilities of all pure profiles; nothing where there are none, or ruin makes one infinite. */
function finiteUtilities(
  { utilityOf: read }: StageTable,
  tableOf: (read: StageTable['worthOf']) => StageGame['payoffs'],
): StageGame['payoffs'] | null {
  const utilities = read ? tableOf(read) : null;
  return utilities?.flat(2).every(Number.isFinite) ? utilities : null;
}

function noteArbiters(settings: Settings): string[] {
  const isVote = settings.coalition.size > 0 && (needsOf(settings)?.arbiters ?? 0) > 0;
  const values = utilityOf(settings) === undefined ? [] : ['payoffs are certainty equivalents'];
  return [...(isVote ? ['arbiters are honest'] : []), ...values];
}

function describeEquilibria(table: StageTable, found: FoundEquilibria['equilibria']): StageEquilibrium[] {
  return found.map((equilibrium) => {
    const { asserter, validator, pure, strict } = equilibrium;
    const undetectedPerJob = countFraud(table, asserter, validator);
    return {
      pure,
      strict,
      profile: nameProfile(table, equilibrium),
      undetectedPerJob,
      undetectedFraud: undetectedPerJob,
    };
  });
}

/** False results accepted, as a share of all results that are, while everyone plays by the mixes [1]. */
function countFraud(table: StageTable, asserter: readonly number[], validator: readonly number[]): number {
  const { players, jobOf } = table;
  const share = (record: Float64Array) => (record[at.jobs] > 0 ? record[at.undetectedJobs] / record[at.jobs] : 0);
  if (players.asserter > 1) return share(mixOverCounts(players.asserter, asserter, (all) => jobOf(0, all)));
  return asserter.reduce(
    (sum, weight, i) =>
      weight > 0 ? sum + weight * share(mixOverCounts(players.validator, validator, (all) => jobOf(i, all))) : sum,
    0,
  );
}

function nameProfile(
  { names, players }: StageTable,
  { asserter, validator }: Pick<FoundEquilibria['equilibria'][number], 'asserter' | 'validator'>,
): PlayedProfile {
  const asserts = { asserter: nameShares(names.asserter, asserter) };
  return players.validator > 0 ? { ...asserts, validator: nameShares(names.validator, validator) } : asserts;
}

function nameShares(names: readonly string[], shares: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => (shares[i] > 0 ? [[name, shares[i]]] : [])));
}
