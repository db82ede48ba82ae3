/** `posp solve`: exact answers at every design point, without simulation. */

import { catalogueOf, mechanismOf } from '../../catalogue/catalogue.ts';
import { claimOf } from '../../catalogue/claims.ts';
import { leversOf } from '../../catalogue/needs.ts';
import type { ActionSet } from '../../findings/best-response.ts';
import type { Role } from '../../findings/findings.ts';
import type { Settings } from '../../market/settings.ts';
import { nameCoalition } from '../../plan/name-coalition.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import { listAxes } from '../../scenario/sweep/axes.ts';
import { nameMechanism } from '../../scenario/sweep/mechanism-name.ts';
import { findBestResponse } from '../best-response/best-response.ts';
import { describeSensitivity } from '../exhibits/sensitivity.ts';
import type { Resolve } from '../round/remember-settings.ts';
import { rememberSettings } from '../round/remember-settings.ts';
import { solveAlong } from '../round/solve-along.ts';
import { createSideParts } from '../stage/side-part.ts';
import { type SolvedStage, solveStage } from '../stage/stage-game.ts';
import { type Questions, type SolvedRoots, solvePoint } from './point.ts';
import type { SolveResult } from './result.ts';
import { describeSides, notWorkedOut } from './sides.ts';

/** What to solve for beyond the usual. */
export interface SolveOptions {
  of?: string | undefined;
  /** Where to look along `of`, instead of on its whole domain. */
  between?: readonly [number, number] | undefined;
  /** Chance that cheaters find each other where nodes learn (kappa) [1]; 1 when left out. */
  coordination?: number | undefined;
  /** Whether to add dominance, correlated equilibria, quantal responses and further concepts of the stage game. */
  concepts?: boolean | undefined;
  /** Whether to look for the best response of one node in a role, and what it may do at a job. */
  bestResponse?: { role: Role; actions: ActionSet } | undefined;
  /** Whether to ask what the least advantage of honesty hangs on; some thousands of further evaluations. */
  sensitivity?: boolean | undefined;
}

/** Paths that are solved along whatever a file is about: how often is challenged, what is taken, who colludes. */
function listSolved(points: readonly DesignPoint[]): string[] {
  const levers = points.map(({ settings }) => leversOf(settings));
  const own = [...levers.map(({ rate }) => rate), ...levers.map(({ slashAmount }) => slashAmount)];
  return [...own.filter((path) => path !== undefined), 'coalition.fraction'];
}

/** How far solving is. */
export interface SolveProgress {
  /** Design points that are solved, the share of one that is begun included, and how many there are [count]. */
  done: number;
  expected: number;
  /** What is known by now: what whoever stops here has. */
  sofar: () => SolveResult;
}

interface SolveRequest {
  scenario: Scenario;
  points: readonly DesignPoint[];
  resolve: Resolve;
}

/**
 * Solves a scenario at every design point.
 *
 * Thresholds are looked for along the challenge probability, the slash, the coalition's share, and every path that is
 * swept, claimed or asked for.
 *
 * @throws RangeError when the mechanism describes no round
 */
export function solveScenario(request: SolveRequest, options: SolveOptions = {}): SolveResult {
  const steps = solveInSteps(request, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same one threshold at a time, so that whoever asks may look up between them, tell how far it is, and stop. */
export function* solveInSteps(
  request: SolveRequest,
  { of, between, coordination, concepts, sensitivity, bestResponse }: SolveOptions = {},
): Generator<SolveProgress, SolveResult> {
  const { scenario, points } = request;
  const resolve = rememberSettings(request.resolve);
  const claimed = scenario.claims.flatMap((claim) =>
    claimOf(claim, catalogueOf(scenario)).locates ? [String(claim.of)] : [],
  );
  const swept = scenario.sweep.flatMap(({ path, options }) => (options ? [] : [path]));
  const paths = [...new Set([...listSolved(points), ...swept, ...claimed, ...(of ? [of] : [])])];
  // Points that differ along a path alone have one threshold along it.
  const remembered = new Map<string, SolvedRoots>();
  const solve: Questions['solve'] = (question, settings) => {
    const key = JSON.stringify(question);
    const known = remembered.get(key);
    if (known) return known;
    const solved = solveAlong(question, settings, resolve, question.of === of ? between : undefined) ?? unknown;
    remembered.set(key, solved);
    return solved;
  };
  const solved: SolveResult = {
    title: scenario.title,
    mechanism: nameMechanism(scenario),
    ...nameCoalition(points),
    axes: [...new Set([...(of ? [of] : []), ...listAxes(scenario)])],
    designPoints: [],
  };
  for (const point of points) {
    const parts = createSideParts();
    const stage = requireStage(point.settings);
    const reached = solved.designPoints.length;
    const steps = solvePoint(point, stage, { paths, swept, solve }, parts);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      const { share, main } = step.value;
      const sofar = () => {
        const designPoints = [...solved.designPoints, { ...main, unfinished: true as const, ...notWorkedOut }];
        return { ...solved, designPoints, pointsLeft: points.length - designPoints.length };
      };
      yield { done: reached + share, expected: points.length, sofar };
    }
    solved.designPoints.push({
      ...step.value,
      ...describeSides(point, stage, { scenario, resolve, coordination, concepts }, parts),
      ...(bestResponse &&
        parts.attempt('best response', () => ({ bestResponse: findBestResponse(point.settings, bestResponse) }))),
      ...(parts.failed.length > 0 && { failed: parts.failed }),
    });
  }
  const { attempt, failed } = createSideParts();
  return {
    ...solved,
    ...(sensitivity &&
      attempt('sensitivity', () => ({
        sensitivity: describeSensitivity(scenario, points[Math.floor(points.length / 2)], resolve),
      }))),
    ...(failed.length > 0 && { failed }),
  };
}

const unknown: SolvedRoots = { feasible: false, value: null, direction: null, roots: [], reason: 'unknown' };

/** The stage game of a design point; `null` where there is none because the past counts. */
function requireStage(settings: Settings): SolvedStage | null {
  if (mechanismOf(settings).round) return solveStage(settings);
  throw new RangeError(`mechanism ${settings.mechanism.kind} describes no round; only simulation can tell`);
}
