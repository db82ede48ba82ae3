/**
 * Logit quantal response equilibria: everybody chooses with probability proportional to exp(precision x expected payoff),
 * payoffs being expected under the same choices of the others.
 *
 * At precision 0 all strategies are equally likely. From there one branch leads on; followed to infinite precision it
 * selects a Nash equilibrium. It is followed in logarithms of probabilities by its arc length, so it may turn back in
 * precision and still be followed. In games so symmetric that branches cross, the symmetric one is kept.
 *
 * @source McKelvey, Palfrey (1995), Games and Economic Behavior 10; Turocy (2005), Games and Economic Behavior 51
 */
import { exp, hypot, log } from '../kernel/mathematics/index.ts';
import { computeDeviationPayoffs, computeRegret } from './best-response.ts';
import { solveLinearSystem } from './linear-system.ts';
import {
  checkNPlayerGame,
  computePayoffRange,
  listProfiles,
  type MixedProfile,
  type NPlayerGame,
} from './normal-form.ts';

/** A point on the branch. `precision` is per payoff unit; `regret` is the distance to a Nash equilibrium. */
export interface QuantalResponse {
  readonly precision: number;
  readonly profile: MixedProfile;
  readonly regret: number;
}

/** The branch could not be followed as far as it was asked: payoffs of too different sizes, or too sharp a turn. */
export class LostBranchError extends Error {
  override name = 'LostBranchError';
}

/**
 * Points along the principal branch from precision 0 until `precisionMax` is reached for the first time. Where nothing
 * anybody does matters to anybody, play is uniform at every precision.
 *
 * @param precisionMax  per payoff unit, positive and finite
 * @throws RangeError when the game is malformed or the precision not positive; {@link LostBranchError}
 * @example
 * const pennies = buildNormalForm([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]);
 * traceQuantalResponse(flattenNormalForm(pennies), 5).at(-1)?.profile // => [[0.5, 0.5], [0.5, 0.5]]
 */
export function traceQuantalResponse(game: NPlayerGame, precisionMax: number): QuantalResponse[] {
  checkNPlayerGame(game);
  requirePrecision(precisionMax);
  if (isFlat(game)) return [playUniformly(game, 0), playUniformly(game, precisionMax)];
  const branch = new Branch(game);
  const target = precisionMax * branch.scale;
  const path: QuantalResponse[] = [];
  let before: readonly number[] | undefined;
  for (const point of branch.follow()) {
    if (before && branch.precisionAt(point) >= target)
      return [...path, branch.read(branch.land(before, point, target))];
    path.push(branch.read(point));
    before = point;
  }
  return path;
}

/**
 * The principal branch where it first reaches each of several precisions, followed once for all of them; uniform at 0.
 *
 * @param precisions  per payoff unit, each finite and at least 0; in any order
 * @returns in the order of the precisions; `null` where the branch was lost before it came so far
 * @throws RangeError when the game is malformed or a precision is negative
 */
export function computeQuantalResponses(game: NPlayerGame, precisions: readonly number[]): (QuantalResponse | null)[] {
  checkNPlayerGame(game);
  for (const precision of precisions) if (precision !== 0) requirePrecision(precision);
  const found = new Map<number, QuantalResponse>([[0, playUniformly(game, 0)]]);
  if (isFlat(game)) for (const precision of precisions) found.set(precision, playUniformly(game, precision));
  const open = [...new Set(precisions)].filter((precision) => !found.has(precision)).sort((a, b) => a - b);
  try {
    if (open.length > 0) followTo(open, new Branch(game), found);
  } catch (error) {
    if (!(error instanceof LostBranchError)) throw error;
  }
  return precisions.map((precision) => found.get(precision) ?? null);
}

