/**
 * What the validators of a challenge report, merged as far as sums can tell: in the place of every way their reports can
 * fall, four kinds of challenges with how many reports of each sort one expects in them.
 *
 * Each validator of a bloc reports by itself, so that chances are products of powers, and a sum over all ways to draw
 * the blocs is all that is left to add up. What is wanted is often one less almost one: it is added up member by member.
 *
 * It serves where a settlement hangs on no more than whether somebody flagged, strayed, or all backed, and pays and takes
 * by the head.
 */
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';
import type { Ways } from '../draw.ts';
import { addIndependent, type IndependentDraw } from './merge-independent.ts';
import {
  addReporters,
  allKinds,
  type ByKind,
  type Kind,
  type MergedReports,
  noChallenges,
  perChallenge,
  type Reporters,
} from './reports.ts';

// In this order: somebody flags; nobody flags, somebody strays; only confirmed and backed, not all backed; all backed.
// The first kind is what singles a challenge out, all of them are what may be reported in it.
const classes = [[FLAGS, STRAYS, CONFIRMS, BACKS], [STRAYS, CONFIRMS, BACKS], [CONFIRMS, BACKS], [BACKS]] as const;

/** Ways to draw validators who see the same whichever it is. */
export interface Scene {
  /** Those who are there in one of the ways. */
  reporters: readonly Reporters[];
  /** Chances of the ways [1], or how the two blocs are drawn where each validator is by itself. */
  drawn: Ways['chances'] | IndependentDraw;
  /** Asked for where the ways are added up. */
  sorts?: Sort[];
}

/** Merges the reports of all ways to draw validators. */
export function mergeReports(scenes: readonly Scene[]): MergedReports[] {
  const merged: MergedReports[] = [];
  for (const kinds of classes) {
    let sums: MergedReports | undefined;
    for (const scene of scenes) {
      const { drawn, reporters } = scene;
      if (!reporters.some(({ shares }) => shares[kinds[0]] > 0)) continue;
      sums ??= noChallenges(kinds[0] === BACKS);
      if ('memberShares' in drawn) addIndependent(sums, kinds, drawn, reporters);
      else {
        scene.sorts ??= sortByReports(reporters);
        addWays(sums, kinds, drawn, scene.sorts);
      }
    }
    if (sums && sums.probability > 0) merged.push(perChallenge(sums));
  }
  return merged;
}

/** The same of a single validator, whose report makes the class: there is nothing to merge. */
export function mergeLone(scenes: readonly Scene[]): MergedReports[] {
  const merged: MergedReports[] = [];
  for (const [kind] of classes) {
    let sums: MergedReports | undefined;
    for (const { drawn, reporters } of scenes) {
      const chances = drawn as Ways['chances'];
      for (let way = 0; way < chances.length; way++) {
        for (const some of reporters) {
          const chance = chances[way] * some.counts[way] * some.shares[kind];
          if (!(chance > 0)) continue;
          sums ??= noChallenges(kind === BACKS);
          sums.probability += chance;
          if (some.focal) sums.everyone += chance;
          addReporters(sums, [kind], some, chance / some.shares[kind], 0);
        }
      }
    }
    if (sums) merged.push(perChallenge(sums));
  }
  return merged;
}

/** Validators who report alike, whatever bloc they are of. Mostly that is all of them. */
interface Sort {
  reporters: Reporters[];
  /** For 0, 1, 2 ... of them: the chance that all report kinds of the class, and that one at least reports the first if they do. */
  within: Float64Array;
  marked: Float64Array;
}

/**
 * Adds what validators report in challenges of one class, way by way to draw them.
 *
 * Of each sort the chance is asked that all its members report kinds of the class, and that one at least reports the first
 * if they do; and the same with one of them left out, whose fellows must do what is left to make it such a challenge.
 */
function addWays(
  merged: MergedReports,
  kinds: readonly Kind[],
  chances: Ways['chances'],
  sorts: readonly Sort[],
): void {
  for (const sort of sorts) weighSort(sort, kinds, chances.length);
  for (let way = 0; way < chances.length; way++) {
    weigh(sorts, way, undefined);
    const chance = chances[way] * weighed.within * weighed.marked;
    merged.probability += chance;
    if (sorts.every(({ reporters }) => reporters.every(({ focal, counts }) => focal || counts[way] === 0)))
      merged.everyone += chance;
  }
  for (const sort of sorts) {
    for (const reporters of sort.reporters) {
      let [free, marked] = [0, 0];
      for (let way = 0; way < chances.length; way++) {
        weigh(sorts, way, sort);
        const count = reporters.counts[way] * chances[way] * weighed.within;
        free += count;
        marked += count * weighed.marked;
      }
      addReporters(merged, kinds, reporters, free, marked);
    }
  }
}

function sortByReports(all: readonly Reporters[]): Sort[] {
  const sorts: Sort[] = [];
  for (const reporters of all) {
    const { shares } = reporters;
    const like = sorts.find(({ reporters: [other] }) => allKinds.every((kind) => other.shares[kind] === shares[kind]));
    if (like) like.reporters.push(reporters);
    else sorts.push({ reporters: [reporters], within: nobody, marked: nobody });
  }
  return sorts;
}

/** Looks up the chances of a class for up to as many validators as there are of a sort in any of so many ways. */
function weighSort(sort: Sort, kinds: readonly Kind[], ways: number): void {
  const { shares } = sort.reporters[0];
  let most = 0;
  for (let way = 0; way < ways; way++) most = Math.max(most, countOf(sort, way));
  const inside = sumOver(kinds, shares);
  // All kinds together are certain, whatever their sum was rounded to.
  sort.within = tableOf(powers, kinds.length === allKinds.length ? 1 : inside, most, fillPowers);
  sort.marked = tableOf(atLeastOne, inside > 0 ? shares[kinds[0]] / inside : 0, most, fillAtLeastOne);
}

const nobody = new Float64Array(0);

/** Chances in one of the ways: that all report kinds of the class, and that one at least reports the first if they do. */
const weighed = { within: 1, marked: 0 };

/** Works them out, with one member of a sort left out if so asked. */
function weigh(sorts: readonly Sort[], way: number, without: Sort | undefined): void {
  weighed.within = 1;
  weighed.marked = 0;
  for (const sort of sorts) {
    // Where nobody is there nobody is left out, and nothing is counted.
    const count = Math.max(0, countOf(sort, way) - (sort === without ? 1 : 0));
    weighed.within *= sort.within[count];
    weighed.marked += (1 - weighed.marked) * sort.marked[count];
  }
}

function countOf({ reporters }: Sort, way: number): number {
  let count = 0;
  for (const { counts } of reporters) count += counts[way];
  return count;
}

function sumOver(kinds: readonly Kind[], shares: Readonly<ByKind>): number {
  let sum = 0;
  for (const kind of kinds) sum += shares[kind];
  return sum;
}

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
  for (let n = 1; n <= most; n++) table[n] = table[n - 1] * base;
  return table;
}

/** Chance that one at least of 0, 1, 2 ... independent things happens, each with the same chance. */
function fillAtLeastOne(chance: number, most: number): Float64Array {
  const table = new Float64Array(most + 1);
  for (let n = 1; n <= most; n++) table[n] = table[n - 1] + (1 - table[n - 1]) * chance;
  return table;
}
