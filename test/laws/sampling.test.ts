/** Laws of whatever says how likely a job is to be challenged, in a market and in a file, and what a node can make of it. */

import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { findBestResponse } from '../../src/analysis/best-response/best-response.ts';
import { reputationProcess } from '../../src/analysis/best-response/reputation.ts';
import { exactRecord } from '../../src/analysis/round/exact.ts';
import { withCatalogue } from '../../src/catalogue/catalogue.ts';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { samplingRates } from '../../src/catalogue/sampling.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { KnownBestResponse } from '../../src/findings/best-response.ts';
import { boundLife } from '../../src/game/decision-bounds.ts';
import { Market } from '../../src/market/market.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import { createSamplingPlay, type Sampling } from '../../src/market/sampling.ts';
import type { PlugSpec, Settings } from '../../src/market/settings.ts';
import * as samplings from '../../src/plugs/sampling/index.ts';
import { checkScenario } from '../../src/scenario/check.ts';
import { resolveSettings } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { Summary } from '../../src/stats/summary.ts';
import { asserterArm, buildSettings, honestArm, type Overrides } from '../fixtures/settings.ts';
import { iteratePolicies } from '../game/policy-iteration.ts';
import { changed, least } from '../scenario/texts.ts';

const entries = Object.values(samplings).map((one): [string, Sampling] => [one.kind, one]);
const specs: Record<string, PlugSpec> = {
  constant: { kind: 'constant' },
  reputation: { kind: 'reputation', newcomers: 0.9, cleanJobs: 4 },
};
const rule = specs.reputation;

/** A market whose jobs are challenged by what their nodes did, or alike. */
function sample(sampling: PlugSpec | undefined, { mechanism, ...others }: Overrides = {}): Settings {
  return buildSettings({
    ...others,
    mechanism: { challengeProbability: 0.2, ...mechanism, ...(sampling && { sampling }) },
  });
}

const dishonest = asserterArm('cheaper-model', 'all-honest');

describe.each(entries)('%s', (kind, one) => {
  test('gives chances, of which those beyond the last clean job that counts are alike', () => {
    const most = one.cleanJobsMax(specs[kind]);
    for (const floor of [0, 0.2, 0.9]) {
      for (let clean = 0; clean < most + 5; clean++) {
        const rate = one.rateAfter(specs[kind], floor, clean);
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
        if (clean >= most) expect(rate).toBe(one.rateAfter(specs[kind], floor, most));
      }
      expect(one.rateAfter(specs[kind], floor, most)).toBe(floor);
    }
  });

  test('says what it is by itself', () => {
    expect(one.socket).toBe('sampling');
    for (const text of [one.title, one.source, one.summary]) expect(text.length).toBeGreaterThan(10);
  });
});

test('clean jobs in a row count for the node that did them, until it is found out or leaves', () => {
  const play = createSamplingPlay(Float64Array.from([1, 0.5, 0.1]), 3);
  play.settled(0, false);
  expect([0, 1, 2].map(play.rateOf)).toEqual([0.5, 1, 1]);
  for (let i = 0; i < 5; i++) play.settled(0, false);
  play.settled(1, false);
  expect([0, 1, 2].map(play.rateOf)).toEqual([0.1, 0.5, 1]);
  play.settled(0, true);
  play.forget(1);
  expect([0, 1, 2].map(play.rateOf)).toEqual([1, 1, 1]);
});

