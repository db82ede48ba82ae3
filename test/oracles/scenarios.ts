/**
 * Drawn scenarios beside brute force: advantages, rates, and thresholds along the challenge probability with
 * all their roots. The enumerator names every validator and shares no code with the round; both follow docs/model.md.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { exactAdvantage, exactRecord } from '../../src/analysis/round/exact.ts';
import { solveAlong } from '../../src/analysis/round/solve-along.ts';
import { countedRates } from '../../src/analysis/sample/rates.ts';
import type { Profile } from '../../src/findings/profile.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { buildSettings, declared } from '../fixtures/settings.ts';
import { evenly } from '../laws/evenly.ts';
import { type Expectation, enumerate, type Rules } from './brute-force.ts';
import { armsOf, listArm, worthAt } from './brute-force-worth.ts';

// Doubles drawn by their bits are as good as 0 or 1, and no bounty would be worth anything.
const share = evenly(0, 1);
const rate = evenly(0.02, 0.98);
const amount = evenly(0.05, 20);

const drawn = fc.record({
  rules: fc.record({
    challengeProbability: rate,
    validatorCount: fc.constantFrom(1, 1, 1, 2, 2, 3),
    draw: fc.constantFrom('independent' as const, 'without-replacement' as const),
    validatorReward: amount,
    slashAmount: amount,
    bountyShare: share,
    mismatchReward: fc.constantFrom('per-slot' as const, 'split-among-honest' as const),
    rewardAt: fc.constantFrom('verdict' as const, 'assertion' as const),
    arbitration: fc.constantFrom<Rules['arbitration'][]>('perfect', 'referee', { majority: 1 }, { majority: 3 }),
    arbitrationCost: amount,
    reveal: fc.constantFrom('open' as const, 'commit-reveal' as const),
    plantedErrorRate: fc.oneof(fc.constant(0), share),
    recheckCount: fc.integer({ min: 1, max: 2 }),
    accounting: fc.constantFrom('alone', 'netted', 'gross', 'committed'),
  }),
  market: fc.record({
    nodeCount: fc.integer({ min: 3, max: 6 }),
    computeCost: amount,
    verificationCost: amount,
    reward: amount,
    stake: fc.constantFrom(7, 1000),
    outsideGain: fc.oneof(fc.constant(0), amount),
    guessProbability: share,
    detector: fc.record({ falseAlarm: fc.constantFrom(0, 0.1, 0.4), miss: fc.constantFrom(0, 0.3) }),
  }),
  size: fc.integer({ min: 0, max: 5 }),
  backing: fc.constantFrom('unanimous' as const, 'committed' as const),
  fraction: rate,
  asserter: fc.constantFrom(...declared.asserter.slice(1)),
  validator: fc.constantFrom(...declared.validator.slice(1)),
  preferences: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    fc.constant({ utility: { cara: 0.05 } }),
    fc.constant({ utility: { crra: 1, wealth: 300 } }),
    fc.constant({ utility: { crra: 2, wealth: 300 } }),
    fc.record({
      discount: evenly(0.3, 0.95),
      exit: fc.record({ kind: fc.constant('banned' as const), reentryCost: fc.constantFrom(null, 0.5, 3, 100) }),
    }),
  ),
});

/** A scenario as the program takes it, and as the enumerator does. */
function build({ rules: given, market, size: wanted, fraction, backing, asserter, validator, preferences }: Drawn) {
  const validatorCount = Math.min(given.validatorCount, market.nodeCount - 1);
  let size = Math.min(wanted, market.nodeCount - 1);
  const isRoomy = size - 1 >= validatorCount && market.nodeCount - size - 1 >= validatorCount;
  if (given.draw === 'independent' && !isRoomy) size = 0;
  const rules: Rules = { ...given, validatorCount };
  const share = size === 0 ? 0 : given.draw === 'independent' ? fraction : size / market.nodeCount;
  const plain = buildSettings({ mechanism: { ...rules }, market, coalition: { size, fraction: share, backing } });
  const [honest] = declared.asserter;
  const players = {
    ...plain.players,
    asserter: [honest!, asserter],
    validator: [honest!, validator],
    ...preferences,
  };
  return { rules, settings: { ...plain, players } satisfies Settings };
}

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

/** How much was compared [count]. */
export interface Compared {
  advantages: number;
  rates: number;
  thresholds: number;
  roots: number;
}

