/**
 * What a study makes of the runs there are: its points analysed, its thresholds located, its claims judged, and all of it
 * put together. Findings hang on the runs alone, not on the order in which they were asked for.
 */
import {
  type AnalysedPoint,
  type Asked,
  addTime,
  type PointAnalysis,
  type UnjudgedFindings,
} from '../analysis/analyse.ts';
import { type JudgedClaimWithOpen, judgeClaims } from '../analysis/judge.ts';
import { isMarket } from '../analysis/market-points.ts';
import { ExactArms } from '../analysis/round/exact-arm.ts';
import type { Resolve } from '../analysis/round/remember-settings.ts';
import type { CareerSample } from '../analysis/sample/careers.ts';
import { Looks } from '../analysis/sample/looks.ts';
import { findOtherEquilibrium } from '../analysis/stage/stage-game.ts';
import { type AnalysedThreshold, Thresholds } from '../analysis/thresholds.ts';
import { catalogueOf, withCatalogue } from '../catalogue/catalogue.ts';
import type { FateQuestion } from '../claims/define.ts';
import type { DesignPointFindings, Findings, VarianceReduction } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import { exp, log } from '../kernel/mathematics/index.ts';
import { nameCoalition } from '../plan/name-coalition.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { Pool } from '../run/pool.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import { listAxes } from '../scenario/sweep/axes.ts';
import { nameMechanism } from '../scenario/sweep/mechanism-name.ts';
import { writeSummary } from '../words/answer/headline.ts';
import { inWordsOf } from '../words/label.ts';
import { type Archive, gatherRecords, type PointPlan } from './passes.ts';
import { listShortfalls } from './search.ts';
import type { TimeArchive } from './time.ts';

/** What conclusions are drawn from, beside the runs. */
export interface Concluded {
  scenario: Scenario;
  /** The design points that were planned; a search adds others. */
  points: readonly DesignPoint[];
  resolve: Resolve;
  digest: string;
  archive: Pick<Archive, 'get'>;
  /** Whose threads analyse design points. */
  pool: Pick<Pool, 'analyse'>;
  warnings?: readonly string[];
  /** Findings of earlier studies, by the path that claims name them with. */
  baselines?: ReadonlyMap<string, Findings>;
  /** What sentences call the amounts; credits when left out. */
  money?: 'USD' | 'credits';
  /** The command that runs the scenario, as one would type it; verdicts say with it how to see a run again. */
  command?: string | undefined;
}

/** What was made of the runs of a moment. */
export interface Conclusion {
  analysed: AnalysedPoint[];
  thresholds: AnalysedThreshold[];
  unjudged: UnjudgedFindings;
  claims: JudgedClaimWithOpen[];
}

/** What is known beside the records. */
export interface Aside {
  time: Pick<TimeArchive, 'of'>;
  careersOf: (point: DesignPoint, question: FateQuestion) => CareerSample | undefined;
  /** Jobs in runs that belong to no arm [count]. */
  jobs: number;
}

/** Draws conclusions look after look: what nothing was added to is known already. */
export class Conclusions {
  /** Counted in records: where runs are cut into batches, those are what a look counts. */
  readonly looks: Looks;
  /** Records of a run [count]. */
  readonly batches: number;
  readonly #request: Concluded;
  readonly #asked: Asked;
  readonly #exact = new ExactArms();
  readonly #thresholds: Thresholds;
  readonly #known = new Map<number, KnownPoint>();

  constructor(request: Concluded) {
    const { scenario, points, resolve } = request;
    const { min, max } = scenario.replications;
    this.batches = points[0]?.settings.run.batches ?? 1;
    const looks = { min: min * this.batches, max: max * this.batches, confidence: scenario.confidence };
    this.looks = new Looks(looks.min, looks.max, looks.confidence);
    this.#request = request;
    this.#asked = { looks, against: listAskedProfiles(scenario), followed: listComparedRates(scenario) };
    this.#thresholds = new Thresholds(resolve);
  }

  /** Replications at a look [count]; none before the first. */
  replicationsAt(look: number): number {
    return (this.looks.replications[look] ?? 0) / this.batches;
  }

