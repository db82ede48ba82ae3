/** Where honesty spreads along a parameter: what straight lines between the columns say, against formulas. */
import { expect, test } from 'vitest';
import { listSpreadLines, refineColumns, type SpreadColumn } from '../../src/analysis/exhibits/spread-along.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { createResolver } from '../../src/scenario/resolve.ts';

function linesOf(text: string) {
  const loaded = planScenario('study.yaml', text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  const resolver = createResolver(loaded.scenario);
  return listSpreadLines(loaded.points, (at) => resolver(at).settings);
}

/** Shares that repel at a value, read off the straight line between its neighbours; `null` where their number changes. */
function tippingAt(columns: SpreadColumn[], value: number): number[] | null {
  const right = columns.findIndex(({ at }) => at >= value);
  const [a, b] = [columns[Math.max(0, right - 1)]!, columns[right]!];
  const inner = ({ restPoints }: SpreadColumn) =>
    restPoints!.filter(({ share, stability }) => share > 0 && share < 1 && stability === 'unstable');
  if (inner(a).length !== inner(b).length) return null;
  const part = b.at > a.at ? (value - a.at) / (b.at - a.at) : 0;
  return inner(a).map(({ share }, i) => share + part * (inner(b)[i]!.share - share));
}

const posp = `title: Along p
mechanism: { kind: posp, challengeProbability: 0.007, slashAmount: 150, accounting: gross }
market: { nodeCount: 200, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.challengeProbability: [0.002, 0.02, 0.05] }
`;

test('the tipping share of proof of sampling, at values no design point has', () => {
  const [line] = linesOf(posp);
  expect(line).toMatchObject({ of: 'mechanism.challengeProbability', at: {}, over: 'skip-work', whole: false });
  // p ((1 - r) S + (1 - 2 r) R) = C where a share r = 1 - h of the validators colludes.
  const exact = (p: number) => 1 - (151.2 - 1 / p) / 152.4;
  expect(tippingAt(line!.columns, 0.007)![0]).toBeCloseTo(0.9453, 3);
  for (let p = 0.0067; p < 0.05; p *= 1.013) {
    expect(Math.abs(tippingAt(line!.columns, p)![0]! - exact(p))).toBeLessThan(0.001);
  }
  // At p = 1 / (R + S) honesty pays a single cheater exactly; below it no share of honest nodes holds.
  for (let p = 0.002; p < 1 / 151.2 - 1e-6; p *= 1.013) expect(tippingAt(line!.columns, p)).toEqual([]);
});

test('no share tips where the coalition changes nothing: all leap at one fine', () => {
  const [line] = linesOf(`title: Boss
mechanism: { kind: boss-with-fine, challengeProbability: 0.2, slashAmount: 5 }
market: { nodeCount: 10, computeCost: 1, reward: 1.2, stake: 1000, detector: { miss: 0 } }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.slashAmount: [2, 5, 10] }
`);
  // p (R + f) = C: f = 3.8.
  const looks = line!.columns.map(({ at, restPoints }) => ({ at, dies: restPoints!.at(-1)!.stability === 'unstable' }));
  expect(line!.columns.every(({ restPoints }) => restPoints!.length === 2)).toBe(true);
  expect(Math.max(...looks.filter(({ dies }) => dies).map(({ at }) => at))).toBeCloseTo(3.8, 3);
  expect(Math.min(...looks.filter(({ dies }) => !dies).map(({ at }) => at))).toBeCloseTo(3.8, 3);
});

test('the coalition of the file is no case of its own, other parameters are', () => {
  const held = linesOf(
    `${posp}  coalition.fraction: [0.1, 0.3]\n  market.reward: [1.2, 1.4]\n`.replace(
      /sweep: \{ (.*) \}/,
      'sweep:\n  $1',
    ),
  );
  expect(held.map(({ at }) => at)).toEqual([{ 'market.reward': 1.2 }, { 'market.reward': 1.4 }]);
});

test('a whole number has no columns between', () => {
  const [line] = linesOf(
    posp
      .replace(/sweep: .*/, 'sweep: { mechanism.validatorCount: [1, 4] }')
      .replace('slashAmount: 150', 'slashAmount: 250'),
  );
  expect(line!.whole).toBe(true);
  expect(line!.columns.map(({ at }) => at)).toEqual([1, 2, 3, 4]);
});

test('a bend between two values of the sweep is found, and what is straight costs little', () => {
  const spreadAt = (shareAt: (x: number) => number) => {
    let asked = 0;
    const columns = refineColumns([0, 1], false, (x) => ({
      rest: () => {
        asked += 1;
        const share = shareAt(x);
        return [
          { share: 0, stability: 'stable', basin: { low: 0, high: share } },
          { share, stability: 'unstable', basin: { low: share, high: share } },
          { share: 1, stability: 'stable', basin: { low: share, high: 1 } },
        ];
      },
      signAt: (share) => Math.sign(share - shareAt(x)),
    }));
    return { columns, asked };
  };
  const bump = (x: number) => 0.5 + 0.3 * Math.exp(-(((x - 0.37) / 0.05) ** 2));
  const { columns } = spreadAt(bump);
  for (let x = 0; x <= 1; x += 0.01) expect(Math.abs(tippingAt(columns, x)![0]! - bump(x))).toBeLessThan(0.002);
  expect(spreadAt((x) => 0.3 + x / 2).asked).toBeLessThan(20);
});
