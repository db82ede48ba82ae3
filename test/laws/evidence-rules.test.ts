/** Laws of whatever says when failed checks convict, and rules that are none of the program's own in the same socket. */
import { describe, expect, test } from 'vitest';
import { exactRecord } from '../../src/analysis/round/exact.ts';
import { describeStage } from '../../src/analysis/stage/stage-table.ts';
import { builtIn, withCatalogue } from '../../src/catalogue/catalogue.ts';
import { whyWeighed } from '../../src/catalogue/evidence.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import { createStream } from '../../src/kernel/stream.ts';
import type { Evidence, EvidencePlay } from '../../src/market/evidence.ts';
import { Market } from '../../src/market/market.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Arm, PlugSpec, Settings } from '../../src/market/settings.ts';
import { posp } from '../../src/mechanisms/index.ts';
import * as evidences from '../../src/plugs/evidence/index.ts';
import { checkScenario } from '../../src/scenario/check.ts';
import { resolveSettings } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { Summary } from '../../src/stats/summary.ts';
import { haggling, secondOpinion } from '../fixtures/second-opinion.ts';
import { asserterArm, buildSettings, honestArm, type Overrides } from '../fixtures/settings.ts';
import { changed, least } from '../scenario/texts.ts';
import { checksUntilCusum } from './checks-until-conviction.ts';

const { cusum, firstMismatch, kOfLast } = evidences;
const market = new Market();

const specs: Record<string, PlugSpec> = {
  'first-mismatch': { kind: 'first-mismatch' },
  'k-of-last': { kind: 'k-of-last', k: 2, of: 4 },
  cusum: { kind: 'cusum', gain: 3, limit: 5 },
  'second-opinion': { kind: 'second-opinion' },
};
const entries = [...Object.values(evidences), secondOpinion].map((one): [string, Evidence] => [one.kind, one]);

/** A rule that is told of checks of one node, the failed ones marked; after how many it convicts for the first time. */
function checksUntil(play: EvidencePlay, failures: string, node = 0): number {
  return 1 + failures.split('').findIndex((mark) => play.weigh(node, mark === 'x') === 'convict' && mark === 'x');
}

describe.each(entries)('%s', (kind, rule) => {
  const spec = specs[kind];

  test('lets go of whoever fails no check', () => {
    const play = rule.create(spec, 20);
    expect(checksUntil(play, '.'.repeat(100))).toBe(0);
  });

  test('holds nothing against one node that another did', () => {
    const [alone, among] = [rule.create(spec, 20), rule.create(spec, 20)];
    const marks = 'x.xx..x.xxx';
    for (const mark of marks) {
      for (let other = 1; other < 9; other++) among.weigh(other, mark !== 'x');
      expect(among.weigh(0, mark === 'x')).toBe(alone.weigh(0, mark === 'x'));
    }
  });

  test('forgets a node that left, and it alone', () => {
    const [fresh, used] = [rule.create(spec, 20), rule.create(spec, 20)];
    for (const node of [0, 1]) checksUntil(used, 'x', node);
    used.forget(0);
    expect(checksUntil(used, '...x.x', 0)).toBe(checksUntil(fresh, '...x.x', 0));
    expect(checksUntil(used, 'x', 1)).toBe(checksUntil(fresh, 'xx', 1) > 0 ? 1 : 0);
  });
});

describe('so many of the last', () => {
  const at = (k: number, of: number, marks: string) =>
    checksUntil(kOfLast.create({ kind: 'k-of-last', k, of }, 1), marks);

  test('convicts at the last of k failures that lie within so many checks', () => {
    expect(at(3, 5, 'x.x.x')).toBe(5);
    expect(at(3, 5, 'x..x.x')).toBe(0);
    expect(at(3, 5, 'x..x.xx')).toBe(7);
    expect(at(2, 2, 'x.xx')).toBe(4);
    expect(at(1, 1, '..x')).toBe(3);
  });

  test('answers for what was held against a node with one conviction', () => {
    const play = kOfLast.create({ kind: 'k-of-last', k: 2, of: 10 }, 8);
    expect(Array.from({ length: 5 }, () => play.weigh(7, true))).toEqual([
      'let-go',
      'convict',
      'let-go',
      'convict',
      'let-go',
    ]);
  });

  // Expected checks to a conviction, this one included, from an empty record; by renewal between gaps.
  test.each([
    [1e-3, 906344.6263671819, 40],
    [1e-2, 1582.6976809437958, 4000],
    [0.2, 15.001382816701481, 40_000],
  ])('takes as many checks as it must where one fails with chance %d', (chance, expected, convictions) => {
    expectChecks(kOfLast.create({ kind: 'k-of-last', k: 3, of: 50 }, 1), chance, expected, convictions);
  });
});

