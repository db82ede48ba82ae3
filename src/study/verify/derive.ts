/**
 * Findings worked out again: from the runs that a folder holds, as its study did, and held against those that it wrote.
 *
 * A run can be simulated again by anybody; that a mean is that of the runs, and a verdict that of the means, is seen only
 * by whoever does the sums again. What cannot be is named, never passed over.
 */

import { isMarket } from '../../analysis/market-points.ts';
import { listTimeRates } from '../../analysis/sample/time-sample.ts';
import { type DesignPointFindings, type Findings, timeRates } from '../../findings/findings.ts';
import type { Loaded } from '../../plan/load-scenario.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import type { Pool } from '../../run/pool.ts';
import { isCommand } from '../../scenario/read/override.ts';
import { createResolver } from '../../scenario/resolve.ts';
import { listStudyWarnings } from '../../scenario/rules/money-warnings.ts';
import { canonicalJson } from '../../scenario/schema/digest.ts';
import type { Scenario } from '../../scenario/schema/scenario.ts';
import { CareerArchive, restsOnCareers } from '../careers.ts';
import {
  type Aside,
  type Concluded,
  type Conclusion,
  Conclusions,
  composeFindings,
  listAskedProfiles,
} from '../conclude.ts';
import { prepareFates } from '../fates.ts';
import { type Archive, KeyedArms, type PointPlan } from '../passes.ts';
import { runStudy } from '../study.ts';
import { speaksOfTime, TimeArchive } from '../time.ts';
import { listDeviations, own } from './deviations.ts';

/** What was worked out again, and what could not be. */
export interface Derivation {
  /** The parts of `findings.json` by their keys. */
  findings: { of: string; equal: boolean; because?: string }[];
  /** What nobody looked into, and why: a few words each. */
  notDerived: string[];
}

