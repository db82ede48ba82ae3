/** Findings meet the claims of the scenario. */

import type { CareerNeed, Claim, Evidence, FateQuestion, Forecast, Interval } from '../claims/define.ts';
import * as registry from '../claims/index.ts';
import { holds } from '../findings/condition.ts';
import {
  type Advantage,
  type DesignPointFindings,
  type Findings,
  type JudgedClaim,
  type Rate,
  timeRates,
} from '../findings/findings.ts';
import { square } from '../kernel/mathematics/index.ts';
import type { Settings } from '../market/settings.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { valueAtPoint } from '../scenario/numbers/paths.ts';
import type { ClaimSpec } from '../scenario/schema/scenario.ts';
import { normalCdf, normalQuantile, studentQuantile } from '../stats/interval.ts';
import type { AnalysedAdvantage, AnalysedPoint, UnjudgedFindings } from './analyse.ts';
import { isMarket } from './market-points.ts';
import { computeFate, expectHonest } from './round/fate.ts';
import { askAt, countJobs } from './round/horizon.ts';
import { EXACT_RESOLUTION } from './round/resolution.ts';
import { countsOwnJobs, explainSilence } from './round/round-law.ts';
import { addsUpIncome } from './round/valuation.ts';
import { LEDGER_RESOLUTION } from './sample/arm-law.ts';
import { type CareerSample, readCareers } from './sample/careers.ts';
import { computeCovariance, type PairedEstimate, type Precision, partsOf } from './sample/estimate.ts';
import type { Looks } from './sample/looks.ts';
import { pairRates } from './sample/paired-rates.ts';
import { countedRates } from './sample/rates.ts';
import { findOtherEquilibrium, hasStageGame, solveStageGame } from './stage/stage-game.ts';
import type { AnalysedThreshold } from './thresholds.ts';

/** Every claim by kind. */
export const claims: ReadonlyMap<string, Claim> = new Map(Object.values(registry).map((claim) => [claim.kind, claim]));

/** A judged claim, and the design points at which more replications could decide it. */
export interface JudgedClaimWithOpen extends JudgedClaim {
  open: readonly number[];
}

// Beyond so many, fewer are assumed: the fewer, the more an interval must widen.
const MANY_DEGREES = 10;

/** What claims are judged on. */
export interface JudgedStudy {
  findings: UnjudgedFindings;
  points: readonly AnalysedPoint[];
  thresholds: readonly AnalysedThreshold[];
  looks: Looks;
  /** Findings of earlier studies by the path that claims name them with. */
  baselines: ReadonlyMap<string, Findings>;
  /** Whether the study was stopped: then nothing is worked out that was not before. */
  isInterrupted?: boolean;
  /** The careers that were followed. */
  careersOf?: (point: DesignPoint, question: FateQuestion) => CareerSample | undefined;
  /** The command that runs a design point again. */
  replayOf?: ((point: Pick<DesignPointFindings, 'id' | 'at'>) => string) | undefined;
}

