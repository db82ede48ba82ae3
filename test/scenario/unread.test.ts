/** What nothing reads is a problem wherever it is written, unless it stands at its default. */
import { describe, expect, test } from 'vitest';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { writeScenario } from '../../src/scenario/write.ts';

function messagesOf(mechanism: string, market = '', players = '', more = ''): string[] {
  const text = `title: Idle
mechanism: { ${mechanism} }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500${market} }
players: { asserter: [honest, skip-work]${players} }
${more}`;
  return messagesIn(text);
}

function messagesIn(text: string): string[] {
  const loaded = planScenario('idle.yaml', text);
  if (!('problems' in loaded)) {
    const again = planScenario('written.yaml', writeScenario(loaded.scenario));
    expect('problems' in again ? again.problems : []).toEqual([]);
    return [];
  }
  expect(loaded.problems.every(({ code }) => code === 'unread-path')).toBe(true);
  return loaded.problems.map(({ message }) => message);
}

const posp = 'kind: posp, challengeProbability: 0.2, slashAmount: 40';

describe('a parameter that nothing reads', () => {
  test.each([
    [
      posp,
      ', minimumStake: 90',
      '',
      'nothing reads market.minimumStake where players.exit is "none"; leave it out: it is read with players.exit: ejected',
    ],
    [
      posp,
      '',
      ', discount: 0.8',
      'nothing reads players.discount where players.exit is "none"; leave it out: it is read with players.exit: banned or mechanism.sampling.kind: reputation',
    ],
    [
      posp,
      '',
      ', reentryCost: 3',
      'nothing reads players.reentryCost where players.exit is "none"; leave it out: it is read with players.exit: banned',
    ],
    [
      `${posp}, arbitrationCost: 2`,
      '',
      '',
      'nothing reads mechanism.arbitrationCost where mechanism.arbitration is "perfect"; leave it out: it is read with mechanism.arbitration: referee',
    ],
    [
      'kind: majority-vote, majority: 2',
      ', detector: { miss: 0.1 }',
      '',
      'nothing reads market.detector.miss under majority-vote; leave it out',
    ],
    [
      'kind: no-verification',
      ', detector: { falseAlarm: 0.1 }',
      '',
      'nothing reads market.detector.falseAlarm under no-verification; leave it out',
    ],
    [
      'kind: inspection, slashAmount: 3',
      ', detector: { falseAlarm: 0.1 }',
      '',
      'nothing reads market.detector.falseAlarm under inspection; leave it out',
    ],
    [
      posp,
      ', guessProbability: 0.1',
      '',
      'nothing reads market.guessProbability where no validator guesses; leave it out: it is read with players.validator: guess',
    ],
    [
      `${posp}, reveal: open`,
      ', guessProbability: 0.1',
      ', validator: [honest, copy]',
      'nothing reads market.guessProbability where no validator guesses; leave it out: it is read with players.validator: guess',
    ],
    [
      `${posp}, reveal: open`,
      '',
      ', validator: [honest, guess]',
      'nothing reads mechanism.reveal where no validator copies; leave it out: it is read with players.validator: copy',
    ],
    [
      'kind: no-verification, accounting: alone',
      '',
      '',
      'nothing reads mechanism.accounting under no-verification; leave it out',
    ],
  ])('%s%s%s', (mechanism, market, players, message) => {
    expect(messagesOf(mechanism, market, players)).toEqual([message]);
  });

  test('may stand at its default, and is welcome where something reads it', () => {
    expect(messagesOf(posp, ', minimumStake: 0', ', discount: 1, reentryCost: null')).toEqual([]);
    expect(messagesOf(posp, ', minimumStake: 90', ', exit: ejected')).toEqual([]);
    expect(messagesOf(posp, '', ', exit: banned, discount: 0.8, reentryCost: 3')).toEqual([]);
    expect(messagesOf(`${posp}, arbitration: referee, arbitrationCost: 2`)).toEqual([]);
    expect(messagesOf('kind: inspection, slashAmount: 3', ', detector: { miss: 0.1 }')).toEqual([]);
    expect(messagesOf(posp, ', minimumStake: 90', '', 'sweep: { players.exit: [none, ejected] }\n')).toEqual([]);
    expect(messagesOf(posp, ', guessProbability: 0.1', ', validator: [honest, guess]')).toEqual([]);
    expect(messagesOf(posp, ', guessProbability: 0.1', ', validator: [{ kind: copy, name: lazy }]')).toEqual([]);
    expect(messagesOf(`${posp}, reveal: open`, '', ', validator: [honest, copy]')).toEqual([]);
    const both = 'sweep: { mechanism.reveal: [open, commit-reveal] }\n';
    expect(messagesOf(posp, ', guessProbability: 0.1', ', validator: [honest, copy]', both)).toEqual([]);
  });

  test('is told of where every asserter is honest: nobody gains by a lie, nobody backs one', () => {
    const honest = (more: string) =>
      messagesIn(`title: Honest
mechanism: { ${posp} }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500, outsideGain: 2 }
players: { asserter: [honest], validator: [honest, guess] }
${more}`);
    expect(honest('coalition: { size: 6, backing: committed }\n')).toEqual([
      'nothing reads market.outsideGain where every asserter is honest; leave it out: it is read with a deviation in players.asserter',
      'nothing reads coalition.backing where every asserter is honest; leave it out: it is read with a deviation in players.asserter',
    ]);
  });

  test('is told of where it stands in one of several mechanisms, whatever the others read', () => {
    const listed = (books: string, more = '') =>
      messagesIn(`title: Several
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500 }
players: { asserter: [honest, skip-work], validator: [honest, copy] }
sweep: { mechanism: [${books}]${more} }
`);
    expect(
      listed(`{ ${posp}, reveal: open, accounting: netted }, { kind: no-verification, accounting: netted }`),
    ).toEqual(['nothing reads mechanism.accounting under no-verification; leave it out']);
    expect(
      listed(
        `{ ${posp}, arbitrationCost: 3 }, { kind: always-verify, slashAmount: 4, arbitration: referee, arbitrationCost: 3 }`,
      ),
    ).toEqual([
      'nothing reads mechanism.arbitrationCost where mechanism.arbitration is "perfect"; leave it out: it is read with mechanism.arbitration: referee',
    ]);
    expect(listed(`{ ${posp}, arbitrationCost: 3 }`, ', mechanism.arbitration: [perfect, referee]')).toEqual([]);
  });
});

