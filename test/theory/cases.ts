/**
 * The theory of sampled verification as cases: a scenario, what is read off its exact solution, and the answer.
 *
 * Answers are fractions or closed forms written out, never a call of ours. Symbols: C = 1 cost of a job, R_A and R_V
 * rewards of asserter and challenge, S slash, W stake, p challenge probability, n validators, r colluding share,
 * q = r^n, D detection probability per cheated job, a and b false alarms and misses, U outside gain, g luck in guessing.
 *
 * Published figures: Zhang, Wang, Tan, Liu, Moallemi, Popa (2024), arXiv 2405.00295, and what others made of it; the
 * rest is derived from payoffs branch by branch and was checked by enumeration or Monte Carlo when it was written down.
 */
import { exactRecord } from '../../src/analysis/round/exact.ts';
import type { SolvedPoint, SolvedThreshold } from '../../src/analysis/solve/result.ts';
import type { Role } from '../../src/findings/findings.ts';
import { columnIndex, type RecordColumn } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';

/** One answer: where to read it, and what it is; `null` for "there is none". */
export interface Answer {
  of: string;
  read: (point: SolvedPoint, settings: Settings) => number | string | null | undefined;
  exact: number | string | null;
}

/** One case. Several design points have one list of answers each. */
export interface Case {
  id: string;
  because: string;
  scenario: string;
  /** A path whose threshold is asked for beyond the usual ones. */
  of?: string;
  answers: Answer[][];
  /** Simulated too, every advantage compared with the exact one. */
  simulated?: boolean;
}

interface Parts {
  mechanism?: string;
  market?: string;
  players?: string;
  rest?: string;
  /** Jobs of a replication; more where the decisive event is rare. */
  jobs?: number;
}

const p = 'mechanism.challengeProbability';

/** A market of a hundred nodes with C = 1, R = 1.2, S = 10 and independently drawn validators, changed where said. */
function scenario({ mechanism = '', market = '', players = '', rest = '', jobs = 4000 }: Parts): string {
  return `
title: A case of the theory
mechanism:
${list({ kind: 'posp', challengeProbability: '0.1', slashAmount: '10', draw: 'independent', accounting: 'alone' }, mechanism)}
market:
${list({ nodeCount: '100', computeCost: '1', reward: '1.2', stake: '1000000' }, market)}
players:
${list({ asserter: '[honest, skip-work]', validator: '[honest]' }, players)}
replications: 12
run: { jobs: ${jobs} }
${rest}
`;
}

/** A YAML mapping: defaults, overridden by "key: value; key: value"; a value of nothing takes the key out. */
function list(defaults: Record<string, string>, changes: string): string {
  const given = changes.split(';').flatMap((change) => {
    const [key, ...value] = change.split(':');
    return key?.trim() ? [[key.trim(), value.join(':').trim()]] : [];
  });
  return Object.entries({ ...defaults, ...(Object.fromEntries(given) as Record<string, string>) })
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `  ${key}: ${value}`)
    .join('\n');
}

const colluding = (share: number) => `coalition: { fraction: ${share} }`;

function threshold(of: string, exact: number | null, over = 'skip-work', role: Role = 'asserter'): Answer {
  return { of: `threshold along ${of}`, read: (point) => find(point, of, over, role)?.value, exact };
}

function direction(of: string, exact: string, over = 'skip-work', role: Role = 'asserter'): Answer {
  return { of: `direction along ${of}`, read: (point) => find(point, of, over, role)?.direction, exact };
}

function find({ thresholds }: SolvedPoint, of: string, over: string, role: Role): SolvedThreshold | undefined {
  return thresholds.find((one) => one.of === of && one.over === over && one.role === role);
}

function advantage(exact: number, over = 'skip-work', role: Role = 'asserter'): Answer {
  const read = ({ advantages }: SolvedPoint) => advantages.find((one) => one.over === over && one.role === role)?.exact;
  return { of: `advantage of honesty over ${over}`, read, exact };
}

function rate(of: 'allCollude' | 'detectedGivenChallenge' | 'falseVerdict', exact: number): Answer {
  return { of, read: ({ rates }) => rates[of], exact };
}

