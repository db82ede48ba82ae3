/** Several mechanisms in one study: what each gives alone, compared with what they give together. */
import { describe, expect, it } from 'vitest';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import type { DesignPointFindings } from '../../src/findings/findings.ts';
import { createMemoryArchive } from '../../src/study/passes.ts';
import { prepare, study } from './scenarios.ts';

const rest = `title: Several
seed: 5
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 100, detector: { miss: 0.3, falseAlarm: 0.02 } }
players: { asserter: [honest, skip-work], validator: [honest, guess] }
coalition: { fraction: 0.2 }
run: { jobs: 300 }
replications: 4
`;

const books = {
  posp: '{ kind: posp, challengeProbability: 0.2, slashAmount: 20 }',
  often: '{ kind: posp, name: often, challengeProbability: 0.3, slashAmount: 20 }',
  'always-verify': '{ kind: always-verify, slashAmount: 20 }',
  'no-verification': 'no-verification',
  'boss-with-fine': '{ kind: boss-with-fine, challengeProbability: 0.2, slashAmount: 20 }',
};

const together = (claims = '', names: readonly string[] = Object.keys(books)) =>
  `${rest}sweep:\n  mechanism:\n${names.map((name) => `    - ${books[name as keyof typeof books]}\n`).join('')}${claims}`;
// Alone, a mechanism may leave no use for the detector; among others somebody reads it.
const alone = (name: keyof typeof books) =>
  `${name === 'no-verification' ? rest.replace(/, detector: {[^}]*}/, '') : rest}mechanism: ${books[name].replace('name: often, ', '')}\n`;

/** All that is said of a design point, its place in the study aside. */
function estimatesOf({ id: _, at: __, ...estimates }: DesignPointFindings): string {
  return JSON.stringify(estimates);
}

describe('a study of several mechanisms', () => {
  it('gives each the very estimates of a study of its own, from the very same runs', async () => {
    const archive = createMemoryArchive();
    const all = await study(together(), { archive });
    expect(all.findings.mechanism).toBe('posp, often, always-verify, no-verification, boss-with-fine');
    for (const [i, name] of (Object.keys(books) as (keyof typeof books)[]).entries()) {
      const own = await study(alone(name));
      expect(all.findings.designPoints[i]!.at).toEqual({ mechanism: name });
      expect(estimatesOf(all.findings.designPoints[i]!), name).toBe(estimatesOf(own.findings.designPoints[0]!));
      // The runs of the study of one are all among those of the study of all.
      expect(
        [...own.runs].every(({ key, replications }) => archive.has(key, replications - 1)),
        name,
      ).toBe(true);
    }
  });

  it('solves each as a file of its own', () => {
    const all = solveScenario(prepare(together()));
    for (const [i, name] of (Object.keys(books) as (keyof typeof books)[]).entries()) {
      const { id: _, at: __, ...own } = solveScenario(prepare(alone(name))).designPoints[0]!;
      const { id: ___, at: ____, ...point } = all.designPoints[i]!;
      expect(point, name).toEqual(own);
    }
  });

  it('finds thresholds of each along the axes it has', async () => {
    const { findings } = await study(
      `${together()}`.replace('sweep:\n', 'sweep:\n  mechanism.challengeProbability: [0.01, 0.1, 0.9]\n'),
    );
    expect(findings.designPoints).toHaveLength(11);
    const places = new Set(findings.thresholds.map(({ of, at }) => `${of} ${at.mechanism}`));
    expect([...places]).toEqual(
      ['posp', 'often', 'boss-with-fine'].map((name) => `mechanism.challengeProbability ${name}`),
    );
    // Under two names posp is the same: so are its thresholds.
    const [posp, often] = ['posp', 'often'].map((name) =>
      findings.thresholds.filter(({ at }) => at.mechanism === name),
    );
    expect(often!.map(({ exact, simulated }) => [exact, simulated])).toEqual(
      posp!.map(({ exact, simulated }) => [exact, simulated]),
    );
  });

  it('shares challenges between mechanisms: the same jobs, challenged by the same dice', async () => {
    const { findings } = await study(together('', ['posp', 'boss-with-fine', 'often']));
    const [posp, boss, often] = findings.designPoints.map(({ rates }) => rates);
    // What the boss repeats costs as much as what a validator recomputes, so its cost per job is its rate.
    expect(boss!.verificationOverhead.value).toBe(posp!.challenged.value);
    expect(often!.challenged.value).toBeGreaterThan(posp!.challenged.value!);
  });

  it('leaves mechanisms without a market to exact answers', async () => {
    const text =
      `${together('', ['posp', 'no-verification'])}    - { kind: spot-check, spotCheckRate: 0.1, jobsPerWorker: 5 }
claims:
  - { kind: ranking, of: undetectedFraud, along: mechanism, order: [no-verification, posp, spot-check], by: exact }
  - { kind: ranking, of: undetectedFraud, along: mechanism, order: [no-verification, spot-check] }
`.replace('validator: [honest, guess]', 'validator: [honest]');
    const { findings, runs } = await study(text);
    expect(findings.designPoints.map(({ replications }) => replications)).toEqual([4, 4, 0]);
    expect(
      [...runs]
        .filter(({ point }) => point.at.mechanism === 'spot-check')
        .every(({ replications }) => replications === 0),
    ).toBe(true);
    expect(findings.designPoints[2]!.advantages[0]!.exact).toBeTypeOf('number');
    expect(findings.claims.map(({ verdict }) => verdict)).toEqual(['true', 'true']);
  });
});

