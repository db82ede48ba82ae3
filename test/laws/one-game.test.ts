/**
 * One game: what a claim says of honest play, what the stage game lists, what advantages and careers are worth, told of
 * the same players at drawn design points of every mechanism that has a round.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analysePoint } from '../../src/analysis/analyse.ts';
import { judgeClaims } from '../../src/analysis/judge.ts';
import { exactAdvantage, exactOwnRecord } from '../../src/analysis/round/exact.ts';
import { ExactArms } from '../../src/analysis/round/exact-arm.ts';
import { computeFate } from '../../src/analysis/round/fate.ts';
import { Looks } from '../../src/analysis/sample/looks.ts';
import { Samples } from '../../src/analysis/sample/samples.ts';
import { solveStage } from '../../src/analysis/stage/stage-game.ts';
import type { Role } from '../../src/findings/findings.ts';
import type { Profile } from '../../src/findings/profile.ts';
import { findDominated } from '../../src/game/dominance.ts';
import { buildNormalForm, flattenNormalForm } from '../../src/game/normal-form.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import * as registry from '../../src/mechanisms/index.ts';
import { armOf } from '../../src/plan/arms.ts';
import { buildSettings, declared } from '../fixtures/settings.ts';
import { drawSettings } from './drawn-settings.ts';

const mechanisms = Object.values(registry).filter(({ round }) => round);
const looks = new Looks(16, 16, 0.95);

const unit = fc.integer({ min: 1, max: 999 }).map((permille) => permille / 1000);
const subset = <Spec extends { name: string }>(specs: readonly Spec[]) => {
  const [honest, ...deviations] = specs;
  return fc.subarray(deviations, { minLength: 1, maxLength: 3 }).map((some) => [honest!, ...some]);
};
const preferences = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.constant({ utility: { cara: 0.05 } }),
  fc.constant({ utility: { crra: 2, wealth: 300 } }),
  fc.constant({ utility: { cara: -0.02 } }),
  fc.record({
    discount: unit,
    exit: fc.record({ kind: fc.constant('banned' as const), reentryCost: fc.constantFrom(null, 0, 0.4, 5, 400) }),
  }),
);
const players = fc.record({
  asserter: subset(declared.asserter),
  validator: subset(declared.validator),
  preferences,
  jobsInFlight: fc.constantFrom(1, 1, 3),
});

/** Design points of a mechanism with players of every kind. */
function drawPoints(mechanism: (typeof mechanisms)[number], count: number, seed: number): Settings[] {
  const drawn = drawSettings(mechanism, count, seed, 1000);
  return fc.sample(players, { numRuns: count, seed }).map(({ preferences, jobsInFlight, ...roles }, i) => {
    const { market, players: plain, ...rest } = drawn[i]!;
    const inFlight = mechanism.flights && !('exit' in preferences) ? jobsInFlight : 1;
    // A contract to lie is signed by members of a coalition; in the game everyone has signed it.
    const unsigned = mechanism.kind === 'two-clouds' ? { collusionStake: 0, bribe: 0 } : {};
    return {
      ...rest,
      mechanism: { ...rest.mechanism, ...unsigned },
      market: { ...market, computeCost: market.computeCost + 0.05, jobsInFlight: inFlight },
      players: { ...plain, ...roles, ...preferences },
    };
  });
}

/** Verdicts by exact values alone, nothing simulated. */
function judge(settings: Settings, claims: readonly Record<string, unknown>[]) {
  const point = { id: 0, at: {}, settings };
  const asked: Profile[] = ['coalition', 'all-honest', 'all-deviating'];
  const exactArms = new ExactArms();
  const points = [
    {
      ...analysePoint(point as never, new Samples(), exactArms, { against: asked, followed: [] }, looks),
      point: point as never,
    },
  ];
  const findings = { confidence: 0.95, designPoints: points.map(({ findings: found }) => found), thresholds: [] };
  return judgeClaims(
    { claims: claims as never },
    {
      findings: findings as never,
      points,
      thresholds: [],
      looks,
      exactArms,
      baselines: new Map(),
    },
  ).map(({ verdict, because }) => ({ verdict, because }));
}

const isHonest = (shares: Record<string, number>) => shares.honest === 1;
const allHonest = ({ coalition }: Settings): Profile => (coalition.size > 0 ? 'all-honest' : 'coalition');

