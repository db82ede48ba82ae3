/**
 * Contests: every candidate runs once per round, in random order, and is compared with the base of its own round, so that
 * a machine that slows down slows both. Medians are quoted; the smallest and largest ratio say how far to trust them.
 */
import type { ChartSpec } from '../../src/report/chart.ts';
import { type Measurement, measure } from './child.ts';

/** A program in a contest. */
export interface Candidate {
  name: string;
  command: readonly string[];
  /** Name of the candidate whose time is 1 for this one, where it is not that of the contest. */
  base?: string;
  /** Why it cannot run here; it is then listed and left out. */
  missing?: string | undefined;
}

/** Programs that do the same work. */
export interface Contest {
  title: string;
  /** What one operation is. */
  unit: string;
  /** Name of the candidate whose time is 1. */
  base: string;
  candidates: readonly Candidate[];
  /** Facts that belong in the table and the results; all of them when left out. */
  shows?: readonly string[];
  /** Takes minutes: left out unless it is asked for by title. */
  isLong?: boolean;
  /** Proves that a candidate did the work. @throws Error when it did not */
  check(measurement: Measurement, candidate: Candidate): void;
  /** The contest as a picture, where it is one. */
  draw?: (places: readonly Place[]) => ChartSpec;
}

/** Smallest, middle and largest of a candidate's rounds. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** A candidate's place in a contest. */
export interface Place {
  name: string;
  /** Time per operation [ns]; absent when the candidate is missing. */
  nanoseconds?: Spread;
  /** Time over the base's time of the same round. */
  ratio?: Spread;
  missing?: string;
  /** What else it printed in its last round. */
  facts?: Readonly<Record<string, number | string>>;
}

/** Runs a contest. */
export function runContest(contest: Contest, rounds: number): Place[] {
  const present = contest.candidates.filter(({ missing }) => missing === undefined);
  const times = new Map<string, Measurement[]>(present.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const candidate of shuffle(present)) {
      const measurement = measure(candidate.command);
      contest.check(measurement, candidate);
      times.get(candidate.name)!.push(measurement);
    }
  }
  return contest.candidates.map(({ name, missing, base: own }) => {
    const measured = times.get(name);
    if (!measured) return { name, missing: missing ?? 'not run' };
    const base = times.get(own ?? contest.base);
    const { nanoseconds: _, ...facts } = measured.at(-1)!;
    return {
      name,
      nanoseconds: spread(measured.map(({ nanoseconds }) => nanoseconds)),
      ...(base && { ratio: spread(measured.map(({ nanoseconds }, round) => nanoseconds / base[round]!.nanoseconds)) }),
      facts: contest.shows ? Object.fromEntries(shown(facts, contest.shows)) : facts,
    };
  });
}

function shown(facts: Readonly<Record<string, number | string>>, names: readonly string[]) {
  return Object.entries(facts).filter(([name]) => names.includes(name));
}

/** Smallest, median and largest value. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    min: sorted[0]!,
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    max: sorted.at(-1)!,
  };
}

function shuffle<T>(list: readonly T[]): T[] {
  const shuffled = [...list];
  for (let left = shuffled.length; left > 1; left--) {
    const pick = Math.floor(Math.random() * left);
    [shuffled[left - 1], shuffled[pick]] = [shuffled[pick]!, shuffled[left - 1]!];
  }
  return shuffled;
}
