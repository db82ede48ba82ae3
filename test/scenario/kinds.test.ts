/** Kinds of jobs: an axis that a market brings along. */
import { describe, expect, test } from 'vitest';
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { countJobs } from '../../src/analysis/round/horizon.ts';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { listArms } from '../../src/plan/arms.ts';
import { computeUtilisation, findOverload } from '../../src/plan/load-factor.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { answerExactly } from '../../src/report/solve-summary.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { writeScenario } from '../../src/scenario/write.ts';

const market = `title: A test
mechanism: { kind: posp, challengeProbability: 0.01, validatorCount: 2, slashAmount: 150, validatorReward: 1 }
players:
  asserter: [honest, skip-work, { kind: cheaper-model, name: half, cost: "= market.computeCost / 2" }]
  against: [coalition, all-deviating]
coalition: { size: 6 }
`;
const fleet = 'nodeCount: 60, stake: 400, verificationCost: 0.9';
const chat = 'computeCost: 1, reward: 1.5, detector: { falseAlarm: 0.01, miss: 0.02 }';
const batch = 'computeCost: 4, reward: 4.2, verificationCost: 3, challengeProbability: 0.05, outsideGain: 2';

/** The two kinds on one market, and each of them alone. */
const both = `${market}market:
  nodeCount: 60
  stake: 400
  verificationCost: 0.9
  jobs:
    - { name: chat, share: 75 %, ${chat} }
    - { name: batch, share: 25 %, ${batch} }
`;
const alone = {
  chat: `${market}market: { ${fleet}, ${chat} }\n`,
  batch: `${market.replace('0.01', '0.05')}market: { nodeCount: 60, stake: 400, ${batch.replace(' challengeProbability: 0.05,', '')} }\n`,
};

function load(text: string) {
  const loaded = planScenario('a.yaml', text);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded;
}

function problemsOf(text: string): string[] {
  const loaded = planScenario('a.yaml', text);
  return 'problems' in loaded ? loaded.problems.map(formatProblem) : [];
}

/** A market with these kinds, and what else a file says. */
function listing(kinds: readonly string[], more = ''): string {
  return `${market}market:\n  nodeCount: 60\n  stake: 400\n  jobs:\n${kinds.map((kind) => `    - ${kind}\n`).join('')}${more}`;
}

describe('a market with several kinds of jobs', () => {
  test('has design points for each, in the order of the file', () => {
    const { points } = load(`${both}sweep: { market.stake: [300, 400] }\n`);
    expect(points.map(({ at }) => [at['market.jobs'], at['market.stake']])).toEqual([
      ['chat', 300],
      ['chat', 400],
      ['batch', 300],
      ['batch', 400],
    ]);
  });

  test.each(['chat', 'batch'] as const)('is at %s what a market of that kind alone is', (name) => {
    const point = load(both).points.find(({ at }) => at['market.jobs'] === name)!;
    const [own] = load(alone[name]).points;
    for (const arm of listArms(own.settings, own.settings.players.against)) {
      expect(armKeyOf(point.settings, arm, 'seed')).toBe(armKeyOf(own.settings, arm, 'seed'));
      const run = { ...own.settings.run, jobs: 2000 };
      const record = simulateRun({ ...own.settings, run }, arm, 'seed', 3);
      expect(simulateRun({ ...point.settings, run }, arm, 'seed', 3)).toEqual(record);
    }
    for (const over of ['skip-work', 'half']) {
      const known = exactAdvantage(own.settings, 'asserter', 'honest', over, 'coalition');
      expect(known).not.toBeNull();
      expect(exactAdvantage(point.settings, 'asserter', 'honest', over, 'coalition')).toBe(known);
    }
  });

  test('is answered for each kind, none of them to choose among', () => {
    const { scenario, points } = load(
      `${both.replace(' challengeProbability: 0.05,', '').replace(', all-deviating', '')}sweep: { mechanism.challengeProbability: [0.001, 0.1] }\n`,
    );
    const resolver = createResolver(scenario);
    const solved = solveScenario({ scenario, points, resolve: (at) => resolver(at).settings });
    const summary = answerExactly(solved, undefined);
    expect(summary).toMatch(
      /once challenge probability p exceeds [\d.e-]+ for jobs of kind chat, [\d.e-]+ for batch \(exact\)/,
    );
  });

  test('knows nothing of queues, which all kinds share', () => {
    const { points } = load(both);
    for (const { settings } of points) expect(computeUtilisation(settings)).toBeUndefined();
    expect(findOverload(load(both.replace('stake: 400', 'stake: 400\n  jobsPerSecond: 1000')).points)).toBeUndefined();
  });

  test('is written out and read again as the same', () => {
    const { scenario, points } = load(both);
    const again = load(writeScenario(scenario));
    expect(again.points).toEqual(points);
    expect(digestScenario(again.scenario)).toBe(digestScenario(scenario));
    expect(writeScenario(again.scenario)).toBe(writeScenario(scenario));
  });

  test('may be compared under several mechanisms', () => {
    const { points } = load(
      `${both.replace(' challengeProbability: 0.05,', '')}sweep: { mechanism: [{ kind: posp, challengeProbability: 0.2, slashAmount: 9 }, no-verification] }\n`,
    );
    expect(points.map(({ at, settings }) => [at.mechanism, at['market.jobs'], settings.market.reward])).toEqual([
      ['posp', 'chat', 1.5],
      ['posp', 'batch', 4.2],
      ['no-verification', 'chat', 1.5],
      ['no-verification', 'batch', 4.2],
    ]);
  });
});