describe.each(mechanisms.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  const points = drawPoints(mechanism, 6, 7);
  const solved = points.map((settings) => solveStage(settings)!);

  test('an equilibrium is claimed where honest play of all stands in the list, a unique one where it stands alone', () => {
    let decided = 0;
    for (const [k, settings] of points.entries()) {
      const { game } = solved[k]!;
      const listed = game.equilibria.filter(({ profile }) => Object.values(profile).every(isHonest));
      const [claim, unique] = judge(settings, [
        { kind: 'equilibrium', by: 'exact' },
        { kind: 'unique-equilibrium', by: 'exact' },
      ]);
      const isAlone = game.equilibria.length === 1 && listed.length === 1 && !game.degenerate;
      const single = game.open ? 'undecided' : 'true';
      expect(unique!.verdict, JSON.stringify(settings)).toBe(isAlone ? single : 'false');
      if (claim!.verdict === 'undecided') continue;
      expect(listed.length, `${claim!.because} ${JSON.stringify({ settings, game })}`).toBe(
        claim!.verdict === 'true' ? 1 : 0,
      );
      decided++;
    }
    expect(decided).toBeGreaterThan(2);
  });

  test('what a deviation costs in the game is the advantage of honesty', () => {
    let compared = 0;
    for (const [k, settings] of points.entries()) {
      const { game } = solved[k]!;
      const [asserters, validators] = game.payoffs;
      const against = allHonest(settings);
      const compare = (role: Role, over: string, cost: number) => {
        const exact = exactAdvantage(settings, role, 'honest', over, against);
        if (exact === null) return;
        const size = 1 + Math.max(...game.payoffs.flat(2).map(Math.abs));
        expect(Math.abs(exact - cost), `${role} ${over} ${JSON.stringify(settings)}`).toBeLessThan(1e-11 * size);
        compared++;
      };
      for (const [i, name] of game.strategies[0].entries()) {
        if (i > 0) compare('asserter', name, asserters[0]![0]! - asserters[i]![0]!);
      }
      if (game.players[1] !== 'validator' || Number(settings.mechanism.validatorCount ?? 1) > 1) continue;
      const record = exactOwnRecord(settings, 'validator', armOf(settings, 'validator', 'honest', against));
      const perJob = record ? record[at.focalValidations] / record[at.focalJobs] : 0;
      for (const [k, name] of game.strategies[1].entries()) {
        // Members vouch for members alone, and in the game everyone is one; of a gamble that is no mean.
        if (k > 0 && name !== 'collude') compare('validator', name, perJob * (validators[0]![0]! - validators[0]![k]!));
      }
    }
    expect(compared).toBeGreaterThan(5);
  });

  test('the law of a career has the mean that advantages are differences of', () => {
    for (const settings of points) {
      const { exit, utility } = settings.players;
      if (utility || settings.coalition.accounting === 'netted') continue;
      const cheat = settings.players.asserter[1]!.name;
      const [once, often] = [1, 7].map((jobs) => computeFate(settings, { strategy: cheat, jobs }));
      const advantage = exactAdvantage(settings, 'asserter', 'honest', cheat, 'coalition');
      if (!once || !often || advantage === null) continue;
      const size = 1 + Math.abs(once.honestMean) + Math.abs(once.mean);
      const record = exactOwnRecord(settings, 'asserter', armOf(settings, 'asserter', cheat, 'coalition'))!;
      const caught = (record[at.detectedJobs] + record[at.falseSlashedJobs]) / record[at.focalJobs];
      const isGone = exit.kind === 'banned' && Math.abs(often.mean - 7 * once.mean) > 1e-9 * size;
      if (isGone) {
        const expected = (once.mean * (1 - (1 - caught) ** 7)) / caught;
        expect(Math.abs(often.mean - expected)).toBeLessThan(1e-9 * size);
      } else if (exit.kind === 'none') {
        expect(Math.abs(once.honestMean - once.mean - advantage), JSON.stringify(settings)).toBeLessThan(1e-10 * size);
      }
    }
  });
});

