/**
 * Inputs on which a verdict, a price or a page went wrong once, and their neighbours: how each command ends and the
 * sentence that matters.
 */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { posp } from './fake-io.ts';
import { writeScenario } from './tiny-scenario.ts';

interface Study {
  mechanism: string;
  market?: string;
  players?: string;
  more?: string;
}

const plainMarket = 'nodeCount: 40, computeCost: 1, reward: 1.3, stake: 200';
const plainPlayers = 'asserter: [honest, skip-work]';
const sampling = (more: string) => `{ kind: posp, challengeProbability: 0.4, ${more} }`;

function write({ mechanism, market = plainMarket, players = plainPlayers, more = '' }: Study): string {
  return `title: A neighbour
mechanism: ${mechanism}
market: { ${market} }
players: { ${players} }
${more}
run: { jobs: 200 }
replications: 2
`;
}

/** One space for every run of blanks: pages are laid out by width. */
function flow(text: string): string {
  return text.replace(/\s+/g, ' ');
}

async function said(command: string, study: Study): Promise<{ code: number; text: string; stderr: string }> {
  const { file, out } = writeScenario(write(study));
  const flags = command === 'run' ? ['--out', out, '--workers', '1', '--no-pictures', '--quiet'] : [];
  const { code, stdout, stderr } = await posp([command, file, ...flags]);
  expect(`${stdout}${stderr}`).not.toMatch(/NaN|Infinity|our mistake/);
  return { code, text: flow(stdout), stderr };
}

describe('solve answers', () => {
  test.each([
    [9, 0.37, 'without-replacement'],
    [51, 0.49, 'independent'],
    [999, 0.62, 'independent'],
  ])('where %i arbiters vote and a share of %d colludes', async (majority, fraction, draw) => {
    const { code, text } = await said('solve', {
      mechanism: `{ kind: posp, challengeProbability: 0.7, slashAmount: 14, draw: ${draw}, arbitration: { majority: ${majority} } }`,
      market: plainMarket.replace('40', '3000'),
      more: `coalition: { fraction: ${fraction} }`,
    });
    expect(code).toBe(0);
    expect(text).toMatch(/p asserter skip-work coalition (above 0\.\d+|nowhere)/);
    expect(text).toContain('asserter honest, validator honest (pure, strict)');
  });

  test('where nothing matters: every play is an equilibrium', async () => {
    const { code, text } = await said('solve', {
      mechanism: '{ kind: inspection, slashAmount: 0 }',
      market: 'nodeCount: 40, computeCost: 0, reward: 0, stake: 0',
      players: `${plainPlayers}, validator: [honest, guess]`,
    });
    expect(code).toBe(0);
    expect(text.match(/\(pure\)/g)).toHaveLength(4);
  });

  test.each([
    ['the slash meets the stake', 'slashAmount: 30', 640, 'mechanism.slashAmount', 'S = 640 '],
    ['with a bounty', 'slashAmount: 90, bountyShare: 0.3', 77.5, 'mechanism.slashAmount', 'S = 77.5 '],
    ['the stake meets the slash', 'slashAmount: 120', 300, 'market.stake', 'W = 120 '],
  ])('what is cheapest where %s', async (_, slash, stake, over, best) => {
    const { code, text } = await said('solve', {
      mechanism: sampling(slash),
      market: plainMarket.replace('200', String(stake)),
      more: `optimize: { over: ${over}, capitalCost: 2e-7 }`,
    });
    expect(code).toBe(0);
    expect(text).toContain(`deterrence is cheapest at ${best}with p = `);
  });

  test('along the sweep, and says where an honest node would rather stay away', async () => {
    const study = {
      mechanism: '{ kind: posp, challengeProbability: 0.3, slashAmount: 12 }',
      market: `${plainMarket.replace('200', '90')}, detector: { falseAlarm: 0.25 }`,
      more: 'sweep: { mechanism.challengeProbability: [0.05, 0.3, 0.6] }',
    };
    const { code, text } = await said('solve', study);
    expect(code).toBe(0);
    expect(text.match(/p asserter skip-work above 0\.100251/g)).toHaveLength(3);
    expect(text.match(/an honest asserter loses \S+ credits per job here/g)).toHaveLength(2);
    expect(text).not.toContain('skip-work pays at every');
  });
});