describe('in a market', () => {
  test('newcomers at the floor are sampled as where nobody is asked', () => {
    const flat = sample({ kind: 'reputation', newcomers: 0.2, cleanJobs: 7 }, { run: { jobs: 3000 } });
    const plain = sample(undefined, { run: { jobs: 3000 } });
    const [asked, alike] = [flat, plain].map((settings) => simulateRun(settings, dishonest, '1', 0));
    expect(asked[at.challengedJobs]).toBe(alike[at.challengedJobs]);
    expect(asked[at.detectedJobs]).toBe(alike[at.detectedJobs]);
    expect(asked[at.asserterIncome]).toBe(alike[at.asserterIncome]);
    expect(asked[at.challengedJobs]).toBeGreaterThan(100);
  });

  test('a constant chance is what it is without a name', () => {
    const [named, unnamed] = [sample(specs.constant), sample(undefined)];
    expect(samplingRates(named)).toBeUndefined();
    expect(armKeyOf(named, dishonest, '1')).toBe(armKeyOf(unnamed, dishonest, '1'));
    expect(simulateRun(named, dishonest, '1', 0)).toEqual(simulateRun(unnamed, dishonest, '1', 0));
    expect(exactRecord(named, dishonest)).toEqual(exactRecord(unnamed, dishonest));
  });

  test('jobs are played one after the other in every arm, and no exact value of one job is given', () => {
    const settings = sample(rule);
    for (const arm of [honestArm, dishonest]) {
      const plan = planArm({ ...settings, run: { ...settings.run, sampling: 'split' } }, arm);
      expect(plan).toMatchObject({ path: 'rounds', sampling: 'natural' });
      expect(plan.why).toBe('how often a node is challenged hangs on its clean jobs');
    }
    expect(exactRecord(settings, dishonest)).toBeNull();
  });

  test('honest nodes are challenged as often as clean jobs say, to the job', () => {
    // Two nodes, 300 jobs each or nearly: the first four cost 0.9 to 0.375, all others 0.2.
    const settings = sample(rule, { market: { nodeCount: 4 }, run: { jobs: 4000 } });
    const shares = Array.from({ length: 40 }, (_, replication) => {
      const record = simulateRun(settings, honestArm, 'clean', replication);
      return record[at.challengedJobs];
    });
    const { mean, variance, count } = Summary.of(shares);
    const early = [0.9, 0.725, 0.55, 0.375].reduce((sum, rate) => sum + 4 * (rate - 0.2), 0);
    expect(Math.abs(mean - (0.2 * 4000 + early))).toBeLessThan(4 * Math.sqrt(variance / count));
  });

  test.each(['none', 'ejected', 'banned'] as const)('money is conserved where slashed nodes: %s', (kind) => {
    const market = new Market();
    const settings = sample(rule, { exit: { kind }, market: { minimumStake: 985 }, run: { jobs: 2000 } });
    const record = simulateRun(settings, dishonest, '1', 0);
    expect(market.ledger.audit()).toBe(0n);
    expect(record[at.slashed]).toBeGreaterThan(0);
    expect(simulateRun(settings, dishonest, '1', 0)).toEqual(record);
  });
});

