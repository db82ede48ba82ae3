/**
 * Published and derived answers about the games around proof of sampling, each reached through a scenario file and the
 * solver: the file is read, settings are overridden where the case asks, and one number of the solution is compared.
 *
 * The closed forms stand beside the cases and nowhere in the library. Tolerance 1e-9 relative: hundreds of additions in
 * double precision, with room to spare.
 */
import { describe, expect, test } from 'vitest';
import { type Answer, answers, solveFile } from './solve-file.ts';

interface Case {
  id: string;
  because: string;
  file: string;
  set?: Record<string, string | number | boolean>;
  /** Path along which a threshold is wanted beyond the usual. */
  of?: string;
  /** What to read off the solution, as `answers` names it. */
  read: keyof typeof answers;
  /** What the reader is told beside the solution. */
  about?: string[];
  exact: number;
}

const V = 50;
const S = 150;

/** n checkers, gain V, loss S, bounty B, cost c, loss L: the chance that each checks, and that the asserter cheats. */
function attention(n: number, { bounty = 150, loss = 0, cost = 1 } = {}) {
  const check = 1 - (S / (V + S)) ** (1 / n);
  const worth = (bounty * V) / ((V + S) * n * check) + loss * (S / (V + S)) ** ((n - 1) / n);
  return { check, cheat: cost / worth, failure: ((cost / worth) * S) / (V + S) };
}

/** Chance that at least M of 2M - 1 results are false, written as the sum it is. */
function majorityError(M: number, share: number): number {
  const n = 2 * M - 1;
  let term = 1;
  let sum = 0;
  // Terms from j = n downwards: C(n, j) share^j (1 - share)^(n - j).
  term = share ** n;
  for (let j = n; j >= M; j--) {
    sum += term;
    term *= (j / (n - j + 1)) * ((1 - share) / share);
  }
  return sum;
}

/**
 * Copyable output with n validators, beta = 1, R = R_A = R_V / n, p = 1: the asserter is indifferent where somebody
 * checks with chance C / (R + S). A checker gains its part of all slashes, a copier is slashed when anybody checks.
 */
function copyable(n: number, { R = 1.2, C = 1 } = {}) {
  const check = 1 - (1 - C / (R + S)) ** (1 / n);
  const alone = (1 - check) ** (n - 1);
  let bounty = 0;
  for (let k = 0; k < n; k++) {
    const ways = [1, n - 1, ((n - 1) * (n - 2)) / 2][k];
    bounty += ways * check ** k * (1 - check) ** (n - 1 - k) * ((S * (n - k)) / (k + 1));
  }
  return { check, cheat: C / (R + bounty - (R * alone - S * (1 - alone))) };
}

const mixed = (n: number): Pick<Case, 'file' | 'set'> => ({
  file: 'attention-challenge',
  set: { 'mechanism.validatorCount': n },
});
const boss = (c0: number, g: number): Pick<Case, 'file' | 'set' | 'of' | 'read' | 'about'> => ({
  file: 'boss-with-fine',
  set: { 'players.asserter': `[honest, { kind: cheaper-model, name: skip-work, cost: ${c0}, miss: ${g} }]` },
  read: 'threshold',
  about: ['mechanism.slashAmount', 'asserter', 'coalition'],
});

