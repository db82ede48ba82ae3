/** `posp solve`: exact answers at every design point, without simulation. */

import { mechanisms } from '../catalogue/catalogue.ts';
import { leversOf } from '../catalogue/needs.ts';
import type { ExactThreshold, Role } from '../findings/findings.ts';
import { type Judgement, judgeRole } from '../findings/judgement.ts';
import { type Place, withoutPath } from '../findings/place.ts';
import type { Profile } from '../findings/profile.ts';
import { columnIndex as at } from '../market/record.ts';
import type { Settings } from '../market/settings.ts';
import { armOf, listProfiles } from '../plan/arms.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { nameMechanism } from '../scenario/mechanism-name.ts';
import type { Optimize, Scenario } from '../scenario/scenario.ts';
import { describeConcepts, type StageConcepts } from './concepts.ts';
import { type Detection, describeDetections } from './detection.ts';
import { describeDynamics, type SpreadOfHonesty } from './dynamics.ts';
import { exactAdvantage, exactFocalRecord, exactIncome, exactRecord, listSolvable } from './exact.ts';
import { findOptimum, type Optimum } from './optimum.ts';
import { isWorthTaking, describeParticipation as judgeIncome } from './participation.ts';
import { rememberSettings } from './remember-settings.ts';
import { EXACT_RESOLUTION, scaleOfPayoffs } from './resolution.ts';
import { explainSilence } from './round-law.ts';
import { describeSensitivity, type Sensitivity } from './sensitivity.ts';
import { createSideParts, type FailedPart, type SideParts } from './side-part.ts';
import { type SolvedStage, type StageGame, solveStage } from './stage-game.ts';
import { type Resolve, solveAlong } from './thresholds.ts';

/** A threshold of one design point along one path, the other parameters held. */
export interface SolvedThreshold extends Omit<ExactThreshold, 'reason'> {
  of: string;
  role: Role;
  strategy: string;
  over: string;
  against: Profile;
  /** Why there is no threshold; `unknown` where the round does not speak for the market, see `unknown` of the point. */
  reason?: ExactThreshold['reason'] | 'unknown';
  /** The closed form it agrees with, where one is known; always compared, never used. */
  formula?: { text: string; source: string };
}

/** An exact advantage [credits per job]; `null` where the round does not speak for the market. */
export interface SolvedAdvantage {
  role: Role;
  strategy: string;
  over: string;
  against: Profile;
  exact: number | null;
}

/** Everything exact about one design point. */
export interface SolvedPoint {
  id: number;
  at: Place;
  /** Solving was stopped here: thresholds that are missing were not looked for, nor was what is worked out after them. */
  unfinished?: true;
  /** Why some of what follows is not known: what keeps the round of one job from being the market's. */
  unknown?: string;
  thresholds: SolvedThreshold[];
  advantages: SolvedAdvantage[];
  /** Whether honesty pays, and whether an honest node makes money, as findings say it; `cannot-tell` on a `simulated` basis is what only runs can tell. */
  judgement: Record<Role, Judgement>;
  games: StageGame[];
  /** Parts of what follows that could not be worked out, and why; left out where there are none. */
  failed?: FailedPart[];
  /**
   * Dominance and further concepts of the game between one asserter and one validator, where they were asked for, on what
   * these add up: utilities where they have them. `null` with more players, and where a payoff is no sum, as that of a
   * career that a ban ends.
   */
  concepts?: StageConcepts | null;
  /** What becomes of honesty where nodes learn from each other, by deviation of asserters. */
  dynamics: SpreadOfHonesty[];
  /** Whether an honest asserter expects to earn anything, and what false slashes cost it [credits per job]. */
  participation: { feasible: boolean; honestPayoff: number; falseSlashLoss: number } | null;
  /** How soon cheating is found out, by deviation: jobs are counted from the first cheated one. */
  detection: Record<string, Detection>;
  rates: SolvedRates;
  /** What the coalition earns by a job its members assert, validators included, when honest [credits]; `null` without one. */
  payoffs: { coalition: number | null };
  /** The cheapest way to deter, where the scenario asks for it. */
  optimum?: Optimum | null;
}