describe('the best response', () => {
  interface Case {
    cleanJobs: number;
    discount: number;
    caught: number;
    substitute: number;
    slash: number;
  }
  const cheapest = { kind: 'cheaper-model', name: 'cheap' };

  /** R = 1.2 and C = 1: a node that cheats spends `substitute`, and is found out by a check with chance `caught`. */
  function settingsOf(
    { cleanJobs, discount, caught, substitute, slash }: Case,
    floor: number,
    newcomers = 1,
  ): Settings {
    const settings = sample(
      { kind: 'reputation', newcomers, cleanJobs },
      {
        mechanism: { challengeProbability: floor, slashAmount: slash, validatorCount: 1 },
        market: { computeCost: 1, reward: 1.2, stake: 50, detector: { falseAlarm: 0, miss: 1 - caught } },
      },
    );
    const asserter = [
      { name: 'honest', kind: 'honest' },
      { ...cheapest, cost: substitute },
    ];
    return { ...settings, players: { ...settings.players, asserter, discount } };
  }

  function known(settings: Settings, actions: 'declared' | 'catalogue' = 'declared'): KnownBestResponse {
    const found = findBestResponse(settings, { role: 'asserter', actions });
    if ('unknown' in found) throw new Error(found.unknown);
    return found;
  }

  const oneShot = ({ caught, substitute, slash }: Case) => (1 - substitute) / (caught * (1.2 + slash));

  test('builds up and burns just below the one-shot threshold, and gains what was worked out elsewhere', () => {
    const given = { cleanJobs: 100, discount: 0.999, caught: 1, substitute: 0, slash: 20 };
    const { gain, policy, states, horizon } = known(settingsOf(given, 0.9 * oneShot(given)));
    expect(policy).toEqual([
      { when: 'up to 99 clean jobs', action: 'honest' },
      { when: 'from 100 clean jobs on', action: 'cheap' },
    ]);
    expect(states).toBe(101);
    // By the job: a thousandth of the career's.
    expect(Math.abs(gain.low * horizon! - 17.960061)).toBeLessThan(1e-6);
    expect((gain.high - gain.low) * horizon!).toBeLessThan(1e-6);
    expect(oneShot(given)).toBeCloseTo(0.04716981, 8);
  });

  test('is honesty from the threshold of one job on, whatever is remembered; below it the closed form holds', () => {
    for (let i = 0; i < 25; i++) {
      const next = seedrandom(`floors ${i}`);
      const draw = (low: number, high: number) => low + (high - low) * next();
      const given = {
        cleanJobs: Math.floor(draw(1, 30)),
        discount: draw(0.8, 0.99),
        caught: draw(0.4, 1),
        substitute: draw(0, 0.7),
        slash: draw(3, 30),
      };
      const { cleanJobs, discount, caught, substitute, slash } = given;
      const leastFloor = oneShot(given);
      expect(known(settingsOf(given, 1.001 * leastFloor)).gain.high).toBeLessThan(1e-9);
      const floor = 0.9 * leastFloor;
      const delta = 1 - substitute - floor * caught * (1.2 + slash);
      const full = delta / (1 - discount * (1 - floor * caught) - discount ** (cleanJobs + 1) * floor * caught);
      const { gain } = known(settingsOf(given, floor));
      expect(gain.low / (1 - discount)).toBeCloseTo(discount ** cleanJobs * full, 7);
    }
  });

  test('of moves that only a play with a past declares, and of the catalogue', () => {
    const given = { cleanJobs: 6, discount: 0.99, caught: 1, substitute: 0.4, slash: 10 };
    const settings = settingsOf(given, 0.03);
    const burning = { kind: 'build-then-burn', name: 'burn', cleanJobs: 3, cost: 0 };
    const asserter = [{ name: 'honest', kind: 'honest' }, burning];
    const { actions, gain } = known({ ...settings, players: { ...settings.players, asserter } });
    expect(actions).toEqual(['honest', 'burn (move 2)', 'stop']);
    expect(gain.low).toBeCloseTo(known(settings, 'catalogue').gain.low, 12);
  });

  test('an honest node that is flagged now and then is worth what linear equations say', () => {
    const ways = [
      { name: 'honest', unchallenged: 0.2, challenged: 0.05, found: 0.02 },
      { name: 'cheat', unchallenged: 1, challenged: -4.8, found: 0.8 },
    ];
    const rates = Float64Array.from({ length: 13 }, (_, clean) => 0.4 - 0.03 * clean);
    const process = reputationProcess(rates, ways, 0.97);
    const exact = iteratePolicies(process);
    const { low, high } = boundLife(process);
    expect(low).toBeLessThan(exact + 1e-9);
    expect(high).toBeGreaterThan(exact - 1e-9);
    expect(high - low).toBeLessThan(1e-9);
  });

  test('undiscounted, gains in the market what the chain says it does', () => {
    const given = { cleanJobs: 3, discount: 1, caught: 0.7, substitute: 0.3, slash: 4 };
    const settings = settingsOf(given, 0.05, 0.8);
    const { gain, policy } = known(settings);
    expect(policy.map(({ action }) => action)).toEqual(['honest', 'cheap']);
    const { cleanJobs } = given;
    const plan = planOf('plan', policy[1].when === `from ${cleanJobs} clean jobs on` ? cleanJobs : Number.NaN);
    const catalogue = extendCatalogue([plan]);
    const asserter = [
      { name: 'honest', kind: 'honest' },
      { name: 'plan', kind: 'plan' },
    ];
    const played = withCatalogue(
      {
        ...settings,
        // Hardly ever is a node given a job before its last is settled, as the chain has it.
        market: { ...settings.market, nodeCount: 20, jobsPerSecond: 0.01 },
        players: { ...settings.players, asserter },
        run: { ...settings.run, jobs: 40_000 },
      },
      catalogue,
    );
    const gains = Array.from({ length: 24 }, (_, replication) => {
      const record = simulateRun(played, asserterArm('plan', 'all-honest'), 'witness', replication);
      return record[at.asserterIncome] / record[at.focalJobs] - 0.2;
    });
    const { mean, variance, count } = Summary.of(gains);

    const error = Math.sqrt(variance / count);
    // It begins as a newcomer and is honest for three of its 2000 jobs, of which none gains more than 0.7.
    expect(Math.abs(mean - gain.low)).toBeLessThan(4 * error + (cleanJobs * 0.7) / 2000);
    expect(gain.low).toBeGreaterThan(20 * error);
  });

  test('is not known where jobs overlap in time, or other rules remember too', () => {
    const settings = settingsOf({ cleanJobs: 5, discount: 0.9, caught: 1, substitute: 0, slash: 9 }, 0.02);
    const { players, mechanism } = settings;
    const ask = (given: Settings, role: 'asserter' | 'validator' = 'asserter') =>
      findBestResponse(given, { role, actions: 'catalogue' });
    expect(ask({ ...settings, players: { ...players, exit: { kind: 'ejected', reentryCost: null } } })).toHaveProperty(
      'unknown',
    );
    expect(ask({ ...settings, players: { ...players, exit: { kind: 'banned', reentryCost: null } } })).toHaveProperty(
      'unknown',
    );
    expect(ask({ ...settings, players: { ...players, utility: { cara: 0.1 } } })).toHaveProperty('unknown');
    expect(ask(settings, 'validator')).toHaveProperty('unknown');
    const weighed = { ...mechanism, evidence: { kind: 'k-of-last', k: 2, of: 4 } };
    expect(ask({ ...settings, mechanism: weighed })).toMatchObject({
      unknown: expect.stringContaining('2 of a node’s last 4'),
    });
  });
});

