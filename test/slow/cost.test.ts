/**
 * What a verdict costs: the claims of the first scenario, with every way of reducing noise on, against plain sampling of
 * the same grid to the same error.
 *
 * Plain sampling is not run: its variance is what the study measures beside its own. Independent arms, no controls and
 * natural challenges multiply the variance of an advantage by the three factors; the replications a fixed sample needs
 * are those at which its 95 % interval is as wide as the margin it must tell, which decides in half of all cases.
 */

import { describe, expect, it } from 'vitest';
import { numberAt } from '../../src/findings/axis-values.ts';
import type { Advantage, DesignPointFindings } from '../../src/findings/findings.ts';
import { runScenario } from '../../src/study/open-scenario.ts';

const file = 'scenarios/posp/challenge-rate.yaml';
const z = 1.96;
const path = 'mechanism.challengeProbability';

describe('the claims of challenge-rate', async () => {
  const { findings, runs } = await runScenario({ file });
  const points = findings.designPoints;
  const rows = [
    { claim: 'threshold of skip-work within [0.0072, 0.0075]', replications: forThreshold(points, [0.0072, 0.0075]) },
    {
      claim: 'asserter: dominant where p >= 0.0074',
      replications: forMargins(
        points.filter(({ at }) => numberAt(at, path) >= 0.0074),
        'asserter',
      ),
    },
    { claim: 'validator: dominant', replications: forMargins(points, 'validator') },
  ];
  const used = Math.max(...points.map(({ replications }) => replications));
  const plain = Math.max(...rows.map(({ replications }) => replications));
  const jobs = findings.jobs;
  const jobsPerReplication = points.reduce((sum, point) => sum + point.jobs / point.replications, 0);
  const jobsPlain = plain * jobsPerReplication;

  it('are all decided', () => {
    expect(findings.claims.map(({ verdict }) => verdict)).toEqual(['true', 'true', 'true', 'true']);
    expect(runs.count).toBeGreaterThan(0);
  });

  it('cost at least twenty times fewer jobs than plain sampling', () => {
    expect(jobsPlain / jobs).toBeGreaterThan(20);
  });

  it('the committed table is the one found here', async () => {
    const say = (value: number) => Number(value.toPrecision(3)).toLocaleString('en-US');
    const { commonRandomNumbers, controlVariates, sampling } = findings.varianceReduction!;
    await expect(`# What a verdict costs

Simulated jobs to decide the claims of \`${file}\`, with everything on and with plain sampling of the same grid
at equal error. Plain: every arm with its own randomness, no controls, challenges drawn with their probability, as many
replications everywhere as the hardest claim needs. Its variance is measured in the study itself: the variance of each
advantage times the factors by which it was reduced. A fixed sample is as large as its 95 % interval must be narrow,
which decides in half of all cases; the study with everything on decided all of them.

Made by \`npx vitest run --config vitest.slow.config.ts test/slow/cost.test.ts -u\`; the test fails when this is stale.

| claim | replications, everything on | replications, plain |
| --- | --- | --- |
${rows.map(({ claim, replications }) => `| ${claim} | ${used} | ${say(replications)} |`).join('\n')}

| | jobs |
| --- | --- |
| everything on | ${say(jobs)} |
| plain fixed grid | ${say(jobsPlain)} |
| plain over everything on | ${say(jobsPlain / jobs)} x |

Variance without over with, geometric mean over all advantages: common random numbers ${say(commonRandomNumbers)}, control variates
${controlVariates.toExponential(1)} (what is left is the rounding of the ledger), sampling of challenges ${say(sampling)}.
`).toMatchFileSnapshot('../../docs/cost-of-a-verdict.md');
  });
});

/** Variance of an advantage from one replication of independent arms without controls. */
function plainVariance({ standardError, varianceReduction }: Advantage, { replications }: DesignPointFindings): number {
  const { commonRandomNumbers, controlVariates, sampling } = varianceReduction!;
  return standardError! ** 2 * replications * commonRandomNumbers * controlVariates * sampling;
}

function forMargins(points: readonly DesignPointFindings[], role: string): number {
  const needed = points.flatMap((point) =>
    point.advantages
      .filter((advantage) => advantage.role === role && advantage.against === 'coalition' && advantage.mean !== 0)
      .map((advantage) => plainVariance(advantage, point) * (z / advantage.mean!) ** 2),
  );
  return Math.ceil(Math.max(...needed));
}

/** The line between the two points around the threshold, its ends independent, told from the ends of the range. */
function forThreshold(points: readonly DesignPointFindings[], range: readonly [number, number]): number {
  const curve = points.map((point) => {
    const advantage = point.advantages.find(({ over, against }) => over === 'skip-work' && against === 'coalition')!;
    return { x: numberAt(point.at, path), mean: advantage.mean!, variance: plainVariance(advantage, point) };
  });
  const right = curve.findIndex(({ mean }) => mean > 0);
  const [a, b] = [curve[right - 1]!, curve[right]!];
  const slope = (b.mean - a.mean) / (b.x - a.x);
  const share = -a.mean / (b.mean - a.mean);
  const margin = slope * Math.min(a.x + share * (b.x - a.x) - range[0], range[1] - a.x - share * (b.x - a.x));
  const variance = (1 - share) ** 2 * a.variance + share ** 2 * b.variance;
  return Math.ceil(variance * (z / margin) ** 2);
}
