/** What claims are judged on: every figure of the design points that one is about, with the interval it has among others. */

import { jobsMissing } from '../catalogue/past.ts';
import type { Evidence, FateQuestion, Interval } from '../claims/define.ts';
import { type Advantage, type DesignPointFindings, type Findings, type Rate, timeRates } from '../findings/findings.ts';
import type { Settings } from '../market/settings.ts';
import { heldTo } from '../market/stage.ts';
import type { DesignPoint } from '../plan/plan.ts';
import type { AnalysedPoint, UnjudgedFindings } from './analyse.ts';
import { findBestResponse } from './best-response/best-response.ts';
import {
  around,
  aroundAdvantage,
  aroundDifference,
  aroundExact,
  aroundRate,
  type Foreseen,
  forecastRate,
  separate,
  widening,
} from './intervals.ts';
import { isMarket } from './market-points.ts';
import type { ExactArms } from './round/exact-arm.ts';
import { computeFate, expectHonest } from './round/fate.ts';
import { askAt, countJobs } from './round/horizon.ts';
import { EXACT_RESOLUTION } from './round/resolution.ts';
import { countsOwnJobs } from './round/round-law.ts';
import { addsUpIncome } from './round/valuation.ts';
import { type CareerSample, readCareers } from './sample/careers.ts';
import type { PairedEstimate } from './sample/estimate.ts';
import type { Looks } from './sample/looks.ts';
import { pairRates } from './sample/paired-rates.ts';
import { expectAfter } from './sample/prospect.ts';
import { countedRates } from './sample/rates.ts';
import { findOtherEquilibrium, hasStageGame, solveStageGame } from './stage/stage-game.ts';
import type { AnalysedThreshold } from './thresholds.ts';

// Beyond so many, fewer are assumed: the fewer, the more an interval must widen.
const MANY_DEGREES = 10;

/** What claims are judged on. */
export interface JudgedStudy {
  findings: UnjudgedFindings;
  points: readonly AnalysedPoint[];
  thresholds: readonly AnalysedThreshold[];
  looks: Looks;
  /** What the round says of the arms, asked where a forecast needs it. */
  exactArms: ExactArms;
  /** Findings of earlier studies by the path that claims name them with. */
  baselines: ReadonlyMap<string, Findings>;
  /** Whether the study was stopped: then nothing is worked out that was not before. */
  isInterrupted?: boolean;
  /** The careers that were followed. */
  careersOf?: (point: DesignPoint, question: FateQuestion) => CareerSample | undefined;
  /** The command that runs a design point again. */
  replayOf?: ((point: Pick<DesignPointFindings, 'id' | 'at'>) => string) | undefined;
}

/** What a claim may ask about the design points that it is about. @param by  whether simulation decides, or the round alone */
export function buildEvidence(
  { findings, thresholds, looks, exactArms, baselines, replayOf, careersOf, isInterrupted = false }: JudgedStudy,
  matching: readonly AnalysedPoint[],
  by: 'simulation' | 'exact',
): Evidence {
  const computeCost = Math.max(0, ...matching.map(({ point }) => point.settings.market.computeCost));
  const measured = new Map<Advantage, Foreseen>(
    matching.flatMap(({ point, advantages }) =>
      advantages.flatMap(({ finding, estimate }) =>
        estimate ? [[finding, foresee(point.settings, finding, estimate, exactArms)] as const] : [],
      ),
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
  // What convictions come to is not told by runs in which no record of the past had time to fill.
  const unfilled = new Set(
    matching
      .filter(({ point }) => jobsMissing(point.settings) !== undefined)
      .flatMap(({ findings: { rates } }) => Object.values(rates).filter((rate) => !timed.has(rate))),
  );
  const rateIntervalOf: Evidence['rateIntervalOf'] = (rate, comparisons) => {
    if (by === 'exact' || gameRates.has(rate)) return aroundExact(rate.exact, Math.abs(rate.exact ?? 0));
    if (unfilled.has(rate)) return around(null, null);
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
      const estimated = measured.get(advantage);
      if (!estimated) return around(advantage.mean, advantage.halfWidth);
      const { exact } = advantage;
      return aroundAdvantage(estimated, { exact, resolution: EXACT_RESOLUTION * computeCost }, looks, comparisons);
    },
    rateIntervalOf,
    rateDifferenceOf: (name, point, other, comparisons) => {
      const [own, theirs] = [point.rates[name], other.rates[name]];
      if (!own || !theirs) return null;
      const traces = [point, other].map((one) => tracesOf.get(one)?.get(name));
      const isBlind = unfilled.has(own) || unfilled.has(theirs);
      const paired = by === 'exact' || isBlind ? undefined : pairRates(traces[0], traces[1], looks, comparisons);
      if (!paired) return separate(rateIntervalOf(own, 2 * comparisons), rateIntervalOf(theirs, 2 * comparisons));
      const exact = own.exact === null || theirs.exact === null ? null : own.exact - theirs.exact;
      return { ...paired, forecast: forecastRate(paired, exact, degrees) };
    },
    differenceOf: (advantage, other, comparisons) => {
      if (by === 'exact') {
        const known = advantage.exact !== null && other.exact !== null;
        return aroundExact(known ? advantage.exact! - other.exact! : null, 2 * computeCost);
      }
      const [mine, theirs] = [measured.get(advantage), measured.get(other)];
      if (!mine || !theirs) return around(null, null);
      const exact = advantage.exact === null || other.exact === null ? null : advantage.exact - other.exact;
      return aroundDifference(
        mine,
        theirs,
        { exact, resolution: 2 * EXACT_RESOLUTION * computeCost },
        looks,
        comparisons,
      );
    },
    thresholdOf: (found, comparisons) => located.get(found)?.simulatedAt(comparisons) ?? found.simulated,
    equilibriaOf: (point) => (hasStageGame(settingsOf(point)) ? solveStageGame(settingsOf(point)) : null),
    otherEquilibriumOf: (point) => findOtherEquilibrium(settingsOf(point)),
    bestResponseOf: (point, question) => findBestResponse(settingsOf(point), question),
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

/** An estimated advantage, and what to expect of it: what the rules say of its arms is asked when that is. */
function foresee(
  settings: Settings,
  { role, strategy, over, against }: Advantage,
  estimate: PairedEstimate,
  exactArms: ExactArms,
): Foreseen {
  const lawOf = (played: string) => exactArms.of(settings, role, played, against);
  return {
    estimate,
    after: (times) => expectAfter(estimate, times, [lawOf(strategy), lawOf(over)], heldTo(settings, against)),
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

/** Degrees of freedom that any rate of a point has, correlated batches left aside. */
function countDegrees({ point, findings }: AnalysedPoint): number {
  return Math.max(1, findings.replications * (point.settings.run.batches ?? 1) - 1);
}
