/**
 * One node's choices as a Markov decision process: a state for all that it may go by, some actions in each, and where each
 * may lead. Kept in flat columns, for a sweep over a hundred thousand states is a loop over numbers.
 */

/** Where an action may lead. */
export interface Outcome<State> {
  state: State;
  /** Its chance, times what a credit there is worth now [1]. */
  weight: number;
}

/** Something the node may do in a state. */
export interface Choice<State> {
  name: string;
  /** What it brings until the next choice, at its worth now [credits]. */
  income: number;
  /** Weight that is missing from 1 is discount, or an end: nothing comes after it. */
  outcomes: readonly Outcome<State>[];
}

/** A finite process; column `i` of its actions belongs to the state whose actions begin at or before `i`. */
export interface DecisionProcess<State = unknown> {
  states: readonly State[];
  /** The state in which a life begins. */
  start: number;
  /** Where the actions of each state begin, and where the last end. */
  actionsFrom: Int32Array;
  names: readonly string[];
  incomes: Float64Array;
  /** Where the outcomes of each action begin, and where the last end. */
  outcomesFrom: Int32Array;
  nextStates: Int32Array;
  weights: Float64Array;
}

/** More states than a chain may have: each is a few hundred bytes, and a sweep goes through all of them. */
export const STATES_MAX = 200_000;

/** A process of more states than can be gone through. */
export class ProcessTooLarge extends RangeError {}

/**
 * Goes from the start wherever any action leads.
 *
 * @param keyOf  tells states apart
 * @throws ProcessTooLarge beyond {@link STATES_MAX} states
 */
export function buildProcess<State>(
  start: State,
  choicesIn: (state: State) => readonly Choice<State>[],
  keyOf: (state: State) => string | number,
): DecisionProcess<State> {
  const states: State[] = [start];
  const places = new Map<string | number, number>([[keyOf(start), 0]]);
  const placeOf = (state: State): number => {
    const key = keyOf(state);
    const known = places.get(key);
    if (known !== undefined) return known;
    if (states.length >= STATES_MAX) throw new ProcessTooLarge(`more than ${STATES_MAX} states`);
    places.set(key, states.length);
    return states.push(state) - 1;
  };
  const actionsFrom = [0];
  const outcomesFrom = [0];
  const names: string[] = [];
  const incomes: number[] = [];
  const nextStates: number[] = [];
  const weights: number[] = [];
  for (let at = 0; at < states.length; at++) {
    for (const { name, income, outcomes } of choicesIn(states[at])) {
      if (!Number.isFinite(income)) throw new RangeError(`action ${name} brings ${income}, which is no amount`);
      names.push(name);
      incomes.push(income);
      for (const { state, weight } of outcomes) {
        if (weight === 0) continue;
        nextStates.push(placeOf(state));
        weights.push(weight);
      }
      outcomesFrom.push(weights.length);
    }
    actionsFrom.push(names.length);
  }
  return {
    states,
    start: 0,
    names,
    actionsFrom: Int32Array.from(actionsFrom),
    incomes: Float64Array.from(incomes),
    outcomesFrom: Int32Array.from(outcomesFrom),
    nextStates: Int32Array.from(nextStates),
    weights: Float64Array.from(weights),
  };
}
/** The same process for a node that has one plan. @param chooses  the name of its action in a state */
export function followPlan<State>(
  process: DecisionProcess<State>,
  chooses: (state: State) => string,
): DecisionProcess<State> {
  const { states, actionsFrom, names, incomes, outcomesFrom, nextStates, weights, start } = process;
  const choices = new Map(
    states.map((state, at) => {
      const name = chooses(state);
      for (let action = actionsFrom[at]; action < actionsFrom[at + 1]; action++) {
        if (names[action] !== name) continue;
        const outcomes: Outcome<number>[] = [];
        for (let i = outcomesFrom[action]; i < outcomesFrom[action + 1]; i++) {
          outcomes.push({ state: nextStates[i], weight: weights[i] });
        }
        return [at, { name, income: incomes[action], outcomes }] as const;
      }
      throw new RangeError(`there is no action ${name} in state ${at}`);
    }),
  );
  const followed = buildProcess(
    start,
    (at) => [choices.get(at)!],
    (at) => at,
  );
  return { ...followed, states: followed.states.map((at) => states[at]) };
}
