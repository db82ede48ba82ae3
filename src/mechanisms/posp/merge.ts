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
import type { BlendedScene, IndependentDraw } from '../../game/tree.ts';
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';
import type { Action } from '../../market/mechanism.ts';
import { addIndependent } from './merge-independent.ts';

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

/** A kind of report. */
export type Kind = (typeof allKinds)[number];

// In this order: somebody flags; nobody flags, somebody strays; only confirmed and backed, not all backed; all backed.
// The first kind is what singles a challenge out, all of them are what may be reported in it.
const classes = [[FLAGS, STRAYS, CONFIRMS, BACKS], [STRAYS, CONFIRMS, BACKS], [CONFIRMS, BACKS], [BACKS]] as const;

/** Merges the reports of all ways to draw the crowds. */
export function mergeReports(
  scenes: readonly BlendedScene<Action>[],
  report: (action: Action) => Reporting,
): MergedReports[] {
  const described = scenes.map((scene) => describeScene(scene, report));
  const merged: MergedReports[] = [];
  for (const kinds of classes) {
    const sums: MergedReports = {
      probability: 0,
      group: noReports(),
      outside: noReports(),
      everyone: 0,
      unanimous: kinds[0] === BACKS,
    };
    for (const scene of described) {
      const { independent, reporters } = scene;
      if (!reporters.some(({ shares }) => shares[kinds[0]] > 0)) continue;
      if (independent && addIndependent(sums, kinds, independent, reporters)) continue;
      scene.sorts ??= sortByReports(reporters);
      addScene(sums, kinds, scene, scene.sorts);
    }
    if (sums.probability > 0) merged.push(perChallenge(sums));
  }
  return merged;
}

/** What the members of a crowd report, each by itself. */
export interface Reporters {
  isGroup: boolean;
  /** Members, by the ways to draw [count]. */
  sizes: readonly number[];
  shares: ByKind;
  /** Of those whose report is of a kind, the share that computed [1]. */
  computing: ByKind;
}

/** A scene with what its crowds report. */
interface DescribedScene {
  /** Chance of each way to draw [1]. */
  probabilities: readonly number[];
  independent: IndependentDraw | undefined;
  reporters: Reporters[];
  /** Asked for where the ways to draw are added up. */
  sorts?: Sort[];
}

/** Validators who report alike, whatever crowd they are of. Mostly that is all of them. */
interface Sort {
  shares: ByKind;
  /** How many there are, by the ways to draw [count]. */
  sizes: readonly number[];
  crowds: Reporters[];
}

function describeScene(
  { probabilities, independent, crowds }: BlendedScene<Action>,
  report: (action: Action) => Reporting,
): DescribedScene {
  const reporters = crowds.map(({ player, sizes, mix }) => {
    // A crowd that is not there reports nothing.
    const isThere = independent !== undefined || largestOf(sizes) > 0;
    return { isGroup: player.startsWith('group/'), sizes, ...(isThere ? describeMembers(mix, report) : noMembers) };
  });
  return { probabilities, independent, reporters };
}

const noMembers: Pick<Reporters, 'shares' | 'computing'> = { shares: [0, 0, 0, 0], computing: [0, 0, 0, 0] };

function sortByReports(reporters: readonly Reporters[]): Sort[] {
  const sorts: Sort[] = [];
  for (const crowd of reporters) {
    const { sizes, shares } = crowd;
    const sort = sorts.find((other) => allKinds.every((kind) => other.shares[kind] === shares[kind]));
    if (sort) {
      sort.crowds.push(crowd);
      sort.sizes = addUp(sort.sizes, sizes);
    } else sorts.push({ shares, sizes, crowds: [crowd] });
  }
  return sorts;
}

function addUp(some: readonly number[], more: readonly number[]): readonly number[] {
  return more.map((size, way) => size + some[way]!);
}

function largestOf(sizes: readonly number[]): number {
  let largest = 0;
  for (const size of sizes) if (size > largest) largest = size;
  return largest;
}