describe('a ranking of mechanisms', () => {
  const ranked = async (text: string, names?: readonly string[]) => {
    const claims = `claims:\n  - { kind: ranking, along: mechanism, ${text} }\n`;
    const { findings } = await study(together(claims, names).replace('replications: 4', 'replications: 16'));
    return findings.claims[0]!;
  };

  it('is true in the order of the figures, false in another, and open between the same under two names', async () => {
    const order = '[always-verify, often, posp, no-verification]';
    const right = await ranked(`of: verificationOverhead, order: ${order}`);
    expect(right).toMatchObject({ verdict: 'true' });
    expect(right.claim).toBe(
      'ranking: by verificationOverhead, mechanism ranks always-verify > often > posp > no-verification',
    );
    expect(right.because).toContain('under posp');
    const wrong = await ranked('of: verificationOverhead, order: [posp, always-verify]');
    expect(wrong.verdict).toBe('false');
    expect(wrong.because).toMatch(/verificationOverhead under posp exceeds that under always-verify by -0\.\d+ ± /);
  });

  it('goes by an advantage, paired', async () => {
    const figure = 'of: advantage, role: asserter, over: skip-work';
    expect((await ranked(`${figure}, order: [always-verify, often, posp, no-verification]`)).verdict).toBe('true');
    expect((await ranked(`${figure}, order: [no-verification, always-verify]`)).verdict).toBe('false');
  });
});

describe('a difference of rates', () => {
  const challenged = (p: number) => `{ kind: posp, name: p${p * 1000}, challengeProbability: ${p}, slashAmount: 20 }`;
  const compare = (more: string) =>
    study(`${rest.replace('jobs: 300', `jobs: 2000${more}`).replace('replications: 4', 'replications: 32')}sweep:
  mechanism: [${challenged(0.2)}, ${challenged(0.21)}]
claims: [{ kind: ranking, of: challenged, along: mechanism, order: [p210, p200] }]
`);

  it('is told from shared draws where independent ones would leave it open', async () => {
    // One job in a hundred sets the two apart: its standard error is sqrt(0.01 / 64 000) = 0.0004, a 25th of what is
    // compared; with draws of their own it is sqrt(2 * 0.2 * 0.8 / 64 000) = 0.0022.
    const { findings } = await compare('');
    expect(findings.claims[0]!.verdict).toBe('true');
    const halfWidth = Number(/± ([\d.]+)/.exec(findings.claims[0]!.because)![1]);
    const quantile = 2.04; // Student's at 31 degrees
    const expected = quantile * Math.sqrt(0.01 / 64_000);
    expect(Math.abs(halfWidth / expected - 1)).toBeLessThan(4 * Math.sqrt(1 / 62));
    const apart = await compare(', commonRandomNumbers: false');
    expect(Number(/± ([\d.]+)/.exec(apart.findings.claims[0]!.because)![1])).toBeGreaterThan(4 * expected);
  });

  it('that no replication shows is not taken for none', async () => {
    // p = 0.2 and 0.2000001 differ in a job of ten million: not in any of these, and still they are not the same.
    const text = together('claims: [{ kind: ranking, of: challenged, along: mechanism, order: [often, posp] }]\n', [
      'posp',
      'often',
    ])
      .replace('challengeProbability: 0.3', 'challengeProbability: 0.2000001')
      .replace('replications: 4', 'replications: 16');
    const { findings } = await study(text);
    expect(findings.designPoints[0]!.rates.challenged.value).toBe(findings.designPoints[1]!.rates.challenged.value);
    expect(findings.claims[0]!.verdict).toBe('undecided');
  });
});
