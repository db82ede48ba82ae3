/**
 * Where everyone else is honest, a colluder knows the fellows it stands alone among, however many validators are drawn: it
 * raises no false alarm against them, and loses its part of the bounty. By pencil, by naming every node, and simulated.
 */
import { describe, expect, test } from 'vitest';
import { exactAdvantage } from '../../src/analysis/round/exact.ts';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { expectation } from '../../src/game/tree.ts';
import { type Cast, type Crowd, playOf } from '../../src/market/cast.ts';
import { columnIndex as at, type RecordColumn, recordColumnNames } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { buildSettings, declared, validatorArm } from '../fixtures/settings.ts';
import { enumerate, type Rules } from './brute-force.ts';
import { expectRecord } from './exact-advantage.ts';

const [p, a, bounty, slash] = [0.4, 0.15, 0.6, 7];
const nodeCount = 8;

interface Point {
  n: number;
  draw: Rules['draw'];
  size: number;
  fraction: number;
}

const rulesOf = ({ n, draw }: Point): Rules => ({
  challengeProbability: p,
  validatorCount: n,
  draw,
  validatorReward: 1.3 * n,
  slashAmount: slash,
  bountyShare: bounty,
  mismatchReward: 'per-slot',
  arbitration: 'perfect',
  arbitrationCost: 0,
  reveal: 'commit-reveal',
  plantedErrorRate: 0,
  recheckCount: 1,
  accounting: 'gross',
});

function settingsOf(point: Point, rules = rulesOf(point)): Settings {
  const { size, fraction } = point;
  return buildSettings({
    mechanism: { ...rules },
    market: { nodeCount, guessProbability: 0.3, detector: { falseAlarm: a, miss: 0.2 } },
    coalition: { size, fraction },
    run: { jobs: 400 },
  });
}

// Independent draws need four members and four others; the share they are drawn with is no number of nodes.
const points: Point[] = [1, 2, 3].flatMap((n): Point[] => [
  { n, draw: 'without-replacement', size: 4, fraction: 4 / nodeCount },
  { n, draw: 'independent', size: 4, fraction: 0.61 },
]);
const named = points.map((point) => [`${point.draw}, n = ${point.n}`, point] as const);

/** What a validator has of its own false alarm: it counts where no other raises one, and a fellow asserts. */
function byPencil({ n, draw, size, fraction }: Point): number {
  const meetsFellow = draw === 'independent' ? fraction : (size - 1) / (nodeCount - 1);
  return p * meetsFellow * a * (1 - a) ** (n - 1) * bounty * slash;
}

const advantageOf = (record: (arm: Arm) => (name: RecordColumn) => number, strategy: string): number => {
  const [honest, deviating] = ['honest', strategy].map((name) => {
    const column = record(validatorArm(name, 'all-honest'));
    return column('validatorIncome') / column('focalJobs');
  });
  return honest! - deviating!;
};

describe.each(named)('%s', (_, point) => {
  const settings = settingsOf(point);

  test('what vouching for fellows costs is the same by pencil, by naming and by the round', () => {
    const exact = expectAdvantageOf(settings, 'collude');
    const rules = rulesOf(point);
    const byName = advantageOf(namedIn(settings, rules), 'collude');
    expect(Math.abs(exact - byPencil(point))).toBeLessThan(1e-9);
    expect(Math.abs(exact - byName)).toBeLessThan(1e-9);
    expect(exactAdvantage(settings, 'validator', 'honest', 'collude', 'all-honest')).toBeCloseTo(exact, 9);
  });

  test('a node validates as often as members do', () => {
    const record = expectRecord(settings, validatorArm('collude', 'all-honest'));
    const { n, draw, size, fraction } = point;
    const perJob = draw === 'independent' ? (p * n * fraction * nodeCount) / size : p * n;
    expect(record[at.focalValidations] / record[at.focalJobs]).toBeCloseTo(perJob, 12);
  });

  test('the market earns what the round expects', () => {
    const [honest, colluding] = ['honest', 'collude'].map((strategy) => {
      const arm = validatorArm(strategy, 'all-honest');
      const runs = Array.from({ length: 100 }, (_, k) => simulateRun(settings, arm, 'fellows', k).slice());
      return { exact: expectRecord(settings, arm), runs };
    }) as [Simulated, Simulated];
    for (const column of ['validatorIncome', 'focalValidations', 'falseSlashedJobs', 'arbitrations'] as const) {
      const shares = colluding.runs.map((run) => run[at[column]]! / run[at.jobs]!);
      expectMean(shares, colluding.exact[at[column]]!, column);
    }
    // Both arms draw the same, so that they differ by nothing but false alarms against fellows.
    const income = at.validatorIncome;
    const lost = honest.runs.map((run, k) => (run[income]! - colluding.runs[k]![income]!) / run[at.jobs]!);
    expectMean(lost, honest.exact[income]! - colluding.exact[income]!, 'lost by vouching');
    expect(Math.min(...lost)).toBeGreaterThanOrEqual(0);
  });
});

