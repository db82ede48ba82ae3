/**
 * What a study can show beside its findings: exact answers, and one run told event by event. The data of the pictures that
 * no estimate is in.
 */

import { mechanismOf } from '../../catalogue/catalogue.ts';
import type { AxisValues } from '../../findings/axis-values.ts';
import type { Role } from '../../findings/findings.ts';
import { focusOf, liesAlong } from '../../findings/focus.ts';
import { pow } from '../../kernel/mathematics/index.ts';
import type { MarketEvent } from '../../market/events.ts';
import { type Arm, armName, cutRun, type Settings } from '../../market/settings.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import type { Resolve } from '../round/remember-settings.ts';
import type { SpreadOfHonesty } from '../stage/dynamics.ts';
import { createSideParts, type FailedPart } from '../stage/side-part.ts';
import { type StageGame, solveStageGame } from '../stage/stage-game.ts';
import { type AttackerProfit, listAttackerProfits } from './attacker-profit.ts';
import { type Course, followRun } from './course.ts';
import { type Detection, describeDetections } from './detection.ts';
import { pickEvenly } from './pick-evenly.ts';
import { describePortrait, type PopulationPortrait } from './portrait.ts';
import { describeSensitivity, type Sensitivity } from './sensitivity.ts';
import { listSpreadLines, type SpreadLine } from './spread-along.ts';

/** The exact answers that are drawn of one design point; part of what `posp solve` says, and more where it is asked for. */
export interface ShownPoint {
  id: number;
  at: AxisValues;
  games: StageGame[];
  /** At this point alone, as `posp solve` says it; exhibits follow it along the parameter instead. */
  dynamics?: Pick<SpreadOfHonesty, 'over' | 'restPoints' | 'allHonestFrom'>[];
  detection: Record<string, Detection>;
  /** Of honesty and two deviations. */
  portrait?: PopulationPortrait | null;
  profits?: AttackerProfit[];
}

/** Exact answers that can be drawn. */
export interface Solution {
  /** What amounts are in; credits when left out. Pictures take it from the findings they stand beside. */
  money?: 'USD';
  designPoints: ShownPoint[];
  /** Where honesty spreads along the swept parameter. */
  spread?: SpreadLine[];
  sensitivity?: Sensitivity | null;
  /** One run, whose nodes stand beside the law of what they earn. */
  told?: ToldRun | null;
}

/** One run as it was told. */
export interface ToldRun {
  designPoint: number;
  at: AxisValues;
  /** Short name of the arm, `coalition/asserter/skip-work`. */
  arm: string;
  role: Role | 'both';
  strategy: string;
  replication: number;
  /** What happened to one job. */
  events: JobEvent[];
  course: Course;
}

/** What may happen to a job. */
export type JobEvent = Exclude<MarketEvent, { kind: 'left' | 'down' | 'up' | 'earned' }>;

/** All that is shown. */
export interface Exhibits {
  /** `null` where the mechanism describes no round. */
  solution: Solution | null;
  /** `null` where it describes no market. */
  told: ToldRun | null;
  /** What could not be worked out, and why; left out where there is nothing. Pictures of it are missing. */
  failed?: FailedPart[];
}

/** What the told run is called where it failed. */
export const toldPart = 'the told run';

/** A study whose exhibits are wanted. */
export interface ExhibitRequest {
  scenario: Scenario;
  points: readonly DesignPoint[];
  resolve: Resolve;
}

const settingsMax = 36;
const portraitsMax = 4;
const toldJobsMax = 10_000;
const momentsPerRun = 120;
// Five samples of 36 rows: some fifteen hundred evaluations.
const sensitivitySamples = { side: 6, samples: 5 };