describe('a single kind', () => {
  test('is the market’s own', () => {
    const { points } = load(listing([`{ name: chat, ${chat}, verificationCost: 0.9 }`]));
    expect(points).toEqual(load(alone.chat).points);
  });
});

describe('a kind by its model and its tokens', () => {
  const served =
    'hardware: h100-sxm, costPerHour: 2 USD, tokens: { in: 1155, out: 211 }, pricePerMillionTokens: 0.40 USD';

  test('costs what its law says', () => {
    const [{ settings }] = load(
      listing([`{ name: chat, model: llama-3.3-70b-fp8, ${served}, check: prefill }`]),
    ).points;
    // 137.3 I + 141.9 O + 0.1367 O (I + O / 2) microseconds, and 137.3 (I + O), on two GPUs at 2 USD an hour each.
    const seconds = (137.3 * 1155 + 141.9 * 211 + 0.1367 * 211 * (1155 + 105.5)) / 1e6;
    const { computeCost, verificationCost, reward, serviceSeconds } = settings.market;
    expect(computeCost).toBeCloseTo((2 / 3600) * seconds, 12);
    expect(verificationCost).toBeCloseTo((2 / 3600) * 137.3e-6 * 1366, 12);
    expect(reward).toBeCloseTo(0.4e-6 * 1366, 12);
    expect(serviceSeconds).toMatchObject({ kind: 'deterministic', value: expect.closeTo(seconds / 2, 12) });
  });

  test('is checked by computing it again unless it says otherwise', () => {
    const [{ settings }] = load(listing([`{ name: chat, model: llama-3.3-70b-fp8, ${served} }`])).points;
    expect(settings.market.verificationCost).toBe(settings.market.computeCost);
  });

  test('may say by hand what its law would', () => {
    const [{ settings }] = load(listing([`{ name: chat, model: llama-3.3-70b-fp8, ${served}, reward: 3 USD }`])).points;
    expect(settings.market.reward).toBe(3);
  });
});

