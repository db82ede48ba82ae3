/**
 * What the validators of a challenge report, merged as far as sums can tell: in the place of every way their reports can
 * fall, four kinds of challenges with how many reports of each sort one expects in them.
 *
 * Each validator of a crowd reports by itself, so that chances are products of powers, and a sum over all ways to draw
 * the crowds is all that is left to add up. What is wanted is often one less almost one: it is added up member by member.
 *
 * It serves where a settlement hangs on no more than whether somebody flagged, strayed, or all backed, and pays and takes
 * by the head.
 */
import type { BlendedScene } from '../../game/tree.ts';
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';
import type { Action } from '../../market/mechanism.ts';

/** Reports by kind, in the order of `reportKinds`: numbers of them, or chances [1]. */
export type ByKind = [number, number, number, number];

/** Reports of one crowd by kind, and how many of its validators computed. */
export interface Reports {
  counts: ByKind;
  computed: number;
}

/** One kind of challenge: its chance, and what its crowds are expected to report in it. */
export interface MergedReports {
  probability: number;
  group: Reports;
  outside: Reports;
  /** Chance that every validator is of the focal group [1]. */
  everyone: number;
  /** Whether every report backs the asserted output. */
  unanimous: boolean;
}

/** What one way to act reports: the chances of the kinds, and whether it computes. */
export interface Reporting {
  shares: Readonly<ByKind>;
  computes: boolean;
}

const allKinds = [CONFIRMS, FLAGS, BACKS, STRAYS] as const;

// In this order: somebody flags; nobody flags, somebody strays; only confirmed and backed, not all backed; all backed.
// The first kind is what singles a challenge out, all of them are what may be reported in it.
const classes = [[FLAGS, STRAYS, CONFIRMS, BACKS], [STRAYS, CONFIRMS, BACKS], [CONFIRMS, BACKS], [BACKS]] as const;

/** Merges the reports of all ways to draw the crowds. */
export function mergeReports(
  scenes: readonly BlendedScene<Action>[],
  report: (action: Action) => Reporting,
): MergedReports[] {
  const drawn = scenes.map(({ probabilities, crowds }) => ({
    probabilities,
    crowds: crowds.map((crowd) => describeCrowd(crowd, report)),
  }));
  return classes.flatMap((kinds) => {
    const marked = drawn.filter(({ crowds }) => crowds.some(({ shares }) => shares[kinds[0]] > 0));
    if (marked.length === 0) return [];
    const merged: MergedReports = {
      probability: 0,
      group: noReports(),
      outside: noReports(),
      everyone: 0,
      unanimous: kinds[0] === BACKS,
    };
    for (const { probabilities, crowds } of marked) addScene(merged, kinds, probabilities, crowds);
    return merged.probability > 0 ? [perChallenge(merged)] : [];
  });
}

/** What the members of a crowd report, each by itself. */
interface Reporters {
  isGroup: boolean;
  /** Members of the crowd, by the ways to draw. */
  sizes: readonly number[];
  largest: number;
  shares: ByKind;
  /** Of those whose report is of a kind, the share that computed [1]. */
  computing: ByKind;
}

function describeCrowd(
  { player, sizes, mix }: BlendedScene<Action>['crowds'][number],
  report: (action: Action) => Reporting,
): Reporters {
  const shares: ByKind = [0, 0, 0, 0];
  const computing: ByKind = [0, 0, 0, 0];
  let largest = 0;
  for (const size of sizes) if (size > largest) largest = size;
  if (largest > 0) {
    for (const { probability, action } of mix) {
      if (probability === 0) continue;
      const reporting = report(action);
      for (const kind of allKinds) {
        shares[kind] += probability * reporting.shares[kind];
        if (reporting.computes) computing[kind] += probability * reporting.shares[kind];
      }
    }
    for (const kind of allKinds) if (shares[kind] > 0) computing[kind] /= shares[kind];
  }
  return { isGroup: player.startsWith('group/'), sizes, largest, shares, computing };
}

