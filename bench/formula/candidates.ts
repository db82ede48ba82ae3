/** Formulas of a scenario, a design point after the other: as we compile them, by hand, and by mathjs. */
import { compileExpression } from '../../src/scenario/numbers/expression.ts';
import { loadMathjs } from '../../src/scenario/numbers/mathjs.ts';
import type { Measurement } from '../harness/child.ts';
import { sample } from '../harness/sample.ts';

type Slots = Float64Array;
type Formula = (values: Slots) => number;

const text =
  'max(market.computeCost, 0.2 * market.reward) / (1 - mechanism.challengeProbability) + 1.5 * sqrt(market.stake) - (market.reward > 1 ? 0.1 : 0.2) * exp(-market.computeCost)';
const points = 1_000_000;

const kinds: Readonly<Record<string, () => Formula>> = {
  'by hand': () => (v) =>
    Math.max(v[0]!, 0.2 * v[1]!) / (1 - v[2]!) + 1.5 * Math.sqrt(v[3]!) - (v[1]! > 1 ? 0.1 : 0.2) * Math.exp(-v[0]!),
  ours: () => compileExpression(text).formula,
  mathjs: () => {
    const compiled = loadMathjs().compile(text);
    return ([computeCost, reward, challengeProbability, stake]) =>
      compiled.evaluate({ market: { computeCost, reward, stake }, mechanism: { challengeProbability } }) as number;
  },
};

/** Arguments: which of them. */
export async function evaluateFormula([kind]: readonly string[]): Promise<Measurement> {
  const formula = kinds[kind!]!();
  // Others of other shapes, so that no closure is met as the only one of its kind.
  for (const other of ['market.a * 3 + market.b', 'min(market.a, market.b) / 2', 'sqrt(market.a - market.b ^ 2)']) {
    const extra = compileExpression(other).formula;
    for (let i = 0; i < 10_000; i++) extra([i, 1]);
  }
  const count = kind === 'mathjs' ? points / 20 : points;
  const values = new Float64Array(4);
  let total = 0;
  const run = () => {
    total = 0;
    for (let point = 0; point < count; point++) {
      values[0] = 0.5 + (point % 7) / 10;
      values[1] = 0.8 + (point % 5) / 10;
      values[2] = (point % 11) / 20;
      values[3] = point % 1000;
      total += formula(values);
    }
  };
  run();
  return { nanoseconds: await sample(run, count), mean: Number((total / count).toPrecision(6)) };
}
