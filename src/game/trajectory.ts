/**
 * Follows a field of motion through the state space: classical Runge-Kutta of order 4, step size by step doubling.
 *
 * @source Hairer, Norsett, Wanner (1993), Solving Ordinary Differential Equations I, II.4
 */
import { pow } from '../kernel/mathematics/index.ts';
import { checkState, type Field, listPopulations } from './population.ts';

/** States visited, with their times; the first is the start. */
export interface Trajectory {
  readonly times: readonly number[];
  readonly states: readonly (readonly number[])[];
  /** True when it stopped because nothing moved any more. */
  readonly settled: boolean;
}

/** How long and how precisely to follow. */
export interface TrajectoryOptions {
  /** Time to follow; default 1000. */
  readonly time?: number;
  /** Largest local error per step, in shares; default 1e-9. */
  readonly tolerance?: number;
  /** Stop when no share moves faster than this per unit of time; default 1e-10. */
  readonly restSpeed?: number;
  /** Most steps; default 100 000. */
  readonly stepsMax?: number;
}

/**
 * Integrates a field from a start.
 *
 * Shares that rounding pushes below zero are set to zero and each population is rescaled to 1.
 *
 * @throws RangeError when the start is no state; Error when the steps run out before the time does
 */
export function followField(
  field: Field,
  sizes: readonly number[],
  start: readonly number[],
  options: TrajectoryOptions = {},
): Trajectory {
  checkState(sizes, start);
  const { time = 1000, tolerance = 1e-9, restSpeed = 1e-10, stepsMax = 100_000 } = options;
  const times = [0];
  const states: (readonly number[])[] = [[...start]];
  let state: readonly number[] = start;
  let now = 0;
  let step = Math.min(0.1, time);
  for (let count = 0; now < time; count += 1) {
    if (count === stepsMax) throw new Error(`${stepsMax} steps reached only time ${now} of ${time}`);
    if (field(state).every((speed) => Math.abs(speed) <= restSpeed)) return { times, states, settled: true };
    step = Math.min(step, time - now);
    const whole = stepOnce(field, state, step);
    const halves = stepOnce(field, stepOnce(field, state, step / 2), step / 2);
    const error = Math.max(...whole.map((share, i) => Math.abs(share - halves[i]))) / 15;
    if (error <= tolerance || step < 1e-12) {
      now = step >= time - now ? time : now + step;
      state = project(halves, sizes);
      times.push(now);
      states.push(state);
    }
    step *= Math.min(4, Math.max(0.1, 0.9 * pow(tolerance / Math.max(error, 1e-300), 0.2)));
  }
  return { times, states, settled: false };
}

function stepOnce(field: Field, state: readonly number[], step: number): number[] {
  const move = (velocity: readonly number[], factor: number) => state.map((share, i) => share + factor * velocity[i]);
  const k1 = field(state);
  const k2 = field(move(k1, step / 2));
  const k3 = field(move(k2, step / 2));
  const k4 = field(move(k3, step));
  return state.map((share, i) => share + (step / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
}

function project(state: readonly number[], sizes: readonly number[]): number[] {
  const shares = state.map((share) => Math.max(0, share));
  for (const { start, end } of listPopulations(sizes)) {
    let sum = 0;
    for (let i = start; i < end; i += 1) sum += shares[i];
    for (let i = start; i < end; i += 1) shares[i] /= sum;
  }
  return shares;
}