test('a lone colluder does what an honest validator does, and honest play of all is an equilibrium, claimed and listed', () => {
  // Asserters lose 0.3 · (1 - 0.2²) · 11.2 = 3.2 by skipping a cost of 1; nobody has a fellow to vouch for.
  const settings = buildSettings({
    mechanism: { challengeProbability: 0.3, validatorCount: 2, bountyShare: 0.5 },
    market: { detector: { falseAlarm: 0, miss: 0.2 } },
    players: { validator: declared.validator.filter(({ name }) => name === 'honest' || name === 'collude') },
  } as never);
  const { game } = solveStage(settings)!;
  expect(game.equilibria.some(({ profile }) => Object.values(profile).every(isHonest))).toBe(true);
  expect(exactAdvantage(settings, 'validator', 'honest', 'collude', 'coalition')).toBe(0);
  expect(judge(settings, [{ kind: 'equilibrium', by: 'exact' }])[0]!.verdict).toBe('true');
});

test('a colluder among fellows loses its part of bounties, and honesty is dominant over it, for any number of validators', () => {
  const verdict = (validatorCount: number, size: number) => {
    const settings = buildSettings({
      mechanism: { challengeProbability: 0.3, validatorCount, bountyShare: 0.5 },
      market: { detector: { falseAlarm: 0.1, miss: 0.2 } },
      coalition: { size },
    });
    const validator = declared.validator.filter(({ name }) => name === 'honest' || name === 'collude');
    const lone: Settings = { ...settings, players: { ...settings.players, validator } };
    return judge(lone, [{ kind: 'dominant', role: 'validator', by: 'exact', against: ['all-honest'] }])[0]!.verdict;
  };
  for (const n of [1, 2, 3]) expect(verdict(n, 5), `${n} validators`).toBe('true');
  // Who has no fellow does what an honest validator does.
  for (const n of [1, 2, 3]) expect(verdict(n, 1), `${n} validators, no fellow`).toBe('undecided');
});

describe('proof of sampling with one validator', () => {
  const drawn = drawPoints(registry.posp, 400, 11)
    .map(
      (settings): Settings => ({
        ...settings,
        mechanism: { ...settings.mechanism, validatorCount: 1 },
        coalition: { ...settings.coalition, accounting: 'alone' },
        market: { ...settings.market, computeCost: 0.1 + 0.4 * settings.market.guessProbability },
      }),
    )
    // Careers have no table of means, and arbiters who all collude are no part of the game.
    .filter(({ players: { exit }, market, mechanism }) => {
      return exit.kind === 'none' && market.jobsInFlight === 1 && typeof mechanism.arbitration !== 'object';
    })
    // Nor has ruin.
    .filter(({ players: { utility } }) => utility === undefined || 'cara' in (utility as object));
  const against = (settings: Settings) => [allHonest(settings), 'all-deviating'];
  const dominatedIn = (settings: Settings, role: Role) => {
    const { game, utilities } = solveStage(settings)!;
    const [rows, columns] = utilities!.map((table) => table.map((row) => row.map((value) => Math.round(value * 1e10))));
    const flat = flattenNormalForm(buildNormalForm(rows!, columns!, { strategies: game.strategies }));
    const player = role === 'asserter' ? 0 : 1;
    return findDominated(flat, player, { kind: 'strict' }).map(({ strategy }) => game.strategies[player][strategy]!);
  };
  const compare = (role: Role, specs: Pick<Settings['players'], 'asserter' | 'validator'>) => {
    const seen = { true: 0, false: 0, undecided: 0 };
    for (const { players: plain, ...rest } of drawn) {
      const settings: Settings = { ...rest, players: { ...plain, ...specs } };
      const deviations = specs[role].slice(1).map(({ name }) => name);
      const [claim] = judge(settings, [{ kind: 'dominant', role, by: 'exact', against: against(settings) }]);
      seen[claim!.verdict]++;
      if (claim!.verdict === 'undecided') continue;
      const dominated = dominatedIn(settings, role);
      expect(
        deviations.every((name) => dominated.includes(name)),
        `${claim!.because} ${JSON.stringify(settings)}`,
      ).toBe(claim!.verdict === 'true');
    }
    expect(Math.min(seen.true, seen.false), JSON.stringify(seen)).toBeGreaterThan(9);
  };
  const [honest] = declared.asserter;
  const pick = (role: Role, ...names: string[]) =>
    declared[role].filter(({ name }) => name === 'honest' || names.includes(name));

  test('honesty is dominant for asserters where every deviation is dominated', () => {
    compare('asserter', { asserter: pick('asserter', 'cheaper-model'), validator: pick('validator', 'collude') });
    expect(honest.name).toBe('honest');
  });

  test('honesty is dominant for validators where every deviation is dominated', () => {
    compare('validator', { asserter: pick('asserter', 'skip-work'), validator: pick('validator', 'guess') });
  });
});
