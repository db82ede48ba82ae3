/**
 * Linear programs in matrix form, solved by the library `yalps`. The only door of this room to a solver from outside.
 *
 * Callers check the certificate they get back (a mix, a distribution) against their own inequalities, so a rounding
 * error of the solver can hide an answer near the tolerance but never invent one.
 */
import { solve } from 'yalps';

/** Maximise objective . z subject to rows . z <= bounds, sum of z over `simplex` = 1 when given, and z >= 0. */
export interface LinearProgram {
  readonly objective: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly bounds: readonly number[];
  /** Positions of the variables that form a probability vector. */
  readonly simplex?: readonly number[];
}

/**
 * Solves a linear program.
 *
 * @param program  coefficients of order 1; the solver treats magnitudes below 1e-11 as zero
 * @returns the optimal z and its value, or undefined when no z is feasible
 * @throws RangeError when the objective is unbounded; Error when the solver gives up (it counts pivots against cycling)
 * @example
 * maximize({ objective: [1, 2], rows: [[1, 1]], bounds: [1] }) // => { z: [0, 1], value: 2 }
 */
export function maximize(program: LinearProgram): { z: number[]; value: number } | undefined {
  const constraints = new Map<string, { max?: number; equal?: number }>(
    program.bounds.map((bound, i) => [`row ${i}`, { max: bound }]),
  );
  if (program.simplex) constraints.set('simplex', { equal: 1 });
  const inSimplex = new Set(program.simplex);
  const variables = program.objective.map((weight, v): readonly [number, Map<string, number>] => {
    const coefficients = new Map(program.rows.map((row, i) => [`row ${i}`, row[v]]));
    coefficients.set('objective', weight);
    if (inSimplex.has(v)) coefficients.set('simplex', 1);
    return [v, coefficients];
  });
  const options = { precision: 1e-11, maxPivots: 100_000 };
  const solution = solve({ direction: 'maximize', objective: 'objective', constraints, variables }, options);
  if (solution.status === 'infeasible') return undefined;
  if (solution.status === 'unbounded') throw new RangeError('the objective is unbounded over the constraints');
  if (solution.status !== 'optimal') throw new Error(`the linear program solver stopped early: ${solution.status}`);
  const z = program.objective.map(() => 0);
  for (const [v, value] of solution.variables) z[v] = value;
  return { z, value: solution.result };
}
