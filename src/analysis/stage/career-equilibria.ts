/**
 * Equilibria where a payoff is no mean over what the others do: the value of a career, which a ban ends.
 *
 * The value of a strategy against a mix is that of the mixed record, so a mix is an equilibrium where the strategies in
 * it are worth the same and none is worth more. All pure equilibria are found, and where it is asked for those in mixes of
 * at most two strategies a side, by looking for every place at which two strategies are worth the same.
 */
import type { Role } from '../../findings/findings.ts';
import { leadOf } from '../../game/role-symmetric.ts';
import { findRoots } from '../../game/root.ts';
import { searchWithin, type Work } from '../../game/work.ts';
import type { FoundEquilibria, FoundEquilibrium } from './crowd-equilibria.ts';
import { type Mixes, oneAt, pairs, recordAsAsserter, recordAsValidator, spread } from './stage-mixes.ts';
import type { StageTable } from './stage-table.ts';

// Relative to the largest payoff: what counts as no gain, of pure strategies and of mixes that were searched for.
const PURE = 1e-12;
const MIXED = 1e-9;

/** What a strategy of a role is worth while everyone plays by the mixes [credits]. */
type Worth = (mixes: Mixes, role: Role, own: number) => number;
/** The same of each strategy. */
type Worths = (mixes: Mixes, role: Role) => number[];

/** Solves a stage game by the worths of its records. @param work  to look for mixes; left out, none are looked for */
export function solveByWorths(table: StageTable, work?: Work): FoundEquilibria {
  const { names } = table;
  const worth: Worth = (played, role, own) =>
    table.worthOf(
      role === 'asserter' ? recordAsAsserter(table, own, played.validator) : recordAsValidator(table, own, played),
      role,
    );
  const worths: Worths = (played, role) => names[role].map((_, own) => worth(played, role, own));
  const [rows, columns] = [names.asserter.length, names.validator.length];
  const corners = names.asserter.map((_, i) =>
    names.validator.map((_name, k): Mixes => ({ asserter: oneAt(i, rows), validator: oneAt(k, columns) })),
  );
  const earned = names.validator.map((_, k) => worths(corners[0][k], 'asserter'));
  const paid = corners.map((row) => row.map((corner, k) => worth(corner, 'validator', k)));
  const scale = [...earned, ...paid].flat().reduce((most, worth) => Math.max(most, Math.abs(worth)), Number.MIN_VALUE);
  const found = corners.flatMap((row, i) =>
    row.flatMap((corner, k): FoundEquilibrium[] => {
      const lead = leadOf(earned[k], i);
      // Validators are asked only where the asserter stays: large games have few such places.
      if (lead < -PURE * scale) return [];
      const margin = Math.min(lead, leadOf(worths(corner, 'validator'), k));
      return margin < -PURE * scale ? [] : [{ ...copy(corner), pure: true, strict: margin > PURE * scale }];
    }),
  );
  const mixed = work && searchWithin(() => findMixes(table, worth, worths, scale, work));
  if (!mixed) return { equilibria: found, continuum: false, mixes: 'none' };
  const mixes = Math.max(rows, columns) > 2 ? 'of-three' : 'all';
  return { equilibria: [...found, ...mixed.equilibria], continuum: mixed.continuum, mixes };
}

/** Equilibria in mixes of at most two strategies a side, and whether a stretch of such mixes is one. @throws OutOfWork */
function findMixes(table: StageTable, worth: Worth, worths: Worths, scale: number, work: Work) {
  work.spend(countWork(table));
  const { names } = table;
  const sizes = [names.asserter.length, names.validator.length] as const;
  const { candidates, continuum } = listCandidates(worth, worths, sizes, scale);
  const mixed = candidates.filter((played) => leastMargin(worths, played) >= -MIXED * scale);
  return {
    equilibria: mixed.map((played): FoundEquilibrium => ({ ...copy(played), pure: false, strict: false })),
    continuum,
  };
}

/** What it takes to work out the records of a place along a line, over and over [units of work]. */
const workPerRecord = 6600;