const cases: Case[] = [
  { id: 'T24', because: 'x* = C / (beta S)', file: 'copyable-output', read: 'cheats', exact: 1 / 150 },
  { id: 'T24', because: 'y* = C / (p (R + S))', file: 'copyable-output', read: 'checks', exact: 5 / 756 },
  { id: 'T24', because: 'x* (1 - p y*)', file: 'copyable-output', read: 'undetected', exact: 751 / 113400 },
  {
    id: 'T24',
    because: 'y* at p = 0.1',
    file: 'copyable-output',
    set: { 'mechanism.challengeProbability': 0.1 },
    read: 'checks',
    exact: 50 / 756,
  },
  {
    id: 'T24',
    because: 'p cancels from x* (1 - p y*)',
    file: 'copyable-output',
    set: { 'mechanism.challengeProbability': 0.1 },
    read: 'undetected',
    exact: 751 / 113400,
  },
  ...[2, 3].flatMap((n): Case[] => {
    const at = { id: 'T24', file: 'copyable-output', set: { 'mechanism.validatorCount': n } };
    return [
      { ...at, because: `${n} validators check`, read: 'checks', exact: copyable(n).check },
      { ...at, because: `asserter against ${n} validators`, read: 'cheats', exact: copyable(n).cheat },
      { ...at, because: `fraud with ${n}`, read: 'undetected', exact: copyable(n).cheat * (1 - 1 / (1.2 + S)) },
    ];
  }),
  ...[1, 3, 10].flatMap((n): Case[] => [
    { id: 'T25', because: `${n} checkers look`, ...mixed(n), read: 'checks', exact: attention(n).check },
    { id: 'T25', because: `asserter against ${n}`, ...mixed(n), read: 'cheats', exact: attention(n).cheat },
    { id: 'T25', because: `failure with ${n}`, ...mixed(n), read: 'undetected', exact: attention(n).failure },
  ]),
  {
    id: 'T25',
    because: 'with a loss L = 20 of each checker',
    file: 'attention-challenge',
    set: { 'mechanism.validatorCount': 4, 'mechanism.missedLoss': 20 },
    read: 'cheats',
    exact: attention(4, { loss: 20 }).cheat,
  },
  {
    id: 'T26',
    because: 'lazy below X = C / (R + L)',
    file: 'attention-test',
    of: 'players.asserter.cheat-sometimes.probability',
    read: 'threshold',
    about: ['players.asserter.cheat-sometimes.probability', 'validator', 'all-deviating'],
    exact: 0.01,
  },
  ...[
    { because: 'P A - C at A = 3', read: 'advantage', about: ['validator', 'coalition'], exact: 0.008 },
    {
      because: 'P A > C from A = C / P',
      of: 'mechanism.attentionSlash',
      read: 'threshold',
      about: ['mechanism.attentionSlash', 'validator', 'coalition'],
      exact: 1 / 3,
    },
    {
      because: 'P A > C from P = C / A',
      of: 'mechanism.attentionRate',
      read: 'threshold',
      about: ['mechanism.attentionRate', 'validator', 'coalition'],
      exact: 0.001 / 3,
    },
  ].map(
    (one): Case => ({
      id: 'T26',
      file: 'attention-test',
      set: {
        'mechanism.attentionRate': 0.003,
        'mechanism.attentionSlash': 3,
        'market.verificationCost': 0.001,
      },
      ...(one as Pick<Case, 'because' | 'read' | 'about' | 'exact'>),
    }),
  ),
  {
    id: 'T27',
    because: 'phi J = C at phi = C / J',
    file: 'forced-errors',
    of: 'mechanism.forcedErrorRate',
    read: 'threshold',
    about: ['mechanism.forcedErrorRate', 'validator', 'coalition'],
    exact: 0.0002,
  },
  { id: 'T27', because: 'phi J - C', file: 'forced-errors', read: 'validatorPayoff', exact: 4 },
  { id: 'T27', because: 'tax phi J in units of C', file: 'forced-errors', read: 'clientPaidBeyondReward', exact: 5 },
  ...[1, 1, 0.75, 0.5].map(
    (exact, i): Case => ({
      id: 'T28',
      because: `one actor with all ${i + 1} identities gets k J / 2^(k-1)`,
      file: 'forced-errors',
      set: {
        'mechanism.validatorCount': i + 1,
        'mechanism.forcedErrorRate': 1,
        'mechanism.jackpot': 1,
        'market.verificationCost': 0,
        'coalition.size': 8,
      },
      read: 'coalitionPayoff',
      exact,
    }),
  ),
  ...[10, 14, 15, 28, 29, 50, 51].map(
    (M): Case => ({
      id: 'T29',
      because: `majority of ${2 * M - 1}`,
      file: 'majority-vote',
      set: { 'mechanism.majority': M },
      read: 'acceptedErrors',
      exact: majorityError(M, 0.35),
    }),
  ),
  ...[0.2, 0.212, 1].map(
    (s): Case => ({
      id: 'T30',
      because: `saboteurs lie with s = ${s}`,
      file: 'spot-check',
      set: { 'players.asserter.cheat-sometimes.probability': s },
      read: 'acceptedErrors',
      exact: (s * 0.2 * (1 - 0.1 * s) ** 50) / (0.8 + 0.2 * (1 - 0.1 * s) ** 50),
    }),
  ),
  { id: 'T44', because: '(1 - c0) / (p (1 - g)) - R at g = 0, c0 = 0', ...boss(0, 0), exact: 3.8 },
  { id: 'T44', because: '(1 - c0) / (p (1 - g)) - R at g = 0.5, c0 = 0', ...boss(0, 0.5), exact: 8.8 },
  { id: 'T44', because: '(1 - c0) / (p (1 - g)) - R at g = 0.5, c0 = 0.1', ...boss(0.1, 0.5), exact: 7.8 },
  ...(
    [
      [0.02, 100],
      [0.02, 300],
      [0.001, 300],
    ] as const
  ).map(
    ([mismatch, tokens]): Case => ({
      id: 'T41',
      because: `(1 - m)^L at m = ${mismatch}, L = ${tokens}`,
      file: 'exact-match',
      set: { 'market.detector.tokenMismatch': mismatch, 'market.detector.tokens': tokens },
      read: 'honestMatch',
      exact: (1 - mismatch) ** tokens,
    }),
  ),
  { id: 'inspection', because: 'x* = c / (B + L)', file: 'inspection', read: 'cheats', exact: 2 / (3 + 5) },
  { id: 'inspection', because: 'y* = g / (g + S)', file: 'inspection', read: 'checks', exact: 1.6 / 5.6 },
  { id: 'inspection', because: 'x* (1 - y*)', file: 'inspection', read: 'undetected', exact: 0.25 * (4 / 5.6) },
  {
    id: 'inspection',
    because: 'y* = g / S where the gain is kept',
    file: 'inspection',
    set: { 'mechanism.gainOnCapture': 'kept' },
    read: 'checks',
    exact: 1.6 / 4,
  },
  ...(
    [
      { of: 'deposit', role: 'asserter', set: { 'mechanism.bribe': 0 }, exact: 1 + 0.75 },
      { of: 'deposit', role: 'validator', set: { 'mechanism.bribe': 0 }, exact: 1 + 0.75 },
      { of: 'collusionStake', role: 'asserter', set: {}, exact: 5 - 1 - 0.75 + 0.25 },
      { of: 'collusionStake', role: 'validator', set: {}, exact: 5 - 1 - 0.75 - 0.25 },
      // The traitor contract puts the deposit back in charge, however large the liars' stake.
      ...(['asserter', 'validator'] as const).map((role) => ({
        of: 'deposit',
        role,
        set: { 'mechanism.traitorContract': true, 'mechanism.collusionStake': 100 },
        exact: 1 + 0.75,
      })),
    ] as const
  ).map(
    ({ of, role, set, exact }): Case => ({
      id: 'two clouds',
      because: `${of} at which the ${role} stops lying${'mechanism.traitorContract' in set ? ', with a traitor contract' : ''}`,
      file: 'two-clouds',
      set,
      of: `mechanism.${of}`,
      read: 'threshold',
      about: [`mechanism.${of}`, role, 'all-deviating'],
      exact,
    }),
  ),
];

