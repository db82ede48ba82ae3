/**
 * Best-response dynamics: a constant share of each population switches to a current best response.
 *
 * While the best responses stay the same the state moves on a straight line, x(t) = b + (x(0) - b) e^(-t), and payoffs are
 * linear in the state; so the moments at which a best response changes are found in closed form, not by small steps.
 *
 * @source Gilboa, Matsui (1991), Econometrica 59; Hofbauer (1995)
 */
import { exp, log } from '../kernel/mathematics/index.ts';
import { checkState, listPopulations, type PopulationGame } from './population.ts';
import type { Trajectory } from './trajectory.ts';

/** Corners of the path (start, changes of best response, end), and why it ended. */
export interface BestResponsePath extends Trajectory {
  /**
   * `time`: the time was up. `rest`: the best responses are what is played. `indifference`: best responses alternate at
   * once, the state slides on or rests at indifference. `switches`: too many changes, as in spirals that close in.
   */
  readonly ended: 'time' | 'rest' | 'indifference' | 'switches';
}

/**
 * Follows the best-response path from a start. Ties go to the lowest strategy.
 *
 * @param game  payoffs must be linear in the state, as built by `buildPopulation` and `buildTwoPopulations`
 * @throws RangeError when the start is no state
 */
export function followBestResponses(
  game: PopulationGame,
  start: readonly number[],
  options: { readonly time?: number; readonly switchesMax?: number } = {},
): BestResponsePath {
  checkState(game.sizes, start);
  const { time = 50, switchesMax = 1000 } = options;
  const times = [0];
  const states: (readonly number[])[] = [[...start]];
  let state: readonly number[] = start;
  let now = 0;
  let target = findTarget(game, game.payoffs(state), undefined);
  const finish = (ended: BestResponsePath['ended']): BestResponsePath => ({
    times,
    states,
    settled: ended === 'rest' || ended === 'indifference',
    ended,
  });
  let instant = 0;
  for (let count = 0; count < switchesMax; count += 1) {
    if (state.every((share, i) => Math.abs(share - target[i]) < 1e-12)) return finish('rest');
    const wait = Math.min(findNextSwitch(game, state, target), time - now);
    instant = wait < 1e-9 ? instant + 1 : 0;
    if (instant > game.sizes.length + 1) return finish('indifference');
    const left = exp(-wait);
    const from = state;
    state = from.map((share, i) => target[i] + (share - target[i]) * left);
    now += wait;
    times.push(now);
    states.push(state);
    if (now >= time) return finish('time');
    target = findTarget(game, game.payoffs(state), target);
  }
  return finish('switches');
}

/** Pure best response of each population; at a tie the strategy that is taking over, so not the one just left. */
function findTarget(
  game: PopulationGame,
  payoffs: readonly number[],
  previous: readonly number[] | undefined,
): number[] {
  const target = payoffs.map(() => 0);
  for (const { start, end } of listPopulations(game.sizes)) {
    const best = Math.max(...payoffs.slice(start, end));
    const margin = 1e-12 * Math.max(1, Math.abs(best));
    let chosen = -1;
    for (let i = start; i < end; i += 1) {
      const tied = payoffs[i] >= best - margin;
      if (tied && (chosen < 0 || previous?.[chosen] === 1)) chosen = i;
    }
    target[chosen] = 1;
  }
  return target;
}

/** Time until another strategy overtakes the current best response of some population; Infinity when none ever does. */
function findNextSwitch(game: PopulationGame, state: readonly number[], target: readonly number[]): number {
  const [here, there] = [game.payoffs(state), game.payoffs(target)];
  let left = 0;
  for (const { start, end } of listPopulations(game.sizes)) {
    const chosen = target.indexOf(1, start);
    for (let i = start; i < end; i += 1) {
      // lead(s) = atTarget + (now - atTarget) s with s = e^(-t) falling from 1 to 0; it is lost where lead(s) = 0.
      const lead = here[chosen] - here[i];
      const atTarget = there[chosen] - there[i];
      if (i !== chosen && atTarget < 0) left = Math.max(left, Math.min(1, -atTarget / (lead - atTarget)));
    }
  }
  return left > 0 ? -log(left) : Number.POSITIVE_INFINITY;
}
