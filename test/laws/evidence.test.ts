/**
 * What a sample counts and adds up beside the round, as every study compares it: no settings the program accepts may
 * raise a false alarm, and every comparison must be able to convict.
 */
import { describe, expect, test } from 'vitest';
import { exactIncome } from '../../src/analysis/round/exact.ts';
import { ExactArms } from '../../src/analysis/round/exact-arm.ts';
import { findDisagreements, sift } from '../../src/analysis/sample/agreement.ts';
import { type ComparedArm, compareCounts } from '../../src/analysis/sample/compare-counts.ts';
import { compareSums } from '../../src/analysis/sample/compare-sums.ts';
import type { Comparison } from '../../src/analysis/sample/comparison.ts';
import { listControls } from '../../src/analysis/sample/controls.ts';
import { estimateIncome } from '../../src/analysis/sample/estimate.ts';
import { ArmSample } from '../../src/analysis/sample/samples.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { type Arm, armName, type Settings } from '../../src/market/settings.ts';
import * as registry from '../../src/mechanisms/index.ts';
import { asserterArm, buildSettings, validatorArm } from '../fixtures/settings.ts';
import { arms, drawSettings } from './drawn-settings.ts';

const mechanisms = Object.values<Mechanism>(registry).filter(({ create, round }) => create && round);
const JOBS = 400;
const REPLICATIONS = 6;

/** Simulates an arm as a study does. */
function sampleArm(settings: Settings, arm: Arm, seed: string, replications = REPLICATIONS): ComparedArm {
  const sample = new ArmSample();
  for (let replication = 0; replication < replications; replication++) {
    sample.add(simulateRun(settings, arm, seed, replication));
  }
  const role = arm.role === 'both' ? 'asserter' : arm.role;
  return { ...new ExactArms().of(settings, role, arm.strategy, arm.against), arm, sample };
}

function compareArm(compared: ComparedArm, settings: Settings): Comparison[] {
  return [...compareCounts(compared, settings), ...compareSums(compared, settings)];
}

function complain(comparisons: readonly Comparison[]): string[] {
  return findDisagreements([{ point: { id: 0 }, compared: sift(comparisons) }], 1).map(({ message }) => message);
}

function listRows(sample: ArmSample): Float64Array[] {
  const rows: Float64Array[] = [];
  sample.map((row) => rows.push(row));
  return rows;
}

/** The same settings, played in every way that changes what is known of a sample. */
function vary(settings: Settings): Settings[] {
  const { market, players, run } = settings;
  const way = (sampling: 'natural' | 'split' | 'tilted') => ({ ...settings, run: { ...run, sampling } });
  const exit = (reentryCost: number | null) => ({
    ...settings,
    players: { ...players, exit: { kind: 'banned' as const, reentryCost } },
  });
  return [
    ...(['natural', 'split', 'tilted'] as const).map(way),
    exit(2),
    exit(null),
    { ...settings, players: { ...players, utility: { cara: 0.02 } } },
    { ...settings, players: { ...players, utility: { crra: 2, wealth: 500 } } },
    { ...settings, market: { ...market, jobsInFlight: 3 } },
    { ...settings, market: { ...market, dispatch: { kind: 'shorter-of-two' } } },
    { ...settings, run: { ...run, batches: 4, warmUpJobs: 50 } },
  ];
}

describe.each(mechanisms.map((mechanism) => [mechanism.kind, mechanism] as const))('%s', (_, mechanism) => {
  test('agrees with its round on every count and sum, whatever is drawn', () => {
    let compared = 0;
    for (const [i, arm] of arms.entries()) {
      // Every other arm, and the others by the next mechanism: all would take ten seconds.
      if ((i + mechanisms.indexOf(mechanism)) % 2 > 0) continue;
      const ways = drawSettings(mechanism, 1, 31 * i, JOBS).flatMap(vary);
      // And every other way by the next arm.
      for (const settings of ways.filter((_, way) => (way + Math.floor(i / 2)) % 2 === 0)) {
        if (mechanism.check(settings).length > 0) continue;
        // Elsewhere a scenario with jobs in flight is refused.
        if (settings.market.jobsInFlight > 1 && !mechanism.flights) continue;
        const comparisons = compareArm(sampleArm(settings, arm, `law ${i}`), settings);
        expect(complain(comparisons), `${armName(arm)} ${JSON.stringify(settings)}`).toEqual([]);
        compared += comparisons.length;
      }
    }
    expect(compared).toBeGreaterThan(250);
  });
});

/** What an engine leaves that plays other rules than it was given. */
function complainOf(told: Settings, played: Partial<Settings>, arm: Arm, replications = 16): string[] {
  const { arm: _, sample } = sampleArm({ ...told, ...played }, arm, 'fault', replications);
  return complain(compareArm({ ...sampleArm(told, arm, 'fault', 0), sample }, told));
}