test('words that are swept and that nothing reads', () => {
  const swept = (book: string, axis: string) =>
    messagesIn(`title: Swept
mechanism: { ${book} }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500 }
players: { asserter: [honest, skip-work], validator: [honest, guess] }
coalition: { size: 4 }
sweep: { ${axis} }
`);
  expect(swept(posp, 'mechanism.reveal: [open, commit-reveal]')).toEqual([
    'nothing reads mechanism.reveal where no validator copies, so sweeping it changes nothing; it is read with players.validator: copy',
  ]);
  const boss = 'kind: boss-with-fine, challengeProbability: 0.2, slashAmount: 40';
  expect(swept(boss, 'coalition.backing: [unanimous, committed]')).toEqual([
    'nothing reads coalition.backing under boss-with-fine, so sweeping it changes nothing',
  ]);
});

const optimal = (book: string, players: string, more = '') => {
  const loaded = planScenario(
    'optimal.yaml',
    `title: Optimal
mechanism: { ${book} }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500 }
players: { ${players} }
optimize: { over: mechanism.slashAmount, capitalCost: 1e-6 }
${more}`,
  );
  return 'problems' in loaded ? loaded.problems.map(({ message }) => message) : [];
};

test('an optimum nobody can be told of is a problem', () => {
  const players = 'asserter: [honest, skip-work]';
  expect(optimal(posp, players)).toEqual([]);
  expect(optimal('kind: always-verify, slashAmount: 40', players)).toEqual([
    'optimize sets how often a job is challenged to what deters at each amount, and always-verify has no such rate; leave optimize out',
  ]);
  expect(optimal('kind: posp, challengeProbability: 0.2, slashFraction: 0.1', players)).toEqual([
    'optimize chooses mechanism.slashAmount, which posp does not state here; state it, or choose market.stake',
  ]);
  expect(optimal(posp, 'asserter: [honest], validator: [honest, guess]')).toEqual([
    'optimize has nobody to deter: no deviation of the asserter is listed under players',
  ]);
  const list = `sweep: { mechanism: [{ ${posp} }, { kind: always-verify, slashAmount: 40 }] }\n`;
  expect(optimal(posp, players, list)).toEqual([]);
});

test.each([
  ['monotone', 'direction: rising', 'role: asserter'],
  ['monotone', 'direction: rising', 'against: all-honest'],
  ['ranking', 'order: [0.4, 0.2]', 'over: skip-work'],
])('a claim %s about a rate says nothing of players: %s, %s', (kind, rest, idle) => {
  const loaded = planScenario(
    'idle.yaml',
    `title: Idle
mechanism: { ${posp} }
market: { nodeCount: 30, computeCost: 1, reward: 1.5, stake: 500 }
players: { asserter: [honest, skip-work] }
sweep: { mechanism.challengeProbability: [0.2, 0.4] }
claims: [{ kind: ${kind}, of: challenged, along: mechanism.challengeProbability, ${rest}, ${idle} }]
`,
  );
  const word = idle.split(':')[0];
  expect('problems' in loaded && loaded.problems.map(({ message }) => message)).toEqual([
    `claim 0 is about challenged, of which ${word} says nothing; leave it out`,
  ]);
});

describe('the rate of jobs, where demand says it by itself', () => {
  const states = '{ kind: mmpp, rates: [2, 6], stays: [30, 10] }';
  const said = 'where market.demand is mmpp, which says by itself how many jobs come';

  test('is a problem that names its way out', () => {
    expect(messagesOf(posp, `, demand: ${states}`)).toEqual([]);
    expect(messagesOf(posp, `, demand: ${states}, jobsPerSecond: 15`)).toEqual([]);
    expect(messagesOf(posp, `, demand: ${states}, jobsPerSecond: 3`)).toEqual([
      `nothing reads market.jobsPerSecond ${said}; leave it out`,
    ]);
    expect(messagesOf(posp, `, demand: ${states}`, '', 'sweep: { market.jobsPerSecond: [2, 3] }')).toEqual([
      `nothing reads market.jobsPerSecond ${said}, so sweeping it changes nothing`,
    ]);
  });

  test('is followed by nothing', () => {
    expect(messagesOf(posp, `, demand: ${states}, outsideGain: "= market.jobsPerSecond / 9"`)).toEqual([
      `market.outsideGain follows market.jobsPerSecond, which is no rate of jobs ${said}; write the number itself`,
    ]);
  });

  test('is read where another demand beside it asks for it', () => {
    const sweep = `sweep: { market.demand: [poisson, ${states}] }`;
    expect(messagesOf(posp, ', jobsPerSecond: 3', '', sweep)).toEqual([]);
  });
});
