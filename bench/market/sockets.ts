/** The market with more or less plugged into its sockets: what mechanism, strategy and record add to an event. */
import { join } from 'node:path';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { trafficOf } from '../../src/catalogue/traffic.ts';
import { Market } from '../../src/market/market.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import type { NodeKit, NodePlay } from '../../src/market/node-play.ts';
import { columnIndex as at } from '../../src/market/record.ts';
import type { Settings } from '../../src/market/settings.ts';
import { stage } from '../../src/market/stage.ts';
import { honestMove } from '../../src/market/strategy.ts';
import { settleUnchallenged } from '../../src/mechanisms/posp/settle.ts';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import type { Measurement } from '../harness/child.ts';
import { sample } from '../harness/sample.ts';

const warmUpJobs = 400_000;

/** A mechanism that does nothing but pay: one call per job, at once or after a second. */
function bareMechanism(posp: Mechanism, waits: boolean): Mechanism {
  return {
    ...posp,
    ...(waits && { traits: { needsTime: 'jobs wait' } }),
    create: (kit) => {
      let accepted = settleUnchallenged({ reward: 0, unitsPerCredit: 1, stake: 0 });
      return {
        reset: (_, amounts) => {
          accepted = settleUnchallenged(amounts);
        },
        onAsserted: (slot) => (waits ? kit.after(slot, 1, 0) : kit.settle(slot, accepted)),
        onRevealed: () => {},
        onElapsed: (slot) => kit.settle(slot, accepted),
      };
    },
  };
}

/** Plays written by hand, as a plug would be: called once per focal job and once per settlement of one. */
const plays: Readonly<Partial<Record<string, (kit: NodeKit) => NodePlay>>> = {
  learning: ({ nodeCount }) => {
    const payoffs = new Float64Array(nodeCount);
    return {
      chooses: (_, __, luck) => Number(luck < 0.5),
      settled: (node, { income }) => {
        payoffs[node]! += income;
      },
    };
  },
  // As often as its neighbour, by all that a node can see.
  looking: () => ({
    chooses: (_, { now, age, stake, member, queue, pending, cleanJobs }, luck) =>
      Number(luck < 0.5 && now >= age && stake >= 0 && !member && queue >= 0 && pending >= 0 && cleanJobs < Infinity),
  }),
};

/** Arguments: `whole`, `unrecorded`, `learning`, `looking`, `unchallenged`, `bare` or `waiting`, and how many jobs. */
export async function runSocket([variant, jobs]: readonly string[]): Promise<Measurement> {
  const isChallenged = !['unchallenged', 'bare', 'waiting'].includes(variant!);
  const loaded = await loadScenario(
    { file: join('bench', 'market', 'shorter-of-two.yaml') },
    {
      set: [
        ['run.jobs', jobs!],
        ['mechanism.challengeProbability', isChallenged ? '0.1' : '0'],
      ],
    },
  );
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const { settings } = loaded.points[0]!;
  const cast = stage(settings, { against: 'all-honest', role: 'asserter', strategy: 'cheat-sometimes' }, builtIn);
  const posp = builtIn.mechanisms.get('posp')!;
  const isBare = variant === 'bare' || variant === 'waiting';
  const mechanism = isBare ? bareMechanism(posp, variant === 'waiting') : posp;
  const nodePlay = plays[variant!];
  const { asserter } = cast.crowds[0]!;
  const played = {
    role: 'asserter',
    spec: settings.players.asserter[0]!,
    moves: [honestMove('asserter'), { ...asserter, probability: 1 }],
    traits: {},
  } as const;
  const market = new Market();
  const play = (count: number) => {
    const run: Settings['run'] = {
      ...settings.run,
      jobs: count,
      batches: 1,
      warmUpJobs: variant === 'unrecorded' ? count : 0,
    };
    return market.run(mechanism, {
      settings: { ...settings, run },
      cast: nodePlay ? { ...cast, played } : cast,
      traffic: trafficOf(settings),
      money: moneyOf(settings),
      seed: '42',
      replication: 0,
      nodePlay,
    });
  };
  play(warmUpJobs);
  let record: Float64Array = new Float64Array(0);
  const perJob = await sample(() => (record = play(Number(jobs))), Number(jobs), 1);
  const settled = record[at.jobs]!;
  const perChallenge = isChallenged ? 2 * 0.1 : 0;
  return { nanoseconds: perJob / (2 + perChallenge), settled };
}
