/** Groups of nodes: an axis that a market brings along. */
import { describe, expect, test } from 'vitest';
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { countJobs } from '../../src/analysis/round/horizon.ts';
import { solveScenario } from '../../src/analysis/solve/solve.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { listArms } from '../../src/plan/arms.ts';
import { computeUtilisation, findOverload } from '../../src/plan/load-factor.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { answerExactly } from '../../src/report/solve-summary.ts';
import { formatProblem } from '../../src/scenario/problems/problems.ts';
import { createResolver } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { writeScenario } from '../../src/scenario/write.ts';

const rules = `title: A test
mechanism: { kind: posp, challengeProbability: 0.01, validatorCount: 2, slashAmount: 150, validatorReward: 1 }
players:
  asserter: [honest, skip-work, { kind: cheaper-model, name: half, cost: "= market.computeCost / 2" }]
  against: [coalition, all-deviating]
coalition: { size: 6 }
`;
const home = 'stake: 200, computeCost: 1, speed: 0.5, falseAlarm: 0.01';
const rented = 'stake: 400, computeCost: 4, verificationCost: 3, reward: 5';

/** A market with these groups, and what else a file says. */
function listing(groups: readonly string[], more = '', market = 'reward: 4.5'): string {
  return `${rules}market:\n  ${market}\n  fleet:\n${groups.map((group) => `    - ${group}\n`).join('')}${more}`;
}