/** What findings are worked out from. */
export interface DeriveRequest {
  written: Findings;
  loaded: Exclude<Loaded, { problems: unknown }>;
  records: Pick<Archive, 'get'>;
  pool: Pool;
  /** Whether runs that leave no records are made again however many they are. */
  isThorough: boolean;
  /** The program that wrote them, where it is another version than this one: its sentences may differ. */
  writer: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Jobs in runs without records that are simulated again without being asked for [count]: some ten seconds on one thread. */
const ASIDE_JOBS_MAX = 2e7;

/** Stands for the command in sentences, which a folder does not know. */
const COMMAND = '\uE000';

/** Works out the findings of a folder again and says where they differ. */
export async function deriveAgain(request: DeriveRequest): Promise<Derivation> {
  const { written, loaded, signal, writer } = request;
  const { scenario } = loaded;
  // 1. What every design point had: as many replications as findings say, if some look has them.
  const points = settlePoints(written, loaded);
  if (typeof points === 'string') return refuse(points);
  const concluded = describeStudy(request);
  const conclusions = new Conclusions(concluded);
  const reached = reachAgain(points, written, conclusions, scenario);
  const unreached = findUnreached(reached, written);
  if (unreached !== undefined) return refuse(unreached);
  // 2. What leaves no records: made again, or believed where that would take too long.
  const trust = chooseTrust(request, points);
  // 3. Conclusions: of the whole study conducted again, or of where it stood at the end.
  const replay = trust.isReplayed ? await replayStudy(request, concluded) : undefined;
  const aside = replay ? undefined : await learnAside(request, trust, reached, conclusions);
  await prepareFates(scenario, points, signal);
  if (signal?.aborted) return { findings: [], notDerived: ['findings.json: interrupted'] };
  if (replay?.because !== undefined) return refuse(replay.because);
  const conclusion = replay?.conclusion ?? (await conclusions.draw(reached, aside!));
  // 4. Findings, part by part beside those that were written.
  const claims = conclusion.claims.map((claim, i) => settleClaim(claim, written.claims[i], trust.believed[i]));
  const derived = composeFindings(scenario, { ...conclusion, claims }, true);
  return {
    findings: compareParts(written, JSON.parse(JSON.stringify(derived)) as Findings, writer),
    notDerived: listNotDerived(request, trust, reached, claims),
  };
}

function refuse(because: string): Derivation {
  return { findings: [{ of: 'designPoints', equal: false, because }], notDerived: [] };
}

/** The study that a folder says it was. */
function describeStudy({ written, loaded, records, pool }: DeriveRequest): Concluded {
  const resolver = createResolver(loaded.scenario);
  return {
    scenario: loaded.scenario,
    points: loaded.points,
    resolve: (at) => resolver(at).settings,
    digest: written.digest,
    archive: records,
    pool,
    warnings: listStudyWarnings(loaded.warnings),
    money: loaded.money,
    command: written.claims.some(({ because }) => because.includes('npx posp run ')) ? COMMAND : undefined,
  };
}

function findUnreached(reached: readonly PointPlan[], { designPoints }: Findings): string | undefined {
  const unreached = reached.find(({ replications }, id) => replications !== designPoints[id].replications);
  if (!unreached) return undefined;
  const { replications, id } = designPoints[unreached.point.id];
  return `design point ${id} has ${replications} replications, and no look of the study has`;
}

/** What is not worked out again. */
interface Trust {
  /** Jobs in runs that leave no records [count]. */
  asideJobs: number;
  /** Whether those are made again. */
  isSimulated: boolean;
  /** Claims whose verdicts are taken as they are written. */
  believed: readonly boolean[];
  /** Whether the whole study is conducted again. */
  isReplayed: boolean;
}

function chooseTrust({ written, loaded, isThorough }: DeriveRequest, points: readonly DesignPoint[]): Trust {
  const asideJobs = written.jobs - written.designPoints.reduce((sum, { jobs }) => sum + jobs, 0);
  const isSimulated = isThorough || asideJobs <= ASIDE_JOBS_MAX;
  const believed = loaded.scenario.claims.map((spec) => {
    return (
      spec.baseline !== undefined ||
      (!isSimulated && (speaksOfTime(spec) || restsOnCareers({ ...loaded.scenario, claims: [spec] }, points)))
    );
  });
  return { asideJobs, isSimulated, believed, isReplayed: isSimulated && !believed.includes(true) };
}

/** What is known beside the records: simulated again, or as it is written. */
async function learnAside(
  request: DeriveRequest,
  { isSimulated, asideJobs }: Trust,
  reached: readonly PointPlan[],
  conclusions: Conclusions,
): Promise<Aside> {
  return isSimulated
    ? simulateAside(request, reached, conclusions)
    : believeAside(request.written, asideJobs, conclusions);
}

type DerivedClaim = Conclusion['claims'][number];

/** A claim as it is to be compared: at the place that the file gave it, or wholly as it was written. */
function settleClaim(
  claim: DerivedClaim,
  there: Findings['claims'][number] | undefined,
  isBelieved: boolean,
): DerivedClaim {
  if (!there) return claim;
  if (isBelieved) return { ...there, open: [] };
  const { line: _, column: __, ...derived } = claim;
  const { line, column } = there;
  const place = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  return { ...derived, because: fillCommand(derived.because, there.because), ...place };
}

/** What nobody looked into, and why. */
function listNotDerived(
  { loaded: { scenario }, writer }: DeriveRequest,
  { asideJobs, isSimulated, believed, isReplayed }: Trust,
  reached: readonly PointPlan[],
  claims: readonly DerivedClaim[],
): string[] {
  const open = new Set(claims.flatMap((claim) => claim.open));
  const openPoints = reached.filter(({ point, replications }) => {
    return open.has(point.id) && isMarket(point) && replications < scenario.replications.max;
  });
  return [
    ...scenario.claims.flatMap((spec, i) => (believed[i] ? [`claim ${i} (${spec.kind}), ${whyBelieved(spec)}`] : [])),
    ...(isSimulated || asideJobs === 0
      ? []
      : [`rates of time and careers, from ${asideJobs.toLocaleString('en-US')} jobs that --runs all simulates`]),
    ...(isReplayed || scenario.claims.length === 0 ? [] : ['whether the study ran on beyond the rule it stops by']),
    ...(openPoints.length > 0
      ? [`why the study stopped with ${many(openPoints.length, 'design point')} open, as a budget makes it`]
      : []),
    ...(writer === undefined ? [] : [`sentences, which are those of posp-sim ${writer}`]),
    ...(claims.length > 0 ? ['the lines at which claims stand in their file, and its name in their commands'] : []),
  ];
}

function whyBelieved({ baseline }: Scenario['claims'][number]): string {
  return baseline !== undefined ? 'whose baseline lies elsewhere' : 'whose runs leave no records';
}

/** The design points of findings with their settings; a sentence where the scenario has no such points. */
function settlePoints(written: Findings, { scenario, points }: DeriveRequest['loaded']): DesignPoint[] | string {
  const { designPoints } = written;
  const missing = points.find(({ id, at }) => canonicalJson(designPoints[id]?.at) !== canonicalJson(at));
  if (missing) return `design point ${missing.id} is not the one that scenario.yaml has there`;
  const searched = scenario.sweep.find(({ search }) => search);
  const paths = new Set(scenario.sweep.map(({ path }) => path));
  const resolver = createResolver(scenario);
  const settled: DesignPoint[] = [];
  for (const [place, { id, at }] of designPoints.entries()) {
    const isAdded =
      searched !== undefined && place >= points.length && Object.keys(at).every((path) => paths.has(path));
    // A path that no label goes with, or a label that no axis has, is a stranger's.
    const settings = points[place]?.settings ?? (isAdded ? resolver(at).settings : undefined);
    if (id !== place || !settings) return `design point ${id} follows from no value of scenario.yaml`;
    settled.push({ id, at, settings });
  }
  return settled;
}

/** What every point had: as many replications as some look has, at most those that findings say. */
function reachAgain(
  points: readonly DesignPoint[],
  { designPoints }: Findings,
  conclusions: Conclusions,
  scenario: Scenario,
): PointPlan[] {
  const arms = new KeyedArms(listAskedProfiles(scenario), String(scenario.seed));
  const looks = conclusions.looks.replications.map((_, look) => conclusions.replicationsAt(look));
  return points.map((point) => {
    const said = designPoints[point.id].replications;
    return { point, arms: arms.of(point), replications: looks.findLast((replications) => replications <= said) ?? 0 };
  });
}

/**
 * Conducts the study again with the records there are, so that it stops where its rule says, or where it would need what
 * was never run: there a budget stopped it.
 */
async function replayStudy(
  { written, loaded, records, pool, signal }: DeriveRequest,
  concluded: Concluded,
): Promise<{ conclusion: Conclusion; because?: string }> {
  const { designPoints } = written;
  const { conclusion, findings, interrupted } = await runStudy({
    ...concluded,
    points: loaded.points,
    // What was never run is missed, not made.
    archive: { has: () => true, get: records.get.bind(records), append: () => {} },
    pool,
    ...(signal && { signal }),
    isOverBudget: (_, { plan, timeRuns }) => {
      const isShort = ({ point, replications }: PointPlan) =>
        replications > (designPoints[point.id]?.replications ?? 0);
      const isShortOfTime = ([id, runs]: [number, number]) => runs >= (designPoints[id]?.time?.runs ?? 0);
      return plan.some(isShort) || [...timeRuns].some(isShortOfTime);
    },
  });
  if (interrupted) return { conclusion };
  const astray = designPoints.find(({ id, replications }) => findings.designPoints[id]?.replications !== replications);
  if (!astray) return { conclusion };
  const { id, replications } = astray;
  const here = findings.designPoints[id]?.replications;
  const because =
    here === undefined
      ? `design point ${id} is one that the study does not come to`
      : `design point ${id} has ${replications} replications, and ${here} by the rule the study stops by`;
  return { conclusion, because };
}

/** Makes the runs again that leave no records, look by look as the study did. */
async function simulateAside(
  { written, loaded: { scenario, points: planned }, pool, signal }: DeriveRequest,
  reached: readonly PointPlan[],
  conclusions: Conclusions,
): Promise<Aside> {
  const points = reached.map(({ point }) => point);
  const options = { signal, onJobs: () => {} };
  let jobs = 0;
  const careers = new CareerArchive(scenario, String(scenario.seed));
  for (const look of conclusions.looks.replications.keys()) {
    const most = conclusions.replicationsAt(look);
    const here = reached.map(({ point, replications }) => ({ point, replications: Math.min(replications, most) }));
    jobs += (await careers.extend(here, pool, options)).jobs;
  }
  const times = new TimeArchive(scenario);
  jobs += (await times.extend(planned, new Set(), pool, options)).jobs;
  jobs += (await times.extend(points, new Set(), pool, options)).jobs;
  const isShort = (point: DesignPoint) => {
    return (times.of(point)?.runs ?? 0) < (written.designPoints[point.id].time?.runs ?? 0) && times.mayGrow(point);
  };
  for (let short = points.filter(isShort); short.length > 0 && !signal?.aborted; short = points.filter(isShort)) {
    const grown = await times.extend(points, new Set(short.map(({ id }) => id)), pool, options);
    if (grown.jobs === 0) break;
    jobs += grown.jobs;
  }
  return { time: times, careersOf: careers.of.bind(careers), jobs };
}

/** What findings say of time, believed: what claims and tables make of it can still be worked out. */
function believeAside({ designPoints }: Findings, jobs: number, { looks }: Conclusions): Aside {
  const rateOf = ({ rates }: DesignPointFindings, point: DesignPoint) => {
    const exact = listTimeRates(undefined, point.settings, looks);
    for (const name of timeRates) {
      const there = rates[name];
      if (!there) continue;
      const { value, halfWidth, count } = there;
      Object.assign(exact[name], { value, halfWidth, count });
    }
    return exact;
  };
  return {
    time: {
      of: (point) => {
        const there = designPoints[point.id];
        if (!there.time) return undefined;
        return { rates: rateOf(there, point), findings: there.time, comparisons: [], runs: there.time.runs };
      },
    },
    careersOf: () => undefined,
    jobs,
  };
}

/** A sentence with the command that the one written has in its place, where that is one and they agree in all else. */
function fillCommand(derived: string, written: string): string {
  if (!derived.includes(COMMAND)) return derived;
  const pattern = derived
    .split(COMMAND)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(npx posp run .+?)');
  const [, ...commands] = new RegExp(`^${pattern}$`).exec(written) ?? [];
  const areCommands = new Set(commands).size === 1 && isCommand(commands[0]);
  return areCommands ? written : derived.replaceAll(COMMAND, 'npx posp run FILE');
}

function compareParts(written: Findings, derived: Findings, writer: string | undefined): Derivation['findings'] {
  const parts = [...new Set([...Object.keys(derived), ...Object.keys(written)])] as (keyof Findings)[];
  return parts.map((of) => {
    const deviations = listDeviations(
      own(written, of),
      own(derived, of),
      of,
      writer === undefined ? undefined : sentences,
    );
    const [first, ...others] = deviations;
    if (!first) return { of, equal: true };
    return { of, equal: false, because: others.length > 0 ? `${first}; and ${others.length} more` : first };
  });
}

/** Keys whose words another version may choose otherwise. */
const sentences: ReadonlySet<string> = new Set(['claim', 'because', 'summary', 'warnings', 'why', 'reason']);

function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
