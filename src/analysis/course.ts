/**
 * One run as it goes on: what nodes hold, what was slashed, and how far each focal node has come.
 *
 * Read from the market while it plays in time, beside the loop and never inside it.
 */

import type { Market } from '../market/market.ts';
import { UNITS_PER_CREDIT } from '../market/money/ledger.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { watchRun } from '../run/simulate.ts';
import { incomeOf } from './income.ts';

/** Two groups of nodes: those whose strategy is looked at, and all others. */
export interface Groups {
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
  stake: Groups;
  /** Stake taken so far, per node there was at the start [credits]. */
  slashed: Groups;
  /** Nodes that are still there [count]. */
  present: Groups;
}

/** Where one focal node stood after so many jobs of its own, as they were settled: challenged ones wait for their validators. */
export interface Standing {
  node: number;
  jobs: number;
  /** What these jobs brought it as an asserter, by the accounting of the scenario [credits]. */
  income: number;
}

/** The course of a run. */
export interface Course {
  /** How many nodes there are [count]. */
  nodes: Groups;
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
  /** Told every line of the story. */
  onLine?: (time: number, text: string) => void;
}

/** Follows one run. Latency and money are those of the run itself; only somebody is looking. */
export function followRun(
  settings: Settings,
  arm: Arm,
  seed: string,
  replication: number,
  { moments, marks, onLine }: CourseQuestion,
): Course {
  const every = Math.max(1, Math.floor(settings.run.jobs / Math.max(1, moments)));
  const course: Course = { nodes: { focal: 0, others: 0 }, moments: [], standings: [] };
  const taken: Groups = { focal: 0, others: 0 };
  const careers = new CareerBook(marks);
  let settled = 0;

  watchRun(settings, arm, seed, replication, (market, time, text) => {
    onLine?.(time, text);
    const { fleet, columns } = market;
    course.nodes = { focal: fleet.groupSize, others: fleet.nodeCount - fleet.groupSize };
    careers.hear(text, incomeOf(columns, 'asserter', settings) / UNITS_PER_CREDIT, fleet.groupSize);
    const loss = /node (\d+) loses (\S+)/.exec(text);
    if (loss) taken[fleet.isGrouped(Number(loss[1])) ? 'focal' : 'others'] += Number(loss[2]);
    if (!settlement.test(text)) return;
    settled += 1;
    if (settled % every === 0) course.moments.push(describeMoment(market, time, settled, taken));
  });
  course.standings = careers.listStandings(course.nodes.focal);
  return course;
}

const settlement = /^job \d+ is (?:accepted|refuted)/;

/** Whose income is whose: the group's income only grows by the job that was settled last. */
class CareerBook {
  private readonly asserterOf = new Map<string, number>();
  private readonly careers = new Map<number, { jobs: number; income: number; left: boolean }>();
  private readonly standings: Standing[] = [];
  private readonly marks: readonly number[];
  private last = -1;
  private counted = 0;

  constructor(marks: readonly number[]) {
    this.marks = marks;
  }

  hear(text: string, income: number, groupSize: number): void {
    const [, job = ''] = /^job (\d+)/.exec(text) ?? [];
    const settles = settlement.test(text);
    if (settles) {
      this.last = this.asserterOf.get(job)!;
      this.asserterOf.delete(job);
    }
    // What a settlement books after its line, for validators, is seen at the next line and belongs to the same job.
    if (this.last >= 0 && this.last < groupSize) {
      const career = this.careerOf(this.last);
      if (settles) {
        this.note(this.last, career);
        career.jobs += 1;
      }
      career.income += income - this.counted;
    }
    this.counted = income;
    const arrival = /^job \d+ arrives and goes to node (\d+)/.exec(text);
    if (arrival) this.asserterOf.set(job, Number(arrival[1]));
    const exit = /^node (\d+) leaves the market/.exec(text);
    if (exit) this.careerOf(Number(exit[1])).left = true;
  }

  /** At marks that every node of the group reached, or had left before: others would only show who was lucky. */
  listStandings(groupSize: number): Standing[] {
    for (const [node, career] of this.careers) {
      this.note(node, career);
      if (!career.left) continue;
      for (const mark of this.marks) {
        if (mark > career.jobs) this.standings.push({ node, jobs: mark, income: career.income });
      }
    }
    const reached = (mark: number) => this.standings.filter(({ jobs }) => jobs === mark).length >= groupSize;
    const whole = new Set(this.marks.filter(reached));
    return this.standings.filter(({ jobs }) => whole.has(jobs));
  }

  private careerOf(node: number) {
    const career = this.careers.get(node) ?? { jobs: 0, income: 0, left: false };
    this.careers.set(node, career);
    return career;
  }

  private note(node: number, { jobs, income }: { jobs: number; income: number }): void {
    if (this.marks.includes(jobs)) this.standings.push({ node, jobs, income });
  }
}

function describeMoment({ fleet, ledger }: Market, time: number, jobs: number, taken: Groups): Moment {
  const present: Groups = { focal: 0, others: 0 };
  const held: Groups = { focal: 0, others: 0 };
  for (let node = 0; node < fleet.nodeCount; node++) {
    if (!fleet.isPresent(node)) continue;
    const group = fleet.isGrouped(node) ? 'focal' : 'others';
    present[group] += 1;
    held[group] += ledger.stakeOf(node) / UNITS_PER_CREDIT;
  }
  const mean = (group: keyof Groups) => (present[group] > 0 ? held[group] / present[group] : 0);
  const perNode = (group: keyof Groups) => {
    const nodes = group === 'focal' ? fleet.groupSize : fleet.nodeCount - fleet.groupSize;
    return nodes > 0 ? taken[group] / nodes : 0;
  };
  return {
    time,
    jobs,
    present,
    stake: { focal: mean('focal'), others: mean('others') },
    slashed: { focal: perNode('focal'), others: perNode('others') },
  };
}