describe('an engine that does not play by its rules', () => {
  const told = buildSettings({
    mechanism: { challengeProbability: 0.1, slashAmount: 10, draw: 'independent', arbitration: 'referee' },
    coalition: { size: 4, fraction: 0.2 },
    market: { detector: { falseAlarm: 0, miss: 0.1 }, verificationCost: 1 },
    run: { jobs: 5000 },
  });
  const { mechanism, market, coalition } = told;
  const rules = (changed: object) => ({ mechanism: { ...mechanism, ...changed } });
  const faults: [string, Partial<Settings>, string][] = [
    ['challenges too rarely', rules({ challengeProbability: 0.09 }), 'challengedJobs among'],
    ['draws too few members', { coalition: { ...coalition, fraction: 0.1 } }, 'focalColludingJobs among'],
    ['misses more', { market: { ...market, detector: { falseAlarm: 0, miss: 0.2 } } }, 'arbitrations beyond'],
    ['takes a thousandth less', rules({ slashAmount: 9.99 }), 'slashed beyond'],
    ['pays a thousandth less', { market: { ...market, reward: 1.1988 } }, 'asserterIncome beyond'],
    ['forgets what checking costs', { market: { ...market, verificationCost: 0 } }, 'verificationCost beyond'],
  ];

  test.each(faults)('%s: noticed', (_, played, named) => {
    expect(complainOf(told, {}, asserterArm('skip-work'))).toEqual([]);
    const complaints = complainOf(told, played, asserterArm('skip-work'));
    expect(complaints.join('\n')).toContain(`on ${named}`);
    expect(complaints[0]).toMatch(/; replay: --design-point 0 --arm coalition\/asserter\/skip-work --replication \d+$/);
  });

  const cautious = { ...told, players: { ...told.players, utility: { crra: 2, wealth: 60 } } };
  const inFlight = { ...told, market: { ...market, jobsInFlight: 3 } };
  const banned = {
    ...told,
    mechanism: { ...mechanism, draw: 'without-replacement' },
    coalition: { ...told.coalition, accounting: 'alone' as const },
    players: { ...told.players, discount: 0.9, exit: { kind: 'banned' as const, reentryCost: 0.1 } },
  };
  const hidden: [string, Settings, Partial<Settings>, string][] = [
    [
      'values losses as a richer player',
      cautious,
      { players: { ...cautious.players, utility: { crra: 2, wealth: 61 } } },
      'asserterUtility beyond',
    ],
    [
      'pays a thousandth less to nodes with jobs in flight',
      inFlight,
      { market: { ...inFlight.market, reward: 1.1988 } },
      'asserterIncome beyond',
    ],
    [
      'takes a thousandth less of nodes with jobs in flight',
      inFlight,
      rules({ slashAmount: 9.99 }),
      'asserterIncome beyond',
    ],
    ['counts a thousandth less in careers', banned, { market: { ...market, reward: 1.1988 } }, 'careerIncome beyond'],
  ];

  test.each(hidden)('%s: noticed', (_, faultless, played, named) => {
    expect(complainOf(faultless, {}, asserterArm('skip-work'))).toEqual([]);
    expect(complainOf(faultless, played, asserterArm('skip-work')).join('\n')).toContain(`on ${named}`);
  });

  test('challenges too rarely where jobs are played both ways: the coin is drawn all the same', () => {
    const split = { ...told, run: { ...told.run, sampling: 'split' as const } };
    const { sample, ...known } = sampleArm(split, asserterArm('skip-work'), 'coin', 16);
    const coins = sample.total()[at.drawnChallenges]!;
    // 80 000 jobs at one in ten: 85 on either side is one standard error.
    expect(Math.abs(coins - 8000)).toBeLessThan(4 * 85);
    expect(complain(compareArm({ ...known, sample }, split))).toEqual([]);
    const faulty = new ArmSample();
    for (const row of listRows(sample)) {
      faulty.add(row.map((value, column) => (column === at.drawnChallenges ? Math.round(0.9 * value) : value)));
    }
    expect(complain(compareArm({ ...known, sample: faulty }, split))).toEqual([
      expect.stringContaining('on drawnChallenges among 80000 jobs: '),
    ]);
  });
});

/** Estimates with what the controls take out of them, and without. */
function estimateBothWays(compared: ComparedArm, role: 'asserter' | 'validator', settings: Settings) {
  const open = { ...settings, run: { ...settings.run, controlVariates: false } };
  return { sharp: estimateIncome(compared, role, settings), plain: estimateIncome(compared, role, open) };
}

/** How far the mean of some numbers is from 0 [standard errors]. */
function offZero(numbers: readonly number[]): number {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean / Math.sqrt(squares / (numbers.length * (numbers.length - 1)));
}

