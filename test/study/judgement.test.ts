/** Whether honesty pays, as studies say it: of games, ties, noise, silence, and of what nobody asked. */
import { describe, expect, it } from 'vitest';
import { advantage } from '../../src/report/charts/index.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { runScenario } from '../../src/study/open-scenario.ts';

const run = async (text: string) => (await runScenario({ file: 'study.yaml', text })).findings;
const market = 'market: { nodeCount: 50, computeCost: 2, reward: 2.5, stake: 400 }';
const brief = 'run: { jobs: 300 }\nreplications: 4';

describe('the judgement of a study', () => {
  it('is exact where rules describe no market, and so are claims about them', async () => {
    const { designPoints, claims, summary } = await run(`
title: clouds
mechanism: { kind: two-clouds, deposit: 90, arbitrationCost: 1 }
${market}
players: { asserter: [honest, skip-work] }
claims: [{ kind: dominant, role: asserter }]
`);
    expect(designPoints[0]!.replications).toBe(0);
    expect(designPoints[0]!.judgement!.asserter).toMatchObject({ honesty: 'pays', basis: 'exact' });
    expect(designPoints[0]!.judgement!.validator.honesty).toBe('not-asked');
    expect(claims[0]!.verdict).toBe('true');
    expect(claims[0]!.because).not.toContain('unknown');
    expect(summary).toMatch(
      /^At the one setting studied, an honest asserter earns .+ more than by skip-work \(exact\)\.$/,
    );
  });

  it('is a tie where a substitute saves nothing, and says so', async () => {
    const { designPoints, summary } = await run(`
title: a tie
mechanism: no-verification
${market}
players: { asserter: [honest, { kind: cheaper-model, cost: 2 }] }
${brief}
`);
    expect(designPoints[0]!.judgement!.asserter).toMatchObject({ honesty: 'cannot-tell', basis: 'exact' });
    expect(summary).toContain('an honest asserter earns exactly as much as by cheaper-model');
  });

  it('keeps apart that honesty pays and that an honest node loses money', async () => {
    const { designPoints, summary } = await run(`
title: too dear
mechanism: { kind: posp, challengeProbability: 0.05, slashAmount: 90 }
market: { nodeCount: 50, computeCost: 2, reward: 1.9, stake: 400 }
players: { asserter: [honest, skip-work] }
${brief}
`);
    expect(designPoints[0]!.judgement!.asserter).toMatchObject({ honesty: 'pays', participation: 'no' });
    expect(summary).toMatch(/more than by skip-work \(exact\); but an honest asserter earns less than nothing/);
  });

  it('says that nothing was measured, and why, instead of a tie', async () => {
    const { thresholds, warnings } = await run(`
title: too many in flight
mechanism: { kind: posp, challengeProbability: 0.02, slashFraction: 1, accounting: alone }
market: { nodeCount: 100, computeCost: 1, reward: 1.2, stake: 60, jobsInFlight: 40 }
players: { asserter: [honest, skip-work] }
sweep: { market.stake: [60, 120] }
run: { jobs: 1500 }
replications: 4
`);
    expect(thresholds[0]!.simulated!.reason).toBe('nothing was measured at 2 of 2 values');
    expect(warnings.join()).toContain('nothing was measured at design point 0 and 1 more');
  });

  it('says against whom, wherever a study has more than one profile of the others', async () => {
    const text = (against: string) => `
title: two profiles
mechanism: { kind: majority-vote, majority: 2, draw: independent, slashAmount: 4 }
market: { nodeCount: 40, computeCost: 1, reward: 1.5, stake: 80 }
players: { asserter: [honest, skip-work], against: ${against} }
coalition: { fraction: 60 % }
${against === '[coalition]' ? '' : 'sweep: { mechanism.slashAmount: [4, 9] }\n'}claims: [{ kind: equilibrium }, { kind: dominant, role: asserter }, { kind: bound, of: advantage, over: skip-work, atLeast: -99 }]
`;
    for (const against of ['[coalition]', '[coalition, all-honest]']) {
      const findings = await run(text(against));
      const page = renderTerminal(findings, { columns: 400, color: false });
      const advantages = advantage.applies(findings) ? [advantage.build(findings).title] : [];
      // Some lines are titles of tables, which say it in a column of their own.
      const told = [...page.split('\n'), ...advantages, renderMarkdown(findings)].filter((line) => {
        return /more than|advantage|earns/.test(line) && !line.startsWith('Where honesty pays:');
      });
      expect(told.length).toBeGreaterThan(4);
      for (const line of told) expect(line).toMatch(/against a coalition of 60 %|while all others are honest/);
      // The claim is about honest others, the first sentence about the worst of all: each says so.
      const [equilibrium, dominant] = findings.claims;
      expect(equilibrium!.because).toContain('while all others are honest');
      expect(dominant!.because).toContain('against a coalition of 60 %');
      expect(findings.summary).toContain('against a coalition of 60 %');
    }
    const alone = await run(text('[coalition]').replace('60 %', '0'));
    expect(renderTerminal(alone, { columns: 400, color: false })).not.toMatch(/against|while all others/);
  });

  it('finds nothing in the sign of a noisy mean', async () => {
    const { thresholds } = await run(`
title: noise
mechanism: { kind: boss-with-fine, challengeProbability: 0.5, slashAmount: 1.6 }
${market}
players: { asserter: [honest, skip-work] }
sweep: { mechanism.slashAmount: [0, 0.8, 1.6] }
run: { jobs: 400 }
replications: 16
`);
    const { value, reason } = thresholds[0]!.simulated!;
    // Indifferent at 1.6, where the mean has either sign.
    if (value === null) expect(reason).toBe('honesty loses at 2 of 3 values that were tried; the rest cannot tell');
    else expect(thresholds[0]!.simulated!.high).toBeNull();
  });

  it('calls the amounts what its file calls them', async () => {
    const { money, summary } = await run(`
title: dollars
mechanism: { kind: posp, challengeProbability: 0.05, slashAmount: 0.1 USD }
market: { nodeCount: 50, computeCost: 0.0002 USD, reward: 0.0003 USD, stake: 2 USD }
players: { asserter: [honest, skip-work] }
${brief}
`);
    expect(money).toBe('USD');
    expect(summary).toContain(' µUSD per job more than by skip-work');
  });
});