  /** Analyses and judges what was reached. @param onPoint  hears how many points are analysed */
  async draw(
    reached: readonly PointPlan[],
    aside: Aside,
    isInterrupted = false,
    onPoint?: (done: number, expected: number) => void,
  ): Promise<Conclusion> {
    const { scenario, points, baselines = new Map(), command } = this.#request;
    let done = 0;
    onPoint?.(done, reached.length);
    const analysed = await Promise.all(
      reached.map(async (plan) => {
        const point = await this.#analyseWithTime(plan, aside.time);
        onPoint?.(++done, reached.length);
        return point;
      }),
    );
    const thresholds = this.#thresholds.list(analysed, listAxes(scenario), this.looks);
    const unjudged = gather(this.#request, analysed, thresholds, aside.jobs);
    const claims = judgeClaims(scenario, {
      findings: unjudged,
      points: analysed,
      thresholds,
      looks: this.looks,
      exactArms: this.#exact,
      baselines,
      isInterrupted,
      careersOf: aside.careersOf,
      replayOf: command === undefined ? undefined : replayWith(command, points.length),
    });
    return { analysed, thresholds, unjudged, claims };
  }

  /** Has the records of a design point analysed; where it has as many as before, what they say is known. */
  analyse(plan: PointPlan): KnownPoint {
    const { point, replications } = plan;
    const before = this.#known.get(point.id);
    if (before?.replications === replications) return before;
    const { archive, pool } = this.#request;
    const asked = this.#asked;
    const records = pool.analyse(() => ({ point, records: gatherRecords(plan, archive), asked }));
    // Whoever waits for it hears of a failure; until then nobody may.
    records.catch(() => {});
    const known = { replications, records };
    this.#known.set(point.id, known);
    return known;
  }

  async #analyseWithTime(plan: PointPlan, time: Aside['time']): Promise<AnalysedPoint> {
    const known = this.analyse(plan);
    const records = { ...(await known.records), point: plan.point };
    const measured = time.of(plan.point);
    const timeRuns = measured?.runs ?? 0;
    if (known.whole?.timeRuns !== timeRuns) {
      known.whole = { timeRuns, analysed: measured ? addTime(records, measured) : records };
    }
    return known.whole.analysed;
  }
}

/** What is known of a design point with so many replications: by its records, and with so many runs that measure time. */
interface KnownPoint {
  replications: number;
  records: Promise<PointAnalysis>;
  whole?: { timeRuns: number; analysed: AnalysedPoint };
}

/** Puts findings together: what was judged, and what is to be said about all of it. */
export function composeFindings(
  scenario: Scenario,
  { analysed, thresholds, unjudged, claims }: Conclusion,
  complete: boolean,
): Findings {
  const findings: Findings = {
    ...unjudged,
    complete,
    ...nameOtherEquilibrium(analysed),
    claims: claims.map(({ open: _, ...claim }) => claim),
    warnings: [
      ...unjudged.warnings,
      ...listShortfalls(scenario, analysed, thresholds),
      ...warnOfUnmeasured(analysed),
      ...warnOfUnmeasuredTime(analysed),
    ],
  };
  const summary = inWordsOf(scenario, () => writeSummary(findings));
  return withCatalogue({ ...findings, summary }, catalogueOf(scenario));
}

/** Profiles the scenario or one of its claims asks for. */
export function listAskedProfiles({ players, claims }: Scenario): Profile[] {
  const asked = claims.flatMap(({ against }) => (against === undefined ? [] : ([against].flat() as Profile[])));
  return [...new Set<Profile>(['coalition', ...players.against, ...asked])];
}

/** Rates that claims compare between design points. */
function listComparedRates({ claims }: Scenario): string[] {
  return [...new Set(claims.flatMap(({ along, of }) => (along === undefined ? [] : [String(of)])))];
}