/** Follows a branch to each of some ascending precisions. @throws LostBranchError */
function followTo(ascending: readonly number[], branch: Branch, found: Map<number, QuantalResponse>): void {
  const open = [...ascending];
  let before: readonly number[] | undefined;
  for (const point of branch.follow()) {
    if (open[0] * branch.scale === Number.POSITIVE_INFINITY)
      throw new LostBranchError(`precision ${open[0]} is out of reach`);
    while (before && open.length > 0 && branch.precisionAt(point) >= open[0] * branch.scale) {
      const precision = open.shift()!;
      found.set(precision, branch.read(branch.land(before, point, precision * branch.scale)));
    }
    if (open.length === 0) return;
    before = point;
  }
}

/** Whether no payoff depends on anything. */
function isFlat({ payoffs }: NPlayerGame): boolean {
  return payoffs.every((table) => table.every((payoff) => payoff === table[0]));
}

function playUniformly(game: NPlayerGame, precision: number): QuantalResponse {
  const profile = game.strategies.map((names) => names.map(() => 1 / names.length));
  return { precision, profile, regret: computeRegret(game, profile) };
}

function requirePrecision(precision: number): void {
  if (!(precision > 0 && Number.isFinite(precision))) {
    throw new RangeError(`precision ${precision} is not positive and finite`);
  }
}

const STEPS_MAX = 20_000;

/** Equations of the branch. A point is all log-probabilities, player by player, and last the precision times `scale`. */
class Branch {
  /** Largest payoff range of any player; precision is measured against it inside, so steps suit any unit. */
  readonly scale: number;
  readonly #game: NPlayerGame;
  readonly #offsets: number[];
  readonly #size: number;