test.each(cases)('$id: $because ($file)', async ({ file, set = {}, of, read, about = [], exact }) => {
  const solved = await solveFile(`scenarios/related/${file}.yaml`, set, of);
  const answer: Answer = answers[read];
  expectRelative(answer(solved, ...about), exact);
});

describe('printed decimals of the cases', () => {
  test.each([
    [attention(3).check, 0.09143970358],
    [attention(10).check, 0.02835834214],
    [attention(3).cheat, 0.007315176287],
    [attention(10).cheat, 0.00756222457],
    [attention(10).failure, 0.005671668427],
    [751 / 113400, 0.006622574956],
    [majorityError(10, 0.35), 0.08747360037],
    [majorityError(15, 0.35), 0.04763672208],
    [majorityError(29, 0.35), 0.009934091445],
    [majorityError(50, 0.35), 0.001094197363],
    [0.98 ** 100, 0.1326195559],
    [0.98 ** 300, 0.002332505668],
    [0.999 ** 300, 0.7407070322],
    [(0.2 * 0.2 * 0.98 ** 50) / (0.8 + 0.2 * 0.98 ** 50), 0.01668907063],
  ])('%d prints as %d', (exact, printed) => {
    expect(exact.toPrecision(10)).toBe(printed.toPrecision(10));
  });
});

test('T29: 51 is the smallest majority with at most 0.1 % errors, 29 for 1 %, 15 for 5 %', async () => {
  for (const [majority, error] of [
    [51, 0.001],
    [29, 0.01],
    [15, 0.05],
  ]) {
    const at = async (M: number) =>
      answers.acceptedErrors(await solveFile('scenarios/related/majority-vote.yaml', { 'mechanism.majority': M }));
    expect(await at(majority)).toBeLessThanOrEqual(error);
    expect(await at(majority - 1)).toBeGreaterThan(error);
  }
});

function expectRelative(value: number | null | undefined, exact: number): void {
  expect(value, 'no such answer').toEqual(expect.any(Number));
  expect(Math.abs(value! / exact - 1), `${value} against ${exact}`).toBeLessThan(1e-9);
}

test('several validators: a mix from which a third strategy would gain is no equilibrium', async () => {
  const file = 'scenarios/related/attention-challenge.yaml';
  const { point } = await solveFile(file, {
    'players.asserter': '[honest, { kind: cheaper-model, cost: 0.5 }, skip-work]',
    'players.validator': '[honest, collude, copy]',
  });
  const [only, ...others] = point.games[0].equilibria;
  expect(others).toEqual([]);
  // Skipping the work gains more than a cheaper model, idling costs less than vouching for fellow members.
  expectRelative(only.profile.asserter['skip-work'], attention(3).cheat);
  expectRelative(only.profile.validator!.honest, attention(3).check);
  expect(Object.keys({ ...only.profile.asserter, ...only.profile.validator }).sort()).toEqual([
    'copy',
    'honest',
    'skip-work',
  ]);
});