/** Checks between convictions have the mean that they must. */
function expectChecks(play: EvidencePlay, chance: number, expected: number, convictions: number): void {
  const stream = createStream('checks to a conviction', 0, String(chance));
  const gaps: number[] = [];
  for (let checks = 1; gaps.length < convictions; checks++) {
    if (play.weigh(0, stream.next() < chance) !== 'convict') continue;
    gaps.push(checks);
    checks = 0;
  }
  const { mean, variance, count } = Summary.of(gaps);
  expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / count));
}

describe('a cumulative sum', () => {
  const at = (gain: number, limit: number, marks: string) =>
    checksUntil(cusum.create({ kind: 'cusum', gain, limit }, 1), marks);

  test('convicts once gains less passed checks reach the limit, and never falls below 0', () => {
    expect(at(3, 5, 'xx')).toBe(2);
    expect(at(3, 5, 'x.x')).toBe(3);
    expect(at(3, 5, 'x..x')).toBe(0);
    expect(at(3, 5, '.........x.x')).toBe(12);
  });

  test('begins anew after a conviction', () => {
    const play = cusum.create({ kind: 'cusum', gain: 3, limit: 5 }, 8);
    const found = Array.from({ length: 5 }, () => play.weigh(7, true));
    expect(found).toEqual(['let-go', 'convict', 'let-go', 'convict', 'let-go']);
  });

  // Published with the rule in mind: 20 on a mismatch, convicted at 60.
  test.each([
    [1e-4, 852460751099.5281],
    [1e-2, 52400.665170809385],
    [0.2, 20.52831182918876],
  ])('takes by descent as many checks as it must where one fails with chance %d', (chance, expected) => {
    expect(checksUntilCusum(20, 60, chance) / expected).toBeCloseTo(1, 9);
  });

  test.each([
    [20, 60, 1e-2, 400],
    [20, 60, 0.2, 40_000],
    [1, 4, 0.5, 40_000],
    [7, 30, 0.1, 10_000],
  ])('takes as many in play: gain %d, limit %d, a failure with chance %d', (gain, limit, chance, convictions) => {
    const play = cusum.create({ kind: 'cusum', gain, limit }, 1);
    expectChecks(play, chance, checksUntilCusum(gain, limit, chance), convictions);
  });
});

/** A market in which evidence is weighed, or not. */
function weigh(evidence: PlugSpec | undefined, { mechanism, ...others }: Overrides = {}): Settings {
  const settings = buildSettings({
    ...others,
    mechanism: { challengeProbability: 0.5, ...mechanism, ...(evidence && { evidence }) },
  });
  const catalogue = { ...builtIn, evidences: new Map(entries) };
  return withCatalogue(settings, catalogue);
}

const dishonest = asserterArm('cheaper-model', 'all-honest');
const twoOfFour = specs['k-of-last'];