/** Exact rates when the focal nodes play the first deviation as asserters; `null` where there is nothing to divide by. */
export interface SolvedRates {
  /** Challenges of focal nodes in which every validator is one of them. */
  allCollude: number | null;
  /** Challenges of false results in which they are refuted. */
  detectedGivenChallenge: number | null;
  falseVerdict: number | null;
  /** False results accepted, per cheated job: the rate of that name in findings. */
  undetectedFraud: number | null;
  /** The same per job of the market, cheated or not. */
  undetectedPerJob: number | null;
}

/** The exact answers to a scenario. */
export interface SolveResult {
  title: string;
  mechanism: string;
  designPoints: SolvedPoint[];
  /** Design points that were not reached, where solving was stopped; the last one above is unfinished then [count]. */
  pointsLeft?: number;
  /** What the least advantage of honesty hangs on at the middle design point, where it was asked for. */
  sensitivity?: Sensitivity | null;
  /** Parts of the whole that could not be worked out, and why; left out where there are none. */
  failed?: FailedPart[];
}

/** What to solve for beyond the usual. */
export interface SolveOptions {
  of?: string | undefined;
  /** Where to look along `of`, instead of on its whole domain. */
  between?: readonly [number, number] | undefined;
  /** Chance that cheaters find each other where nodes learn (kappa) [1]; 1 when left out. */
  coordination?: number | undefined;
  /** Whether to add dominance, correlated equilibria, quantal responses and further concepts of the stage game. */
  concepts?: boolean | undefined;
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
  { of, between, coordination, concepts, sensitivity }: SolveOptions = {},
): Generator<SolveProgress, SolveResult> {
  const { scenario, points } = request;
  const resolve = rememberSettings(request.resolve);
  const claimed = scenario.claims.flatMap((claim) => (claim.kind === 'threshold' ? [String(claim.of)] : []));
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
  const solved: SolveResult = { title: scenario.title, mechanism: nameMechanism(scenario), designPoints: [] };
  for (const point of points) {
    const parts = createSideParts();
    const stage = requireRound(point.settings);
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

/** The answer to a question, without the question. */
type SolvedRoots = Omit<SolvedThreshold, 'of' | 'role' | 'strategy' | 'over' | 'against' | 'formula'>;

const unknown: SolvedRoots = { feasible: false, value: null, direction: null, roots: [], reason: 'unknown' };

/** What to look along, and what answers. */
interface Questions {
  paths: readonly string[];
  swept: readonly string[];
  solve: (question: Parameters<typeof solveAlong>[0], settings: Settings) => SolvedRoots;
}

/** What a page is for: thresholds, advantages and equilibria. */
type MainPart = 'id' | 'at' | 'unknown' | 'thresholds' | 'advantages' | 'judgement' | 'games';

/** Yields before each threshold: the share of them that are known, and what is known. */
function* solvePoint(
  point: DesignPoint,
  { game }: SolvedStage,
  { paths, swept, solve }: Questions,
  { attempt }: SideParts,
): Generator<{ share: number; main: Pick<SolvedPoint, MainPart> }, Pick<SolvedPoint, MainPart>> {
  const { settings } = point;
  const profiles = listProfiles(settings, settings.players.against);
  const deviations = (['asserter', 'validator'] as const).flatMap((role) =>
    listSolvable(settings, role)
      .filter(({ name }) => name !== 'honest')
      .map(({ name }) => ({ role, over: name })),
  );
  const questions = profiles.flatMap((against) => deviations.map((deviation) => ({ ...deviation, against })));
  const advantages = questions.map(({ role, over, against }) => ({
    role,
    strategy: 'honest',
    over,
    against,
    exact: exactAdvantage(settings, role, 'honest', over, against),
  }));
  const reason = explainSilence(settings, settings.players.against);
  const main: Pick<SolvedPoint, MainPart> = {
    id: point.id,
    at: point.at,
    ...(reason === undefined ? {} : { unknown: reason }),
    thresholds: [],
    advantages,
    judgement: {
      asserter: judgeExactly('asserter', advantages, settings),
      validator: judgeExactly('validator', advantages, settings),
    },
    games: [game],
  };
  const present = paths.filter((path) => isPresent(point, path, swept));
  for (const of of present) {
    for (const { role, over, against } of questions) {
      yield { share: main.thresholds.length / (present.length * questions.length), main };
      const solved = solve({ of, at: withoutPath(point.at, of), role, over, against }, settings);
      const formula =
        role === 'asserter' ? attempt('closed forms', () => matchFormula(settings, of, over, solved.value)) : undefined;
      main.thresholds.push({ of, role, strategy: 'honest', over, against, ...solved, ...(formula ? { formula } : {}) });
    }
  }
  return main;
}

/** One judgement for what is solved and what is simulated: the same profiles count, and the same rounding is a tie. */
function judgeExactly(role: Role, advantages: readonly SolvedAdvantage[], settings: Settings): Judgement {
  const declared = listProfiles(settings, settings.players.against).filter(
    (profile) => profile === 'coalition' || settings.players.against.includes(profile),
  );
  const own = advantages.filter((one) => one.role === role && declared.includes(one.against)).map(({ exact }) => exact);
  // No round plays who learns.
  const unsolved = settings.players[role].length - listSolvable(settings, role).length;
  const compared = [...own, ...Array<null>(unsolved).fill(null)].map((exact) => {
    return { exact, mean: null, halfWidthOf: () => Number.POSITIVE_INFINITY };
  });
  const honest = exactIncome(settings, role, armOf(settings, role, 'honest', 'coalition'));
  const payoff = {
    role,
    strategy: 'honest',
    against: 'coalition',
    mean: null,
    halfWidth: null,
    exact: honest,
  } as const;
  return judgeRole(compared, EXACT_RESOLUTION * settings.market.computeCost, judgeIncome(role, [payoff]), declared);
}

/** What stands beside it: each part is worked out by itself, and left out by name where that fails. */
function describeSides(
  { at: place, settings }: DesignPoint,
  { game, utilities }: SolvedStage,
  { scenario, resolve, coordination, concepts }: SideQuestions,
  parts: SideParts,
): Omit<SolvedPoint, MainPart | 'failed'> {
  const { attempt } = parts;
  const { optimize } = scenario;
  return {
    ...(concepts && {
      concepts: utilities && describeConcepts({ ...game, payoffs: utilities }, scaleOfPayoffs(settings), parts),
    }),
    dynamics: attempt('dynamics', () => describeDynamics(settings, coordination)) ?? [],
    detection: attempt('detection', () => describeDetections(settings)) ?? {},
    rates: attempt('rates', () => describeRates(settings)) ?? unknownRates,
    participation: attempt('participation', () => describeParticipation(settings)),
    payoffs: { coalition: attempt('payoffs of the coalition', () => coalitionIncome(settings)) },
    ...(optimize &&
      attempt('optimum', () =>
        isAnswerable(optimize, settings) ? { optimum: findOptimum(optimize, place, settings, resolve) } : undefined,
      )),
  };
}

interface SideQuestions extends Pick<SolveOptions, 'coordination' | 'concepts'> {
  scenario: Scenario;
  resolve: Resolve;
}

/** The first closed form that gives the same number, with the coalition or, where its members stay honest, without. */
function matchFormula(settings: Settings, of: string, over: string, value: number | null) {
  if (value === null) return undefined;
  const spec = settings.players.asserter.find(({ name }) => name === over);
  const cheatCost = typeof spec?.cost === 'number' ? spec.cost : 0;
  const alone = { ...settings, coalition: { ...settings.coalition, size: 0, fraction: 0 } };
  const known = mechanisms.get(settings.mechanism.kind)?.formulas ?? [];
  for (const formula of known.filter((one) => one.of === of)) {
    for (const setting of [settings, alone]) {
      const expected = formula.value(setting, cheatCost);
      if (expected !== undefined && Math.abs(expected - value) <= 1e-9 * Math.abs(value)) {
        return { text: formula.text, source: formula.source };
      }
    }
  }
  return undefined;
}

function coalitionIncome(settings: Settings): number | null {
  if (settings.coalition.size === 0) return null;
  const own = exactFocalRecord(settings, armOf(settings, 'asserter', 'honest', 'coalition'));
  return own && (own[at.asserterIncome] + own[at.validatorIncome]) / own[at.focalJobs];
}

function describeParticipation(settings: Settings): SolvedPoint['participation'] {
  const honest = exactFocalRecord(settings, armOf(settings, 'asserter', 'honest', 'coalition'));
  if (!honest) return null;
  const honestPayoff = honest[at.asserterIncome] / honest[at.focalJobs];
  const { reward, computeCost } = settings.market;
  return { feasible: isWorthTaking(honestPayoff), honestPayoff, falseSlashLoss: reward - computeCost - honestPayoff };
}

function describeRates(settings: Settings): SolvedRates {
  const cheat = listSolvable(settings, 'asserter').find(({ name }) => name !== 'honest');
  const record = cheat && exactRecord(settings, armOf(settings, 'asserter', cheat.name, 'coalition'));
  if (!record) return unknownRates;
  const challenged = record[at.focalChallengedJobs];
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  // Challenges fall on true and false results alike.
  const cheated = share(record[at.cheatedJobs], record[at.focalJobs]) ?? 0;
  return {
    allCollude: share(record[at.focalColludingJobs], challenged),
    detectedGivenChallenge: share(record[at.detectedJobs], challenged * cheated),
    falseVerdict: share(record[at.falseVerdicts], record[at.arbitrations]),
    undetectedFraud: share(record[at.undetectedJobs], record[at.cheatedJobs]),
    undetectedPerJob: share(record[at.undetectedJobs], record[at.jobs]),
  };
}

const unknownRates: SolvedRates = {
  allCollude: null,
  detectedGivenChallenge: null,
  falseVerdict: null,
  undetectedFraud: null,
  undetectedPerJob: null,
};

/** What a point that is not finished is without. */
const notWorkedOut = {
  dynamics: [],
  detection: {},
  rates: unknownRates,
  participation: null,
  payoffs: { coalition: null },
};

function requireRound(settings: Settings): SolvedStage {
  const stage = solveStage(settings);
  if (!stage) throw new RangeError(`mechanism ${settings.mechanism.kind} describes no round; only simulation can tell`);
  return stage;
}

/** Whether a mechanism has what is to be chosen, and the round speaks for every deviation of asserters to deter. */
function isAnswerable({ over }: Optimize, settings: Settings): boolean {
  const { rate, slashAmount } = leversOf(settings);
  if (rate === undefined || (over !== 'market.stake' && over !== slashAmount)) return false;
  const deviations = settings.players.asserter.filter(({ name }) => name !== 'honest');
  return deviations.every(({ name }) => exactAdvantage(settings, 'asserter', 'honest', name, 'coalition') !== null);
}

/** Whether something reads a path here: one that is swept is absent where nothing does. */
function isPresent({ at: place, settings }: DesignPoint, path: string, swept: readonly string[]): boolean {
  if (swept.includes(path)) return Object.hasOwn(place, path);
  const [room, name] = path.split('.');
  if (room !== 'mechanism') return true;
  return name !== undefined && settings.mechanism[name] !== undefined;
}
