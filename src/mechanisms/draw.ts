/** Who gets a job and who is drawn for it, crowd by crowd: the moves of nature that the rounds have in common. */

import type { Role } from '../findings/findings.ts';
import { binomial, chance, decide, hypergeometric, multivariateHypergeometric, type Tree } from '../game/tree.ts';
import { type Cast, type Crowd, countNodes, playerOf } from '../market/cast.ts';
import type { Action } from '../market/mechanism.ts';
import type { Observation } from '../market/observation.ts';
import { isSameMove } from '../market/strategy.ts';

type Round = Tree<Observation, Action>;

/** Crowds that nobody tells apart, and the chance that one of them gets a job [1]. */
interface Turn {
  crowd: Crowd;
  probability: number;
}

/** Who may get a job, which any node may alike. Crowds that differ in nothing but their names are one. */
export function listTurns({ crowds }: Cast): Turn[] {
  const kinds: { crowd: Crowd; nodes: number }[] = [];
  for (const crowd of crowds) {
    const known = kinds.find((kind) => isSameCrowd(kind.crowd, crowd));
    if (known) known.nodes += crowd.size;
    else if (crowd.size > 0) kinds.push({ crowd, nodes: crowd.size });
  }
  const total = countNodes(crowds);
  let left = 1;
  return kinds.map(({ crowd, nodes }, kind) => {
    // What is left is the last one's: all of them together are certain.
    const probability = kind < kinds.length - 1 ? nodes / total : left;
    left -= probability;
    return { crowd, probability };
  });
}

/** Any node is given the job, and its crowd is known from then on. */
export function giveJob(cast: Cast, next: (asserter: Crowd) => Round): Round {
  return chance(listTurns(cast).map(({ probability, crowd }) => ({ probability, next: () => next(crowd) })));
}

/** Any node is given the job, and asserts a result: what follows is known by its crowd and by whether it lied. */
export function assertJob(cast: Cast, next: (asserter: Crowd, lies: boolean) => Round): Round {
  return giveJob(cast, (crowd) =>
    decide(playerOf(crowd, 'asserter'), { role: 'asserter' }, (action) => next(crowd, action === 'wrong')),
  );
}

/** Crowds of one side that play a role alike, whatever they see: at a job nobody tells them apart. */
export interface Bloc {
  /** The first of them, who stands for all. */
  crowd: Crowd;
  crowds: Crowd[];
  /** Its nodes by pool they are drawn from; endless where it is all there is, for then it does not matter how many [count]. */
  nodes: number[];
}

/** The blocs of a cast in a role. Where crowds have seats of their own each is one. */
export function listBlocs(cast: Cast, role: Role): Bloc[] {
  const { crowds, seats, memberShare } = cast;
  const blocs: Bloc[] = [];
  for (const crowd of crowds) {
    const like = seats ? undefined : blocs.find((bloc) => playAlike(bloc.crowd, crowd, role));
    if (like) like.crowds.push(crowd);
    else blocs.push({ crowd, crowds: [crowd], nodes: [] });
  }
  for (let pool = 0; pool < (memberShare === undefined ? 1 : 2); pool++) {
    const parts = blocs.map((bloc) => bloc.crowds.filter((crowd) => poolOf(cast, crowd) === pool));
    const isAlone = parts.filter(({ length }) => length > 0).length === 1;
    parts.forEach((part, bloc) => {
      blocs[bloc].nodes.push(isAlone && part.length > 0 ? Number.POSITIVE_INFINITY : countNodes(part));
    });
  }
  return blocs;
}

/** All nodes are drawn alike, or members from one pool and the others from another. */
function poolOf({ memberShare }: Cast, { member }: Crowd): 0 | 1 {
  return memberShare === undefined || member ? 0 : 1;
}

function playAlike(one: Crowd, other: Crowd, role: Role): boolean {
  if (one.side !== other.side || !isSameMove(one[role], other[role])) return false;
  // Who backs nobody does not care whom it stands behind.
  return role === 'asserter' || one.validator.backs === 'none' || one.member === other.member;
}

