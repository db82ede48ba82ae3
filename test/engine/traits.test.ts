import { expect, test } from 'vitest';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf, traitsOf } from '../../src/catalogue/traffic.ts';
import { planArm } from '../../src/engine/arm-plan.ts';
import { choosePath } from '../../src/engine/path.ts';
import { countPaths, countTraits } from '../../src/engine/path-use.ts';
import { Market } from '../../src/market/market.ts';
import type { Settings } from '../../src/market/settings.ts';
import { exitOf, type Traits } from '../../src/market/traits.ts';
import { posp } from '../../src/mechanisms/index.ts';
import { asserterArm, buildSettings, honestArm } from '../fixtures/settings.ts';

const plain = buildSettings();
const busy = buildSettings({ market: { dispatch: 'shorter-of-two', jobsInFlight: 3 } });
const learning: Settings = {
  ...plain,
  players: { ...plain.players, asserter: [...plain.players.asserter, { kind: 'epsilon-greedy', name: 'learner' }] },
};

test('every fact is given with its reason, and the plain market has none', () => {
  expect(planArm(plain, asserterArm('skip-work')).traits).toEqual({});
  expect(planArm(busy, asserterArm('skip-work')).traits).toEqual({
    needsTime: 'dispatch looks at queues',
    readsQueues: 'dispatch looks at queues',
    couplesJobs: 'a batch of jobs in flight is slashed once',
  });
  const learns = 'what nodes do depends on their past';
  expect(planArm(learning, asserterArm('learner')).traits).toEqual({ needsTime: learns, remembers: learns });
  expect(planArm(learning, asserterArm('skip-work')).traits).toEqual({});
});

test('who leaves changes the fleet, and comes back only after a ban', () => {
  const facts = (exit: Settings['players']['exit']) => {
    const settings = buildSettings({ exit });
    return [traitsOf(settings).changesFleet, traitsOf(settings).needsTime, exitOf(settings).wayBack];
  };
  expect(facts({ kind: 'none', reentryCost: 2 })).toEqual([undefined, undefined, null]);
  expect(facts({ kind: 'ejected', reentryCost: 2 })).toEqual([
    'nodes leave when their stake has run down',
    'nodes may leave',
    null,
  ]);
  expect(facts({ kind: 'banned', reentryCost: 2 })).toEqual(['slashed nodes are banned', undefined, 2]);
});

test('the path goes by facts, whoever states them', () => {
  const settings = buildSettings({ run: { sampling: 'split' } });
  const { cast } = planArm(settings, asserterArm('skip-work'));
  const choose = (traits: Traits) => choosePath(settings, cast, traits);
  expect(choose({})).toMatchObject({ path: 'rounds', sampling: 'split' });
  expect(choose({ needsTime: 'the tide comes in' })).toMatchObject({ path: 'calendar', why: 'the tide comes in' });
  expect(choose({ couplesJobs: 'they share a bed' })).toMatchObject({ path: 'rounds', sampling: 'natural' });
  expect(choose({ changesFleet: 'it sinks' })).toMatchObject({ path: 'rounds', sampling: 'natural' });
});

test('a manifest counts them by arms, and names the fact that keeps an exact answer away', () => {
  const planned = [plain, busy, learning].flatMap((settings) =>
    [honestArm, asserterArm(settings === learning ? 'learner' : 'skip-work')].map((arm) => ({
      point: { settings },
      arm,
      replications: 1,
      batches: 1,
    })),
  );
  expect(countTraits(planned)).toEqual(
    [
      ['couplesJobs', 'a batch of jobs in flight is slashed once', 2],
      ['needsTime', 'dispatch looks at queues', 2],
      ['readsQueues', 'dispatch looks at queues', 2],
      ['needsTime', 'what nodes do depends on their past', 1],
      ['remembers', 'what nodes do depends on their past', 1],
    ].map(([trait, why, arms]) => ({ trait, why, arms })),
  );
  expect(countPaths(planned)).toContainEqual({
    path: 'no-exact',
    why: 'what nodes do depends on their past',
    arms: 1,
  });
});

test.each([{ a: 240 }, { a: -1 }, { a: 0.5 }, { a: 3, b: 3 }])('a draw that is not its own is refused: %j', (draws) => {
  const { cast } = planArm(plain, honestArm);
  const run = { settings: plain, cast, traffic: trafficOf(plain), money: moneyOf(plain), seed: '1', replication: 0 };
  expect(() => new Market().run({ ...posp, draws }, run)).toThrow(/mechanism posp draws by .* from 0 to 239/);
});