describe('check refuses', () => {
  const swept = 'sweep: { mechanism.challengeProbability: [0.01, 0.1, 0.4] }\n';
  const threshold = (between: string) =>
    `${swept}claims: [{ kind: threshold, of: mechanism.challengeProbability, role: asserter, between: ${between} }]`;
  test.each<[string, Study, RegExp]>([
    [
      'a share above 1',
      { mechanism: sampling('slashAmount: 30'), more: 'claims: [{ kind: bound, of: detected, atMost: 12 }]' },
      /detected is at most 12, which it always is: a share lies in \[0, 1\]; 12 % is 0\.12/,
    ],
    [
      'a time below zero',
      {
        mechanism: sampling('slashAmount: 30'),
        more: 'claims: [{ kind: bound, of: latencySecondsP95, atMost: -0.02 }]',
      },
      /latencySecondsP95 is at most -0\.02, which it never is: a time is at least 0 s/,
    ],
    [
      'a limit that repeats its range',
      {
        mechanism: sampling('slashAmount: 30'),
        more: 'claims: [{ kind: bound, of: utilisation, atLeast: 0, atMost: 1 }]',
      },
      /which it always is: a share lies in \[0, 1\]; give a limit inside/,
    ],
    [
      'a level in percent',
      {
        mechanism: sampling('slashAmount: 30'),
        more: 'claims: [{ kind: quantile, of: income, jobs: 50, level: 95, atLeast: 1 }]',
      },
      /level is 95/,
    ],
    [
      'ends that are reversed',
      { mechanism: sampling('slashAmount: 30'), more: threshold('[0.3, 0.02]') },
      /lower end comes first/,
    ],
    [
      'ends outside of what can be',
      { mechanism: sampling('slashAmount: 30'), more: threshold('[0.02, 1.2]') },
      /between 0\.02 and 1\.2, where it cannot be/,
    ],
    [
      'an ejection limit where nobody is ejected',
      { mechanism: sampling('slashAmount: 30'), market: `${plainMarket}, minimumStake: 150` },
      /nothing reads market\.minimumStake where players\.exit is "none"/,
    ],
    [
      'a value of the future where nobody is banned',
      { mechanism: sampling('slashAmount: 30'), players: `${plainPlayers}, discount: 0.95` },
      /nothing reads players\.discount where players\.exit is "none"/,
    ],
    [
      'a price of arbitration without a referee',
      { mechanism: sampling('slashAmount: 30, arbitrationCost: 2, arbitration: { majority: 5 }') },
      /nothing reads mechanism\.arbitrationCost/,
    ],
    [
      'a chance to guess where nobody guesses',
      { mechanism: sampling('slashAmount: 30'), market: `${plainMarket}, guessProbability: 0.2` },
      /nothing reads market\.guessProbability where no validator guesses/,
    ],
    [
      'a detector where nobody compares',
      { mechanism: '{ kind: majority-vote, majority: 3 }', market: `${plainMarket}, detector: { miss: 0.2 }` },
      /nothing reads market\.detector\.miss under majority-vote/,
    ],
    [
      'a market that waits for ever',
      { mechanism: sampling('slashAmount: 30'), market: `${plainMarket}, jobsPerSecond: 1e-310` },
      /market\.jobsPerSecond is 1e-310; expected at least \S+ per second/,
    ],
    [
      'a trend of which a clause leaves one value',
      {
        mechanism: sampling('slashAmount: 30'),
        more: `${swept}claims: [{ kind: monotone, of: detected, along: mechanism.challengeProbability, direction: rising, where: mechanism.challengeProbability < 0.05 }]`,
      },
      /"mechanism\.challengeProbability < 0\.05" leaves no two values of mechanism\.challengeProbability at one setting/,
    ],
    [
      'a ranking of which a clause leaves a value out',
      {
        mechanism: sampling('slashAmount: 30'),
        more: `${swept}claims: [{ kind: ranking, of: detected, along: mechanism.challengeProbability, order: [0.4, 0.1], where: mechanism.challengeProbability < 0.3 }]`,
      },
      /leaves mechanism\.challengeProbability = 0\.4 out/,
    ],
    [
      'swept expressions in a circle',
      {
        mechanism: sampling('slashAmount: 30'),
        more: 'sweep: { market.stake: ["= 90 * market.reward"], market.reward: ["= market.stake / 90"] }',
      },
      /market\.reward depends on itself: market\.reward → market\.stake → market\.reward/,
    ],
  ])('%s', async (_, study, sentence) => {
    const { code, stderr } = await said('check', study);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  });
});

