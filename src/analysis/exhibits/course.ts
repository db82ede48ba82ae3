/**
 * One run as it goes on: what nodes hold, what was slashed, and how far each focal node has come.
 *
 * Read from the market while it plays in time, beside the loop and never inside it.
 */

import { watchRun } from '../../engine/simulate.ts';
import { type MarketEvent, storyKinds } from '../../market/events.ts';
import { UNITS_PER_CREDIT } from '../../market/money/ledger.ts';
import type { Arm, Settings } from '../../market/settings.ts';
import type { MarketState } from '../../market/state.ts';

/** The two sides of what is asked: the nodes whose strategy is looked at, and all others. */
export interface Sides {
  focal: number;
  others: number;
}

/** The market at one moment; money in credits. */
export interface Moment {
  /** Simulated time [s]. */
  time: number;
  /** Jobs settled so far [count]. */
  jobs: number;
  /** Mean stake of the nodes that are present [credits]; 0 when there is none. */
  stake: Sides;
  /** Stake taken so far, per node there was at the start [credits]. */
  slashed: Sides;
  /** Nodes that are still there [count]. */
  present: Sides;
}

/** Where one focal node stood after so many jobs of its own, in the order in which it asserted them. */
export interface Standing {
  node: number;
  jobs: number;
  /** What these jobs brought it as an asserter, by the accounting of the scenario [credits]. */
  income: number;
}

/** The course of a run. */
export interface Course {
  /** How many nodes there are [count]. */
  nodes: Sides;
  moments: Moment[];
  /** Each focal node at the marks of jobs that were asked for, as far as it got; a node that left stands where it stopped. */
  standings: Standing[];
}

/** What to look for. */
export interface CourseQuestion {
  /** How many moments to keep, evenly spread over the jobs [count]. */
  moments: number;
  /** Numbers of jobs after which each focal node is looked at, ascending [count]. */
  marks: readonly number[];
  /** Told everything that happens. */
  onEvent?: (event: MarketEvent) => void;
}

/** Follows one run. Latency and money are those of the run itself; only somebody is looking. */
export function followRun(
  settings: Settings,
  arm: Arm,
  seed: string,
  replication: number,
  { moments, marks, onEvent }: CourseQuestion,
): Course {
  const every = Math.max(1, Math.floor(settings.run.jobs / Math.max(1, moments)));
  const course: Course = { nodes: { focal: 0, others: 0 }, moments: [], standings: [] };
  const taken: Sides = { focal: 0, others: 0 };
  const standings = new Standings();
  const left = new Set<number>();
  let settled = 0;

  const hear = (market: MarketState, event: MarketEvent) => {
    onEvent?.(event);
    const { fleet } = market;
    course.nodes = { focal: fleet.focalCount, others: fleet.nodeCount - fleet.focalCount };
    if (event.kind === 'left') left.add(event.node);
    if (event.kind === 'earned') standings.add(event);
    if (event.kind === 'slashed' || event.kind === 'settled') {
      taken[fleet.isFocal(event.node) ? 'focal' : 'others'] += event.slashed;
    }
    if (event.kind !== 'settled') return;
    settled += 1;
    if (settled % every === 0) course.moments.push(describeMoment(market, event.time, settled, taken));
  };
  watchRun(settings, arm, seed, replication, (market) => ({
    wants: [...storyKinds, 'earned'],
    hear: (event) => hear(market, event),
  }));
  course.standings = standings.list(marks, course.nodes.focal, (node) => left.has(node));
  return course;
}

/** How far each node has come, job by job in the order in which it asserted them. */
class Standings {
  private readonly told = new Map<number, { job: number; income: number }[]>();

  add({ node, job, income }: Extract<MarketEvent, { kind: 'earned' }>): void {
    const jobs = this.told.get(node) ?? [];
    jobs.push({ job, income: income / UNITS_PER_CREDIT });
    this.told.set(node, jobs);
  }

  /** At marks that every focal node reached, or had left before: others would only show who was lucky. */
  list(marks: readonly number[], count: number, hasLeft: (node: number) => boolean): Standing[] {
    const careers = Array.from({ length: count }, (_, node) => {
      const told = this.told.get(node) ?? [];
      told.sort((a, b) => a.job - b.job);
      return { node, isOver: hasLeft(node), incomes: told.map(({ income }) => income) };
    });
    return marks.flatMap((jobs) => {
      const there = careers.filter(({ incomes, isOver }) => incomes.length >= jobs || isOver);
      if (there.length < count) return [];
      const sum = (incomes: readonly number[]) => incomes.slice(0, jobs).reduce((total, income) => total + income, 0);
      return there.map(({ node, incomes }) => ({ node, jobs, income: sum(incomes) }));
    });
  }
}

function describeMoment({ fleet, collateral }: MarketState, time: number, jobs: number, taken: Sides): Moment {
  const present: Sides = { focal: 0, others: 0 };
  const held: Sides = { focal: 0, others: 0 };
  for (let node = 0; node < fleet.nodeCount; node++) {
    if (!fleet.isPresent(node)) continue;
    const side = fleet.isFocal(node) ? 'focal' : 'others';
    present[side] += 1;
    held[side] += collateral.slashable(node) / UNITS_PER_CREDIT;
  }
  const mean = (side: keyof Sides) => (present[side] > 0 ? held[side] / present[side] : 0);
  const perNode = (side: keyof Sides) => {
    const nodes = side === 'focal' ? fleet.focalCount : fleet.nodeCount - fleet.focalCount;
    return nodes > 0 ? taken[side] / nodes : 0;
  };
  return {
    time,
    jobs,
    present,
    stake: { focal: mean('focal'), others: mean('others') },
    slashed: { focal: perNode('focal'), others: perNode('others') },
  };
}
