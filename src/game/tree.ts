/**
 * A round as a small game tree: chance, decisions, outcomes; its exact expectation by enumeration.
 *
 * Trees are lazy: a branch is a function, built when it is walked and forgotten afterwards, so a round with fifty
 * validators needs no memory for its thousands of outcomes. Players who are drawn from the same crowd and see the same
 * things are merged by counting them ({@link binomial}, {@link multivariateHypergeometric}, {@link multinomial}); subsets of named
 * nodes are never enumerated.
 *
 * An outcome is a vector of amounts with one meaning per column, the same columns that a simulated run records.
 */

import { takeColumns } from './columns.ts';

/** What a branch leads to, and how likely. */
export interface Branch<Observation, Action> {
  probability: number;
  next: () => Tree<Observation, Action>;
}

/** Nature moves. Probabilities are at least 0 and sum to 1; branches of probability 0 are never walked. */
export interface Chance<Observation, Action> {
  kind: 'chance';
  branches: Branch<Observation, Action>[];
}

/**
 * A player moves. Two decisions of one player with equal observations lie in one information set: the player cannot
 * tell them apart, because `play` sees nothing but player and observation.
 */
export interface Decision<Observation, Action> {
  kind: 'decision';
  player: string;
  observation: Observation;
  next: (action: Action) => Tree<Observation, Action>;
}

/**
 * Several members of one crowd move, each by itself on the same observation; they are merged by counting.
 */
export interface Crowd<Observation, Action> {
  kind: 'crowd';
  player: string;
  observation: Observation;
  size: number;
  next: (choices: readonly { action: Action; count: number }[]) => Tree<Observation, Action>;
}

/** The end: adds amounts to columns of the outcome. */
export interface Outcome {
  kind: 'outcome';
  /** Adds this outcome's amounts, times `weight`, to `columns`. */
  add: (columns: Float64Array, weight: number) => void;
}

/** A round, or what is left of one. */
export type Tree<Observation, Action> =
  | Chance<Observation, Action>
  | Decision<Observation, Action>
  | Crowd<Observation, Action>
  | Outcome;

/** How a player acts on what it sees: a distribution over actions. */
export type Play<Observation, Action> = (
  player: string,
  observation: Observation,
) => readonly { probability: number; action: Action }[];

/**
 * Expected amounts of a tree when every player acts by `play`.
 *
 * Sums of positive probabilities times amounts, in double precision: relative accuracy is about the number of
 * outcomes times 1e-16 unless the amounts themselves cancel.
 *
 * @param columnCount  length of the outcome vector
 * @throws RangeError when probabilities are negative or do not sum to 1 within 1e-9
 */
export function expectation<Observation, Action>(
  tree: Tree<Observation, Action>,
  play: Play<Observation, Action>,
  columnCount: number,
): Float64Array {
  const columns = takeColumns(columnCount);
  walk(tree, play, 1, columns);
  return columns;
}

function walk<Observation, Action>(
  tree: Tree<Observation, Action>,
  play: Play<Observation, Action>,
  weight: number,
  columns: Float64Array,
): void {
  if (tree.kind === 'outcome') {
    tree.add(columns, weight);
    return;
  }
  let total = 0;
  if (tree.kind === 'chance') {
    for (const { probability, next } of tree.branches) {
      total += probability >= 0 ? probability : Number.NaN;
      if (probability > 0) walk(next(), play, weight * probability, columns);
    }
  } else if (tree.kind === 'decision') {
    for (const { probability, action } of play(tree.player, tree.observation)) {
      total += probability;
      if (probability > 0) walk(tree.next(action), play, weight * probability, columns);
    }
  } else {
    const options = play(tree.player, tree.observation);
    const shares = options.map(({ probability }) => probability);
    total = shares.reduce((sum, share) => sum + share, 0);
    for (const { probability, counts } of multinomial(tree.size, shares)) {
      const choices = options.map(({ action }, option) => ({ action, count: counts[option] }));
      walk(tree.next(choices.filter((choice) => choice.count > 0)), play, weight * probability, columns);
    }
  }
  if (!(Math.abs(total - 1) <= 1e-9)) throw new RangeError(`probabilities of a ${tree.kind} sum to ${total}, not to 1`);
}

/** Nature chooses among branches. */
export function chance<Observation, Action>(branches: Branch<Observation, Action>[]): Chance<Observation, Action> {
  return { kind: 'chance', branches };
}

/** One of two things happens: the first with `probability`. */
export function either<Observation, Action>(
  probability: number,
  then: () => Tree<Observation, Action>,
  otherwise: () => Tree<Observation, Action>,
): Chance<Observation, Action> {
  return chance([
    { probability, next: then },
    { probability: 1 - probability, next: otherwise },
  ]);
}

/** A player acts on an observation. */
export function decide<Observation, Action>(
  player: string,
  observation: Observation,
  next: (action: Action) => Tree<Observation, Action>,
): Decision<Observation, Action> {
  return { kind: 'decision', player, observation, next };
}

