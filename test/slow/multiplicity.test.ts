/**
 * Claims about many comparisons at once: thirteen design points and four deviations, all of them exactly as good as
 * honesty. Whatever is said of them but `undecided` is wrong, and may be said with the error of one claim, not of 52.
 *
 * Counts are held to the 99.9 % quantile of the binomial law at that error; seeds are fixed.
 */
import { expect, it } from 'vitest';
import { createPool } from '../../src/run/pool.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { runStudy } from '../../src/study/study.ts';
import { prepare } from '../study/scenarios.ts';
import { mostOf } from './calibration-study.ts';

const studies = 60;

const chances = Array.from({ length: 13 }, (_, i) => 0.35 + 0.05 * i);
const labels = chances.map((_, i) => `p${i}`);

// Skipping saves C and is caught with p (1 - 0.1); what saves a share of C is missed so much more often. As labels,
// because along a number the study would look for thresholds too, which takes most of its time.
const allTied = `
title: Thirteen settings, four deviations, no difference
market: { nodeCount: 2, jobsPerSecond: 1, computeCost: 1, reward: 1.1, stake: 100, detector: { miss: 0.1 } }
players:
  asserter:
    - skip-work
    - { kind: cheaper-model, name: half-price, cost: 0.5, miss: 0.55 }
    - { kind: cheaper-model, name: quarter-price, cost: 0.25, miss: 0.325 }
    - { kind: cheat-sometimes, probability: 0.6 }
sweep:
  mechanism:
${chances.map((p, i) => `    - { kind: posp, name: ${labels[i]}, challengeProbability: ${p}, slashAmount: ${1 / 0.9 / p - 1.1} }`).join('\n')}
run: { jobs: 50, sampling: natural }
replications: { min: 12, max: 24 }
claims:
  - { kind: dominant, role: asserter }
  - { kind: ranking, of: advantage, role: asserter, over: half-price, along: mechanism, order: [${labels.join(', ')}] }
  - { kind: ranking, of: advantage, role: asserter, over: skip-work, along: mechanism, order: [${[...labels].reverse().join(', ')}] }
`;

it('are wrong about a tie no more often than a claim about one', async () => {
  const pool = createPool({ workers: 1 });
  const wrong = [0, 0, 0];
  const prepared = prepare(allTied);
  for (let seed = 0; seed < studies; seed++) {
    const scenario = { ...prepared.scenario, seed: `multiplicity ${seed}` };
    const { findings, failures } = await runStudy({ ...prepared, scenario, archive: createMemoryArchive(), pool });
    expect(failures).toEqual([]);
    if (seed === 0) {
      const exact = findings.designPoints.flatMap(({ advantages }) => advantages.map((advantage) => advantage.exact!));
      expect(exact).toHaveLength(52);
      expect(Math.max(...exact.map(Math.abs))).toBeLessThan(1e-9);
    }
    for (const [claim, { verdict }] of findings.claims.entries()) if (verdict !== 'undecided') wrong[claim]!++;
  }
  await pool.close();
  for (const count of wrong) expect(count).toBeLessThanOrEqual(mostOf(studies, 0.025));
});
