/** Laws of whatever befalls nodes: it costs time, never money, and no job is lost, made up or done twice. */
import { describe, expect, test } from 'vitest';
import { exactFocalRecord } from '../../src/analysis/round/exact.ts';
import { exactTime } from '../../src/analysis/round/exact-time.ts';
import { lawOf } from '../../src/analysis/round/round-law.ts';
import { builtIn, type Catalogue, withCatalogue } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { extendCatalogue } from '../../src/catalogue/plugs.ts';
import { flowAt, trafficOf, whyNotByQueues } from '../../src/catalogue/traffic.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { armKeyOf } from '../../src/engine/identity.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { MarketEvent } from '../../src/market/events.ts';
import type { Hazard } from '../../src/market/hazard.ts';
import { Market } from '../../src/market/market.ts';
import { columnIndex as at, recordColumnNames } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { computeLoadFactor, computeUtilisation } from '../../src/plan/load-factor.ts';
import { checkScenario } from '../../src/scenario/check.ts';
import { resolveSettings } from '../../src/scenario/resolve.ts';
import { digestScenario } from '../../src/scenario/schema/digest.ts';
import { Summary } from '../../src/stats/summary.ts';
import { blackout, gremlins } from '../fixtures/gremlins.ts';
import { asserterArm, buildSettings, honestArm, type Overrides } from '../fixtures/settings.ts';
import { changed, least } from '../scenario/texts.ts';
import { expectConservation } from './conservation.ts';

const market = new Market();
const exponential = (mean: number) => ({ kind: 'exponential', mean }) as const;
const dishonest = asserterArm('cheaper-model', 'all-honest');

const outages = (more: object = {}) => ({ kind: 'outages', meanUp: 8, repair: exponential(3), ...more });
const ways = ['always', 'working'].flatMap((clock) => ['redispatch', 'resume'].map((jobs) => ({ clock, jobs })));

/** A market with hazards. */
function befall(hazards: readonly object[], { market: given, ...others }: Overrides = {}): Settings {
  const settings = buildSettings({
    mechanism: { validatorCount: 2 },
    run: { jobs: 3000 },
    ...others,
    market: { serviceSeconds: exponential(1), detector: { falseAlarm: 0.05, miss: 0.2 }, ...given },
  });
  // As a file would be read, with every default.
  const read = hazards.map((one) => {
    const { kind, name, ...params } = one as { kind: string; name?: string };
    return { kind, ...(name && { name }), ...builtIn.hazards.get(kind)?.params.parse(params) };
  });
  return { ...settings, market: { ...settings.market, ...(hazards.length > 0 && { hazards: read }) } };
}

/** A run and what it tells. */
function play(settings: Settings, arm: Arm, { hazard, seed = 'hazards' }: { hazard?: Hazard; seed?: string } = {}) {
  const events: MarketEvent[] = [];
  const listener = {
    wants: ['arrived', 'asserted', 'challenged', 'settled', 'down', 'up', 'moved', 'left'] as const,
    hear: (event: MarketEvent) => events.push(event),
  };
  const plugged = hazard && { hazards: [{ hazard, params: { kind: hazard.kind } }] };
  const traffic = { ...trafficOf(settings), ...plugged };
  const mechanism = builtIn.mechanisms.get(settings.mechanism.kind)!;
  const { cast } = planArm(settings, arm);
  const record = market
    .run(mechanism, { settings, cast, traffic, money: moneyOf(settings), seed, replication: 0, listener })
    .slice();
  return { record, events };
}

const timeColumns = /^(sojourn|busySeconds|nodeSeconds)/;

/** Everything of a record but what measures time; sums of fractions hang on the order in which jobs end. */
function paid(record: Float64Array): number[] {
  return recordColumnNames.flatMap((name, column) =>
    timeColumns.test(name) ? [] : Number(record[column]!.toPrecision(12)),
  );
}