/** Prepares the exhibits of a study; those of single settings are of its middle design point. */
export function prepareExhibits({ scenario, points, resolve }: ExhibitRequest): Exhibits {
  const middle = focusOf(points);
  const mechanism = mechanismOf(middle.settings);
  const { attempt, failed } = createSideParts();
  const told = mechanism.create ? attempt(toldPart, () => tellRun(middle, String(scenario.seed))) : null;
  if (!points.every(({ settings }) => mechanismOf(settings).round)) return seal(null);
  const shown = pickSettings(scenario, points);
  const [axis] = Object.keys(middle.at);
  const along = shown.filter(({ at }) => axis === undefined || liesAlong(at, middle.at, axis));
  const portraits = new Set(pickEvenly(along, portraitsMax).map(({ id }) => id));
  const designPoints = shown.map(({ id, at, settings }): ShownPoint => {
    const game = attempt('equilibria', () => solveStageGame(settings));
    return {
      id,
      at,
      games: game ? [game] : [],
      detection: attempt('detection', () => describeDetections(settings)) ?? {},
      ...(portraits.has(id) && attempt('portrait', () => ({ portrait: describePortrait(settings) }))),
      ...(id === middle.id && attempt('profits', () => ({ profits: listAttackerProfits(settings) }))),
    };
  });
  const sensitivity = attempt('sensitivity', () => describeSensitivity(scenario, middle, resolve, sensitivitySamples));
  const spread = attempt('dynamics', () => listSpreadLines(points, resolve)) ?? [];
  return seal({ designPoints, spread, sensitivity });

  function seal(solution: Solution | null): Exhibits {
    return { solution, told, ...(failed.length > 0 && { failed }) };
  }
}

/** Design points along the first swept parameter at a few settings of the others, those of the middle point among them. */
function pickSettings({ sweep }: Scenario, points: readonly DesignPoint[]): DesignPoint[] {
  const middle = focusOf(points);
  if (points.length <= settingsMax) return [...points];
  const axis = sweep.find(({ values, options }) => values.length > 1 && !options)?.path ?? '';
  const lines = new Map<string, DesignPoint[]>();
  for (const point of points) {
    const { [axis]: _, ...others } = point.at;
    const key = JSON.stringify(others);
    lines.set(key, [...(lines.get(key) ?? []), point]);
  }
  const all = [...lines.values()];
  const own = all.filter((line) => line.includes(middle));
  const others = all.filter((line) => !line.includes(middle));
  const picked = [...own, ...pickEvenly(others, portraitsMax - 1)].flatMap((line) =>
    pickEvenly(line, Math.floor(settingsMax / portraitsMax)),
  );
  return [...new Set([...picked, middle])].sort((a, b) => a.id - b.id);
}

/** Replication 0 of the arm of the first deviation, or of honest play where none is declared; its first 10 000 jobs. */
function tellRun({ id, at, settings }: DesignPoint, seed: string): ToldRun {
  const cheat = settings.players.asserter.find(({ name }) => name !== 'honest');
  const arm: Arm = cheat
    ? { role: 'asserter', strategy: cheat.name, against: 'coalition' }
    : { role: 'both', strategy: 'honest', against: 'coalition' };
  const short: Settings = { ...settings, run: cutRun(settings.run, toldJobsMax) };
  const story = new StoryOfOneJob();
  const course = followRun(short, arm, seed, 0, {
    moments: momentsPerRun,
    // The same numbers of jobs as those of the law that is drawn behind them.
    marks: Array.from({ length: 11 }, (_, i) => pow(2, i)),
    onEvent: (event) => story.hear(event),
  });
  const { role, strategy } = arm;
  return { designPoint: id, at, arm: armName(arm), role, strategy, replication: 0, events: story.tell(), course };
}

/** Keeps what happens to the first false result that is challenged; failing that, of the first challenge, the first job. */
class StoryOfOneJob {
  private readonly jobs = new Map<number, JobEvent[]>();
  private best: { rank: number; events: JobEvent[] } = { rank: -1, events: [] };

  hear(event: MarketEvent): void {
    if (!('job' in event) || event.kind === 'earned') return;
    const known = this.jobs.get(event.job) ?? [];
    known.push(event);
    if (event.kind === 'arrived') this.jobs.set(event.job, known);
    if (event.kind !== 'settled') return;
    const rank = rankOf(known);
    if (rank > this.best.rank) this.best = { rank, events: known };
    else if (known !== this.best.events) this.jobs.delete(event.job);
  }

  tell(): JobEvent[] {
    return this.best.events;
  }
}

function rankOf(events: readonly JobEvent[]): number {
  const isChallenged = events.some(({ kind }) => kind === 'challenged');
  const isFalse = events.some((event) => event.kind === 'asserted' && event.isFalse);
  return (isChallenged ? 2 : 0) + (isFalse ? 1 : 0);
}