test('without a fellow nothing is lost', () => {
  for (const n of [2, 3]) {
    const settings = settingsOf({ n, draw: 'without-replacement', size: 1, fraction: 1 / nodeCount });
    expect(expectAdvantageOf(settings, 'collude')).toBe(0);
  }
});

test.each(named.filter(([, { n }]) => n > 1))('the same market is seen by the others: %s', (_, point) => {
  const settings = settingsOf(point);
  for (const strategy of ['collude', 'contradict']) {
    const cast = stage(settings, validatorArm(strategy, 'all-honest'), builtIn);
    const turned = cast.crowds.map((crowd): Crowd => ({ ...crowd, side: crowd.side === 'focal' ? 'others' : 'focal' }));
    const seen: Cast = { ...cast, crowds: turned };
    const [own, others] = [cast, seen].map((staged) =>
      expectation(builtIn.mechanisms.get('posp')!.round!(settings, staged), playOf(staged), recordColumnNames.length),
    );
    for (const column of ['jobs', 'challengedJobs', 'arbitrations', 'clientPaid', 'slashed', 'burned'] as const) {
      expect(others![at[column]], column).toBeCloseTo(own![at[column]]!, 12);
    }
    const income = (record: Float64Array) => record[at.asserterIncome]! + record[at.validatorIncome]!;
    expect(income(others!)).toBeCloseTo(own![at.outsiderIncome]!, 12);
    expect(others![at.outsiderIncome]).toBeCloseTo(income(own!), 12);
  }
});

test.each(named.filter(([, { n }]) => n < 3))('every deviation costs what it costs by naming: %s', (_, point) => {
  // Where no bounty is shared reports are added up.
  for (const bountyShare of [bounty, 0]) {
    const rules = { ...rulesOf(point), bountyShare, plantedErrorRate: 0.1 };
    const settings = settingsOf(point, rules);
    for (const { name } of declared.validator.slice(1)) {
      const byName = advantageOf(namedIn(settings, rules), name);
      const exact = exactAdvantage(settings, 'validator', 'honest', name, 'all-honest')!;
      expect(Math.abs(exact - byName), name).toBeLessThan(1e-9);
    }
  }
});

/** Expectations of an arm by naming every node. */
const namedIn = (settings: Settings, rules: Rules) => (arm: Arm) => {
  const record = enumerate(settings, rules, arm);
  return (column: RecordColumn) => record[column]!;
};

interface Simulated {
  exact: Float64Array;
  runs: Float64Array[];
}

/** Within four standard errors. */
function expectMean(sample: readonly number[], expected: number, what: string): void {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1);
  expect(Math.abs(mean - expected), what).toBeLessThan(4 * Math.sqrt(variance / sample.length));
}

/** What honesty earns a validator over a deviation, per job it asserts, where everyone else is honest [credits]. */
function expectAdvantageOf(settings: Settings, strategy: string): number {
  return advantageOf((arm) => {
    const record = expectRecord(settings, arm);
    return (name) => record[at[name]];
  }, strategy);
}