describe.each(ways)('outages by clock $clock, jobs: $jobs', (way) => {
  const settings = befall([outages(way)]);

  test('every job is asserted once and settled, by a node that is up', () => {
    const { record, events } = play(settings, honestArm);
    const down = new Set<number>();
    const holder = new Map<number, number>();
    const asserted = new Set<number>();
    for (const event of events) {
      if (event.kind === 'down') down.add(event.node);
      if (event.kind === 'up') down.delete(event.node);
      if (event.kind === 'arrived' || event.kind === 'moved') holder.set(event.job, event.node);
      if (event.kind !== 'asserted') continue;
      expect(down.has(event.node)).toBe(false);
      expect(event.node).toBe(holder.get(event.job));
      expect(asserted.has(event.job)).toBe(false);
      asserted.add(event.job);
    }
    expect(asserted.size).toBe(3000);
    expect(record[at.jobs]).toBe(3000);
    expect(events.filter(({ kind }) => kind === 'down').length).toBeGreaterThan(50);
    expect(events.some(({ kind }) => kind === 'moved')).toBe(way.jobs === 'redispatch');
  });

  test.each(['none', 'ejected', 'banned'] as const)('money is conserved where slashed nodes: %s', (kind) => {
    const exiting = befall([outages(way)], { exit: { kind }, market: { nodeCount: 40, minimumStake: 985 } });
    const mechanism = builtIn.mechanisms.get('posp')!;
    const once = { ...exiting, mechanism: { ...exiting.mechanism, validatorCount: 1 } };
    expectConservation(mechanism, once, dishonest);
  });

  test('the same seed has the same bytes, in a market that was used for something else too', () => {
    const first = simulateRun(settings, dishonest, '7', 3);
    simulateRun(befall([]), honestArm, '7', 3);
    expect(simulateRun(settings, dishonest, '7', 3)).toEqual(first);
    expect(simulateRun(settings, dishonest, '7', 4)).not.toEqual(first);
    const plan = planArm(settings, dishonest);
    const run = { ...plan, traffic: trafficOf(settings), money: moneyOf(settings), seed: '7', replication: 3 };
    const mechanism = builtIn.mechanisms.get('posp')!;
    expect(new Market().run(mechanism, run).slice()).toEqual(market.run(mechanism, run));
  });

  test('nobody is paid otherwise than by the round', () => {
    const runs = Array.from({ length: 40 }, (_, replication) => {
      const record = simulateRun(settings, dishonest, 'paid', replication);
      return record[at.asserterIncome]! / record[at.focalJobs]!;
    });
    const { mean, variance, count } = Summary.of(runs);
    const exact = exactFocalRecord(settings, dishonest)!;
    const expected = exact[at.asserterIncome]! / exact[at.focalJobs]!;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / count));
  });
});

test('whoever goes on where it stopped earns what it would have earned, in every arm', () => {
  for (const arm of [honestArm, dishonest]) {
    const plain = play(befall([]), arm).record;
    for (const clock of ['always', 'working']) {
      expect(paid(play(befall([outages({ clock, jobs: 'resume' })]), arm).record)).toEqual(paid(plain));
    }
  }
});

test('nodes go down at the same times in every arm, and validators are those that were drawn', () => {
  const settings = befall([outages()]);
  const [honest, other] = [honestArm, dishonest].map((arm) => play(settings, arm).events);
  const interruptions = (events: MarketEvent[]) => events.filter(({ kind }) => kind === 'down' || kind === 'up');
  const shared = Math.min(interruptions(honest!).length, interruptions(other!).length) - 40;
  expect(interruptions(honest!).slice(0, shared)).toEqual(interruptions(other!).slice(0, shared));
  const plain = play(befall([]), honestArm).events;
  const panels = (events: MarketEvent[]) =>
    new Map(events.flatMap((event) => (event.kind === 'challenged' ? [[event.job, event.validators.join()]] : [])));
  const asserters = (events: MarketEvent[]) =>
    new Map(events.flatMap((event) => (event.kind === 'asserted' ? [[event.job, event.node]] : [])));
  const [own, drawn] = [asserters(honest!), asserters(plain)];
  for (const [job, panel] of panels(honest!)) {
    if (own.get(job) === drawn.get(job)) expect(panel).toBe(panels(plain).get(job));
  }
});

