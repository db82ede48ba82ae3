/** Laws of whatever says who gets a job, and ways of handing them out that are none of the program's own. */
import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/catalogue/catalogue.ts';
import { moneyOf } from '../../src/catalogue/money.ts';
import { createStream } from '../../src/kernel/stream.ts';
import type { Dispatch } from '../../src/market/dispatch.ts';
import type { MarketEvent } from '../../src/market/events.ts';
import { Market } from '../../src/market/market.ts';
import { stage } from '../../src/market/stage.ts';
import { createChoosers } from '../../src/market/work/choosers.ts';
import { posp } from '../../src/mechanisms/index.ts';
import { poisson } from '../../src/plugs/demand/index.ts';
import * as dispatches from '../../src/plugs/dispatch/index.ts';
import { firstInLine, idlest } from '../fixtures/first-in-line.ts';
import { asserterArm, buildSettings, type Overrides } from '../fixtures/settings.ts';

const choices = 20_000;
const entries = [...Object.values(dispatches), firstInLine, idlest].map((one): [string, Dispatch] => [one.kind, one]);

/** Lets a dispatch choose among nodes that are there, of which some have work. */
function choose(
  dispatch: Dispatch,
  there: readonly number[],
  queueOf: (node: number) => number,
  uniforms: Float64Array,
) {
  const choosing = createChoosers({
    uniforms,
    present: () => there.length,
    nodeAt: (place) => there[place]!,
    isThere: (node) => there.includes(node),
    queueOf,
  });
  const chosen = choosing(dispatch, { kind: dispatch.kind });
  return Array.from(uniforms, (_, job) => chosen(job));
}

function drawUniforms(): Float64Array {
  const stream = createStream('dispatch', 0, 'choices');
  return Float64Array.from({ length: choices }, () => stream.next());
}

const there = [3, 4, 9, 12, 30];
const idle = () => 0;
const busy = (node: number) => (node * 7) % 5;

describe.each(entries)('%s', (_, dispatch) => {
  const { traits = {} } = dispatch;
  const uniforms = drawUniforms();
  const nodes = choose(dispatch, there, idle, uniforms);

  test('chooses among those that are there, be it one', () => {
    expect(there).toEqual(expect.arrayContaining([...new Set(nodes)]));
    expect(there).toEqual(expect.arrayContaining([...new Set(choose(dispatch, there, busy, uniforms))]));
    expect(new Set(choose(dispatch, [5], busy, uniforms))).toEqual(new Set([5]));
  });

  test('looks at queues where it says so, and there alone; and then needs time', () => {
    const isMoved = choose(dispatch, there, busy, uniforms).some((node, job) => node !== nodes[job]);
    expect(isMoved).toBe(traits.readsQueues !== undefined);
    if (traits.readsQueues !== undefined) expect(traits.needsTime).toBeDefined();
  });

  test('gives every node as many where it favours none and nobody waits longer', () => {
    if (dispatch === idlest) return;
    const expected = choices / there.length;
    const error = Math.sqrt(expected * (1 - 1 / there.length));
    const isEven = there.every((node) => Math.abs(nodes.filter((one) => one === node).length - expected) < 4 * error);
    expect(isEven).toBe(traits.favours === undefined);
  });
});

test('the shorter of two is never the longest of all, and of two as long the first', () => {
  const { shorterOfTwo, uniform } = dispatches;
  const uniforms = drawUniforms();
  const first = choose(uniform, there, idle, uniforms);
  expect(choose(shorterOfTwo, there, idle, uniforms)).toEqual(first);
  const rank = (node: number) => there.indexOf(node);
  const chosen = choose(shorterOfTwo, there, rank, uniforms);
  // Of n nodes the one of rank k is the less busy of the two with chance 2 (n - 1 - k) / (n (n - 1)).
  for (const [k, node] of there.entries()) {
    const chance = (2 * (4 - k)) / 20;
    const count = chosen.filter((one) => one === node).length;
    expect(Math.abs(count - choices * chance)).toBeLessThanOrEqual(4 * Math.sqrt(choices * chance * (1 - chance)));
  }
});

describe('in a market', () => {
  const play = (dispatch: Dispatch, overrides: Overrides = {}, path: 'calendar' | 'rounds' = 'calendar') => {
    const settings = buildSettings({ run: { jobs: 300 }, ...overrides });
    const nodes: number[] = [];
    const listener = {
      wants: ['asserted'] as const,
      hear: (event: MarketEvent) => event.kind === 'asserted' && nodes.push(event.node),
    };
    const market = new Market();
    const cast = stage(settings, asserterArm('skip-work', 'all-honest'), builtIn);
    const traffic = { demand: poisson, dispatch };
    market.run(posp, {
      settings,
      cast,
      traffic,
      money: moneyOf(settings),
      seed: 'dispatch',
      replication: 0,
      path,
      listener,
    });
    return { nodes, market };
  };

  test('jobs go where it says, in time and without', () => {
    expect(new Set(play(firstInLine).nodes)).toEqual(new Set([0]));
    const { market } = play(firstInLine, {}, 'rounds');
    expect(market.ledger.balanceOf('escrow')).toBe(0n);
  });

  test('who has left gets none: the next in line does', () => {
    const exit = { kind: 'banned', reentryCost: null } as const;
    const { nodes, market } = play(firstInLine, { exit, mechanism: { challengeProbability: 1 } });
    const left = [...new Set(nodes)].filter((node) => !market.fleet.isPresent(node));
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(nodes).size).toBeGreaterThan(left.length);
  });

  test('one that looks at queues without a word is told so', () => {
    const { traits: _, ...silent } = idlest;
    expect(() => play(silent)).toThrow('dispatch idlest looks at queues, and its traits do not say so (readsQueues)');
  });
});
