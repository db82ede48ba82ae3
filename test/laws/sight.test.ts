/**
 * Who chooses by a past goes by its own: by what it saw when it chose, by what it was told of its jobs, and by its luck.
 *
 * Each node of a run is played again by itself, from nothing but that. Whatever else it went by, because it could look at
 * the market or talk to its neighbours, is not there then, and it chooses otherwise.
 */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { watchRun } from '../../src/engine/simulate.ts';
import { storyKinds } from '../../src/market/events.ts';
import type { JobEnding, NodeKit, NodePlay, Sight } from '../../src/market/node-play.ts';
import type { Settings } from '../../src/market/settings.ts';
import type { MarketState } from '../../src/market/state.ts';
import type { Strategy } from '../../src/market/strategy.ts';
import { blindKit, lazyAfterClean, listing, playing } from '../fixtures/plays.ts';
import { buildSettings } from '../fixtures/settings.ts';

/** What befell a node as a player, in its order. */
type Moment = { sight: Sight; luck: number; choice: number } | { ending: JobEnding } | { woke: true };

/** Parameters of the strategies that need some. */
const params: Record<string, object> = { 'build-then-burn': { cleanJobs: 3 }, 'lazy-after-clean': { checks: 2 } };

const markets: [string, Settings][] = [
  ['a market with a coalition', buildSettings({ coalition: { size: 6 }, mechanism: { challengeProbability: 0.5 } })],
  ['stakes that run down', buildSettings({ exit: { kind: 'ejected' }, market: { stake: 400, minimumStake: 15 } })],
  ['jobs in flight', buildSettings({ market: { jobsInFlight: 4, dispatch: 'shorter-of-two' } })],
];

const plays = [...builtIn.strategies.values(), lazyAfterClean].filter(({ play }) => play !== undefined);

test.each(
  plays.flatMap((strategy) => markets.map(([name, settings]) => [strategy.kind, name, strategy, settings] as const)),
)('%s in %s chooses alone as it did among the others', (_, __, strategy, settings) => {
  const { asked, otherwise } = playAlone(strategy, settings);
  expect(asked).toBeGreaterThan(100);
  expect(otherwise).toBe(0);
});

describe('is found out', () => {
  let market: MarketState | undefined;
  const see = (state: MarketState) => {
    market = state;
  };
  const peekers: Record<string, (kit: NodeKit) => NodePlay> = {
    'that its job will not be challenged': () => ({
      chooses: (node) => {
        if (!market) return 0;
        const { jobs, queues } = market;
        return Number(jobs.challengeDraw[jobs.slotOf(queues.first(node))]! >= 0.5);
      },
    }),
    'what somebody else has at stake': () => ({
      chooses: () => Number((market?.ledger.stakeOf(19) ?? 0) > 950e9),
    }),
    'that somebody else asserts what is false': () => ({
      chooses: () => Number(market?.jobs.assertedFalse.some((isFalse) => isFalse === 1) ?? false),
    }),
    'how its neighbours fare': () => {
      let caught = 0;
      return {
        chooses: () => 1 - (caught & 1),
        settled: (_, { refuted }) => {
          if (refuted) caught++;
        },
      };
    },
  };

  test.each(Object.entries(peekers))('whoever knows %s', (_, play) => {
    market = undefined;
    const settings = buildSettings({ exit: { kind: 'ejected' }, mechanism: { challengeProbability: 0.5 } });
    expect(playAlone(playing(play), settings, see, () => (market = undefined)).otherwise).toBeGreaterThan(0);
  });
});

/** Plays a run, and every node of it again by itself; how often nodes were asked, and how often they chose otherwise. */
function playAlone(
  strategy: Strategy,
  settings: Settings,
  see: (market: MarketState) => void = () => {},
  look: () => void = () => {},
): { asked: number; otherwise: number } {
  const own = strategy.params.parse(params[strategy.kind] ?? {});
  const pasts = new Map<number, Moment[]>();
  const note = (node: number, moment: Moment) => {
    if (!pasts.has(node)) pasts.set(node, []);
    pasts.get(node)!.push(moment);
  };
  const [role] = strategy.roles as ['asserter' | 'validator'];
  const recorded: Strategy = {
    ...strategy,
    kind: 'recorded',
    play: (given, kit) => {
      const play = strategy.play!(given, kit);
      return {
        chooses: (node, sight, luck) => {
          const seen = { ...sight };
          const choice = play.chooses(node, sight, luck);
          note(node, { sight: seen, luck, choice });
          return choice;
        },
        settled: (node, ending) => {
          note(node, { ending: { ...ending } });
          play.settled?.(node, ending);
        },
        wakes: (node) => {
          note(node, { woke: true });
          play.wakes?.(node);
        },
      };
    },
  };
  const listed = listing({ ...settings, run: { ...settings.run, jobs: 6000, warmUpJobs: 0 } }, recorded, own);
  watchRun(listed, { role, strategy: 'recorded', against: 'coalition' }, 'alone', 0, (state) => {
    see(state);
    return { wants: [], hear: () => {} };
  });
  look();
  let asked = 0;
  let otherwise = 0;
  for (const [node, past] of pasts) {
    const play = strategy.play!(own, blindKit(settings.market.nodeCount, role));
    for (const moment of past) {
      if ('ending' in moment) play.settled?.(node, moment.ending);
      else if ('woke' in moment) play.wakes?.(node);
      else {
        asked++;
        if (play.chooses(node, moment.sight, moment.luck) !== moment.choice) otherwise++;
      }
    }
  }
  return { asked, otherwise };
}

