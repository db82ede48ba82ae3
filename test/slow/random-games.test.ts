import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { buildNormalForm } from '../../src/game/normal-form.ts';
import { solveBySupports } from '../../src/game/support-enumeration.ts';
import { solveByVertices, solveByVerticesWithin } from '../../src/game/vertex-enumeration.ts';
import { OutOfWork, Work } from '../../src/game/work.ts';

it('both equilibrium solvers agree on 10 000 random integer games up to 5 x 5', () => {
  const random = seedrandom('ten thousand games');
  for (let count = 0; count < 10_000; count += 1) {
    const [m, n] = [1 + Math.floor(random() * 5), 1 + Math.floor(random() * 5)];
    const distinct = 2 + Math.floor(random() * 9);
    const draw = () =>
      Array.from({ length: m }, () => Array.from({ length: n }, () => Math.floor(random() * distinct)));
    const game = buildNormalForm(draw(), draw());
    const byVertices = solveByVertices(game);
    expect(solveBySupports(game)).toEqual(byVertices);
    for (const { regret } of byVertices.equilibria) expect(regret).toBeLessThan(1e-9);
  }
}, 600_000);

it('both equilibrium solvers agree on 12 x 12 games with payoffs from a continuum', () => {
  const random = seedrandom('large games');
  const draw = () => Array.from({ length: 12 }, () => Array.from({ length: 12 }, () => random()));
  const game = buildNormalForm(draw(), draw());
  const byVertices = solveByVertices(game);
  expect(solveBySupports(game)).toEqual(byVertices);
  expect(byVertices.equilibria.length % 2).toBe(1);
  for (const { regret } of byVertices.equilibria) expect(regret).toBeLessThan(1e-9);
}, 600_000);

it('dense games of fifteen strategies a side end in seconds', () => {
  const random = seedrandom('dense games');
  const draw = () => Array.from({ length: 15 }, () => Array.from({ length: 15 }, () => random()));
  const game = buildNormalForm(draw(), draw());
  const begun = process.cpuUsage().user;
  expect(() => solveByVerticesWithin(game, new Work(1e7))).toThrow(OutOfWork);
  // Some five seconds of a quiet machine; to its end it takes minutes.
  expect((process.cpuUsage().user - begun) / 1e6).toBeLessThan(30);
}, 600_000);