/** Adds what the crowds of a scene report in challenges of one class; kept in columns, for there may be 255 ways to draw. */
function addScene(
  merged: MergedReports,
  kinds: readonly (typeof allKinds)[number][],
  probabilities: readonly number[],
  crowds: readonly Reporters[],
): void {
  const [mark] = kinds as [(typeof allKinds)[number]];
  for (let c = 0; c < crowds.length; c++) {
    const { shares, largest } = crowds[c]!;
    const inside = sumOver(kinds, shares);
    // All kinds together are certain, whatever their sum was rounded to.
    within[c] = tableOf(powers, kinds.length === 4 ? 1 : inside, largest, fillPowers);
    marked[c] = tableOf(atLeastOne, inside > 0 ? shares[mark] / inside : 0, largest, fillAtLeastOne);
  }
  // None is left out of the first turn, one member of one crowd of each later one: the others must do what is left to make
  // it such a challenge.
  const others = crowds.map((_, c) => weighWays(probabilities, crowds, c));
  weighWays(probabilities, crowds, -1);
  for (let way = 0; way < probabilities.length; way++) {
    const chance = probabilities[way]! * chances[way]! * insides[way]!;
    merged.probability += chance;
    let outsiders = 0;
    for (let c = 0; c < crowds.length; c++) if (!crowds[c]!.isGroup) outsiders += crowds[c]!.sizes[way]!;
    if (outsiders === 0) merged.everyone += chance;
  }
  for (let c = 0; c < crowds.length; c++) {
    const { isGroup, shares, computing } = crowds[c]!;
    const side = isGroup ? merged.group : merged.outside;
    for (const kind of kinds) {
      const count = shares[kind] * (kind === mark ? others[c]!.free : others[c]!.marked);
      side.counts[kind] += count;
      side.computed += count * computing[kind];
    }
  }
}

/**
 * For each way to draw, the chance that all report kinds of the class, and that one at least reports the first if they do,
 * one member of a crowd left out; and over all ways how many members have fellows who do.
 */
function weighWays(
  probabilities: readonly number[],
  crowds: readonly Reporters[],
  without: number,
): { free: number; marked: number } {
  const ways = probabilities.length;
  chances.fill(0, 0, ways);
  insides.fill(1, 0, ways);
  for (let c = 0; c < crowds.length; c++) {
    const { sizes } = crowds[c]!;
    const [allWithin, someMarked] = [within[c]!, marked[c]!];
    const less = c === without ? 1 : 0;
    for (let way = 0; way < ways; way++) {
      // Of a crowd that is not there nobody is left out, and nothing is added below.
      const members = Math.max(0, sizes[way]! - less);
      chances[way]! += (1 - chances[way]!) * someMarked[members]!;
      insides[way]! *= allWithin[members]!;
    }
  }
  const expected = { free: 0, marked: 0 };
  if (without < 0) return expected;
  const { sizes } = crowds[without]!;
  for (let way = 0; way < ways; way++) {
    const inside = probabilities[way]! * sizes[way]! * insides[way]!;
    expected.free += inside;
    expected.marked += inside * chances[way]!;
  }
  return expected;
}

function sumOver(kinds: readonly (typeof allKinds)[number][], shares: ByKind): number {
  let sum = 0;
  for (const kind of kinds) sum += shares[kind];
  return sum;
}

// For crowds of 0, 1, 2 ... members: the chance that all report kinds of a class, and that, if they do, one at least
// reports the first. Rounds are asked for some thousand times in a row, and new columns each time took a third of it.
const within: Float64Array[] = [];
const marked: Float64Array[] = [];
/** The same for all crowds of each way to draw: one for each number of group members among at most 255. */
const chances = new Float64Array(256);
const insides = new Float64Array(256);

type Tables = Map<number, Float64Array>;

// Along most parameters the chances of reports stay what they are.
const [powers, atLeastOne]: [Tables, Tables] = [new Map(), new Map()];
const TABLES_KEPT = 64;

function tableOf(tables: Tables, chance: number, most: number, fill: typeof fillPowers): Float64Array {
  const known = tables.get(chance);
  if (known !== undefined && known.length > most) return known;
  const table = fill(chance, most);
  if (tables.size >= TABLES_KEPT) tables.clear();
  tables.set(chance, table);
  return table;
}

function fillPowers(base: number, most: number): Float64Array {
  const table = new Float64Array(most + 1);
  table[0] = 1;
  for (let n = 1; n <= most; n++) table[n] = table[n - 1]! * base;
  return table;
}

/** Chance that one at least of 0, 1, 2 ... independent things happens, each with the same chance. */
function fillAtLeastOne(chance: number, most: number): Float64Array {
  const table = new Float64Array(most + 1);
  for (let n = 1; n <= most; n++) table[n] = table[n - 1]! + (1 - table[n - 1]!) * chance;
  return table;
}

function noReports(): Reports {
  return { counts: [0, 0, 0, 0], computed: 0 };
}

function perChallenge(merged: MergedReports): MergedReports {
  const { probability, group, outside } = merged;
  for (const side of [group, outside]) {
    for (const kind of allKinds) side.counts[kind] /= probability;
    side.computed /= probability;
  }
  merged.everyone /= probability;
  return merged;
}