  constructor(game: NPlayerGame) {
    this.#game = game;
    this.scale = Math.max(...game.payoffs.map(computePayoffRange));
    if (!Number.isFinite(this.scale)) throw new LostBranchError('payoffs lie further apart than numbers reach');
    let size = 0;
    this.#offsets = game.strategies.map((names) => {
      size += names.length;
      return size - names.length;
    });
    this.#size = size;
  }

  /** Points along the branch from precision 0, without end. @throws LostBranchError where it is lost or takes no end of steps */
  *follow(): Generator<readonly number[]> {
    let point = [...this.#game.strategies.flatMap((names) => names.map(() => -log(names.length))), 0];
    yield point;
    let tangent = this.#findTangent(point, [...point.slice(0, -1).map(() => 0), 1]);
    let step = 0.05;
    for (let count = 0; count < STEPS_MAX; count += 1) {
      const next = this.#correct(
        point.map((value, i) => value + step * tangent[i]),
        tangent,
        8,
      );
      if (next === undefined) {
        step /= 2;
        if (step < 1e-10)
          throw new LostBranchError(`the branch was lost at precision ${this.precisionAt(point) / this.scale}`);
        continue;
      }
      yield next;
      tangent = this.#findTangent(next, tangent);
      point = next;
      step = Math.min(step * 1.3, 0.02 * Math.max(5, this.precisionAt(point)));
    }
    throw new LostBranchError(`the branch did not reach the asked precision in ${STEPS_MAX} steps`);
  }

  /** The precision of a point, times `scale`. */
  precisionAt(point: readonly number[]): number {
    return point[this.#size];
  }

  read(point: readonly number[]): QuantalResponse {
    const profile = this.#game.strategies.map((names, player) => {
      const weights = names.map((_, s) => exp(point[this.#offsets[player] + s]));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    });
    return { precision: point[this.#size] / this.scale, profile, regret: computeRegret(this.#game, profile) };
  }

  /** Direction in which the branch goes on, of length 1, not turning back against `before`. */
  #findTangent(point: readonly number[], before: readonly number[]): number[] {
    const { jacobian } = this.#linearize(point);
    const solved = solveLinearSystem([...jacobian, before], [...jacobian.map(() => 0), 1]) ?? before;
    const length = hypot(...solved);
    return solved.map((entry) => entry / length);
  }

  /** Newton's method in the hyperplane through `ahead` across `normal`; undefined when it does not converge. */
  #correct(ahead: readonly number[], normal: readonly number[], iterations: number): number[] | undefined {
    let point = [...ahead];
    for (let iteration = 0; iteration < iterations; iteration += 1) {
      const { value, jacobian } = this.#linearize(point);
      const offset = point.reduce((sum, entry, i) => sum + (entry - ahead[i]) * normal[i], 0);
      const change = solveLinearSystem([...jacobian, normal], [...value, offset]);
      if (change === undefined || !change.every(Number.isFinite) || hypot(...change) > 5) return undefined;
      point = point.map((entry, i) => entry - change[i]);
      if (change.every((entry, i) => Math.abs(entry) <= 1e-12 * Math.max(1, Math.abs(point[i])))) return point;
    }
    return undefined;
  }

  /** The point between two of the branch at which the scaled precision is `target`. */
  land(before: readonly number[], after: readonly number[], target: number): number[] {
    const share = (target - before[this.#size]) / (after[this.#size] - before[this.#size]);
    const guess = before.map((entry, i) => entry + share * (after[i] - entry));
    guess[this.#size] = target;
    const point = this.#correct(guess, [...guess.slice(0, -1).map(() => 0), 1], 50);
    if (point === undefined) throw new LostBranchError(`no quantal response found at precision ${target / this.scale}`);
    return point;
  }

  #linearize(point: readonly number[]): { value: number[]; jacobian: number[][] } {
    const shares = point.slice(0, -1).map(exp);
    const precision = point[this.#size];
    const { payoffs, slopes } = this.#expect(shares);
    const value: number[] = [];
    const jacobian: number[][] = [];
    this.#game.strategies.forEach((names, player) => {
      const first = this.#offsets[player];
      names.forEach((_, s) => {
        const own = first + s;
        if (s === 0) {
          value.push(names.reduce((sum, _name, t) => sum + shares[first + t], 0) - 1);
          jacobian.push([...shares.map((share, i) => (i >= first && i < first + names.length ? share : 0)), 0]);
          return;
        }
        value.push(point[own] - point[first] - precision * (payoffs[own] - payoffs[first]));
        const row = slopes[own].map((slope, i) => -precision * (slope - slopes[first][i]));
        row[own] += 1;
        row[first] -= 1;
        jacobian.push([...row, -(payoffs[own] - payoffs[first])]);
      });
    });
    return { value, jacobian };
  }

  /** Payoff of every strategy per `scale`, and its slope in every log-probability of the others. */
  #expect(shares: readonly number[]): { payoffs: number[]; slopes: number[][] } {
    const payoffs = shares.map(() => 0);
    const slopes = shares.map(() => shares.map(() => 0));
    let index = 0;
    for (const choice of listProfiles(this.#game.strategies)) {
      for (let player = 0; player < choice.length; player += 1) {
        let weight = this.#game.payoffs[player][index] / this.scale;
        for (let p = 0; p < choice.length; p += 1) if (p !== player) weight *= shares[this.#offsets[p] + choice[p]];
        const own = this.#offsets[player] + choice[player];
        payoffs[own] += weight;
        for (let p = 0; p < choice.length; p += 1) {
          if (p !== player) slopes[own][this.#offsets[p] + choice[p]] += weight;
        }
      }
      index += 1;
    }
    return { payoffs, slopes };
  }
}

/** Largest distance between the profile and the logit response to it; 0 at a quantal response equilibrium. */
export function computeLogitGap(game: NPlayerGame, profile: MixedProfile, precision: number): number {
  const gaps = profile.flatMap((mix, player) => {
    const payoffs = computeDeviationPayoffs(game, profile, player);
    const best = Math.max(...payoffs);
    const weights = payoffs.map((payoff) => exp(precision * (payoff - best)));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return mix.map((share, s) => Math.abs(share - weights[s] / sum));
  });
  return Math.max(...gaps);
}
