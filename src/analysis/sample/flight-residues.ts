/**
 * What the known draws of nature leave unexplained where jobs are in flight and a flight of m is slashed once.
 *
 * A flight's income is no sum over its jobs, but it splits into one exactly, up to a rest that no single job knows
 * anything of. With D the chance that a job is refuted, w = (1 - D)^(m - 1) the chance that no other job of its flight
 * is, and K the refuted jobs of a flight:
 *
 *   [K > 0] = (1 - (1 - D)^m) + w (K - m D) + rest
 *
 * Each refuted job bears the share w of a slash, and the rest, which has mean zero and is correlated with no function of
 * one job, is an outcome of the flight.
 *
 * @source Hoeffding (1948), A class of statistics with asymptotically normal distribution: the projection on single draws
 */
import { exp, expm1, log, log1p, pow } from '../../kernel/mathematics/index.ts';
import { incomeOf } from '../../market/money/income.ts';
import { columnIndex as at } from '../../market/record.ts';
import type { JobOutcome } from '../round/lottery.ts';
import type { Residue } from './rare-events.ts';
import { listResidues, type ResidueContext } from './residues.ts';

// Numbers of refuted jobs less likely than this are beyond what any sample sees.
const NEGLIGIBLE = 1e-18;

/** Expected number and unexplained income of every outcome of jobs and of flights in a sample. */
export function listFlightResidues(outcomes: readonly JobOutcome[], context: ResidueContext): Residue[] {
  const crowds = [true, false].map((focal) => describeCrowd(outcomes, context, focal));
  const shared = outcomes.map((outcome) => shareSlash(outcome, crowds[isFocal(outcome) ? 0 : 1].alone));
  return [...listResidues(shared, context), ...crowds.flatMap((crowd) => listRests(crowd, context))];
}

/** Flights of one crowd. */
interface Crowd {
  name: string;
  /** Share of all jobs that are in them [1]. */
  share: number;
  /** D. */
  refuted: number;
  /** w. */
  alone: number;
  /** What a slash adds to the income in question [credits]. */
  slash: number;
}

function describeCrowd(outcomes: readonly JobOutcome[], { role, settings }: ResidueContext, focal: boolean): Crowd {
  const own = outcomes.filter((outcome) => isFocal(outcome) === focal);
  const sum = (list: readonly JobOutcome[], figure: (outcome: JobOutcome) => number) =>
    list.reduce((total, outcome) => total + outcome.probability * figure(outcome), 0);
  const share = sum(own, () => 1);
  const caught = own.filter(({ record }) => record[at.detectedJobs] + record[at.falseSlashedJobs] > 0);
  const chance = sum(caught, () => 1);
  const refuted = share > 0 ? Math.min(1, chance / share) : 0;
  const effect = ({ record, slashed }: JobOutcome) =>
    incomeOf(slashed ?? record, role, settings) - incomeOf(record, role, settings);
  return {
    name: focal ? 'flight of focal nodes' : 'flight of outsiders',
    share,
    refuted,
    alone: pow(1 - refuted, settings.market.jobsInFlight - 1),
    slash: chance > 0 ? sum(caught, effect) / chance : 0,
  };
}

function shareSlash({ probability, record, slashed = record }: JobOutcome, share: number): JobOutcome {
  return { probability, record: record.map((value, column) => value + share * (slashed[column] - value)) };
}

/** The rest, by the number of refuted jobs in a flight. */
function listRests({ name, share, refuted, alone, slash }: Crowd, { settings, jobs }: ResidueContext): Residue[] {
  const size = settings.market.jobsInFlight;
  if (refuted <= 0 || refuted >= 1 || slash === 0) return [];
  const flights = (share * jobs) / size;
  const slashed = -expm1(size * log1p(-refuted));
  const rests: Residue[] = [];
  let logChance = size * log1p(-refuted);
  for (let count = 0; count <= size; count++) {
    const chance = exp(logChance);
    const rest = (count > 0 ? 1 : 0) - slashed - alone * (count - size * refuted);
    if (chance > NEGLIGIBLE) rests.push({ expected: flights * chance, amount: slash * rest, draw: name });
    logChance += log((size - count) / (count + 1)) + log(refuted) - log1p(-refuted);
  }
  return rests;
}

function isFocal({ record }: JobOutcome): boolean {
  return record[at.focalJobs] > 0;
}