/** A strategy that cheats from so many clean jobs on, at the cost of the cases above. */
function planOf(kind: string, cleanJobs: number) {
  const { params } = samplings.constant;
  return {
    kind,
    title: 'A plan over clean jobs',
    source: 'a test',
    roles: ['asserter'] as const,
    params,
    moves: () => [
      { role: 'asserter' as const, cost: 0, output: 'correct' as const, backs: 'none' as const, probability: 1 },
      { role: 'asserter' as const, cost: 0.3, output: 'wrong' as const, backs: 'none' as const, probability: 1 },
    ],
    play: () => ({ chooses: (_: number, sight: { cleanJobs: number }) => (sight.cleanJobs >= cleanJobs ? 1 : 0) }),
  };
}

describe('in a file', () => {
  const check = (sampling: string | undefined, text = least) =>
    checkScenario(
      'a.yaml',
      sampling === undefined ? text : changed(text, 'mechanism:', `mechanism:\n  sampling: ${sampling}`),
    );
  const read = (sampling: string | undefined, text = least) => {
    const checked = check(sampling, text);
    if ('problems' in checked) throw new Error(checked.problems.map(({ message }) => message).join('\n'));
    return checked.scenario;
  };
  const problemsOf = (sampling: string, text = least) => {
    const checked = check(sampling, text);
    if ('problems' in checked) return checked.problems.map(({ code, message }) => `${code}: ${message}`);
    return resolveSettings(checked.scenario).problems.map(({ message }) => message);
  };
  const floorless = least.replace(/ *challengeProbability: .*\n/, '');

  test('a floor is the chance of the mechanism, by another name', () => {
    const { settings } = resolveSettings(
      read('{ kind: reputation, floor: 2 %, newcomers: 100 %, cleanJobs: 30 }', floorless),
    );
    expect(settings!.mechanism).toMatchObject({
      challengeProbability: 0.02,
      sampling: { newcomers: 1, cleanJobs: 30 },
    });
    const rates = samplingRates(settings!)!;
    expect([rates[0], rates[15], rates[30], rates.length]).toEqual([1, 0.51, 0.02, 31]);
  });

  test('what is wrong with it is said', () => {
    expect(problemsOf('{ kind: reputation, floor: 2 %, cleanJobs: 30 }')).toEqual([
      expect.stringContaining('both are given; leave one of them out'),
    ]);
    expect(problemsOf('{ kind: reputation, cleanJobs: 0 }')).toEqual([expect.stringContaining('cleanJobs')]);
    expect(problemsOf('reputation')).toEqual([expect.stringContaining('cleanJobs')]);
    expect(problemsOf('fame')).toEqual([expect.stringMatching(/^unknown-sampling: .*reputation/)]);
    expect(problemsOf('{ kind: reputation, newcomers: 1 %, floor: 2 %, cleanJobs: 30 }', floorless)).toEqual([
      expect.stringContaining('newcomers would be looked at less than nodes at full reputation'),
    ]);
    expect(problemsOf('constant', floorless)).toEqual([
      expect.stringContaining('mechanism.challengeProbability is missing'),
    ]);
  });

  test('it is another study, unless it is what there was before', () => {
    const digestOf = (sampling: string | undefined) => digestScenario(read(sampling));
    expect(digestOf('{ kind: reputation, cleanJobs: 5 }')).not.toBe(digestOf(undefined));
    expect(digestOf('constant')).toBe(digestOf(undefined));
  });

  test('what a credit later is worth may be said, for the best plan goes by it', () => {
    const patient = changed(least, 'players:', 'players:\n  discount: 0.99');
    expect(problemsOf('{ kind: reputation, cleanJobs: 5 }', patient)).toEqual([]);
    expect(problemsOf('constant', patient)).toEqual([expect.stringContaining('nothing reads players.discount')]);
  });
});