const both = listing([`{ name: home, count: 40, ${home} }`, `{ name: rented, count: 20, ${rented} }`]);
const alone = {
  home: `${rules}market: { nodeCount: 60, reward: 4.5, stake: 200, computeCost: 1, speed: 0.5, detector: { falseAlarm: 0.01 } }\n`,
  rented: `${rules}market: { nodeCount: 60, ${rented} }\n`,
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

function expectSame(a: ReturnType<typeof load>['points'][number], b: typeof a): void {
  for (const arm of listArms(b.settings, b.settings.players.against)) {
    expect(armKeyOf(a.settings, arm, 'seed')).toBe(armKeyOf(b.settings, arm, 'seed'));
    const run = { ...b.settings.run, jobs: 2000 };
    const record = simulateRun({ ...b.settings, run }, arm, 'seed', 3);
    expect(simulateRun({ ...a.settings, run }, arm, 'seed', 3)).toEqual(record);
  }
  for (const over of ['skip-work', 'half']) {
    const known = exactAdvantage(b.settings, 'asserter', 'honest', over, 'coalition');
    expect(known).not.toBeNull();
    expect(exactAdvantage(a.settings, 'asserter', 'honest', over, 'coalition')).toBe(known);
  }
}

describe('a market with several groups of nodes', () => {
  test('has design points for each, in the order of the file', () => {
    const { points } = load(`${both}sweep: { mechanism.challengeProbability: [0.1, 0.2] }\n`);
    expect(points.map(({ at }) => [at['market.fleet'], at['mechanism.challengeProbability']])).toEqual([
      ['home', 0.1],
      ['home', 0.2],
      ['rented', 0.1],
      ['rented', 0.2],
    ]);
    expect(points.map(({ settings }) => settings.market.nodeCount)).toEqual([60, 60, 60, 60]);
  });

  test.each(['home', 'rented'] as const)('looks at %s as a market of such nodes alone would', (name) => {
    expectSame(load(both).points.find(({ at }) => at['market.fleet'] === name)!, load(alone[name]).points[0]);
  });

  test('has the records of one group where two are alike', () => {
    const [one, other] = load(listing([`{ name: a, count: 25, ${home} }`, `{ name: b, count: 35, ${home} }`])).points;
    expectSame(one, load(alone.home).points[0]);
    expectSame(other, one);
  });

  test('is answered for each group, none of them to choose among', () => {
    const text = both.replace(', all-deviating', '');
    const { scenario, points } = load(`${text}sweep: { mechanism.challengeProbability: [0.001, 0.1] }\n`);
    const resolver = createResolver(scenario);
    const solved = solveScenario({ scenario, points, resolve: (at) => resolver(at).settings });
    expect(answerExactly(solved, undefined)).toMatch(
      /once challenge probability p exceeds [\d.e-]+ for nodes of group home, [\d.e-]+ for rented \(exact\)/,
    );
  });

  test('knows nothing of queues, at which nodes of all groups serve', () => {
    const { points } = load(both);
    for (const { settings } of points) expect(computeUtilisation(settings)).toBeUndefined();
    const busy = both.replace('reward: 4.5', 'reward: 4.5\n  jobsPerSecond: 1000');
    expect(findOverload(load(busy).points)).toBeUndefined();
  });

  test('gives a node as many jobs an hour as any other', () => {
    const { points } = load(both.replace('reward: 4.5', 'reward: 4.5\n  jobsPerSecond: 30'));
    expect(points.map(({ settings }) => countJobs(settings, 'hour'))).toEqual([1800, 1800]);
  });

  test('is written out and read again as the same', () => {
    const { scenario, points } = load(both);
    const again = load(writeScenario(scenario));
    expect(again.points).toEqual(points);
    expect(digestScenario(again.scenario)).toBe(digestScenario(scenario));
    expect(writeScenario(again.scenario)).toBe(writeScenario(scenario));
  });

  test('may serve several kinds of jobs', () => {
    const kinds =
      '  jobs:\n    - { name: chat, share: 0.5, reward: 2 }\n    - { name: batch, share: 0.5, reward: 4, challengeProbability: 0.1 }\n';
    const groups = [`{ name: home, count: 40, ${home} }`, '{ name: rented, count: 20, stake: 300, computeCost: 2 }'];
    const { points } = load(listing(groups, kinds, 'outsideGain: 1'));
    expect(
      points.map(({ at, settings: { market, mechanism } }) => [
        at['market.jobs'],
        at['market.fleet'],
        market.reward,
        market.computeCost,
        market.detector.falseAlarm,
        mechanism.challengeProbability,
      ]),
    ).toEqual([
      ['chat', 'home', 2, 1, 0.01, 0.01],
      ['chat', 'rented', 2, 2, 0, 0.01],
      ['batch', 'home', 4, 1, 0.01, 0.1],
      ['batch', 'rented', 4, 2, 0, 0.1],
    ]);
  });
});

describe('a fleet of unlike nodes, counted out', () => {
  interface Node {
    group: string;
    cost: number;
    stake: number;
    falseAlarm: number;
  }

  /** Mean income of an asserter of a group, over who the members, the asserter and the validators may be, and what they find. */
  function countOut(
    fleet: readonly Node[],
    group: string,
    { p, n, share, reward, pay, members }: { [name: string]: number },
    isHonest: boolean,
  ): number {
    const means = choose(fleet, members).flatMap((coalition) =>
      fleet
        .filter((node) => node.group === group && coalition.includes(node))
        .flatMap((asserter) =>
          choose(
            fleet.filter((node) => node !== asserter),
            n,
          ).map((validators) => {
            const isUnanimous = validators.every((node) => coalition.includes(node));
            const lost = -share * asserter.stake;
            if (!isHonest) return (1 - p) * reward + p * (isUnanimous ? reward + pay : lost);
            // Members raise no alarm against each other.
            const looking = validators.filter((node) => !coalition.includes(node));
            let passes = 1;
            for (const _ of looking) passes *= 1 - asserter.falseAlarm;
            return (1 - p) * reward + p * (passes * reward + (1 - passes) * lost) - asserter.cost;
          }),
        ),
    );
    return means.reduce((sum, mean) => sum + mean, 0) / means.length;
  }

  function choose<Item>(items: readonly Item[], count: number): Item[][] {
    if (count === 0) return [[]];
    return items.flatMap((item, i) => choose(items.slice(i + 1), count - 1).map((rest) => [item, ...rest]));
  }

  test.each([
    { n: 1, members: 2, counts: [2, 3] },
    { n: 2, members: 3, counts: [3, 2, 1] },
    { n: 1, members: 3, counts: [1, 4] },
    { n: 2, members: 4, counts: [2, 2, 2] },
  ])('asserters of each group earn what the fleet makes of them: %j', ({ n, members, counts }) => {
    const [p, share, reward, pay] = [0.2, 0.3, 5, 0.7];
    const groups = counts.map((count, i) => ({
      group: `g${i}`,
      count,
      cost: 1 + i / 3,
      stake: 20 + 7 * i,
      falseAlarm: 0.02 + 0.05 * i,
    }));
    const lines = groups.map(
      ({ group, count, cost, stake, falseAlarm }) =>
        `    - { name: ${group}, count: ${count}, computeCost: ${cost}, stake: ${stake}, falseAlarm: ${falseAlarm} }\n`,
    );
    const { points } = load(`title: A test
mechanism: { kind: posp, challengeProbability: ${p}, validatorCount: ${n}, slashFraction: ${share}, validatorReward: ${pay}, arbitration: perfect }
players: { asserter: [honest, skip-work] }
coalition: { size: ${members} }
market:
  reward: ${reward}
  verificationCost: 0.4
  fleet:\n${lines.join('')}`);
    const fleet = groups.flatMap((node) => Array.from({ length: node.count }, () => ({ ...node })));
    const amounts = { p, n, share, reward, pay, members };
    for (const { at, settings } of points) {
      const group = String(at['market.fleet']);
      const [honest, cheating] = [true, false].map((isHonest) => countOut(fleet, group, amounts, isHonest));
      const exact = exactAdvantage(settings, 'asserter', 'honest', 'skip-work', 'coalition');
      expect(exact, group).toBeCloseTo(honest - cheating, 10);
    }
  });
});

describe('a single group', () => {
  test('is the market’s own', () => {
    expect(load(listing([`{ name: home, count: 60, ${home} }`])).points).toEqual(load(alone.home).points);
  });
});

describe('a group by what it serves on', () => {
  test('costs what its law says', () => {
    const served = 'model: llama-3.1-8b-fp8, tokens: { in: 1155, out: 211 }, stake: 200';
    const { points } = load(
      listing([
        `{ name: home, count: 40, ${served}, hardware: rtx-4090, costPerHour: 0.35 USD }`,
        `{ name: rented, count: 20, ${served}, hardware: h100-sxm, costPerHour: 2 USD }`,
      ]),
    );
    const seconds = (14.3 * 1155 + 14.7 * 211 + 0.0255 * 211 * (1155 + 105.5)) / 1e6;
    expect(points.map(({ settings }) => settings.market.computeCost)).toEqual([
      expect.closeTo((0.35 / 3600) * seconds * (2693 / 1646), 12),
      expect.closeTo((2 / 3600) * seconds, 12),
    ]);
  });
});

describe('a dispatch that weighs nodes', () => {
  const weighing = (dispatch: string, groups: readonly string[], more = '') =>
    listing(groups, more, `computeCost: 0.1\n  jobsPerSecond: 10\n  dispatch: ${dispatch}`);
  const hourly = (text: string) => load(text).points.map(({ settings }) => countJobs(settings, 'hour')!);

  test('gives nine jobs to price 1 for one to price 3', () => {
    const groups = ['{ name: a, count: 20, stake: 200, reward: 1 }', '{ name: b, count: 20, stake: 200, reward: 3 }'];
    const [one, three] = hourly(weighing('price-weighted', groups));
    expect(one / three).toBeCloseTo(9, 12);
    expect(20 * (one + three)).toBeCloseTo(36_000, 8);
  });

  test.each([0.2, 0.5, 0.9])('tries who asks %d of the price of n others first as often as it should', (f) => {
    const n = 30;
    const groups = [
      `{ name: a, count: ${n}, stake: 200, reward: 2 }`,
      `{ name: b, count: 1, stake: 200, reward: ${2 * f} }`,
    ];
    const [, cutter] = hourly(weighing('price-weighted', groups).replace('size: 6', 'size: 0'));
    expect(cutter / 36_000).toBeCloseTo(f ** -2 / (f ** -2 + n), 12);
  });

  test('is what a router does that draws job by job', () => {
    const counts = [5, 12, 3, 40];
    const prices = [1, 1.7, 0.6, 2.5];
    const groups = counts.map(
      (count, i) => `{ name: g${i}, count: ${count}, stake: ${200 + 50 * i}, reward: ${prices[i]} }`,
    );
    for (const [dispatch, weigh] of [
      ['{ kind: price-weighted, exponent: 1.5 }', (i: number) => prices[i] ** -1.5],
      ['stake-weighted', (i: number) => 200 + 50 * i],
    ] as const) {
      const nodes = counts.flatMap((count, group) => Array.from({ length: count }, () => group));
      const ends = nodes.map((_, i) => nodes.slice(0, i + 1).reduce((sum, group) => sum + weigh(group), 0));
      const total = ends[ends.length - 1];
      const drawn = counts.map(() => 0);
      const jobs = 40_000;
      const uniforms = createStream('router', 0, 'jobs');
      for (let job = 0; job < jobs; job++) {
        const reached = uniforms.next() * total;
        drawn[nodes[ends.findIndex((end) => reached < end)]]++;
      }
      for (const [group, perHour] of hourly(weighing(dispatch, groups)).entries()) {
        const share = (counts[group] * perHour) / 36_000;
        expect(Math.abs(drawn[group] / jobs - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / jobs));
      }
    }
  });

  test('changes nothing by the job', () => {
    const groups = ['{ name: a, count: 40, stake: 200, reward: 1 }', '{ name: b, count: 20, stake: 200, reward: 3 }'];
    const [weighed, even] = ['price-weighted', 'uniform'].map((kind) => load(weighing(kind, groups)).points);
    for (const [i, point] of weighed.entries()) {
      const known = exactAdvantage(even[i].settings, 'asserter', 'honest', 'half', 'coalition');
      expect(exactAdvantage(point.settings, 'asserter', 'honest', 'half', 'coalition')).toBe(known);
    }
  });

  test('is written out and read again as the same', () => {
    const groups = [
      '{ name: a, count: 40, stake: 200, reward: 1 USD }',
      '{ name: b, count: 20, stake: 200, reward: 3 USD }',
    ];
    const { scenario, points, money } = load(weighing('price-weighted', groups));
    const again = load(writeScenario(scenario, { money }));
    expect(again.points).toEqual(points);
    expect(digestScenario(again.scenario)).toBe(digestScenario(scenario));
  });

  const unlike = ['{ name: a, count: 40, stake: 200, reward: 1 }', '{ name: b, count: 20, stake: 300, reward: 3 }'];

  test('is refused where nothing is weighed, and where a group gets no job', () => {
    const idle = 'expected uniform where all nodes ask and hold the same';
    expect(problemsOf(weighing('price-weighted', unlike.slice(0, 1))).join()).toContain(idle);
    const swept = `sweep: { market.dispatch: [uniform, stake-weighted] }\n`;
    expect(problemsOf(weighing('uniform', unlike, swept)).join()).toContain(idle);
    expect(problemsOf(weighing('cheapest', unlike)).join()).toContain(
      'a.yaml:10:13  market.dispatch is "cheapest"; expected a dispatch that gives b jobs',
    );
    expect(problemsOf(weighing('{ kind: price-weighted, outageMemory: 30 s }', unlike)).join()).toContain(
      'outageMemory',
    );
  });

  test('is not counted by the hour for validators, who are drawn alike', () => {
    const claim = (role: string) =>
      `claims: [{ kind: bound, of: income, role: ${role}, per: hour, atLeast: 0, where: market.fleet == 'a' }]\n`;
    const alike = unlike.map((group) => group.replace('300', '200'));
    expect(problemsOf(weighing('stake-weighted', unlike, claim('asserter')))).toEqual([]);
    expect(problemsOf(weighing('price-weighted', alike, claim('validator'))).join()).toContain(
      'validators, who check nodes of other groups',
    );
    const asked = weighing('stake-weighted', unlike).replace(
      '  against:',
      '  validator: [honest, collude]\n  against:',
    );
    expect(problemsOf(asked).join()).toContain(
      'get unlike shares of the jobs, and validators check nodes of all of them',
    );
  });
});

describe('what is wrong with groups is told where it stands', () => {
  const b = '{ name: b, count: 4, stake: 200, computeCost: 1 }';

  test.each([
    [['home'], '10:7  market.fleet.0 is "home"; a group of nodes is a group of settings with a name'],
    [['{ count: 3, stake: 200, computeCost: 1 }'], '10:7  market.fleet.0.name is missing: what tables call this group'],
    [['{ name: b, count: 3, stake: 200, computeCost: 1 }', b], '11:15  two groups of nodes are called "b"'],
    [
      ['{ name: a, count: 0, stake: 200, computeCost: 1 }', b],
      '10:25  market.fleet.0.count is 0; a group has a whole number',
    ],
    [
      ['{ name: a, stake: 200, computeCost: 1 }', b],
      '10:7  market.fleet.0.count is missing: how many nodes the group has',
    ],
    [['{ name: a, count: 3, computeCost: 1 }', b], '10:7  market.fleet.0.stake is missing: the market does not say it'],
    [
      ['{ name: a, count: 3, stake: 200, computeCost: -1 }', b],
      '10:53  market.computeCost is -1; it must be at least 0',
    ],
    [['{ name: a, count: 3, stake: 200, computeCost: 1, falseAlarm: 2 }', b], '10:68  market.detector.falseAlarm is 2'],
    [
      ['{ name: a, count: 3, stake: 200, computeCots: 1 }', b],
      '10:40  unknown key "computeCots" in market.fleet.0; did you mean',
    ],
    [
      ['{ name: a, count: 3, stake: 200, computeCost: 1, hardware: h100 }', b],
      '10:7  market.fleet.0.model is missing: what is served',
    ],
    [
      [
        '{ name: a, count: 3, stake: 200, model: llama-3.3-70b-fp8, hardware: h100, costPerHour: 2 USD, tokens: { in: 5, out: 6 } }',
        b,
      ],
      '10:76  nothing is known of what "llama-3.3-70b-fp8" takes on "h100"; did you mean "h200"?',
    ],
    [
      [
        '{ name: a, count: 3, stake: 200, model: llama-3.3-70b-fp8, hardware: rtx-4090, costPerHour: 2 USD, tokens: { in: 5, out: 6 } }',
        b,
      ],
      '10:76  nothing is known of what "llama-3.3-70b-fp8" takes on "rtx-4090"',
    ],
    [
      ['{ name: a, count: 3, stake: 20, computeCost: 1 }', b],
      'market.stake is 20; expected at least the slash of 150 in every group',
    ],
  ])('%j', (groups, told) => {
    expect(problemsOf(listing(groups))).toEqual(expect.arrayContaining([expect.stringContaining(told)]));
  });

  test('an empty list, and a number of nodes that is another', () => {
    expect(problemsOf(`${rules}market: { reward: 4.5, fleet: [] }\n`).join()).toContain(
      'market.fleet is an empty list; it lists groups of nodes',
    );
    const other = 'reward: 4.5\n  nodeCount: 61';
    expect(problemsOf(listing([`{ name: home, count: 60, ${home} }`], '', other)).join()).toContain(
      'the groups of market.fleet have 60 nodes; leave market.nodeCount out',
    );
    expect(problemsOf(`${both}sweep: { market.nodeCount: [60, 70] }\n`).join()).toContain('leave market.nodeCount out');
  });

  test('what a group says is not swept for all of them, nor said by a kind of job as well', () => {
    expect(problemsOf(`${both}sweep: { market.stake: [300, 400] }\n`).join()).toContain(
      'market.stake cannot be swept, because group "rented" of market.fleet says what it is',
    );
    expect(problemsOf(`${both}sweep: { market.fleet: [home] }\n`).join()).toContain('market.fleet varies by itself');
    const kinds = (said: string) =>
      `  jobs:\n    - { name: chat, share: 0.5, ${said} }\n    - { name: batch, share: 0.5, ${said} }\n`;
    expect(problemsOf(both + kinds('computeCost: 2')).join()).toContain(
      'group "home" says computeCost, and so does kind "chat" of market.jobs; leave it to one of them',
    );
    expect(problemsOf(both + kinds('detector: { miss: 0.1 }')).join()).toContain('group "home" says falseAlarm');
  });
});

describe('several groups are refused where nodes of one hang on the others', () => {
  test.each([
    ['exit: banned, reentryCost: 5', 'slashed nodes are banned'],
    ['exit: ejected', 'nodes may leave'],
  ])('%s', (exit, reason) => {
    const against = '  against: [coalition, all-deviating]';
    const text = both.replace(against, `  against: [coalition]\n  ${exit.replace(', ', '\n  ')}`);
    expect(problemsOf(text).join()).toContain(`market.fleet is "home"; expected one group of nodes where ${reason}`);
  });

  test('rules follow nothing that a group says', () => {
    const follows = both.replace('validatorReward: 1', 'validatorReward: "= 2 * market.verificationCost"');
    expect(problemsOf(follows).join()).toContain(
      'mechanism.validatorReward is 2 where home is looked at and 6 where rented is: rules are the same for all groups',
    );
  });

  test.each([
    ['validatorReward: 1', 'validatorReward: 1, accounting: netted', 'accounting netted adds up what members of all'],
    [
      'slashAmount: 150',
      'slashFraction: 0.5, accounting: committed',
      'accounting committed adds up what members of all',
    ],
    [
      '  against:',
      '  validator: [honest, collude]\n  against:',
      'are paid differently and have different false alarms, and validators',
    ],
  ])('%s becomes %s', (from, to, reason) => {
    expect(problemsOf(both.replace(from, to)).join()).toContain(`groups of nodes `);
    expect(problemsOf(both.replace(from, to)).join()).toContain(reason);
  });

  test('validators are asked about where groups differ in costs alone', () => {
    const costs = listing(
      ['{ name: a, count: 40, stake: 200, computeCost: 1 }', '{ name: b, count: 20, stake: 200, computeCost: 3 }'],
      'claims: [{ kind: dominant, role: validator }]\n',
    ).replace('  against:', '  validator: [honest, guess]\n  against:');
    expect(problemsOf(costs)).toEqual([]);
  });

  test.each([
    ['kind: unique-equilibrium', 'is about all equilibria, those between nodes of several groups among them'],
    ['kind: bound, of: income, role: validator, atLeast: 0', 'check nodes of other groups, which differ in stake'],
    ['kind: bound, of: verificationOverhead, atMost: 1', 'is about what checking costs, which differs'],
  ])('a claim %s', (claim, reason) => {
    expect(problemsOf(`${both}claims: [{ ${claim} }]\n`).join()).toContain(reason);
  });

  test('a cheapest amount', () => {
    const optimize = 'optimize: { over: mechanism.slashAmount, capitalCost: 0.01 }\n';
    expect(problemsOf(both + optimize).join()).toContain('groups of nodes are looked at one by one');
  });
});
