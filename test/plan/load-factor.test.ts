import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { stage } from '../../src/market/stage.ts';
import { noVerification } from '../../src/mechanisms/no-verification.ts';
import { computeLoadFactor, computeUtilisation } from '../../src/plan/load-factor.ts';
import { planScenario } from '../../src/plan/load-scenario.ts';
import { buildSettings } from '../fixtures/settings.ts';

const scenario = (jobsPerSecond: number, p = 0.1) => `
title: Load
mechanism: { kind: posp, challengeProbability: ${p}, slashAmount: 10 }
market: { nodeCount: 10, jobsPerSecond: ${jobsPerSecond}, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest, skip-work] }
`;

test('load counts verification: 0.7 per node at p = 0.1 is 0.77, as in a Jackson network', () => {
  const loaded = planScenario('load.yaml', scenario(7));
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  expect(computeLoadFactor(loaded.points[0]!.settings)).toBeCloseTo(0.77, 12);
  expect(loaded.warnings).toEqual([]);
});

test('stable exactly below p = mu / lambda - 1 = 3 / 7, and a warning from there on', () => {
  for (const [p, warned] of [
    [0.428, 0],
    [0.429, 1],
  ] as const) {
    const loaded = planScenario('load.yaml', scenario(7, p));
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.warnings.map(({ code }) => code)).toEqual(Array(warned).fill('unstable-load'));
  }
});

test('a boss that repeats jobs by itself loads no node: four fifths are four fifths, whatever share it repeats', () => {
  const text = (rate: number) => `
title: A boss
mechanism: { kind: boss-with-fine, challengeProbability: 0.5, slashAmount: 5 }
market: { nodeCount: 10, jobsPerSecond: ${rate}, computeCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest, skip-work] }
claims: [ { kind: bound, of: latencySeconds, atMost: 90 } ]
`;
  const loaded = planScenario('boss.yaml', text(8));
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  expect(computeLoadFactor(loaded.points[0]!.settings)).toBeCloseTo(0.8, 12);
  expect(computeUtilisation(loaded.points[0]!.settings)).toBeCloseTo(0.8, 12);
  expect(loaded.warnings).toEqual([]);
  const over = planScenario('boss.yaml', text(11));
  expect('problems' in over && over.problems[0]!.message).toContain('110 %');
});

describe('what a mechanism says of itself', () => {
  const withMarket = [...builtIn.mechanisms.values()].filter(({ create }) => create);
  const drawn: Record<string, string> = {
    posp: ', challengeProbability: 0.3, validatorCount: 3, slashAmount: 5',
    'always-verify': ', validatorCount: 2, slashAmount: 5',
    'boss-with-fine': ', challengeProbability: 0.3, slashAmount: 5',
  };

  test.each(withMarket.map(({ kind }) => kind))('%s: honest validators compute as often as it announces', (kind) => {
    const text = `
title: Needs
mechanism: { kind: ${kind}${drawn[kind] ?? ''} }
market: { nodeCount: 12, computeCost: 1, verificationCost: 1, reward: 1.2, stake: 100 }
players: { asserter: [honest] }
run: { jobs: 4000 }
`;
    const loaded = planScenario('needs.yaml', text);
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
    const { settings } = loaded.points[0]!;
    const mechanism = builtIn.mechanisms.get(kind)!;
    const { checksPerJob, validatorsMax } = mechanism.needs!(settings);
    const arm = { role: 'both', strategy: 'honest', against: 'coalition' } as const;
    const record = simulateRun(settings, arm, 'needs', 0);
    // What a boss spends on arbitration is no node's work.
    const own = record[at.verificationCost]! - record[at.arbitrations]!;
    const p = validatorsMax > 0 ? checksPerJob / validatorsMax : 0;
    const standardError = validatorsMax * Math.sqrt((p * (1 - p)) / 4000);
    expect(Math.abs(own / record[at.jobs]! - checksPerJob)).toBeLessThanOrEqual(4 * standardError);
  });

  /** A stranger that draws three checkers of every job, under a name of its own. */
  const stranger = (needs?: Mechanism['needs']): Mechanism => ({
    ...noVerification,
    kind: needs ? 'announced-checkers' : 'silent-checkers',
    ...(needs && { needs }),
    create: (kit) => ({
      reset: () => {},
      onAsserted: (slot) => void kit.challenge(slot, 3, false),
      onRevealed: (slot) =>
        kit.settle(slot, {
          refuted: false,
          asserterPay: 1,
          asserterSlash: 0,
          validatorPay: [0, 0, 0, 0],
          validatorSlash: [0, 0, 0, 0],
          bountyShare: 0,
          winners: [false, false, false, false],
        }),
    }),
  });

  function run(mechanism: Mechanism) {
    const settings = { ...buildSettings({ run: { jobs: 300 } }), mechanism: { kind: mechanism.kind, checkers: 3 } };
    const cast = stage(settings, { role: 'both', strategy: 'honest', against: 'coalition' }, builtIn);
    return new Market().run(mechanism, {
      settings,
      cast,
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: 'needs',
      replication: 0,
    });
  }

  test('is kept to: a mechanism that draws more validators than it announced is stopped, with what to declare', () => {
    const message =
      /silent-checkers asks for 3 validators of a job; it announced at most 1, in validatorsMax of its needs/;
    const { needs: _, ...silent } = stranger();
    expect(() => run(silent)).toThrow(message);
    expect(() => run(stranger(() => ({ validatorsMax: 256, checksPerJob: 3 })))).toThrow(/a job has at most 255/);
  });

  test('is enough: three announced are seated, whatever the parameter is called', () => {
    const record = run(stranger(() => ({ validatorsMax: 3, checksPerJob: 3 })));
    expect(record[at.jobs]).toBe(300);
    expect(record[at.challengedJobs]).toBe(300);
  });
});

test('a claim on latency where queues grow without end is refused, at its line, unless it leaves such points out', () => {
  const withClaim = (claim: string) =>
    planScenario('load.yaml', `${scenario(7)}sweep: { market.jobsPerSecond: [5, 20] }\nclaims:\n  - { ${claim} }\n`);
  const loaded = withClaim('kind: bound, of: latencySecondsP95, atMost: 9');
  if (!('problems' in loaded)) throw new Error('it was accepted');
  expect(loaded.problems).toMatchObject([
    { code: 'unstable-load', line: 8, column: 24, path: 'claims.0.of', received: 'latencySecondsP95' },
  ]);
  expect(loaded.problems[0]!.message).toContain('220 %');
  expect('points' in withClaim('kind: bound, of: latencySeconds, atMost: 9, where: market.jobsPerSecond < 9')).toBe(
    true,
  );
  expect('points' in withClaim('kind: bound, of: challenged, atMost: 0.2')).toBe(true);
});
