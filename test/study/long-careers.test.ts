/** Claims about careers of a year, and about what comes in one: decided at once, against closed forms, and stopped at once. */
import { describe, expect, it } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { atMost } from '../../src/stats/binomial.ts';
import { study } from './scenarios.ts';

// Half a job a second for each of ten nodes: 15.8 million a year. A cheat is caught in one job of a hundred.
const year = 0.5 * 365.25 * 86_400;
const head = (claims: string, more = '') => `
title: A year
mechanism: { kind: posp, challengeProbability: 0.01, slashAmount: 100 }
market: { nodeCount: 10, jobsPerSecond: 5, computeCost: 1, reward: 1.2, stake: 1000, serviceSeconds: 0.1, detector: { falseAlarm: 1e-5 } }
players: { asserter: [honest, skip-work]${more} }
run: { jobs: 400 }
replications: 2
claims:
${claims}
`;

describe('a year of jobs', () => {
  it('is decided by the exact law, as the binomial number of slashes says', async () => {
    // 1.2 for each job that is not caught, and a slash of 100 for each that is.
    const incomeOf = (caught: number) => 1.2 * (year - caught) - 100 * caught;
    let caught = Math.round(0.01 * year);
    while (atMost(caught, year, 0.01) < 0.95) caught++;
    while (atMost(caught - 1, year, 0.01) >= 0.95) caught--;
    // Five in a hundred are caught at least so often, so the 5 % quantile of income is what is left then.
    const exact = incomeOf(caught);
    const { findings } = await study(
      head(`
  - { kind: quantile, of: income, strategy: skip-work, lasts: 1 year, level: 0.05, atLeast: ${exact - 1}, atMost: ${exact + 1} }
  - { kind: quantile, of: income, strategy: skip-work, lasts: 365.25 days, level: 0.05, atLeast: ${exact + 1} }
  - { kind: quantile, of: income, strategy: skip-work, jobs: ${year}, level: 0.05, atMost: ${exact + 1} }
  - { kind: quantile, of: ruin, lasts: 1 year, atMost: 1e-6 }
  - { kind: quantile, of: inProfit, lasts: 10 years, atLeast: 0.999999 }
`),
    );
    expect(findings.claims.map(({ verdict }) => verdict)).toEqual(['true', 'false', 'true', 'true', 'true']);
    expect(findings.claims[0]!.because).toContain('of skip-work over 1 year is');
    expect(findings.claims[4]!.claim).toContain('over 10 years');
  });

  it('has as many false slashes as jobs times their rate', async () => {
    // 0.01 × 1e-5 × 15.8 million jobs is 1.58.
    const { findings } = await study(
      head(`
  - { kind: bound, of: falseSlash, per: year, atLeast: 1.577, atMost: 1.579, by: exact }
  - { kind: bound, of: falseSlash, per: year, atMost: 1.5, by: exact }
  - { kind: bound, of: falseSlash, per: hour, atMost: 2e-4, by: exact }
  - { kind: bound, of: income, per: year, atLeast: ${0.2 * year - 200}, atMost: ${0.2 * year}, by: exact }
  - { kind: bound, of: advantage, over: skip-work, per: year, atLeast: 0, by: exact }
`),
    );
    expect(findings.claims.map(({ verdict }) => verdict)).toEqual(['true', 'false', 'true', 'true', 'true']);
  });

  it('of a career in which later jobs count for less is the value of the career', async () => {
    // An honest node earns 0.2 a job for ever: 0.2 / (1 - 0.99) is 20.
    const { findings } = await study(
      head(
        '  - { kind: bound, of: income, per: career, atLeast: 19.99, atMost: 20.01, by: exact }',
        ', exit: banned, reentryCost: 1, discount: 0.99',
      ).replace(', detector: { falseAlarm: 1e-5 }', ''),
    );
    expect(findings.claims[0]).toMatchObject({ verdict: 'true' });
    expect(findings.claims[0]!.because).toContain('per career is 20');
  });
});