describe('formulas', () => {
  /** Mean time in the system of two nodes, each a queue by itself. */
  const measure = (clock: string, [perNode, up, down]: [number, number, number], service = exponential(1)) => {
    const settings = befall([{ kind: 'outages', meanUp: up, repair: exponential(down), clock, jobs: 'resume' }], {
      mechanism: { kind: 'no-verification' },
      market: { nodeCount: 2, jobsPerSecond: 2 * perNode, serviceSeconds: service },
      run: { jobs: 40_000, warmUpJobs: 2000 },
    });
    const mechanism = builtIn.mechanisms.get('no-verification')!;
    const run = {
      ...planArm(settings, honestArm),
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: 'queue with a broken server',
    };
    return Summary.of(
      Array.from({ length: 16 }, (_, replication) => {
        market.run(mechanism, { ...run, replication });
        const { seconds, jobs } = market.sojourns.totalFrom(0);
        return seconds / jobs;
      }),
    );
  };
  const expectNear = ({ mean, variance, count }: Summary, expected: number) =>
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / count));

  // Completion time Z of a service Y of mean 1 whose node fails at rate x over its work: preemptive resume.
  const completion = (x: number, down: number, squares: number) => {
    const mean = 1 + x * down;
    return { mean, squares: squares * mean * mean + x * 2 * down * down };
  };
  const sojourn = (perNode: number, { mean, squares }: ReturnType<typeof completion>) =>
    mean + (perNode * squares) / (2 * (1 - perNode * mean));

  test.each([
    [0.4, 10, 2],
    [0.3, 2, 1],
    [0.5, 40, 10],
  ])('a queue at %d a second that fails over its work every %d s, for %d s', (perNode, up, down) => {
    expectNear(measure('working', [perNode, up, down]), sojourn(perNode, completion(1 / up, down, 2)));
  });

  test('the same with services of one length', () => {
    const service = { kind: 'deterministic', value: 1 } as never;
    expectNear(measure('working', [0.4, 10, 2], service), sojourn(0.4, completion(0.1, 2, 1)));
  });

  // Whoever comes to an idle node may find it down: Federgruen, Green (1986), Queueing systems with service interruptions.
  test('a queue that fails at any time', () => {
    const found = (0.1 * 2 * 4) / (2 * (1 + 0.1 * 2));
    expectNear(measure('always', [0.4, 10, 2]), sojourn(0.4, completion(0.1, 2, 2)) + found);
  });

  test('nodes are up as often as they should be', () => {
    const settings = befall([outages({ meanUp: 9, repair: { kind: 'deterministic', value: 1 }, jobs: 'resume' })]);
    const { events } = play(settings, honestArm);
    const until = events.findLast(({ kind }) => kind === 'arrived')!.time;
    const downSeconds = new Float64Array(20);
    const since = new Float64Array(20).fill(-1);
    for (const event of events) {
      if (event.time > until) break;
      if (event.kind === 'down') since[event.node] = event.time;
      if (event.kind === 'up') {
        downSeconds[event.node]! += event.time - since[event.node]!;
        since[event.node] = -1;
      }
    }
    for (const [node, from] of since.entries()) if (from >= 0) downSeconds[node]! += until - from;
    const { mean, variance, count } = Summary.of(downSeconds.map((seconds) => seconds / until));
    // A node begins by being up: for the first cycle it is up more often, by less than a repair in all.
    expect(Math.abs(mean - 0.1)).toBeLessThan(4 * Math.sqrt(variance / count) + 1 / until);
  });
});