function isSameCrowd(one: Crowd, other: Crowd): boolean {
  return one.member === other.member && playAlike(one, other, 'asserter') && playAlike(one, other, 'validator');
}

/** Ways to draw the players of a job, in columns; each can happen. */
export interface Ways {
  /** How many of each bloc are drawn, by bloc and way [count]. */
  counts: readonly (readonly number[])[];
  /** Chance of the way [1]. */
  chances: readonly number[];
}

/** The ways to draw so many players of a job; where another node asserts it, that one is not among them. */
export function listWays(cast: Cast, blocs: readonly Bloc[], drawn: number, asserter?: Crowd): Ways {
  const { memberShare = Number.NaN, seats } = cast;
  const own = asserter ? blocs.findIndex(({ crowds }) => crowds.includes(asserter)) : -1;
  if (seats) return takeSeats(cast, seats, drawn, own);
  const pools = blocs[0].nodes.map((_, pool) =>
    blocs.map(({ nodes }, bloc) => nodes[pool] - (bloc === own && pool === poolOf(cast, asserter!) ? 1 : 0)),
  );
  const asked = [drawn, memberShare, ...pools.flat()];
  const known = recent.find((one) => isSameList(one.asked, asked));
  if (known) return known.ways;
  const ways = inColumns(pools.length === 1 ? drawAlike(pools[0], drawn) : drawApart(pools, memberShare, drawn));
  recent.unshift({ asked, ways });
  if (recent.length > RECENT) recent.pop();
  return ways;
}

/** Lists are the same that are as long: one of fewer blocs may begin as one of more does. */
function isSameList(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
}

// All arms of a design point draw alike, whoever asserts, and so do design points in a row.
const recent: { asked: number[]; ways: Ways }[] = [];
const RECENT = 8;

/** One way to draw: how many of each bloc. */
interface Way {
  probability: number;
  counts: readonly number[];
}

function drawAlike(sizes: readonly number[], drawn: number): Way[] {
  const all = sizes.indexOf(Number.POSITIVE_INFINITY);
  if (all < 0) return multivariateHypergeometric(sizes, drawn);
  return [{ probability: 1, counts: sizes.map((_, bloc) => (bloc === all ? drawn : 0)) }];
}

/** Each is a member with a fixed chance, and none of either is drawn twice. */
function drawApart([members, strangers]: number[][], memberShare: number, drawn: number): Way[] {
  const ways = new Map<string, Way>();
  binomial(drawn, memberShare).forEach((chanceOf, inside) => {
    if (!(chanceOf > 0)) return;
    for (const one of drawAlike(members, inside)) {
      for (const other of drawAlike(strangers, drawn - inside)) {
        const counts = one.counts.map((count, bloc) => count + other.counts[bloc]);
        const probability = chanceOf * one.probability * other.probability;
        const key = counts.join();
        ways.set(key, { counts, probability: (ways.get(key)?.probability ?? 0) + probability });
      }
    }
  });
  return [...ways.values()];
}

/** The focal nodes are drawn, the other crowds have their seats. Where no focal node is there, nobody looks. */
function takeSeats({ crowds }: Cast, seats: readonly number[], drawn: number, own: number): Ways {
  const rest = seats.slice(1).reduce((sum, count) => sum + count, 0);
  const others = countNodes(crowds) - (own < 0 ? 0 : 1);
  const focal = crowds[0].size - (own === 0 ? 1 : 0);
  return inColumns(
    hypergeometric(others, focal, drawn).map((probability, count) => ({
      probability,
      counts: [count, Math.max(0, drawn - count - rest), ...seats.slice(1)],
    })),
  );
}

function inColumns(all: readonly Way[]): Ways {
  const ways = all.filter(({ probability }) => probability > 0);
  return {
    counts: ways[0].counts.map((_, bloc) => ways.map(({ counts }) => counts[bloc])),
    chances: ways.map(({ probability }) => probability),
  };
}