describe('in a market', () => {
  const noisy: Overrides = {
    market: { detector: { falseAlarm: 0.1, miss: 0.3 } },
    run: { jobs: 2000 },
    mechanism: { validatorCount: 2, bountyShare: 0.5 },
  };

  /** A run with a rule that is asked, whatever it says of itself. */
  const ask = (rule: Evidence, spec: PlugSpec, settings: Settings, arm: Arm) => {
    const plan = planArm(settings, arm);
    const run = { ...plan, traffic: trafficOf(settings), money: moneyOf(settings), seed: 'evidence', replication: 0 };
    const asked = market.run(posp, { ...run, evidence: rule.create(spec, 20) }).slice();
    return { asked, plain: market.run(posp, run).slice() };
  };

  test.each([
    ['the first mismatch', firstMismatch, { kind: 'first-mismatch' }],
    ['one of the last one', kOfLast, { kind: 'k-of-last', k: 1, of: 1 }],
    ['one of the last nine', kOfLast, { kind: 'k-of-last', k: 1, of: 9 }],
    ['a gain as large as the limit', cusum, { kind: 'cusum', gain: 4, limit: 4 }],
  ])('%s convicts as where nobody is asked, to the last bit', (_, rule, spec) => {
    for (const arm of [honestArm, dishonest]) {
      for (const arbitration of ['perfect', 'referee', { majority: 3 }]) {
        const settings = weigh(undefined, { ...noisy, mechanism: { ...noisy.mechanism, arbitration } });
        const { asked, plain } = ask(rule, spec, settings, arm);
        expect(asked).toEqual(plain);
      }
    }
    const [named, unnamed] = [weigh(spec), weigh(undefined)];
    expect(whyWeighed(named)).toBeUndefined();
    expect(armKeyOf(named, dishonest, '1')).toBe(armKeyOf(unnamed, dishonest, '1'));
    expect(exactRecord(named, dishonest)).toEqual(exactRecord(unnamed, dishonest));
  });

  test('what is let go is paid, and nobody loses stake', () => {
    const never = { kind: 'k-of-last', k: 1000, of: 1000 };
    const record = simulateRun(weigh(never, noisy), dishonest, '1', 0);
    expect(record[at.arbitrations]).toBeGreaterThan(100);
    expect(record[at.slashed]).toBe(0);
    expect(record[at.detectedJobs] + record[at.falseSlashedJobs]).toBe(0);
    const perJob = 1.2 + 2 * 1.2 * (record[at.challengedJobs] / record[at.jobs]);
    expect(record[at.clientPaid] / record[at.jobs]).toBeCloseTo(perJob, 9);
  });

  test.each(['none', 'ejected', 'banned'] as const)('money is conserved where slashed nodes: %s', (kind) => {
    for (const spec of Object.values(specs)) {
      const settings = weigh(spec, { ...noisy, exit: { kind }, market: { ...noisy.market, minimumStake: 985 } });
      const record = simulateRun(settings, dishonest, '1', 0);
      expect(market.ledger.audit()).toBe(0n);
      expect(record[at.slashed]).toBeGreaterThan(0);
      expect(simulateRun(settings, dishonest, '1', 0)).toEqual(record);
    }
  });

  test('a check is counted as often as honest nodes are convicted by three of fifty', () => {
    const settings = weigh(
      { kind: 'k-of-last', k: 3, of: 50 },
      {
        mechanism: { challengeProbability: 1 },
        market: { nodeCount: 4, detector: { falseAlarm: 0.2 } },
        run: { jobs: 20_000 },
      },
    );
    const counts = Array.from({ length: 12 }, (_, replication) => {
      const record = simulateRun(settings, honestArm, 'checks', replication);
      return record[at.falseSlashedJobs] / record[at.jobs];
    });
    const { mean, variance, count } = Summary.of(counts);
    // Each of the four nodes begins with an empty record and ends within one: less than a conviction each.
    expect(Math.abs(mean - 1 / 15.001382816701481)).toBeLessThan(4 * Math.sqrt(variance / count) + 4 / 20_000);
  });

  test('another opinion is another comparison, and it is paid for', () => {
    const alarm = 0.3;
    const settings = weigh(specs['second-opinion'], {
      mechanism: { challengeProbability: 1 },
      market: { detector: { falseAlarm: alarm } },
      run: { jobs: 20_000 },
    });
    const record = simulateRun(settings, honestArm, 'opinions', 0);
    const near = (found: number, chance: number) =>
      expect(Math.abs(found / 20_000 - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / 20_000));
    near(record[at.arbitrations], alarm);
    near(record[at.falseSlashedJobs], alarm * alarm);
    // A validator each, the arbiter where it flags, and one more where that is asked for.
    expect(record[at.verificationCost]).toBeCloseTo(record[at.jobs] + 2 * record[at.arbitrations], 6);
  });

  test('a rule of a user’s own that finds nothing there is, or fails, is named', () => {
    const bad = (weigh: () => never) => ({
      ...secondOpinion,
      kind: 'bad',
      create: () => ({ weigh, forget: () => {} }),
    });
    const run = (rule: Evidence) => {
      const settings = weigh({ kind: 'bad' }, noisy);
      return () => simulateRun(withCatalogue(settings, extendCatalogue([rule])), honestArm, '1', 0);
    };
    expect(run(bad(() => 'guilty' as never))).toThrow(
      'evidence bad: its weigh finds guilty; it finds convict, ask-again',
    );
    const throwing = bad(() => {
      throw new Error('no idea');
    });
    expect(run(throwing)).toThrow('evidence bad: its weigh failed: no idea');
    expect(() => extendCatalogue([{ ...secondOpinion, kind: 'k-of-last' }])).toThrow('evidence k-of-last');
  });

  test('a rule that never has enough is stopped', () => {
    const settings = weigh({ kind: 'haggling' }, { market: { detector: { falseAlarm: 0.5 } } });
    const catalogue = { ...builtIn, evidences: new Map([[haggling.kind, haggling]]) };
    expect(() => simulateRun(withCatalogue(settings, catalogue), honestArm, '1', 0)).toThrow(
      'evidence haggling asks again for ever: 64 times about one check',
    );
  });
});

