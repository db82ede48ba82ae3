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
import { BACKS, CONFIRMS, FLAGS, STRAYS } from '../../market/detector.ts';
import type { Ways } from './draw.ts';
import { addIndependent, type IndependentDraw } from './merge-independent.ts';
import {
  addCrowd,
  allKinds,
  type ByKind,
  type Crowd,
  type Kind,
  type MergedReports,
  noChallenges,
  perChallenge,
} from './reports.ts';

// In this order: somebody flags; nobody flags, somebody strays; only confirmed and backed, not all backed; all backed.
// The first kind is what singles a challenge out, all of them are what may be reported in it.
const classes = [[FLAGS, STRAYS, CONFIRMS, BACKS], [STRAYS, CONFIRMS, BACKS], [CONFIRMS, BACKS], [BACKS]] as const;

/** Ways to draw crowds whose validators see the same whichever it is. */
export interface Scene {
  crowds: readonly Crowd[];
  /** The ways, or how the two crowds are drawn where each validator is by itself. */
  drawn: WaysAlike | IndependentDraw;
  /** Asked for where the ways are added up. */
  sorts?: Sort[];
}

/** Neighbouring ways, from the first to the one before the end. */
interface WaysAlike extends Ways {
  first: number;
  end: number;
}

/** Merges the reports of all ways to draw the crowds. */
export function mergeReports(scenes: readonly Scene[]): MergedReports[] {
  const merged: MergedReports[] = [];
  for (const kinds of classes) {
    let sums: MergedReports | undefined;
    for (const scene of scenes) {
      const { drawn, crowds } = scene;
      if (!crowds.some(({ shares }) => shares[kinds[0]] > 0)) continue;
      sums ??= noChallenges(kinds[0] === BACKS);
      if ('memberShare' in drawn) addIndependent(sums, kinds, drawn, crowds);
      else {
        scene.sorts ??= sortByReports(crowds);
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
    for (const { drawn, crowds } of scenes) {
      const { grouped, chances, first, end } = drawn as WaysAlike;
      for (let way = first; way < end; way++) {
        for (const crowd of crowds) {
          const chance = chances[way] * sizeOf(crowd, grouped[way]) * crowd.shares[kind];
          if (!(chance > 0)) continue;
          sums ??= noChallenges(kind === BACKS);
          sums.probability += chance;
          if (crowd.isGroup) sums.everyone += chance;
          addCrowd(sums, [kind], crowd, chance / crowd.shares[kind], 0);
        }
      }
    }
    if (sums) merged.push(perChallenge(sums));
  }
  return merged;
}

/** Validators who report alike, whatever crowd they are of. Mostly that is all of them. */
interface Sort {
  crowds: Crowd[];
  /** For 0, 1, 2 ... of them: the chance that all report kinds of the class, and that one at least reports the first if they do. */
  within: Float64Array;
  marked: Float64Array;
}

/**
 * Adds what crowds report in challenges of one class, way by way to draw them.
 *
 * Of each sort the chance is asked that all its members report kinds of the class, and that one at least reports the first
 * if they do; and the same with one of them left out, whose fellows must do what is left to make it such a challenge.
 */
function addWays(
  merged: MergedReports,
  kinds: readonly Kind[],
  { grouped, chances, first, end }: WaysAlike,
  sorts: readonly Sort[],
): void {
  for (const sort of sorts)
    weighSort(sort, kinds, Math.max(countOf(sort, grouped[first]), countOf(sort, grouped[end - 1])));
  for (let way = first; way < end; way++) {
    const members = grouped[way];
    weigh(sorts, members, undefined);
    const chance = chances[way] * weighed.within * weighed.marked;
    merged.probability += chance;
    if (sorts.every(({ crowds }) => crowds.every((crowd) => crowd.isGroup || sizeOf(crowd, members) === 0)))
      merged.everyone += chance;
  }
  for (const sort of sorts) {
    for (const crowd of sort.crowds) {
      let [free, marked] = [0, 0];
      for (let way = first; way < end; way++) {
        const members = grouped[way];
        weigh(sorts, members, sort);
        const count = sizeOf(crowd, members) * chances[way] * weighed.within;
        free += count;
        marked += count * weighed.marked;
      }
      addCrowd(merged, kinds, crowd, free, marked);
    }
  }
}

function sortByReports(crowds: readonly Crowd[]): Sort[] {
  const sorts: Sort[] = [];
  for (const crowd of crowds) {
    const { shares } = crowd;
    const like = sorts.find(({ crowds: [other] }) => allKinds.every((kind) => other.shares[kind] === shares[kind]));
    if (like) like.crowds.push(crowd);
    else sorts.push({ crowds: [crowd], within: nobody, marked: nobody });
  }
  return sorts;
}

/** Looks up the chances of a class for up to so many validators of a sort. */
function weighSort(sort: Sort, kinds: readonly Kind[], most: number): void {
  const { shares } = sort.crowds[0];
  const inside = sumOver(kinds, shares);
  // All kinds together are certain, whatever their sum was rounded to.
  sort.within = tableOf(powers, kinds.length === allKinds.length ? 1 : inside, most, fillPowers);
  sort.marked = tableOf(atLeastOne, inside > 0 ? shares[kinds[0]] / inside : 0, most, fillAtLeastOne);
}

const nobody = new Float64Array(0);

/** Chances where so many are drawn from the focal group: that all report kinds of the class, and that one at least reports the first if they do. */
const weighed = { within: 1, marked: 0 };

/** Works them out, with one member of a sort left out if so asked. */
function weigh(sorts: readonly Sort[], members: number, without: Sort | undefined): void {
  weighed.within = 1;
  weighed.marked = 0;
  for (const sort of sorts) {
    // Where nobody is there nobody is left out, and nothing is counted.
    const count = Math.max(0, countOf(sort, members) - (sort === without ? 1 : 0));
    weighed.within *= sort.within[count];
    weighed.marked += (1 - weighed.marked) * sort.marked[count];
  }
}

function countOf({ crowds }: Sort, members: number): number {
  let count = 0;
  for (const crowd of crowds) count += sizeOf(crowd, members);
  return count;
}

/** Validators of a crowd where so many are drawn from the focal group [count]; nobody is less than nobody. */
function sizeOf({ size, perMember }: Crowd, members: number): number {
  return Math.max(0, size + perMember * members);
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