describe('jobs of a node that goes down', () => {
  const quiet = befall([], {
    mechanism: { kind: 'no-verification' },
    market: { nodeCount: 2, jobsPerSecond: 0.2, serviceSeconds: { kind: 'deterministic', value: 1 } },
    run: { jobs: 60 },
  });
  /** One job meets a blackout half a second into its service. */
  const during = (jobs: 'redispatch' | 'resume') => {
    const { events } = play(quiet, honestArm);
    const first = events.find((event) => event.kind === 'arrived')!;
    const { time, node, job } = first as Extract<MarketEvent, { kind: 'arrived' }>;
    const story = play(quiet, honestArm, { hazard: blackout(time + 0.5, time + 10.5, jobs, node) }).events;
    const told = story.filter((event) => 'job' in event && event.job === job);
    return { told: told.map((event) => [event.kind, Number((event.time - time).toFixed(9))]), node, story };
  };

  test('go on where they stopped', () => {
    const { told } = during('resume');
    expect(told).toEqual([
      ['arrived', 0],
      ['asserted', 11],
      ['settled', 11],
    ]);
  });

  test('are begun anew by another, and none is given to it until it is back', () => {
    const { told, node, story } = during('redispatch');
    expect(told).toEqual([
      ['arrived', 0],
      ['moved', 0.5],
      ['asserted', 1.5],
      ['settled', 1.5],
    ]);
    const times = story.filter(({ kind }) => kind === 'down' || kind === 'up').map(({ time }) => time);
    const during10 = story.filter(
      (event) => event.kind === 'arrived' && event.time > times[0]! && event.time < times[1]!,
    );
    expect(during10.length).toBeGreaterThan(0);
    for (const event of during10) expect((event as { node: number }).node).toBe(1 - node);
    expect(story.some((event) => event.kind === 'arrived' && event.node === node && event.time > times[1]!)).toBe(true);
  });

  // A clock of five seconds rings within the first job, one of twelve within the second: it stood still while the node was down.
  test.each([
    [5, (first: number) => first + 5 + 7],
    [12, (first: number, second: number) => Math.max(second, first + 10 + 7) + 2],
  ])('a clock of %d s of work stands still with its node', (seconds, expected) => {
    const slow = {
      ...quiet.market,
      jobsPerSecond: 0.02,
      serviceSeconds: { kind: 'deterministic', value: 10 } as never,
    };
    const settings = { ...quiet, market: slow };
    const arrivals = play(settings, honestArm).events.filter((event) => event.kind === 'arrived');
    const { node, time: first } = arrivals[0] as Extract<MarketEvent, { kind: 'arrived' }>;
    const [, second] = arrivals.filter((event) => event.node === node).map(({ time }) => time);
    let rangAt = -1;
    const hazard = gremlins((kit) => ({
      begin: () => {
        kit.afterWork(node, seconds, 2);
        kit.after(first + 2, 0);
        kit.after(first + 9, 1);
      },
      elapsed: (datum) => {
        if (datum === 2) rangAt = market.now;
        else if (datum === 1) kit.bringBack(node);
        else kit.takeDown(node, 'resume');
      },
    }));
    play(settings, honestArm, { hazard });
    expect(rangAt).toBeCloseTo(expected(first, second!), 9);
  });

  test('wait where nobody is up', () => {
    const hopeless = befall([outages({ meanUp: 0.5, repair: exponential(20) })], {
      market: { nodeCount: 3, jobsPerSecond: 0.05 },
      mechanism: { validatorCount: 1 },
      run: { jobs: 300 },
    });
    const { record } = play(hopeless, honestArm);
    expect(record[at.jobs]).toBe(300);
    expect(record[at.unservedJobs]).toBe(0);
  });

  test('two hazards hold a node as long as one of them does', () => {
    const [soft, hard] = [outages({ jobs: 'resume', clock: 'working', name: 'soft' }), outages({ meanUp: 5 })];
    const { record, events } = play(befall([soft, hard]), dishonest);
    expect(record[at.jobs]).toBe(3000);
    const down = new Set<number>();
    for (const event of events) {
      if (event.kind === 'down') expect(down.has(event.node)).toBe(!down.add(event.node));
      if (event.kind === 'up') expect(down.delete(event.node)).toBe(true);
    }
  });

  test('learners take back what they had chosen for a job that is another’s', () => {
    const learning = befall([outages({ meanUp: 3 })]);
    const asserter = [...learning.players.asserter, { kind: 'learn-by-reinforcement', name: 'learner', cost: 0 }];
    const settings = { ...learning, players: { ...learning.players, asserter } };
    const known = [...builtIn.strategies.values()].find(({ play: plays }) => plays !== undefined)!;
    asserter[asserter.length - 1] = {
      kind: known.kind,
      name: 'learner',
      ...(known.params.safeParse({}).data as object),
    };
    simulateRun(settings, asserterArm('learner', 'all-honest'), '1', 0);
  });
});

