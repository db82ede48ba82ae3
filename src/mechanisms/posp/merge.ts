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
import type { BlendedDraw } from '../../game/tree.ts';
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
  draws: readonly BlendedDraw<Action>[],
  report: (action: Action) => Reporting,
): MergedReports[] {
  const merged = classes.map(([mark]) => ({
    probability: 0,
    group: noReports(),
    outside: noReports(),
    everyone: 0,
    unanimous: mark === BACKS,
  }));
  const reporters = rememberReporters(draws, report);
  for (const { probability, crowds } of draws) {
    const present = crowds.filter(({ size }) => size > 0);
    const known = present.map(reporters);
    const everyone = known.every(({ isGroup }) => isGroup);
    classes.forEach((kinds, one) => {
      const sums = merged[one]!;
      const chance = probability * chanceOf(present, known, one, -1);
      sums.probability += chance;
      if (everyone) sums.everyone += chance;
      known.forEach(({ isGroup, shares, computing }, position) => {
        const side = isGroup ? sums.group : sums.outside;
        // One of them reports a kind; the others must do what is left to make it such a challenge.
        const expected = probability * present[position]!.size;
        const others = expected * chanceOf(present, known, one, position);
        const free = expected * within(present, known, one, position);
        kinds.forEach((kind, rank) => {
          const count = shares[kind] * (rank === 0 ? free : others);
          side.counts[kind] += count;
          side.computed += count * computing[kind];
        });
      });
    });
  }
  return merged.filter(({ probability }) => probability > 0).map(perChallenge);
}

/** What the members of a crowd report, each by itself. */
interface Reporters {
  isGroup: boolean;
  shares: ByKind;
  /** Of those whose report is of a kind, the share that computed [1]. */
  computing: ByKind;
  /**
   * By class, then for crowds of 0, 1, 2 ... members: the chance that all report its kinds, and that, if they do, one at
   * least reports the first.
   */
  within: Float64Array[];
  marked: Float64Array[];
}

/** What members of a crowd report, worked out once for all draws in which they see the same. */
function rememberReporters(draws: readonly BlendedDraw<Action>[], report: (action: Action) => Reporting) {
  const largest = draws.reduce((most, { crowds }) => Math.max(most, ...crowds.map(({ size }) => size)), 0);
  const known = new Map<string, Map<unknown, Reporters>>();
  return ({ player, mix }: BlendedDraw<Action>['crowds'][number]): Reporters => {
    let ofPlayer = known.get(player);
    if (!ofPlayer) {
      ofPlayer = new Map();
      known.set(player, ofPlayer);
    }
    let found = ofPlayer.get(mix);
    if (!found) {
      found = describeReporters(player, mix, report, largest);
      ofPlayer.set(mix, found);
    }
    return found;
  };
}

function describeReporters(
  player: string,
  mix: BlendedDraw<Action>['crowds'][number]['mix'],
  report: (action: Action) => Reporting,
  largest: number,
): Reporters {
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
  const inside = classes.map((kinds) => kinds.reduce<number>((sum, kind) => sum + shares[kind], 0));
  return {
    isGroup: player.startsWith('group/'),
    shares,
    computing,
    // All kinds together are certain, whatever their sum was rounded to.
    within: inside.map((chance, one) => powers(one === 0 ? 1 : chance, largest)),
    marked: classes.map(([mark], one) => atLeastOne(inside[one]! > 0 ? shares[mark] / inside[one]! : 0, largest)),
  };
}

/** Chance that the crowds report what makes a challenge of a class, one member of one of them (or of none) left out. */
function chanceOf(
  crowds: readonly { size: number }[],
  known: readonly Reporters[],
  one: number,
  without: number,
): number {
  let marked = 0;
  for (let i = 0; i < known.length; i++) {
    marked += (1 - marked) * known[i]!.marked[one]![crowds[i]!.size - (i === without ? 1 : 0)]!;
  }
  return marked * within(crowds, known, one, without);
}

/** Chance that every report is of a kind of the class. */
function within(
  crowds: readonly { size: number }[],
  known: readonly Reporters[],
  one: number,
  without: number,
): number {
  let chance = 1;
  for (let i = 0; i < known.length; i++) chance *= known[i]!.within[one]![crowds[i]!.size - (i === without ? 1 : 0)]!;
  return chance;
}

function powers(base: number, most: number): Float64Array {
  const found = new Float64Array(most + 1);
  found[0] = 1;
  for (let n = 1; n <= most; n++) found[n] = found[n - 1]! * base;
  return found;
}

/** Chance that one at least of 0, 1, 2 ... independent things happens, each with the same chance. */
function atLeastOne(chance: number, most: number): Float64Array {
  const found = new Float64Array(most + 1);
  for (let n = 1; n <= most; n++) found[n] = found[n - 1]! + (1 - found[n - 1]!) * chance;
  return found;
}

function noReports(): Reports {
  return { counts: [0, 0, 0, 0], computed: 0 };
}

function perChallenge({ probability, group, outside, everyone, unanimous }: MergedReports): MergedReports {
  const divide = ({ counts, computed }: Reports): Reports => ({
    counts: counts.map((count) => count / probability) as ByKind,
    computed: computed / probability,
  });
  return {
    probability,
    group: divide(group),
    outside: divide(outside),
    everyone: everyone / probability,
    unanimous,
  };
}
