/** Studies that speak of time: what runs of their own say, and what they leave alone. */
import { describe, expect, it } from 'vitest';
import { studentQuantile } from '../../src/stats/interval.ts';
import { queueSettings, SeededRuns } from '../calibration/time-studies.ts';
import { study } from './scenarios.ts';

const market = ({ load = 0.8, nodes = 50, service = '{ kind: exponential, mean: 1 }', claims = '', more = '' }) => `
title: Time
seed: 3
mechanism: { kind: posp, challengeProbability: 0, slashAmount: 10 }
market: { nodeCount: ${nodes}, jobsPerSecond: ${nodes * load}, computeCost: 1, reward: 1.2, stake: 100, serviceSeconds: ${service} }
players: { asserter: [honest, skip-work] }
replications: 2
claims: [${claims}]
${more}`;

const atMost = (of: string, limit: number) => `{ kind: bound, of: ${of}, atMost: ${limit} }`;

describe('a claim about time', () => {
  it('is held against the steady state, however many nodes share the jobs', async () => {
    // Of M/M/1 queues at a load of 0.8: 5 s in the mean, 15 s for 95 %, busy 0.8 of the time.
    const claims = [
      atMost('latencySeconds', 4.7),
      atMost('latencySecondsP95', 14),
      atMost('utilisation', 0.78),
      atMost('latencySeconds', 5.5),
      atMost('latencySecondsP95', 16.5),
      atMost('utilisation', 0.82),
    ];
    for (const nodes of [2, 2000]) {
      const { findings, failures } = await study(market({ nodes, claims: claims.join(', ') }));
      expect(failures).toEqual([]);
      expect(findings.claims.map(({ verdict }) => verdict)).toEqual([
        'false',
        'false',
        'false',
        'true',
        'true',
        'true',
      ]);
      expect(findings.designPoints[0]!.rates.latencySeconds!.exact).toBeCloseTo(5, 10);
      expect(findings.claims[0]!.because).toMatch(/in the steady state, by 16 runs of 24,576 jobs/);
    }
  });

  it.each([2, 60])(
    'of many design points is bounded by the runs that measured it, not by %d replications',
    async (replications) => {
      // What nodes are paid slows nobody down: forty design points share their queues, and must hold together.
      const rewards = Array.from({ length: 40 }, (_, i) => 1.2 + i / 100);
      const text = market({
        load: 0.5,
        claims: atMost('latencySeconds', 1.5),
        more: `sweep: { market.reward: [${rewards.join(', ')}] }\nrun: { jobs: 20 }`,
      }).replace('replications: 2', `replications: ${replications}`);
      const { findings } = await study(text.replace('[honest, skip-work]', '[honest]'));
      const alone = findings.designPoints[0]!.rates.latencySeconds!.halfWidth!;
      const together = Number(/is 2\.\d+ ± ([\d.]+) at/.exec(findings.claims[0]!.because)![1]);
      // Student's quantiles of 15 degrees; the last digits are rounded away.
      const widening = studentQuantile(1 - 0.025 / 40, 15) / studentQuantile(1 - 0.025, 15);
      expect(Math.abs(together / alone / widening - 1)).toBeLessThan(0.02);
    },
  );

  it('rests on the very runs by which intervals and verdicts on time are calibrated', async () => {
    const { findings } = await study(market({ load: 0.5, nodes: 20, claims: atMost('latencySeconds', 9) }));
    const { value, halfWidth } = findings.designPoints[0]!.rates.latencySeconds!;
    const service = { kind: 'exponential', mean: 1 } as const;
    const { low, high } = new SeededRuns(queueSettings({ service, load: 0.5, nodes: 20 }), '3').judge('latencySeconds');
    expect([low, high]).toEqual([value! - halfWidth!, value! + halfWidth!]);
  });

  it('changes no other run, and nothing else that was found', async () => {
    const plain = await study(market({}));
    const asked = await study(market({ claims: atMost('latencySeconds', 9) }));
    expect([...asked.runs].map(({ key }) => key)).toEqual([...plain.runs].map(({ key }) => key));
    const { advantages, payoffs, rates } = plain.findings.designPoints[0]!;
    const other = asked.findings.designPoints[0]!;
    expect(other.advantages).toEqual(advantages);
    expect(other.payoffs).toEqual(payoffs);
    expect(other.rates.challenged).toEqual(rates.challenged);
    // What is only shown takes half the runs.
    expect([plain, asked].map(({ findings }) => findings.designPoints[0]!.time!.runs)).toEqual([8, 16]);
  });

  it('stays open where no run of a length to be simulated forgets how it began', async () => {
    const text = market({ nodes: 20_000, load: 0.9, claims: atMost('latencySeconds', 5), more: 'run: { jobs: 500 }' });
    const { findings } = await study(text.replace('challengeProbability: 0,', 'challengeProbability: 0.05,'));
    expect(findings.claims[0]).toMatchObject({ verdict: 'undecided' });
    expect(findings.claims[0]!.because).toMatch(/would take [\d,]+ jobs; at most 10,000,000 are simulated$/);
  });

  it('about a mean that rests on services nobody sees stays open, and names the formula that knows it', async () => {
    const service = '{ kind: log-normal, median: 0.1, sigma: 2.1 }';
    const { findings } = await study(market({ service, load: 0.5, claims: atMost('latencySeconds', 40) }));
    expect(findings.claims[0]).toMatchObject({ verdict: 'undecided' });
    expect(findings.claims[0]!.because).toMatch(/services vary too much .*; its exact value is [\d.]+ \(by: exact\)/);
  });
});