describe('what is said of it', () => {
  const [handed, resumed] = ['redispatch', 'resume'].map((jobs) => befall([outages({ jobs })]));

  test('the round speaks for all jobs where they stay with their nodes, for those of focal nodes where they do not', () => {
    expect(lawOf(resumed!, dishonest).holdsFor).toBe('every job');
    expect(lawOf(handed!, dishonest)).toMatchObject({
      holdsFor: 'focal jobs',
      because: 'nodes that are down get no jobs, which decides who gets how many jobs',
    });
    expect(planArm(resumed!, dishonest)).toMatchObject({ path: 'calendar', why: 'nodes go down and come back' });
  });

  test('no queue without hazards speaks for one with them', () => {
    const settings = befall([outages()], { mechanism: { kind: 'no-verification' } });
    expect(exactTime('latencySeconds', settings)).toBeNull();
    expect(computeUtilisation(settings)).toBeUndefined();
    expect(planTime(settings, flowAt(settings), whyNotByQueues(settings)).obstacle).toBe('nodes go down and come back');
    expect(computeLoadFactor(settings)).toBeCloseTo((0.5 * 11) / 8, 12);
  });

  test('runs and studies have an identity of their own, which an empty list has not', () => {
    const none = { ...befall([]), market: { ...befall([]).market, hazards: [] } };
    expect(armKeyOf(none, dishonest, '1')).toBe(armKeyOf(befall([]), dishonest, '1'));
    expect(armKeyOf(handed!, dishonest, '1')).not.toBe(armKeyOf(befall([]), dishonest, '1'));
    expect(digestScenario(read('[]'))).toBe(digestScenario(read(undefined)));
    expect(digestScenario(read('[{ kind: outages, meanUp: 1 h, repair: 5 s }]'))).not.toBe(digestScenario(read('[]')));
  });
});

describe('hazards that break a law are told which', () => {
  const run = (create: Parameters<typeof gremlins>[0], catalogue?: (hazard: Hazard) => Catalogue) => () => {
    const settings = befall([], { run: { jobs: 200 } });
    const hazard = gremlins(create);
    if (!catalogue) return play(settings, honestArm, { hazard });
    const plugged = { ...settings, market: { ...settings.market, hazards: [{ kind: 'gremlins' }] } };
    return simulateRun(withCatalogue(plugged, catalogue(hazard)), honestArm, '1', 0);
  };
  const at0 = (act: (kit: Parameters<Parameters<typeof gremlins>[0]>[0]) => void) =>
    run((kit) => ({ begin: () => kit.after(1, 0), elapsed: () => act(kit) }));

  test.each([
    [
      'takes down a node that is down',
      at0((kit) => [0, 0].map((node) => kit.takeDown(node, 'resume'))),
      'hazard gremlins takes node 0 down, which it has taken down',
    ],
    [
      'brings back a node that is up',
      at0((kit) => kit.bringBack(3)),
      'hazard gremlins brings node 3 back, which it has not taken down',
    ],
    ['names a node that is none', at0((kit) => kit.takeDown(20, 'resume')), 'hazard gremlins names node 20 of 20'],
    ['asks for the past', at0((kit) => kit.after(-1, 0)), 'hazard gremlins asks for -1 s'],
    ['asks for no number', at0((kit) => kit.afterWork(1, Number.NaN, 0)), 'hazard gremlins asks for NaN s'],
    [
      'waits twice for work',
      at0((kit) => [1, 2].map((s) => kit.afterWork(1, s, 0))),
      'hazard gremlins waits twice for the work of node 1',
    ],
    ['stops the clock', at0((kit) => kit.after(0, 0)), 'hazard gremlins asks for no time again and again'],
    [
      'never brings anybody back',
      at0((kit) => {
        for (let node = 0; node < 20; node++) kit.takeDown(node, 'resume');
      }),
      'jobs were never settled',
    ],
  ])('one that %s', (_, broken, message) => {
    expect(broken).toThrow(message);
    // What it left behind troubles nobody.
    expect(play(befall([]), honestArm).record[at.jobs]).toBe(3000);
  });

  test('one of a user’s own is asked with care, and named', () => {
    const failing = run(
      () => ({
        begin: () => {
          throw new Error('no gremlins here');
        },
        elapsed: () => {},
      }),
      (hazard) => extendCatalogue([{ ...hazard, socket: 'hazard' }]),
    );
    expect(failing).toThrow('hazard gremlins: its begin failed: no gremlins here');
    const silent = run(
      () => ({ begin: () => {}, elapsed: () => {} }),
      (hazard) => extendCatalogue([{ ...hazard, socket: 'hazard', traits: () => ({}) as never }]),
    );
    expect(silent).toThrow('hazard gremlins: its traits do not say why it needs time');
  });
});