const honest: Arm = { role: 'both', strategy: 'honest', against: 'coalition' };

function perJob(column: RecordColumn, exact: number): Answer {
  const read = (_: SolvedPoint, settings: Settings) => exactRecord(settings, honest)![columnIndex[column]];
  return { of: `${column} per job of an honest market`, read, exact };
}

function equilibria(exact: string): Answer {
  const letter: Record<string, string> = { honest: 'H', 'skip-work': 'D', contradict: 'D', copy: 'L', guess: 'L' };
  const read = ({ games }: SolvedPoint) =>
    games[0]!.equilibria
      .filter(({ pure }) => pure)
      .map(({ profile }) =>
        [profile.asserter, profile.validator!].map((side) => letter[Object.keys(side)[0]!]).join(''),
      )
      .sort()
      .join(' ');
  return { of: 'pure equilibria, asserter first', read, exact };
}

function detection(read: (detection: SolvedPoint['detection'][string]) => number | null | undefined, exact: number) {
  return { of: 'time to detection', read: (point: SolvedPoint) => read(point.detection['skip-work']!), exact };
}

/** F-1 at n = 1 and R_A = R_V, gross accounting: the published later form. */
const published = (slash: number, r: number, reward = 1.2) => 1 / ((1 - r) * slash + (1 - 2 * r) * reward);

const stage = (reveal: string, lazy: string, changes: string): Parts => ({
  mechanism: `challengeProbability: 0.2; reveal: ${reveal}; ${changes}`,
  players: `validator: [honest, ${lazy}, contradict]`,
});