/** Judges every claim of a scenario. */
export function judgeClaims(specs: readonly ClaimSpec[], study: JudgedStudy): JudgedClaimWithOpen[] {
  const { points } = study;
  return specs.map((spec) => {
    const { kind, line, column } = spec;
    const { claim, params } = readSpec(spec);
    const matching = points.filter(({ point }) => concerns(spec, point));
    const by = spec.by === 'exact' ? 'exact' : 'simulation';
    const judgement = claim.judge(params, buildEvidence(study, matching, by));
    const { verdict, because, open = [], counterexample, jobsToTell } = judgement;
    const silence = verdict === 'undecided' && params.by === 'exact' ? findSilence(matching) : undefined;
    return {
      kind,
      claim: claim.say(params, study.findings),
      verdict,
      because: silence === undefined ? because : `${because}: ${silence}`,
      ...(typeof params.of === 'string' && { of: params.of }),
      ...(counterexample && { counterexample }),
      ...(jobsToTell !== undefined && { jobsToTell }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      open: by === 'exact' ? [] : open,
    };
  });
}

/** What must be known of careers to judge a claim, if anything. */
export function careersFor(spec: ClaimSpec): CareerNeed | undefined {
  const { claim, params } = readSpec(spec);
  return claim.follows?.(params);
}

function readSpec({ kind, condition: _, line: __, column: ___, ...given }: ClaimSpec) {
  const claim = claims.get(kind);
  if (!claim) throw new RangeError(`unknown claim ${kind}`);
  return { claim, params: claim.params.parse(given) };
}

/** Whether a claim is about a design point: its `where` matches. */
export function concerns({ condition }: ClaimSpec, point: DesignPoint): boolean {
  return !condition || holds(condition, (path) => valueAtPoint(point, path));
}

/** Why the round does not speak for some design point of a claim; nothing where it speaks for all. */
function findSilence(matching: readonly AnalysedPoint[]): string | undefined {
  const silent = matching.filter(({ advantages }) => advantages.some(({ exact }) => exact === null));
  return silent.map(({ point }) => explainSilence(point.settings, point.settings.players.against))[0];
}

function buildEvidence(
  { findings, thresholds, looks, baselines, replayOf, careersOf, isInterrupted = false }: JudgedStudy,
  matching: readonly AnalysedPoint[],
  by: 'simulation' | 'exact',
): Evidence {
  const computeCost = Math.max(0, ...matching.map(({ point }) => point.settings.market.computeCost));
  const judged = new Map<Advantage, AnalysedAdvantage>(
    matching.flatMap(({ findings, advantages }) =>
      findings.advantages.map((finding, index) => [finding, advantages[index]] as const),
    ),
  );
  const analysedOf = new Map(matching.map((analysed) => [analysed.findings, analysed]));
  const settingsOf = (found: DesignPointFindings) => analysedOf.get(found)!.point.settings;
  const degrees = Math.min(MANY_DEGREES, ...matching.map(countDegrees));
  const tracesOf = new Map(matching.map(({ findings, traces }) => [findings, traces]));
  const shares = new Set(matching.flatMap((point) => listShares(point.findings)));
  const timed = new Map(matching.flatMap((point) => listTimed(point.findings)));
  // Rules that describe a game but no market leave nothing to simulate: there exact values are all there is.
  const games = matching.filter(({ point }) => !isMarket(point)).map((point) => point.findings);
  const gameAdvantages = new Set(games.flatMap(({ advantages }) => advantages));
  const gameRates = new Set(games.flatMap(({ rates }) => Object.values(rates)));
  const rateIntervalOf: Evidence['rateIntervalOf'] = (rate, comparisons) => {
    if (by === 'exact' || gameRates.has(rate)) return aroundExact(rate.exact, Math.abs(rate.exact ?? 0));
    const own = timed.get(rate) ?? degrees;
    return aroundRate(rate, shares.has(rate), widening(findings.confidence, comparisons, own), own);
  };
  const located = new Map(thresholds.map((threshold) => [threshold.findings, threshold]));
  return {
    findings,
    points: matching.map((point) => point.findings),
    by,
    computeCost,
    intervalOf: (advantage, comparisons) => {
      if (by === 'exact' || gameAdvantages.has(advantage)) return aroundExact(advantage.exact, computeCost);
      const analysed = judged.get(advantage);
      const interval = around(advantage.mean, analysed?.halfWidthOf(comparisons) ?? advantage.halfWidth);
      if (!analysed?.estimate) return interval;
      const { estimate } = analysed;
      const tail = looks.tail(estimate.replications, comparisons);
      return {
        ...interval,
        forecast: forecastAdvantage(estimate, advantage.exact, tail, EXACT_RESOLUTION * computeCost),
      };
    },
    rateIntervalOf,
    rateDifferenceOf: (name, point, other, comparisons) => {
      const [own, theirs] = [point.rates[name], other.rates[name]];
      if (!own || !theirs) return null;
      const traces = [point, other].map((one) => tracesOf.get(one)?.get(name));
      const paired = by === 'exact' ? undefined : pairRates(traces[0], traces[1], looks, comparisons);
      if (!paired) return separate(rateIntervalOf(own, 2 * comparisons), rateIntervalOf(theirs, 2 * comparisons));
      const exact = own.exact === null || theirs.exact === null ? null : own.exact - theirs.exact;
      return { ...paired, forecast: forecastRate(paired, exact, degrees) };
    },
    differenceOf: (advantage, other, comparisons) => {
      if (by === 'exact') {
        const known = advantage.exact !== null && other.exact !== null;
        return aroundExact(known ? advantage.exact! - other.exact! : null, 2 * computeCost);
      }
      const exact = advantage.exact === null || other.exact === null ? null : advantage.exact - other.exact;
      const difference = subtract(judged.get(advantage), judged.get(other), looks, comparisons);
      const { forecast } = difference;
      return forecast
        ? { ...difference, forecast: { ...forecast, exact, resolution: 2 * EXACT_RESOLUTION * computeCost } }
        : difference;
    },
    thresholdOf: (found, comparisons) => located.get(found)?.simulatedAt(comparisons) ?? found.simulated,
    equilibriaOf: (point) => (hasStageGame(settingsOf(point)) ? solveStageGame(settingsOf(point)) : null),
    otherEquilibriumOf: (point) => findOtherEquilibrium(settingsOf(point)),
    jobsPer: (point, per) => countJobs(settingsOf(point), per),
    fateOf: (point, wish) => (isInterrupted ? null : computeFate(settingsOf(point), askAt(settingsOf(point), wish))),
    careersOf: (found, wish) => {
      const { point } = analysedOf.get(found)!;
      const question = askAt(point.settings, wish);
      const sample = careersOf?.(point, question);
      if (!sample) return null;
      const looked = sample.replications * (point.settings.run.batches ?? 1);
      return readCareers(sample, (comparisons) => looks.tail(looked, comparisons), {
        isLast: looked >= looks.replications.at(-1)!,
        honest: (comparisons) =>
          expectCareer(point.settings, found, question.jobs, widening(findings.confidence, comparisons, degrees)),
      });
    },
    replayOf,
    baselineOf: (path) => baselines.get(path),
  };
}

/** What an honest node expects over so many jobs: exactly, or as far as runs tell; nothing where its jobs are not alike. */
function expectCareer(
  settings: Settings,
  { payoffs }: DesignPointFindings,
  jobs: number,
  widened: number,
): Interval | null {
  const exact = expectHonest(settings, jobs);
  if (exact !== null) return around(exact, 0);
  const paid = payoffs.find(({ role, strategy }) => role === 'asserter' && strategy === 'honest');
  if (!paid || paid.mean === null || paid.halfWidth === null || !countsOwnJobs(settings, 'asserter')) return null;
  return addsUpIncome(settings) ? around(jobs * paid.mean, jobs * paid.halfWidth * widened) : null;
}

/** The difference of two estimates of the same replications, at the stricter of their looks. */
function subtract(
  own: AnalysedAdvantage | undefined,
  other: AnalysedAdvantage | undefined,
  looks: Looks,
  comparisons: number,
): Interval {
  if (!own?.estimate || !other?.estimate) return around(null, null);
  const [a, b] = [own.estimate, other.estimate];
  const tail = Math.min(looks.tail(a.replications, comparisons), looks.tail(b.replications, comparisons));
  const scale = a.standardError * b.standardError;
  const correlation = scale > 0 ? computeCovariance(a, b) / scale : 0;
  const combine = (first: number, second: number) => square(first) + square(second) - 2 * correlation * first * second;
  const halfWidthOf = (one: Precision, two: Precision) => {
    const [first, second] = [partsOf(one, tail), partsOf(two, tail)];
    const variance = combine(first.spread, second.spread);
    // The sum of an infinite spread and minus itself is unknown, not zero.
    const spread = Number.isNaN(variance) ? Number.POSITIVE_INFINITY : Math.sqrt(Math.max(0, variance));
    return spread + first.allowance + second.allowance;
  };
  return {
    ...around(a.mean - b.mean, halfWidthOf(a, b)),
    forecast: {
      halfWidthAfter: (times) => halfWidthOf(a.after(times), b.after(times)),
      standardError: Math.sqrt(Math.max(0, combine(a.standardError, b.standardError))),
      exact: null,
      resolution: 0,
      floor: 2 * LEDGER_RESOLUTION * normalQuantile(1 - tail),
    },
  };
}

/** What more replications would make of an advantage. */
function forecastAdvantage(estimate: PairedEstimate, exact: number | null, tail: number, resolution: number): Forecast {
  return {
    halfWidthAfter: (times) => {
      const { spread, allowance } = partsOf(estimate.after(times), tail);
      return spread + allowance;
    },
    standardError: estimate.standardError,
    exact,
    resolution,
    floor: LEDGER_RESOLUTION * normalQuantile(1 - tail),
  };
}

/** Rates that are shares of jobs or other things that are counted. */
function listShares({ rates }: DesignPointFindings): Rate[] {
  return Object.entries(countedRates).flatMap(([name, counted]) => {
    const rate = 'isCost' in counted ? undefined : rates[name];
    return rate ? [rate] : [];
  });
}

/** Rates of time, and the degrees of freedom of the runs that measured it, which are not those of the arms. */
function listTimed({ rates, time }: DesignPointFindings): [Rate, number][] {
  return timeRates.flatMap((name): [Rate, number][] => {
    const rate = rates[name];
    return rate && time ? [[rate, Math.max(1, time.runs - 1)]] : [];
  });
}

/** The interval of a rate, so much wider, and what more replications would make of it. */
function aroundRate(rate: Rate, isShare: boolean, wider: number, degrees: number): Interval {
  const interval = around(rate.value, rate.halfWidth === null ? null : rate.halfWidth * wider);
  const { exact, count } = rate;
  if (!isShare || !(count > 0)) return { ...interval, forecast: forecastRate(interval, exact, degrees) };
  // A few events leave an interval that narrows faster than the root of their number, as Wilson's does; what else
  // widened it is gone with more replications.
  const share = exact ?? rate.value ?? 0;
  const squared = square(RATE_DEVIATIONS);
  const wilson = (trials: number) =>
    (squared / 2 + RATE_DEVIATIONS * Math.sqrt(share * (1 - share) * trials + squared / 4)) / trials;
  const forecast = {
    ...forecastRate(interval, exact, degrees),
    halfWidthAfter: (times: number) => wider * wilson(count * times),
    standardError: wilson(count) / RATE_DEVIATIONS,
  };
  return { ...interval, forecast };
}

/** What more replications would make of the interval of a rate, or of a difference of rates. */
function forecastRate({ low, high }: Interval, exact: number | null, degrees: number): Forecast {
  const halfWidth = (high - low) / 2;
  const quantile = (times: number) => studentQuantile(normalCdf(RATE_DEVIATIONS), (degrees + 1) * times - 1);
  return {
    halfWidthAfter: (times) => (halfWidth / Math.sqrt(times)) * (quantile(times) / quantile(1)),
    standardError: halfWidth / quantile(1),
    exact,
    resolution: EXACT_RESOLUTION * Math.abs(exact ?? 0),
    floor: 0,
  };
}

// Standard errors in half of an interval of a rate, near enough for a forecast: looks widen it a little.
const RATE_DEVIATIONS = 2.2;

/** Each interval spends half of the error; together they bound the difference. */
function separate(own: Interval, other: Interval): Interval {
  const difference = { low: own.low - other.high, middle: own.middle - other.middle, high: own.high - other.low };
  const [a, b] = [own.forecast, other.forecast];
  if (!a || !b) return difference;
  const forecast: Forecast = {
    halfWidthAfter: (times) => a.halfWidthAfter(times) + b.halfWidthAfter(times),
    standardError: Math.sqrt(square(a.standardError) + square(b.standardError)),
    exact: a.exact === null || b.exact === null ? null : a.exact - b.exact,
    resolution: a.resolution + b.resolution,
    floor: a.floor + b.floor,
  };
  return { ...difference, forecast };
}

/** What enumeration tells, to within rounding of amounts of this size. */
function aroundExact(middle: number | null, size: number): Interval {
  return { ...around(middle, EXACT_RESOLUTION * size), isExact: true };
}

function around(middle: number | null, halfWidth: number | null): Interval {
  if (middle === null || halfWidth === null) {
    return { low: Number.NEGATIVE_INFINITY, middle: middle ?? Number.NaN, high: Number.POSITIVE_INFINITY };
  }
  return { low: middle - halfWidth, middle, high: middle + halfWidth };
}

/** How much wider an interval must be to hold together with others; by Student's law with no more degrees than it has. */
function widening(confidence: number, comparisons: number, degrees: number): number {
  if (comparisons <= 1) return 1;
  const alpha = 1 - confidence;
  return studentQuantile(1 - alpha / 2 / comparisons, degrees) / studentQuantile(1 - alpha / 2, degrees);
}

/** Degrees of freedom that any rate of a point has, correlated batches left aside. */
function countDegrees({ point, findings }: AnalysedPoint): number {
  return Math.max(1, findings.replications * (point.settings.run.batches ?? 1) - 1);
}