function check(hazards: string | undefined) {
  return checkScenario(
    'a.yaml',
    hazards === undefined ? least : changed(least, 'market:', `market:\n  hazards: ${hazards}`),
  );
}

function read(hazards: string | undefined) {
  const checked = check(hazards);
  if ('problems' in checked) throw new Error(checked.problems.map(({ message }) => message).join('\n'));
  return checked.scenario;
}

describe('in a file', () => {
  const problemsOf = (hazards: string) => {
    const checked = check(hazards);
    return 'problems' in checked
      ? checked.problems.map(({ message }) => message)
      : resolveSettings(checked.scenario).problems.map(({ message }) => message);
  };

  test('times have units, and what is left out is said', () => {
    const { settings } = resolveSettings(
      read('[{ kind: outages, meanUp: 300 hours, repair: { kind: log-normal, median: 2 hours, sigma: 1 } }]'),
    );
    expect(settings!.market.hazards).toEqual([
      {
        kind: 'outages',
        meanUp: 1_080_000,
        repair: { kind: 'log-normal', median: 7200, sigma: 1 },
        clock: 'always',
        jobs: 'redispatch',
      },
    ]);
  });

  test.each([
    ['[{ kind: outages, meanUp: 0 s, repair: 1 s }]', 'meanUp is 0; it must be more than 0 s'],
    ['[{ kind: outages, repair: 1 s }]', 'meanUp'],
    ['[{ kind: outages, meanUp: 5 USD, repair: 1 s }]', 'meanUp'],
    ['[{ kind: meteor }]', 'unknown hazard "meteor"'],
    [
      '[{ kind: outages, meanUp: 1 h, repair: 1 s }, { kind: outages, meanUp: 1 h, repair: 1 s }]',
      'give each a name of its own',
    ],
    ['[{ kind: outages, meanUp: 1e-9 s, repair: 0 s }]', 'market.hazards.outages.meanUp is 1e-9; expected some'],
    [
      '[{ kind: outages, meanUp: 1 h, repair: { kind: uniform, low: -60, high: 90 } }]',
      'market.hazards.outages.repair is -60; expected times that are never below 0 s',
    ],
    ['[{ kind: outages, meanUp: 1 h, repair: { kind: meteor } }]', 'unknown distribution "meteor"'],
  ])('%s', (hazards, message) => {
    expect(problemsOf(hazards)).toEqual([expect.stringContaining(message)]);
  });

  test('outages are counted by the jobs that come, whichever demand says how many', () => {
    const slowly =
      '[{ kind: outages, meanUp: 1 min, repair: 2 min }]\n  demand: { kind: mmpp, rates: [1e-7, 3e-7], stays: [1e7, 1e7] }';
    expect(problemsOf(slowly)).toEqual([expect.stringContaining('market.hazards.outages.meanUp is 60; expected some')]);
    expect(problemsOf(slowly.replace('1e-7, 3e-7', '2, 3').replace('1e7, 1e7', '9, 9'))).toEqual([]);
  });
});