function gather(
  { scenario, points, digest, money, warnings = [] }: Concluded,
  analysed: readonly AnalysedPoint[],
  located: readonly AnalysedThreshold[],
  extraJobs: number,
): UnjudgedFindings {
  const designPoints = analysed.map(({ findings }) => findings);
  return {
    schema: 2,
    title: scenario.title,
    ...(scenario.question === undefined ? {} : { question: scenario.question }),
    ...(money === 'USD' && { money }),
    ...nameCoalition(points),
    digest,
    seed: scenario.seed,
    mechanism: nameMechanism(scenario),
    confidence: scenario.confidence,
    complete: true,
    jobs: designPoints.reduce((sum, { jobs }) => sum + jobs, extraJobs),
    ...summariseReduction(designPoints),
    designPoints,
    thresholds: located.map(({ findings }) => findings),
    warnings: [...warnings],
  };
}

/** Geometric means, over the advantages that had any noise to reduce. */
function summariseReduction(points: readonly DesignPointFindings[]): { varianceReduction?: VarianceReduction } {
  const factors = points.flatMap(({ advantages }) =>
    advantages.flatMap(({ varianceReduction, standardError }) =>
      varianceReduction && standardError !== 0 ? [varianceReduction] : [],
    ),
  );
  if (factors.length === 0) return {};
  const mean = (name: keyof VarianceReduction) => {
    const logarithm = factors.reduce((sum, factor) => sum + log(factor[name]), 0) / factors.length;
    return Number(exp(logarithm).toPrecision(4));
  };
  const [commonRandomNumbers, controlVariates] = [mean('commonRandomNumbers'), mean('controlVariates')];
  return { varianceReduction: { commonRandomNumbers, controlVariates, sampling: mean('sampling') } };
}

/** What else may settle in, looked for where honesty of asserters stands, at a few design points at most. */
function nameOtherEquilibrium(analysed: readonly AnalysedPoint[]): Pick<Findings, 'otherEquilibrium'> {
  const standing = analysed.filter(({ findings }) => ['dominant', 'equilibrium'].includes(findings.honesty.asserter));
  for (const { point } of standing.slice(0, GAMES_MAX)) {
    const profile = findOtherEquilibrium(point.settings);
    if (profile) return { otherEquilibrium: { designPoint: point.id, profile } };
  }
  return {};
}

/** Design points whose stage games are solved to name a second equilibrium [count]. */
const GAMES_MAX = 16;

/** Design points whose runs told nothing: one sentence, however many there are. */
function warnOfUnmeasured(analysed: readonly AnalysedPoint[]): string[] {
  const silent = analysed.filter(({ point, findings: { replications, payoffs } }) => {
    return isMarket(point) && replications >= 2 && payoffs.every(({ mean }) => mean === null);
  });
  const [first] = silent;
  if (!first) return [];
  const many = silent.length > 1 ? ` and ${silent.length - 1} more` : '';
  return [
    `nothing was measured at design point ${first.point.id}${many}: with ${first.point.settings.run.jobs} jobs a run ends before any job counts; make run.jobs larger`,
  ];
}

/** Jobs of a run by default at least [count]. */
const SHORT = 20_000;

/** Design points at which nobody knows how long jobs take: one sentence, however many there are. */
function warnOfUnmeasuredTime(analysed: readonly AnalysedPoint[]): string[] {
  // Who makes runs short wants them short.
  const silent = analysed.filter(
    ({ point, findings }) => findings.time?.why !== undefined && point.settings.run.jobs >= SHORT,
  );
  const [first] = silent;
  if (!first) return [];
  const many = silent.length > 1 ? ` and ${silent.length - 1} more` : '';
  return [
    `how long jobs take and how busy nodes are was not measured at design point ${first.point.id}${many}: ${first.findings.time!.why}`,
  ];
}

/** How to run a design point again: by its number, or by its values where a search has added it. */
function replayWith(command: string, planned: number): (point: Pick<DesignPointFindings, 'id' | 'at'>) => string {
  return ({ id, at }) => {
    if (id < planned) return `${command} --design-point ${id}`;
    const pins = Object.entries(at).map(([path, value]) => {
      return /[ ,]/.test(String(value)) ? ` --set '${path}=${value}'` : ` --set ${path}=${value}`;
    });
    return `${command}${pins.join('')} --set 'claims=[]' --design-point 0`;
  };
}