describe('where the past counts', () => {
  const settings = weigh(twoOfFour);

  test('no exact value is given, and every challenge is drawn as it falls', () => {
    expect(exactRecord(settings, dishonest)).toBeNull();
    expect(describeStage(settings)).toBeNull();
    const plan = planArm({ ...settings, run: { ...settings.run, sampling: 'split' } }, dishonest);
    expect(plan.sampling).toBe('natural');
    expect(plan.traits.remembers).toBe('a conviction takes 2 of a node’s last 4 checks');
  });

  test('it is another run, and another study', () => {
    expect(armKeyOf(settings, dishonest, '1')).not.toBe(armKeyOf(weigh(undefined), dishonest, '1'));
    const digestOf = (evidence: string) => digestScenario(read(evidence));
    expect(digestOf('{ kind: k-of-last, k: 2, of: 4 }')).not.toBe(digestOf('first-mismatch'));
    expect(digestOf('first-mismatch')).toBe(digestScenario(read(undefined)));
  });
});

function check(evidence: string | undefined, text = least) {
  return checkScenario(
    'a.yaml',
    evidence === undefined ? text : changed(text, 'mechanism:', `mechanism:\n  evidence: ${evidence}`),
  );
}

function read(evidence: string | undefined) {
  const checked = check(evidence);
  if ('problems' in checked) throw new Error(checked.problems.map(({ message }) => message).join('\n'));
  return checked.scenario;
}

describe('in a file', () => {
  const problemsOf = (evidence: string) => {
    const checked = check(evidence);
    return 'problems' in checked ? checked.problems.map(({ code, message }) => `${code}: ${message}`) : [];
  };

  test('a rule is named, with its parameters', () => {
    const { settings } = resolveSettings(read('{ kind: k-of-last, k: 3, of: 50 }'));
    expect(settings!.mechanism.evidence).toEqual({ kind: 'k-of-last', k: 3, of: 50 });
  });

  test('what is wrong with it is said', () => {
    expect(problemsOf('{ kind: k-of-last, k: 51, of: 50 }')).toEqual([
      expect.stringContaining('mechanism.evidence.of'),
    ]);
    expect(problemsOf('{ kind: k-of-last, k: 0, of: 50 }')).toHaveLength(1);
    expect(problemsOf('k-of-last')).toHaveLength(2);
    expect(problemsOf('{ kind: cusum, gain: 20, limit: 60 }')).toEqual([]);
    expect(problemsOf('{ kind: cusum, gain: 0, limit: 60 }')).toHaveLength(1);
    expect(problemsOf('{ kind: cusum, gain: 2.5, limit: 60 }')).toHaveLength(1);
    expect(problemsOf('{ kind: cusum, gain: 1, limit: 1000000001 }')).toEqual([
      expect.stringContaining('never reached'),
    ]);
    expect(problemsOf('three-strikes')).toEqual([expect.stringMatching(/^unknown-evidence: .*k-of-last/)]);
  });

  test('whoever was banned cannot weigh a career that nobody knows', () => {
    const banned = changed(least, 'players:', 'players:\n  exit: banned\n  reentryCost: 5');
    const checked = check('{ kind: k-of-last, k: 2, of: 4 }', banned);
    if ('problems' in checked) throw new Error(checked.problems.map(({ message }) => message).join('\n'));
    expect(resolveSettings(checked.scenario).problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'players.reentryCost is 5; expected left out where mechanism.evidence weighs what a node did before',
      ),
    ]);
  });
});