/** Every case that a market of this kind can tell. */
export const cases: readonly Case[] = [
  {
    id: 'T01',
    because: 'without collusion p* = C / (R_A + S)',
    scenario: scenario({}),
    answers: [[threshold(p, 5 / 56), direction(p, 'honest-above'), advantage(0.12)]],
    simulated: true,
  },
  {
    id: 'T02',
    because: 'the published spML figures, asserter alone: C / ((1 - r)(R + S))',
    scenario: scenario({ mechanism: 'slashAmount: 150; challengeProbability: 0.05', rest: colluding(0.1) }),
    answers: [[threshold(p, 25 / 3402)]],
    simulated: true,
  },
  {
    id: 'T03',
    because: 'the same, gross: C / ((1 - r)S + (1 - 2r)R), printed as 0.736 %',
    scenario: scenario({
      mechanism: 'slashAmount: 150; challengeProbability: 0.05; accounting: gross',
      rest: colluding(0.1),
    }),
    answers: [[threshold(p, 25 / 3399)]],
    simulated: true,
  },
  {
    id: 'T04',
    because: 'the same, honest income of the coalition netted: C / ((1 - r)(R + S) - rC)',
    scenario: scenario({
      mechanism: 'slashAmount: 150; challengeProbability: 0.05; accounting: netted',
      rest: colluding(0.1),
    }),
    answers: [[threshold(p, 50 / 6799)]],
    simulated: true,
  },
  ...(['alone', 'gross'] as const).map(
    (accounting): Case => ({
      id: `T05 ${accounting}`,
      because: 'a published preset, p = 8 %, violates its own inequality',
      scenario: scenario({ mechanism: `challengeProbability: 0.08; accounting: ${accounting}`, rest: colluding(0.1) }),
      answers: [
        accounting === 'alone'
          ? [threshold(p, 25 / 252), advantage(-0.1936)]
          : [threshold(p, 25 / 249), advantage(-0.2032)],
      ],
      simulated: true,
    }),
  ),
  {
    id: 'T06',
    because: 'the mis-stated C(1 - r)/(R + S) = 9/1100 leaves cheating ahead by 0.19 C',
    scenario: scenario({
      mechanism: 'slashAmount: 100; challengeProbability: = 9/1100',
      market: 'reward: 10',
      rest: colluding(0.1),
    }),
    answers: [[threshold(p, 1 / 99), advantage(-0.19)]],
  },
  {
    id: 'T07',
    because: 'at r = 1/2 the coefficient 1 - 2r of R vanishes: 1/125 whatever R is',
    scenario: scenario({
      mechanism: 'slashAmount: 250; accounting: gross',
      rest: `${colluding(0.5)}\nsweep: { market.reward: [1, 1.2, 2] }`,
    }),
    answers: [[threshold(p, 1 / 125)], [threshold(p, 1 / 125)], [threshold(p, 1 / 125)]],
  },
  {
    id: 'T08',
    because: 'a published worked example of p(S + R) > C at r = 0: 0.05 x 30.001 = 1.50005 against 0.0001',
    scenario: scenario({
      mechanism: 'challengeProbability: 0.05; slashAmount: 30',
      market: 'reward: 0.001; computeCost: 0.0001',
    }),
    answers: [[advantage(1.50005 - 0.0001), threshold(p, 0.0001 / 30.001)]],
  },
  {
    id: 'T09',
    because: 'one honest validator of three is enough: d = 1 - r^n',
    scenario: scenario({ mechanism: 'validatorCount: 3; slashAmount: 20', rest: colluding(0.3) }),
    answers: [[threshold(p, 2500 / 51569), rate('detectedGivenChallenge', 0.973)]],
    simulated: true,
  },
  {
    id: 'T10',
    because: 'without replacement: 7 of 20 collude, 3 drawn from the other 19',
    scenario: scenario({
      mechanism: 'validatorCount: 3; draw: without-replacement',
      market: 'nodeCount: 20',
      rest: 'coalition: { size: 7 }',
    }),
    answers: [[rate('allCollude', 20 / 969), rate('detectedGivenChallenge', 949 / 969)]],
    simulated: true,
  },
  {
    id: 'T11 alone',
    because: 'the largest share of colluders that p = 1 % bears: 1 - C/(p(R + S))',
    scenario: scenario({ mechanism: 'challengeProbability: 0.01; slashAmount: 150' }),
    answers: [[threshold('coalition.fraction', 1 - 1 / 1.512), direction('coalition.fraction', 'honest-below')]],
  },
  {
    id: 'T11 gross',
    because: 'the same, gross: (R + S - C/p)/(S + 2R)',
    scenario: scenario({ mechanism: 'challengeProbability: 0.01; slashAmount: 150; accounting: gross' }),
    answers: [[threshold('coalition.fraction', 51.2 / 152.4)]],
  },
  {
    id: 'T12',
    because: 'three validators: (1 - C/(p(R + S)))^(1/3)',
    scenario: scenario({ mechanism: 'challengeProbability: 0.01; slashAmount: 150; validatorCount: 3' }),
    answers: [[threshold('coalition.fraction', (1 - 1 / 1.512) ** (1 / 3))]],
  },
  {
    id: 'T13',
    because: 'a noisy comparison: p* = C/((1 - a - b)(R + S)); the honest loss there is C a/(1 - a - b), whatever S is',
    scenario: scenario({
      mechanism: 'slashAmount: 150; challengeProbability: = 1 / (0.92 * 151.2)',
      market: 'detector: { falseAlarm: 0.03, miss: 0.05 }',
      jobs: 16_000,
    }),
    answers: [
      [
        threshold(p, 1 / (0.92 * 151.2)),
        { of: 'loss by false slashes', read: ({ participation }) => participation!.falseSlashLoss, exact: 3 / 92 },
        { of: 'honest payoff', read: ({ participation }) => participation!.honestPayoff, exact: 0.2 - 3 / 92 },
      ],
    ],
    simulated: true,
  },
  {
    id: 'T14',
    because: 'a = 20 %, b = 10 %: a/(1 - a - b) = 2/7 > R - C, so at p* nobody honest takes part whatever S is',
    scenario: scenario({
      mechanism: 'slashAmount: 150; challengeProbability: = 1 / (0.7 * (1.2 + mechanism.slashAmount))',
      market: 'detector: { falseAlarm: 0.2, miss: 0.1 }',
      rest: 'sweep: { mechanism.slashAmount: [1, 10, 150, 10000] }',
    }),
    answers: [1, 10, 150, 1e4].map((slash) => [
      threshold(p, 1 / (0.7 * (1.2 + slash))),
      { of: 'stays away', read: ({ participation }) => Number(!participation!.feasible), exact: 1 },
      { of: 'honest payoff', read: ({ participation }) => participation!.honestPayoff, exact: 0.2 - 2 / 7 },
    ]),
  },
  {
    id: 'T16',
    because: 'an outside gain U: p* = (C + U)/(d(R + S + U)); at p = 1 gains up to 1350.8 are deterred',
    scenario: scenario({
      mechanism: 'slashAmount: 150; challengeProbability: 0.5',
      market: 'outsideGain: 50',
      rest: colluding(0.1),
    }),
    answers: [[threshold(p, 51 / (0.9 * 201.2))]],
    simulated: true,
  },
  {
    id: 'T16 largest',
    because: 'the largest gain that certain challenge deters: (d(R + S) - C)/(1 - d)',
    scenario: scenario({ mechanism: 'slashAmount: 150; challengeProbability: 1', rest: colluding(0.1) }),
    of: 'market.outsideGain',
    answers: [[threshold('market.outsideGain', 1350.8), direction('market.outsideGain', 'honest-below')]],
  },
  {
    id: 'T17',
    because: 'a slash takes no more than the stake: S = min(150, 5)',
    scenario: scenario({
      mechanism: 'slashAmount: 150',
      market: 'stake: 5',
      rest: 'sweep: { market.stake: [5, 1000] }',
    }),
    answers: [[threshold(p, 1 / 6.2)], [threshold(p, 1 / 151.2)]],
    simulated: true,
  },
  {
    id: 'T18',
    because: 'ten jobs in flight, slashed once: W >= m(C - D R)/(1 - (1 - D)^m)',
    scenario: scenario({
      mechanism: 'slashAmount: ; slashFraction: 1; challengeProbability: 0.05',
      market: 'stake: 20; jobsInFlight: 10',
    }),
    of: 'market.stake',
    answers: [
      [
        threshold('market.stake', (10 * (1 - 0.05 * 1.2)) / (1 - 0.95 ** 10)),
        threshold('market.stake', 23.42602875569518),
      ],
    ],
    simulated: true,
  },
  {
    id: 'T18 single',
    because: 'one job in flight recovers (C - D R)/D',
    scenario: scenario({
      mechanism: 'slashAmount: ; slashFraction: 1; challengeProbability: 0.05',
      market: 'stake: 20',
    }),
    of: 'market.stake',
    answers: [[threshold('market.stake', 18.8)]],
  },
  ...(
    [
      ['T19', 0, '', 1 / 21],
      ['T19', 10, '', 1 / 31],
      ['T20', 0, '; reentryCost: 5', 1 / 6.2],
      ['T20', 10, '; reentryCost: 5', 1 / 16.2],
      ['T20', 10, '; reentryCost: 1000', 1 / 31],
      ['T20', 10, '; reentryCost: 0', 1 / 11.2],
    ] as const
  ).map(
    ([id, slash, reentry, exact]): Case => ({
      id: `${id} S = ${slash}${reentry}`,
      because: 'a ban costs the future: C/(R + S + min(delta(R - C)/(1 - delta), E)), and 19.8 is that future',
      scenario: scenario({
        mechanism: `slashAmount: ${slash}`,
        players: `exit: banned; discount: 0.99${reentry}`,
      }),
      answers: [[threshold(p, exact)]],
      simulated: true,
    }),
  ),
  {
    id: 'T19 myopic',
    because: 'a player without a future is deterred by the slash alone',
    scenario: scenario({ players: 'exit: banned; discount: 0' }),
    answers: [[threshold(p, 5 / 56), advantage(0.12)]],
  },
  {
    id: 'T21',
    because: 'constant absolute risk aversion: (e^(aC) - 1)/(e^(a(R + S)) - 1)',
    scenario: scenario({ players: 'utility: { cara: 0.1 }' }),
    answers: [[threshold(p, Math.expm1(0.1) / Math.expm1(1.12))]],
    simulated: true,
  },
  {
    id: 'T21 limit',
    because: 'without aversion it is risk neutrality',
    scenario: scenario({ players: 'utility: { cara: 0 }' }),
    answers: [[threshold(p, 5 / 56), advantage(0.12)]],
  },
  {
    id: 'T22',
    because: 'logarithmic utility at wealth 20: ln(21.2/20.2)/ln(21.2/10)',
    scenario: scenario({ players: 'utility: { crra: 1, wealth: 20 }' }),
    answers: [[threshold(p, Math.log(21.2 / 20.2) / Math.log(21.2 / 10))]],
    simulated: true,
  },
  {
    id: 'T22 wealth',
    because:
      'at a given rate only nodes poor enough to fear the slash are honest: up to the wealth of T22 at its threshold',
    scenario: scenario({
      mechanism: `challengeProbability: ${Math.log(21.2 / 20.2) / Math.log(21.2 / 10)}`,
      players: 'utility: { crra: 1, wealth: 5 }',
    }),
    of: 'players.utility.wealth',
    answers: [[threshold('players.utility.wealth', 20), direction('players.utility.wealth', 'honest-below')]],
  },
  {
    id: 'T21 aversion',
    because: 'at the threshold of T21 its aversion is the least that keeps a node honest',
    scenario: scenario({
      mechanism: `challengeProbability: ${Math.expm1(0.1) / Math.expm1(1.12)}`,
      players: 'utility: { cara: 0.2 }',
    }),
    of: 'players.utility.cara',
    answers: [[threshold('players.utility.cara', 0.1), direction('players.utility.cara', 'honest-above')]],
  },
  {
    id: 'T19 discount',
    because: 'at D = 1/21 without a slash a ban deters from a discount of 0.99 on',
    scenario: scenario({
      mechanism: 'slashAmount: 0; challengeProbability: = 1/21',
      players: 'exit: banned; discount: 0.5',
    }),
    of: 'players.discount',
    answers: [[threshold('players.discount', 0.99), direction('players.discount', 'honest-above')]],
  },
  {
    id: 'T20 price',
    because: 'at D = 1/6.2 a new identity must cost 5',
    scenario: scenario({
      mechanism: 'slashAmount: 0; challengeProbability: = 1/6.2',
      players: 'exit: banned; discount: 0.99; reentryCost: 1',
    }),
    of: 'players.reentryCost',
    answers: [[threshold('players.reentryCost', 5), direction('players.reentryCost', 'honest-above')]],
  },
  {
    id: 'T23',
    because: 'detection is geometric: 0.99^500 undetected, 299 jobs for 95 %, 100 on average',
    scenario: scenario({ mechanism: 'challengeProbability: 0.01' }),
    answers: [
      [
        detection(({ undetectedAfter }) => undetectedAfter['500'], 0.99 ** 500),
        detection(({ quantiles }) => quantiles['0.95'], 299),
        detection(({ meanJobs }) => meanJobs, 100),
      ],
    ],
  },
  {
    id: 'T42',
    because: 'commit-reveal leaves guessing: (1 - g)(R_V/n + S) - C = 4.6; laziness pays beyond g = 0.9107142857',
    scenario: scenario({
      mechanism: 'challengeProbability: 1',
      market: 'guessProbability: 0.5',
      players: 'validator: [honest, guess]',
    }),
    of: 'market.guessProbability',
    answers: [
      [
        advantage(4.6, 'guess', 'validator'),
        threshold('market.guessProbability', 1 - 1 / 11.2, 'guess', 'validator'),
        direction('market.guessProbability', 'honest-below', 'guess', 'validator'),
      ],
    ],
    simulated: true,
  },
  ...(
    [
      ['open', 'copy', '', 'DD DL', 'copying an open output is free, and nobody is paid to find out'],
      ['open', 'copy', 'bountyShare: 0.5', '', 'with a bounty the two chase each other: no pure equilibrium'],
      ['open', 'copy', 'bountyShare: 0.5; plantedErrorRate: 0.2', 'HH', 'planted errors make copying dangerous'],
      ['commit-reveal', 'guess', '', 'DD HH', 'without a bounty two who collude are as stable as two who are honest'],
      ['commit-reveal', 'guess', 'bountyShare: 0.05', 'DD HH', 'a bounty below the cost changes nothing'],
      ['commit-reveal', 'guess', 'bountyShare: 0.5', 'HH', 'bounty x S > C leaves honesty alone'],
      ['commit-reveal', 'guess', 'bountyShare: 0.5; challengeProbability: 0.05', 'DH', 'too few challenges to deter'],
    ] as const
  ).map(
    ([reveal, lazy, changes, exact, because]): Case => ({
      id: `T43 ${reveal} ${changes}`,
      because,
      scenario: scenario(stage(reveal, lazy, changes)),
      answers: [[equilibria(exact)]],
    }),
  ),
  ...[1, 2, 3].map(
    (n): Case => ({
      id: `T45 n = ${n}`,
      because: 'n p* C with p* = C/((1 - r^n)(R + S)): one validator is always cheapest',
      scenario: scenario({
        mechanism: `validatorCount: ${n}; slashAmount: 20; challengeProbability: = 1 / ((1 - 0.3^${n}) * 21.2)`,
        rest: colluding(0.3),
      }),
      answers: [[perJob('verificationCost', n / ((1 - 0.3 ** n) * 21.2)), threshold(p, 1 / ((1 - 0.3 ** n) * 21.2))]],
    }),
  ),
  ...(
    [
      [3, 0.216],
      [5, 0.16308],
    ] as const
  ).map(
    ([panel, exact]): Case => ({
      id: `T46 m = ${panel}`,
      because: 'a vote of m with r = 0.3 acquits with the upper half of a binomial',
      scenario: scenario({
        mechanism: `validatorCount: 2; challengeProbability: 0.5; arbitration: { majority: ${panel} }`,
        rest: colluding(0.3),
      }),
      answers: [[rate('falseVerdict', exact), rate('detectedGivenChallenge', 0.91 * (1 - exact))]],
      simulated: true,
    }),
  ),
  ...(
    [
      ['alone', 250 / 2093],
      ['netted', 125 / 1024],
      ['gross', 250 / 2039],
      ['committed', 250 / 2879],
    ] as const
  ).map(
    ([accounting, exact]): Case => ({
      id: `T47 ${accounting}`,
      because: 'four ways to count the income of a coalition, n = 2',
      scenario: scenario({
        mechanism: `validatorCount: 2; slashAmount: 8; accounting: ${accounting}`,
        rest: colluding(0.3),
      }),
      answers: [[threshold(p, exact)]],
      simulated: true,
    }),
  ),
  {
    id: 'T48',
    because: 'the saving counts, not the cost: 62/70 for a model of 8 in place of 70, 1/2 for half the cost',
    scenario: scenario({
      players:
        'asserter: [honest, { kind: cheaper-model, name: eighth, cost: "= 8/70" }, { kind: cheaper-model, name: half, cost: 0.5 }]',
    }),
    answers: [[threshold(p, 62 / 784, 'eighth'), threshold(p, 0.5 / 11.2, 'half')]],
    simulated: true,
  },
  {
    id: 'T49',
    because: 'a check 25 times cheaper than the work: overhead p*/25',
    scenario: scenario({
      mechanism: 'slashAmount: 150; accounting: gross; challengeProbability: = 25/3399',
      market: 'verificationCost: 0.04',
      rest: colluding(0.1),
    }),
    answers: [[perJob('verificationCost', published(150, 0.1) / 25), threshold(p, published(150, 0.1))]],
  },
  {
    id: 'T50',
    because: 'an honest coalition earns R_A - C + p n r (R_V/n - C); the published bound 0.272 omits its own work',
    scenario: scenario({
      mechanism: 'validatorCount: 2; validatorReward: 2.4; challengeProbability: 0.1',
      rest: colluding(0.3),
    }),
    answers: [[{ of: 'income of the coalition', read: ({ payoffs }) => payoffs.coalition, exact: 0.212 }]],
    simulated: true,
  },
];