describe('check says', () => {
  test.each<[string, Study, RegExp]>([
    [
      'that a slash takes no more than the stake',
      { mechanism: sampling('slashAmount: 260') },
      /warning: .*mechanism\.slashAmount is 260.*stake/,
    ],
    [
      'so with the value of the design point, where the sweep gives it',
      { mechanism: sampling('slashAmount: 10'), more: 'sweep: { mechanism.slashAmount: [150, 260, 270] }' },
      /:5:33 {2}mechanism\.slashAmount is 260 credits and market\.stake 200 at 2 of 3 design points, first at 1/,
    ],
    [
      'that money below its smallest unit is rounded',
      {
        mechanism: sampling('slashAmount: 0'),
        market: 'nodeCount: 40, computeCost: 2.4e-9, reward: 3.6e-9, stake: 1e-3',
      },
      /warning: .*market\.computeCost is 2\.4e-9 credits.*whole units of 1e-9 credits/,
    ],
  ])('%s', async (_, study, sentence) => {
    const { code, stderr } = await said('check', study);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(0);
  });

  test('nothing of a boss whose nodes are at work four fifths of the time', async () => {
    const { code, stderr } = await said('check', {
      mechanism: '{ kind: boss-with-fine, challengeProbability: 0.5, slashAmount: 30 }',
      market: `${plainMarket}, jobsPerSecond: 32`,
      more: 'claims: [{ kind: bound, of: latencySeconds, atMost: 60 }]',
    });
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('run judges', () => {
  test.each([
    ['before what it follows', 'market.reward: ["= 1.5 * market.computeCost"], market.computeCost: [0.5, 2]'],
    ['after it', 'market.computeCost: [0.5, 2], market.reward: ["= 1.5 * market.computeCost"]'],
  ])('a price that follows the cost of its point, written %s', async (_, sweep) => {
    // p (R + S) - C with R = 1.5 C: 0.1 at C = 0.5 and -0.5 at C = 2, where the price of the file would leave both below.
    const { code, text } = await said('run', {
      mechanism: '{ kind: posp, challengeProbability: 0.5, slashAmount: 0.45 }',
      more: `sweep: { ${sweep} }
claims:
  - { kind: dominant, role: asserter, by: exact, where: market.reward == 0.75 }
  - { kind: dominant, role: asserter, by: exact, where: market.reward == 3 }`,
    });
    expect(text).toMatch(/✓ true dominant: .* where market\.reward == 0\.75 \(by: exact\) because honesty earns 0\.1 /);
    expect(text).toMatch(/✗ false dominant: .* where market\.reward == 3 \(by: exact\) because .*-0\.275/);
    expect(code).toBe(1);
  });

  test('dominance and loss apart', async () => {
    const { code, text } = await said('run', {
      mechanism: '{ kind: posp, challengeProbability: 0.3, slashAmount: 60 }',
      market: `${plainMarket}, detector: { falseAlarm: 0.3 }`,
      more: 'claims: [{ kind: dominant, role: asserter, by: exact }]',
    });
    expect(text).toContain('✓ true dominant');
    expect(text).toMatch(/an honest asserter earns less than nothing/i);
    expect(code).toBe(0);
  });

  test('what got better: allowed by itself, and a change where nothing may change', async () => {
    const study = (rate: number, claims: string) =>
      write({
        mechanism: `{ kind: posp, challengeProbability: ${rate}, slashAmount: 30 }`,
        market: plainMarket.replace('200', '90'),
        more: claims,
      }).replace('replications: 2', 'replications: 12');
    const first = writeScenario(study(0.01, ''));
    const flags = (out: string) => ['--out', out, '--workers', '1', '--no-pictures', '--quiet'];
    expect((await posp(['run', first.file, ...flags(first.out)])).code).toBe(0);
    const claims = ['improvement', 'nothing'].map(
      (allow) => `{ kind: no-regression, baseline: old.json, allow: ${allow} }`,
    );
    const second = writeScenario(study(0.4, `claims: [${claims.join(', ')}]`));
    copyFileSync(join(first.out, 'findings.json'), join(second.place, 'old.json'));
    const { code } = await posp(['run', second.file, ...flags(second.out)]);
    const { claims: judged } = JSON.parse(readFileSync(join(second.out, 'findings.json'), 'utf8'));
    expect(judged.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['true', 'false']);
    expect(judged[1].because).toContain('copy findings.json');
    expect(code).toBe(1);
  });
});