/** Compares so many scenarios, the same for the same seed. */
export function compareScenarios(count: number, seed: number): Compared {
  const compared = { advantages: 0, rates: 0, thresholds: 0, roots: 0 };
  for (const [number, one] of fc.sample(drawn, { numRuns: count, seed }).entries()) {
    const { rules, settings } = build(one);
    const profiles: Profile[] =
      settings.coalition.size > 0 ? ['coalition', 'all-honest', 'all-deviating'] : ['coalition', 'all-deviating'];
    const where = `scenario ${number}: ${JSON.stringify(settings)}`;
    for (const against of profiles) {
      for (const role of ['asserter', 'validator'] as const) {
        const over = settings.players[role][1]!.name;
        const [honest, other] = armsOf(role, over, against).map((arm) => listArm(settings, rules, arm));
        const advantage = (p: number) => worthAt(honest!, role, p, settings) - worthAt(other!, role, p, settings);
        const exact = exactAdvantage(settings, role, 'honest', over, against);
        if (exact === null) continue;
        const found = advantage(rules.challengeProbability);
        const scale = 1 + Math.abs(worthAt(honest!, role, rules.challengeProbability, settings)) + Math.abs(found);
        expect(Math.abs(exact - found), `${role} over ${over} against ${against}, ${where}`).toBeLessThan(1e-9 * scale);
        compared.advantages++;
        compareRoots(settings, { role, over, against }, { advantage, where, compared });
      }
    }
    compareRates(settings, rules, { where, compared });
  }
  return compared;
}

/** Every rate that is counted, honest asserters in the one arm and the first deviation in the other. */
function compareRates(
  settings: Settings,
  rules: Rules,
  { where, compared }: { where: string; compared: Compared },
): void {
  const cheat = settings.players.asserter[1]!.name;
  const known: Record<string, Expectation> = {};
  for (const [name, { arm, of, per, ...more }] of Object.entries(countedRates)) {
    const strategy = arm === 'honest' ? 'honest' : cheat;
    const asked = { role: strategy === 'honest' ? 'both' : 'asserter', strategy, against: 'coalition' } as const;
    const exact = exactRecord(settings, asked);
    if (!exact) continue;
    const record = known[asked.strategy] ?? enumerate(settings, rules, asked);
    known[asked.strategy] = record;
    const [part, whole] = [record[of] ?? 0, record[per] ?? 0];
    expect(exact[at[per]] > 1e-12, `${name}, ${where}`).toBe(whole > 1e-12);
    if (!(whole > 1e-12)) continue;
    const unit = 'isCost' in more ? settings.market.computeCost : 1;
    expect(Math.abs(exact[at[of]] / exact[at[per]] - part / whole) / unit, `${name}, ${where}`).toBeLessThan(1e-9);
    compared.rates++;
  }
}

/** All places at which the sign changes, away from the ends of the range, by a fine grid and bisection. */
function listRoots(f: (p: number) => number): { value: number; direction: string }[] {
  const cells = 2000;
  const roots: { value: number; direction: string }[] = [];
  let [left, before] = [margin, f(margin)];
  for (let cell = 1; cell <= cells; cell++) {
    const right = margin + ((1 - 2 * margin) * cell) / cells;
    const after = f(right);
    if (before * after < 0) {
      let [low, high] = [left, right];
      for (let i = 0; i < 80; i++) {
        const middle = (low + high) / 2;
        if (f(middle) * before > 0) low = middle;
        else high = middle;
      }
      roots.push({ value: high, direction: after > 0 ? 'honest-above' : 'honest-below' });
    }
    [left, before] = [right, after];
  }
  return roots;
}

// Advantages of validators vanish with the challenges, and a root at an end has its own rule.
const margin = 1e-4;

function compareRoots(
  settings: Settings,
  question: { role: 'asserter' | 'validator'; over: string; against: Profile },
  { advantage, where, compared }: { advantage: (p: number) => number; where: string; compared: Compared },
): void {
  const of = 'mechanism.challengeProbability';
  const solved = solveAlong({ of, at: {}, ...question }, settings, (place) => ({
    ...settings,
    mechanism: { ...settings.mechanism, challengeProbability: Number(place[of]) },
  }));
  if (!solved) return;
  const scale = Math.max(...[0.1, 0.5, 0.9].map((p) => Math.abs(advantage(p))));
  if (scale < 1e-9) return;
  const inside = solved.roots.filter(({ value }) => value > 2 * margin && value < 1 - 2 * margin);
  const expected = listRoots(advantage).filter(({ value }) => value > 2 * margin && value < 1 - 2 * margin);
  const label = `${JSON.stringify(question)}: ${JSON.stringify({ inside, expected })}, ${where}`;
  expect(
    inside.map(({ direction }) => direction),
    label,
  ).toEqual(expected.map(({ direction }) => direction));
  for (const [k, { value }] of expected.entries()) {
    // What double precision leaves of an advantage moves a root by that over the slope.
    const slope = Math.abs(advantage(value + 1e-5) - advantage(value - 1e-5)) / 2e-5;
    const reach = slope > 0 ? (1e-13 * scale) / slope : 0;
    expect(Math.abs(inside[k]!.value - value), label).toBeLessThan(1e-9 + reach);
    compared.roots++;
  }
  compared.thresholds++;
}