describe('what is wrong with kinds is told where it stands', () => {
  const b = '{ name: b, share: 0.4, computeCost: 1, reward: 2 }';

  test.each([
    [[], '10:9  market.jobs is an empty list; it lists kinds of jobs'],
    [['chat'], '11:7  market.jobs.0 is "chat"; a kind of job is a group of settings with a name'],
    [
      ['{ share: 1, computeCost: 1, reward: 2 }'],
      '11:7  market.jobs.0.name is missing: what tables call this kind of job',
    ],
    [
      ['{ name: __proto__, computeCost: 1, reward: 2 }'],
      '11:15  market.jobs.0.name is "__proto__"; a name starts with a letter',
    ],
    [
      ['{ name: b, share: 60 %, computeCost: 1, reward: 2 }', b],
      '12:15  two kinds of jobs are called "b"; give one of them another name',
    ],
    [
      ['{ name: a, share: 0.5, computeCost: 1, reward: 2 }', b],
      '11:25  market.jobs.0.share is 0.5; shares of all kinds add up to 1, not to 0.9',
    ],
    [
      ['{ name: a, computeCost: 1, reward: 2 }', b],
      '11:7  market.jobs.0.share is missing: its share of arrivals; shares add up to 1',
    ],
    [
      ['{ name: a, share: 0, computeCost: 1, reward: 2 }', b],
      '11:25  market.jobs.0.share is 0; a share of arrivals is more than 0 and at most 1',
    ],
    // What the first says is lent to nobody else.
    [
      ['{ name: a, share: 60 %, computeCost: 1, reward: 3 }', '{ name: b, share: 0.4, reward: 2 }'],
      '12:7  market.jobs.1.computeCost is missing',
    ],
    [
      ['{ name: a, share: 60 %, computeCost: -1, reward: 3 }', b],
      '11:44  market.computeCost is -1; it must be at least 0 credits',
    ],
    [
      ['{ name: a, computeCost: 1, reward: 2, stake: 5 }'],
      '11:45  stake belongs to the whole market: write it as market.stake',
    ],
    [
      ['{ name: a, computeCost: 1, rewrad: 2, reward: 2 }'],
      '11:34  unknown key "rewrad" in market.jobs.0; did you mean "reward"?',
    ],
    [
      ['{ name: a, model: llama-3.3-70b, hardware: h100-sxm, costPerHour: 2 USD, tokens: { in: 5, out: 6 } }'],
      '11:25  unknown model "llama-3.3-70b"; did you mean "llama-3.3-70b-fp4"?',
    ],
    [
      ['{ name: a, model: llama-3.3-70b-fp8, hardware: rtx-4090, costPerHour: 2 USD, tokens: { in: 5, out: 6 } }'],
      '11:54  nothing is known of what "llama-3.3-70b-fp8" takes on "rtx-4090"; known: h100-sxm, h200, a100-80',
    ],
    [
      ['{ name: a, model: llama-3.3-70b-fp8, hardware: h100-sxm, costPerHour: two, tokens: { in: 5, out: 6 } }'],
      '11:77  market.jobs.0.costPerHour is "two"; expected an amount of money, such as 2 USD',
    ],
    [
      ['{ name: a, model: llama-3.3-70b-fp8, hardware: h100-sxm, costPerHour: 2, tokens: { in: 5, out: -6 } }'],
      '11:88  market.jobs.0.tokens is a group of settings; tokens of a request are two whole numbers',
    ],
    [
      ['{ name: a, model: llama-3.3-70b-fp8, hardware: h100-sxm, tokens: { in: 5, out: 6 }, reward: 1 }'],
      '11:7  market.jobs.0.costPerHour is missing: what an hour of one GPU costs',
    ],
  ])('%j', (kinds, told) => {
    const text = kinds.length === 0 ? `${market}market:\n  nodeCount: 60\n  stake: 400\n  jobs: []\n` : listing(kinds);
    const found = problemsOf(text);
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining(`a.yaml:${told}`)]));
    expect(found.filter((line) => line.includes('market.computeCost is missing'))).toEqual([]);
  });

  test('what a kind says is not swept for all of them', () => {
    const kinds = ['{ name: a, share: 0.6, computeCost: 1, reward: 2 }', b];
    expect(problemsOf(listing(kinds, 'sweep: { market.reward: [1, 2] }\n')).join()).toContain(
      'market.reward cannot be swept, because kind "b" of market.jobs says what it is',
    );
    expect(problemsOf(listing(kinds, 'sweep: { market.jobs: [a] }\n')).join()).toContain(
      'market.jobs varies by itself',
    );
  });

  test.each([
    ['exit: banned, reentryCost: 5', 'slashed nodes are banned'],
    ['exit: ejected', 'nodes may leave'],
  ])('jobs that hang on others are looked at together or not at all: %s', (exit, reason) => {
    const text = both.replace(
      '  against: [coalition, all-deviating]',
      `  against: [coalition]\n  ${exit.replace(', ', '\n  ')}`,
    );
    expect(problemsOf(text).join()).toContain(`market.jobs is "chat"; expected one kind of job where ${reason}`);
  });

  test('nothing is claimed by the clock, in which a node gets jobs of all kinds', () => {
    const claiming = (claim: string) => problemsOf(`${both}claims: [{ ${claim} }]\n`).join();
    const reason = 'counts by the clock, and in a time a node gets jobs of all kinds';
    expect(claiming('kind: bound, of: income, per: year, atLeast: 0')).toContain(reason);
    expect(claiming('kind: bound, of: falseSlash, per: hour, atMost: 1')).toContain(reason);
    expect(claiming('kind: quantile, of: income, lasts: 1 h, atLeast: 0')).toContain(
      `${reason}, which are looked at one by one; say how many jobs with jobs`,
    );
    expect(claiming('kind: bound, of: income, per: job, atLeast: 0')).toBe('');
    expect(claiming('kind: quantile, of: income, jobs: 20, atLeast: 0')).toBe('');
    const { points } = load(both);
    expect(points.map(({ settings }) => [countJobs(settings, 'year'), countJobs(settings, 'job')])).toEqual([
      [null, 1],
      [null, 1],
    ]);
  });

  test('shares are not added up while a kind cannot be read', () => {
    const kinds = [
      '{ name: a b, share: 0.5, reward: 2, computeCost: 1 }',
      '{ name: c, share: 0.5, reward: 2, computeCost: 1 }',
    ];
    expect(problemsOf(listing(kinds))).toEqual([expect.stringContaining('market.jobs.0.name is "a b"')]);
  });

  test('nor where nodes learn, or jobs are in flight, or dispatch looks at queues', () => {
    expect(problemsOf(both.replace('[honest, skip-work,', '[honest, epsilon-greedy,')).join()).toContain(
      'expected one kind of job',
    );
    expect(problemsOf(both.replace('stake: 400', 'stake: 400\n  jobsInFlight: 3')).join()).toContain(
      'expected one kind of job',
    );
    expect(problemsOf(both.replace('stake: 400', 'stake: 400\n  dispatch: shorter-of-two')).join()).toContain(
      'expected one kind of job',
    );
  });
});
