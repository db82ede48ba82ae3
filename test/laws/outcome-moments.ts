import { expectation, type Play, type Tree } from '../../src/game/tree.ts';

/** Mean, variance and largest distance from the mean of every column, over the outcomes of one job. */
export interface OutcomeMoments {
  mean: Float64Array;
  variance: Float64Array;
  reach: Float64Array;
}

/** Walks a round once and looks at every outcome by itself. */
export function computeOutcomeMoments<O, A>(tree: Tree<O, A>, play: Play<O, A>, columnCount: number): OutcomeMoments {
  const outcomes: { weight: number; values: Float64Array }[] = [];
  const listening = listenTo(tree, (weight, values) => outcomes.push({ weight, values }), columnCount);
  const mean = expectation(listening, play, columnCount);
  const variance = new Float64Array(columnCount);
  const reach = new Float64Array(columnCount);
  for (const { weight, values } of outcomes) {
    for (let column = 0; column < columnCount; column++) {
      const distance = Math.abs(values[column] - mean[column]);
      variance[column] += weight * distance * distance;
      reach[column] = Math.max(reach[column], distance);
    }
  }
  return { mean, variance, reach };
}

function listenTo<O, A>(
  tree: Tree<O, A>,
  hear: (weight: number, values: Float64Array) => void,
  columnCount: number,
): Tree<O, A> {
  const listen = (next: Tree<O, A>) => listenTo(next, hear, columnCount);
  if (tree.kind === 'chance') {
    return {
      ...tree,
      branches: tree.branches.map(({ probability, next }) => ({ probability, next: () => listen(next()) })),
    };
  }
  if (tree.kind === 'decision') return { ...tree, next: (action: A) => listen(tree.next(action)) };
  if (tree.kind === 'crowd')
    return { ...tree, next: (choices: readonly { action: A; count: number }[]) => listen(tree.next(choices)) };
  return {
    kind: 'outcome',
    add: (columns, weight) => {
      tree.add(columns, weight);
      const values = new Float64Array(columnCount);
      tree.add(values, 1);
      hear(weight, values);
    },
  };
}