describe('problems of such claims', () => {
  const problemsOf = (claim: string) => {
    const loaded = planScenario('a.yaml', head(`  - ${claim}`));
    return 'problems' in loaded ? loaded.problems.map(({ message }) => message) : [];
  };

  it.each([
    ['{ kind: quantile, of: ruin, atMost: 0.5 }', /needs jobs, or a time that it lasts/],
    ['{ kind: quantile, of: ruin, jobs: 10, lasts: 1 day, atMost: 0.5 }', /jobs says the same thing; give one/],
    ['{ kind: quantile, of: ruin, lasts: 3 months, atMost: 0.5 }', /a month has no fixed length/],
    ['{ kind: bound, of: utilisation, per: year, atMost: 0.5 }', /counts utilisation by the year/],
    ['{ kind: bound, of: falseSlash, per: career, atMost: 0.5 }', /counts by the career, which has no end/],
    ['{ kind: bound, of: advantage, atLeast: 0 }', /say over which deviation/],
    ['{ kind: bound, of: advantage, over: skip-wrok, atLeast: 0 }', /skip-work/],
    ['{ kind: bound, of: income, over: skip-work, atLeast: 0 }', /of which over says nothing/],
    ['{ kind: bound, of: falseSlash, role: validator, atMost: 0 }', /of which role says nothing/],
  ])('%s', (claim, sentence) => {
    expect(problemsOf(claim).join('\n')).toMatch(sentence);
  });

  it('one counts jobs of a time in which ejected nodes leave theirs to others, at some of its design points', () => {
    const swept = (where: string) => {
      const claim = `{ kind: bound, of: income, per: year, atLeast: 0${where} }`;
      const text = head(`  - ${claim}`);
      const loaded = planScenario('a.yaml', `${text}\nsweep: { players.exit: [none, ejected] }`);
      return 'problems' in loaded ? loaded.problems.map(({ message }) => message) : [];
    };
    expect(swept('')).toEqual([
      expect.stringMatching(/no node has a steady number of jobs at design point 1: .* lasts 1 year/),
    ]);
    expect(swept(", where: players.exit == 'none'")).toEqual([]);
  });

  it('one counts jobs of a time where some nodes get more of them than others', () => {
    const befallen = (jobs: string) => {
      const text = head('  - { kind: bound, of: income, per: hour, atLeast: 0 }');
      const down = `market:\n  hazards: [{ kind: outages, meanUp: 300, repair: 20, jobs: ${jobs} }]\n`;
      expect(text).toContain('market: {');
      const loaded = planScenario(
        'a.yaml',
        text.replace(/market: \{(.*)\}/, (_, rest) => `${down}  ${rest.trim().replaceAll(', ', '\n  ')}`),
      );
      return 'problems' in loaded ? loaded.problems.map(({ message }) => message) : [];
    };
    expect(befallen('redispatch')).toEqual([
      expect.stringMatching(
        /counts by the hour, and how many .* at design point 0: nodes that are down get no jobs; count by the job/,
      ),
    ]);
    expect(befallen('resume')).toEqual([]);
  });
});

it('a study stops while it works out what becomes of a node', async () => {
  const heavy = `
title: Heavy
mechanism: { kind: posp, challengeProbability: 0.0074, slashAmount: 150, draw: independent }
market: { nodeCount: 20, computeCost: 1, reward: 1.2, stake: 1000 }
players: { asserter: [honest, skip-work] }
run: { jobs: 400 }
replications: 2
claims:
  - { kind: quantile, of: ruin, strategy: skip-work, jobs: 1000000, atMost: 0.5 }
`;
  const stop = new AbortController();
  let hears = 0;
  // Whoever listens between two turns: it hears nothing while something keeps the thread.
  const listen = setInterval(() => {
    if (++hears === 20) stop.abort();
  }, 1);
  const { interrupted, findings } = await study(heavy, { signal: stop.signal });
  clearInterval(listen);
  expect(interrupted).toBe(true);
  expect(findings.claims[0]!.verdict).toBe('undecided');
  const whole = await study(heavy);
  expect(whole.findings.claims[0]!.because).toMatch(/is 0\.379 at the only design point$/);
});