describe('where members are banned for good', () => {
  const { players, ...rest } = buildSettings({
    coalition: { size: 8 },
    exit: { kind: 'banned', reentryCost: null },
    market: { detector: { falseAlarm: 0, miss: 0.4 } },
    run: { jobs: 400 },
  });
  const settings: Settings = { ...rest, players: { ...players, discount: 0.9 } };
  const arm = asserterArm('skip-work', 'all-honest');
  const studies = Array.from({ length: 40 }, (_, study) => sampleArm(settings, arm, `banned ${study}`, 16));

  test('ever fewer validators are members, and no study takes that for a disagreement', () => {
    expect(studies.flatMap((study) => complain(compareArm(study, settings)))).toEqual([]);
    // In a full house it is 7 in 19.
    const [all, met] = (['focalColludingJobs', 'focalChallengedJobs'] as const).map((name) =>
      studies.reduce((sum, { sample }) => sum + sample.total()[at[name]]!, 0),
    ) as [number, number];
    expect(all / met).toBeLessThan(7 / 19 - 4 * Math.sqrt(((7 / 19) * (12 / 19)) / met));
  });

  test('no draw is taken out whose mean moves with the bans: sharp estimates lie about what plain ones do', () => {
    const exact = exactIncome(settings, 'asserter', arm)!;
    const asserters = studies.map((study) => estimateBothWays(study, 'asserter', settings).sharp.mean - exact);
    expect(Math.abs(offZero(asserters))).toBeLessThan(4);
    const validators = studies.map((study) => {
      const { sharp, plain } = estimateBothWays(study, 'validator', settings);
      return sharp.mean - plain.mean;
    });
    expect(Math.abs(offZero(validators))).toBeLessThan(4);
  });

  test('every draw that is taken out is compared', () => {
    for (const study of studies.slice(0, 1)) {
      const names = compareArm(study, settings).map(({ name }) => name.split(' ')[0]);
      const taken = listControls(study, study.sample.size(16), settings);
      expect(taken).toEqual(['focalChallengedJobs']);
      expect(names).toEqual(expect.arrayContaining(taken));
    }
  });
});

test('what focal nodes earn by checking others is compared with nothing where only their own jobs are known', () => {
  const { players, ...rest } = buildSettings({
    mechanism: { bountyShare: 0.5, challengeProbability: 0.05 },
    exit: { kind: 'banned', reentryCost: 15 },
    run: { jobs: 1000 },
  });
  const settings: Settings = { ...rest, players: { ...players, discount: 0.99 } };
  const arm = asserterArm('skip-work');
  const compared = sampleArm(settings, arm, 'stays away', 8);
  // Every validation that is known is of a cheat, and brings a bounty; those of honest jobs bring none.
  expect([compared.exact, compared.focal === null]).toEqual([null, false]);
  expect(complain(compareArm(compared, settings))).toEqual([]);
  expect(compareArm(compared, settings).map(({ name }) => name)).toContainEqual(
    expect.stringContaining('careerIncome'),
  );
});

test('where nearly every job is challenged, the challenges of a sample without an exception are not taken out', () => {
  const settings = buildSettings({
    mechanism: { challengeProbability: 0.99999 },
    market: { guessProbability: 0.3, detector: { falseAlarm: 0.03, miss: 0.2 } },
  });
  for (const [arm, role] of [
    [asserterArm('skip-work'), 'asserter'],
    [validatorArm('guess'), 'validator'],
  ] as const) {
    const study = sampleArm(settings, arm, 'nearly all', 16);
    expect(listControls(study, study.sample.size(16), settings)).not.toContain('focalChallengedJobs');
    const { sharp, plain } = estimateBothWays(study, role, settings);
    // Six of fourteen degrees of freedom: once in thirty thousand.
    expect(Math.abs(sharp.mean - exactIncome(settings, role, arm)!)).toBeLessThan(6 * sharp.standardError);
    expect(sharp.standardError).toBeLessThan(2 * plain.standardError);
  }
});

describe('a round that ends in thousands of ways', () => {
  const settings = buildSettings({
    mechanism: {
      validatorCount: 16,
      arbitration: { majority: 5 },
      plantedErrorRate: 0.1,
      draw: 'without-replacement',
      recheckCount: 1,
      bountyShare: 0.5,
    },
    coalition: { size: 24, backing: 'committed' },
    market: { nodeCount: 60, guessProbability: 0.5, detector: { falseAlarm: 0.1, miss: 0.1 }, verificationCost: 1 },
    run: { jobs: 500 },
  });
  const arm = validatorArm('guess');
  const { mechanism, market } = settings;

  test('is compared by its counts and by what is certain', () => {
    const compared = sampleArm(settings, arm, 'thousands');
    const known = compared.outcomes()!.length;
    expect(known).toBeGreaterThan(2000);
    const comparisons = compareArm(compared, settings);
    const chancy = comparisons.filter(({ law }) => law.kind === 'sum' && law.values.length > 0);
    expect(chancy).toEqual([]);
    expect(comparisons.length).toBeGreaterThan(8);
    expect(complain(comparisons)).toEqual([]);
  });

  test.each([
    ['challenges too rarely', { mechanism: { ...mechanism, challengeProbability: 0.15 } }, 'challengedJobs among'],
    ['forgets what checking costs', { market: { ...market, verificationCost: 0 } }, 'verificationCost beyond'],
  ])('convicts an engine that %s', (_, played, named) => {
    expect(complainOf(settings, played, arm, 6).join('\n')).toContain(`on ${named}`);
  });
});