/** Lines along which places are looked for, were everybody indifferent everywhere, times the records of a place on one [units of work]. */
function countWork({ names, players }: StageTable): number {
  const [rows, columns] = [names.asserter.length, names.validator.length];
  const [others, some] = [pairs(rows).length, pairs(columns).length];
  const lines = some * (rows + others) + others * columns;
  const cuts = some * rows * others + others * columns * some;
  return workPerRecord * (lines + cuts) * (players.validator + 1);
}

function copy({ asserter, validator }: Mixes): Pick<FoundEquilibrium, 'asserter' | 'validator'> {
  return { asserter: [...asserter], validator: [...validator] };
}

/** By how much what is played beats what is not, at least; negative where somebody gains by leaving. */
function leastMargin(worths: Worths, mixes: Mixes): number {
  const margins = (['asserter', 'validator'] as const).flatMap((role) => {
    const all = worths(mixes, role);
    const played = Math.min(...all.filter((_, k) => mixes[role][k] > 0));
    return all.flatMap((worth, k) => (mixes[role][k] === 1 ? [] : [played - worth]));
  });
  return Math.min(Number.POSITIVE_INFINITY, ...margins);
}

/** Mixes in which nobody who mixes cares which of two strategies it plays. */
function listCandidates(worth: Worth, worths: Worths, [rows, columns]: readonly [number, number], scale: number) {
  const candidates: Mixes[] = [];
  let continuum = false;
  const gapOf =
    (role: Role, [a, b]: Pair, at: Line) =>
    (share: number) => {
      const played = at(share);
      const difference = worth(played, role, b) - worth(played, role, a);
      return Math.abs(difference) <= PURE * scale ? 0 : difference;
    };
  /** Where a role does not care along a line; where it never cares, the line is cut where the other one changes its mind. */
  const indifferences = (role: Role, pair: Pair, at: Line, cuts: () => number[]): number[] => {
    const { roots, touches, zeroes } = findRoots(gapOf(role, pair, at), 0, 1);
    const places = [...roots.map(({ value }) => value), ...touches, ...(zeroes.length > 0 ? cuts() : [])];
    const ends = zeroes.length > 0 ? [0, ...places.toSorted((x, y) => x - y), 1] : [];
    continuum ||= ends.some((end, k) => k > 0 && leastMargin(worths, at((ends[k - 1] + end) / 2)) >= -MIXED * scale);
    return places.filter((share) => share > 0 && share < 1);
  };
  const changes = (role: Role, size: number, at: Line): number[] =>
    pairs(size).flatMap((pair) => findRoots(gapOf(role, pair, at), 0, 1).roots.map(({ value }) => value));
  const between = (pair: Pair, size: number) => (share: number) => spread([1 - share, share], pair, size);
  for (const some of pairs(columns)) {
    const validators = between(some, columns);
    for (let i = 0; i < rows; i++) {
      const at: Line = (share) => ({ asserter: oneAt(i, rows), validator: validators(share) });
      candidates.push(...indifferences('validator', some, at, () => changes('asserter', rows, at)).map(at));
    }
    for (const others of pairs(rows)) {
      const asserters = between(others, rows);
      // What asserters are worth does not depend on how they mix, so the validators' mix is found first.
      const byValidators: Line = (share) => ({ asserter: asserters(0.5), validator: validators(share) });
      for (const share of changesOf(gapOf('asserter', others, byValidators))) {
        const at: Line = (own) => ({ asserter: asserters(own), validator: validators(share) });
        candidates.push(...indifferences('validator', some, at, () => []).map(at));
      }
    }
  }
  for (const others of pairs(rows)) {
    const asserters = between(others, rows);
    for (let k = 0; k < columns; k++) {
      const at: Line = (own) => ({ asserter: asserters(own), validator: oneAt(k, columns) });
      candidates.push(...indifferences('asserter', others, at, () => changes('validator', columns, at)).map(at));
    }
  }
  return { candidates, continuum };
}

type Pair = readonly [number, number];
/** Mixes along a line, by the share of its second strategy. */
type Line = (share: number) => Mixes;

function changesOf(gap: (share: number) => number): number[] {
  const { roots, touches } = findRoots(gap, 0, 1);
  return [...roots.map(({ value }) => value), ...touches].filter((share) => share > 0 && share < 1);
}