/** `size` players of one crowd act on the same observation, each by itself. */
export function decideEach<Observation, Action>(
  player: string,
  observation: Observation,
  size: number,
  next: (choices: readonly { action: Action; count: number }[]) => Tree<Observation, Action>,
): Crowd<Observation, Action> {
  return { kind: 'crowd', player, observation, size, next };
}

/** Nature draws a count; branches of probability 0 are left out. */
export function count<Observation, Action>(
  distribution: readonly number[],
  next: (drawn: number) => Tree<Observation, Action>,
): Chance<Observation, Action> {
  const branches: Branch<Observation, Action>[] = [];
  distribution.forEach((probability, drawn) => {
    if (probability > 0) branches.push({ probability, next: () => next(drawn) });
  });
  return chance(branches);
}

/**
 * Distribution of successes among `trials` independent trials: index k holds P(k).
 *
 * Computed outward from the mode by the ratio of neighbours and normalised, so that no term under- or overflows.
 */
export function binomial(trials: number, probability: number): number[] {
  if (probability <= 0) return oneAt(0, trials);
  if (probability >= 1) return oneAt(trials, trials);
  const odds = probability / (1 - probability);
  return fromMode(
    0,
    trials,
    Math.min(trials, Math.floor((trials + 1) * probability)),
    (k) => ((trials - k) / (k + 1)) * odds,
  );
}

/** Distribution of marked items among `drawn` taken without replacement from `population` of which `marked` are marked. */
export function hypergeometric(population: number, marked: number, drawn: number): number[] {
  const least = Math.max(0, drawn - (population - marked));
  const most = Math.min(drawn, marked);
  const mode = Math.min(most, Math.max(least, Math.floor(((drawn + 1) * (marked + 1)) / (population + 2))));
  const terms = fromMode(
    least,
    most,
    mode,
    (k) => ((marked - k) * (drawn - k)) / ((k + 1) * (population - marked - drawn + k + 1)),
  );
  while (terms.length <= drawn) terms.push(0);
  return terms;
}

/** Every way `drawn` items taken without replacement from categories of some sizes can fall on them, with its probability. */
export function multivariateHypergeometric(
  sizes: readonly number[],
  drawn: number,
): { probability: number; counts: number[] }[] {
  const [size, ...rest] = sizes;
  if (rest.length === 0) return [{ probability: 1, counts: [drawn] }];
  const population = sizes.reduce((sum, items) => sum + items, 0);
  return hypergeometric(population, size, drawn).flatMap((chanceOf, taken) =>
    chanceOf > 0
      ? multivariateHypergeometric(rest, drawn - taken).map(({ probability, counts }) => ({
          probability: chanceOf * probability,
          counts: [taken, ...counts],
        }))
      : [],
  );
}

/**
 * Every way `total` members of a crowd can spread over categories, with its probability.
 *
 * @param shares  probability of each category, summing to 1; categories of share 0 stay empty
 */
export function multinomial(total: number, shares: readonly number[]): { probability: number; counts: number[] }[] {
  const open = shares.map((share, category) => ({ share, category })).filter(({ share }) => share > 0);
  // Most crowds of a round are of one mind.
  if (open.length === 1 && open[0].share === 1) {
    return [{ probability: 1, counts: shares.map((share) => share * total) }];
  }
  const ways: { probability: number; counts: number[] }[] = [];
  const spread = (index: number, left: number, leftShare: number, probability: number, counts: number[]): void => {
    const { share, category } = open[index];
    if (index === open.length - 1) {
      counts[category] = left;
      ways.push({ probability, counts: [...counts] });
      counts[category] = 0;
      return;
    }
    binomial(left, Math.min(1, share / leftShare)).forEach((chanceOf, taken) => {
      if (chanceOf <= 0) return;
      counts[category] = taken;
      spread(index + 1, left - taken, leftShare - share, probability * chanceOf, counts);
      counts[category] = 0;
    });
  };
  spread(
    0,
    total,
    1,
    1,
    shares.map(() => 0),
  );
  return ways;
}

/** Terms of a distribution on least..most from the ratio P(k+1)/P(k), started at the mode; index k holds P(k). */
function fromMode(least: number, most: number, mode: number, ratio: (k: number) => number): number[] {
  const terms: number[] = [];
  for (let k = 0; k <= most; k++) terms.push(0);
  terms[mode] = 1;
  for (let k = mode; k < most; k++) terms[k + 1] = terms[k] * ratio(k);
  for (let k = mode - 1; k >= least; k--) terms[k] = terms[k + 1] / ratio(k);
  let total = 0;
  for (const term of terms) total += term;
  return terms.map((term) => term / total);
}

function oneAt(index: number, last: number): number[] {
  return Array.from({ length: last + 1 }, (_, k) => (k === index ? 1 : 0));
}