/** What each member of a crowd reports. */
function describeMembers(
  mix: BlendedScene<Action>['crowds'][number]['mix'],
  report: (action: Action) => Reporting,
): { shares: ByKind; computing: ByKind } {
  const shares: ByKind = [0, 0, 0, 0];
  const computing: ByKind = [0, 0, 0, 0];
  for (const { probability, action } of mix) {
    if (probability === 0) continue;
    const reporting = report(action);
    for (const kind of allKinds) {
      shares[kind] += probability * reporting.shares[kind];
      if (reporting.computes) computing[kind] += probability * reporting.shares[kind];
    }
  }
  for (const kind of allKinds) if (shares[kind] > 0) computing[kind] /= shares[kind];
  return { shares, computing };
}

/**
 * Adds what the crowds of a scene report in challenges of one class; kept in columns, for there may be 255 ways to draw.
 *
 * Of each sort the chance is asked that all its members report kinds of the class, and that one at least reports the first
 * if they do; and the same with one of them left out, whose fellows must do what is left to make it such a challenge.
 */
function addScene(
  merged: MergedReports,
  kinds: readonly Kind[],
  { probabilities, reporters }: DescribedScene,
  sorts: readonly Sort[],
): void {
  const [mark] = kinds as [Kind];
  const ways = probabilities.length;
  for (let s = 0; s < sorts.length; s++) {
    const { shares, sizes } = sorts[s]!;
    const inside = sumOver(kinds, shares);
    const largest = largestOf(sizes);
    // All kinds together are certain, whatever their sum was rounded to.
    within[s] = tableOf(powers, kinds.length === 4 ? 1 : inside, largest, fillPowers);
    marked[s] = tableOf(atLeastOne, inside > 0 ? shares[mark] / inside : 0, largest, fillAtLeastOne);
  }
  weighWays(probabilities, sorts, -1);
  const outside = reporters.filter(({ isGroup }) => !isGroup).map(({ sizes }) => sizes);
  const outsiders = outside.length > 1 ? outside.reduce(addUp) : (outside[0] ?? []);
  for (let way = 0; way < ways; way++) {
    const chance = free[way]! * chances[way]!;
    merged.probability += chance;
    if (!(outsiders[way]! > 0)) merged.everyone += chance;
  }
  for (let s = 0; s < sorts.length; s++) {
    const { shares, crowds } = sorts[s]!;
    weighWays(probabilities, sorts, s);
    for (const { isGroup, sizes, computing } of crowds) {
      let [withAny, withMarked] = [0, 0];
      for (let way = 0; way < ways; way++) {
        const members = sizes[way]! * free[way]!;
        withAny += members;
        withMarked += members * chances[way]!;
      }
      const side = isGroup ? merged.group : merged.outside;
      for (const kind of kinds) {
        const count = shares[kind] * (kind === mark ? withAny : withMarked);
        side.counts[kind] += count;
        side.computed += count * computing[kind];
      }
    }
  }
}

/**
 * For each way to draw, its chance and that all report kinds of the class, and the chance that one at least reports the
 * first if they do; one member of a sort left out.
 */
function weighWays(probabilities: readonly number[], sorts: readonly Sort[], without: number): void {
  const ways = probabilities.length;
  for (let s = 0; s < sorts.length; s++) {
    const { sizes } = sorts[s]!;
    const [allWithin, someMarked] = [within[s]!, marked[s]!];
    const less = s === without ? 1 : 0;
    for (let way = 0; way < ways; way++) {
      // Where nobody is there nobody is left out, and nothing is counted.
      const members = Math.max(0, sizes[way]! - less);
      const [inside, chance] = [allWithin[members]!, someMarked[members]!];
      free[way] = s === 0 ? probabilities[way]! * inside : free[way]! * inside;
      chances[way] = s === 0 ? chance : chances[way]! + (1 - chances[way]!) * chance;
    }
  }
}

function sumOver(kinds: readonly Kind[], shares: ByKind): number {
  let sum = 0;
  for (const kind of kinds) sum += shares[kind];
  return sum;
}

// For sorts of 0, 1, 2 ... members: the chance that all report kinds of a class, and that, if they do, one at least
// reports the first. Rounds are asked for some thousand times in a row, and new columns each time took a third of it.
const within: Float64Array[] = [];
const marked: Float64Array[] = [];
/** The same for all sorts at each way to draw: one for each number of group members among at most 255. */
const free = new Float64Array(256);
const chances = new Float64Array(256);

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