describe('what a node sees', () => {
  const members = ['now', 'age', 'stake', 'member', 'queue', 'pending', 'cleanJobs'];

  test('is numbers and a word of its own affairs, which it cannot change', () => {
    let sight: Sight | undefined;
    const looking = playing(() => ({
      chooses: (_, seen) => {
        sight = seen;
        return 0;
      },
    }));
    const settings = listing(buildSettings({ run: { jobs: 100 } }), looking);
    watchRun(settings, { role: 'asserter', strategy: 'played', against: 'coalition' }, 'x', 0, () => ({
      wants: [],
      hear: () => {},
    }));
    expect(Object.keys(sight!)).toEqual(members);
    expect(Object.isFrozen(sight)).toBe(true);
    for (const [member, value] of Object.entries(sight!)) {
      expect(typeof value, member).toBe(member === 'member' ? 'boolean' : 'number');
    }
  });

  test.each([
    ['nodes run out of stake', { exit: { kind: 'ejected' as const }, market: { stake: 35, minimumStake: 5 } }],
    ['nodes are banned and come back', { exit: { kind: 'banned' as const, reentryCost: 0.1 } }],
    ['nodes belong to a coalition', { coalition: { size: 5 } }],
  ])('is what the story of a run has of it, where %s', (_, overrides) => {
    const plain = buildSettings({ mechanism: { challengeProbability: 0.4 }, ...overrides, run: { jobs: 20_000 } });
    const { nodeCount, stake } = plain.market;
    const counts = () => new Float64Array(nodeCount);
    const [work, pending, clean, lost, cameAt] = [counts(), counts(), counts(), counts(), counts()];
    let now = 0;
    const wrong: string[] = [];
    let most = 0;
    const looking = playing(() => ({
      chooses: (node, sight, luck) => {
        const story: Sight = {
          now: sight.now,
          age: sight.now - cameAt[node]!,
          stake: plain.players.exit.kind === 'ejected' ? stake - lost[node]! : stake,
          member: plain.coalition.size > 0,
          queue: work[node]! - 1,
          pending: pending[node]!,
          cleanJobs: clean[node]!,
        };
        most = Math.max(most, story.pending, story.queue);
        if (sight.now < now || JSON.stringify({ ...sight }) !== JSON.stringify(story)) {
          wrong.push(`${JSON.stringify(sight)} is ${JSON.stringify(story)}`);
        }
        return Number(luck < 0.3);
      },
    }));
    const settings = { ...plain, players: { ...plain.players, discount: 0.9 } };
    watchRun(
      listing(settings, looking),
      { role: 'asserter', strategy: 'played', against: 'coalition' },
      'x',
      0,
      () => ({
        wants: storyKinds,
        hear: (event) => {
          now = event.time;
          if (event.kind === 'arrived') work[event.node]!++;
          else if (event.kind === 'challenged') for (const node of event.validators) work[node]!++;
          else if (event.kind === 'reported') work[event.node]!--;
          else if (event.kind === 'slashed') lost[event.node]! += event.slashed;
          else if (event.kind === 'asserted') {
            work[event.node]!--;
            pending[event.node]!++;
          } else if (event.kind === 'settled') {
            pending[event.node]!--;
            lost[event.node]! += event.slashed;
            const isClean = !event.isRefuted && event.slashed === 0;
            clean[event.node] = isClean ? clean[event.node]! + 1 : 0;
            if (event.isRefuted && plain.players.exit.kind === 'banned') cameAt[event.node] = event.time;
          }
        },
      }),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(most).toBeGreaterThan(1);
  });
});
