import { analysePoint } from '../analysis/analyse.ts';
import { isMarket } from '../analysis/market-points.ts';
import { ExactArms } from '../analysis/round/exact-arm.ts';
import { Looks } from '../analysis/sample/looks.ts';
import { Samples } from '../analysis/sample/samples.ts';
import { needsOf } from '../catalogue/needs.ts';
import { simulateRun } from '../engine/simulate.ts';
import type { Profile } from '../findings/profile.ts';
import { plainPath } from '../foreign/plain-text.ts';
import { type Arm, cutRun } from '../market/settings.ts';
import { pickQueues } from '../plan/alike-queues.ts';
import { createArmLister, listArms } from '../plan/arms.ts';
import { computeLoadFactor } from '../plan/load-factor.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { countCareerJobs } from '../study/careers.ts';
import { listAskedProfiles } from '../study/conclude.ts';
import { describeLengths, type JobsPerRun, TimeArchive } from '../study/time.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenList, givenSwitch, givenWorkers } from './given.ts';
import type { Io } from './io.ts';
import { type LoadedStudy, loadStudies, readChanges, reportProblems, reportWarnings } from './load.ts';
import { describeSeconds, formatJobs, showReading } from './progress.ts';
import { UsageError } from './usage-error.ts';

/** What a study would do. Where there are two numbers they are the least and the most. */
interface StudyPlan {
  file: string;
  designPoints: number;
  /** Over all design points. */
  arms: number;
  replications: [number, number];
  runs: [number, number];
  jobs: [number, number];
  /** Jobs of a run, and of one that measures time alone, over the design points. */
  jobsPerRun: JobsPerRun;
  /** Arrivals, completions and verifications. */
  events: [number, number];
  seconds: [number, number];
  /** Of the results folder. */
  megabytes: [number, number];
  /** Largest resident memory of the process, its threads included. */
  memoryMegabytes: [number, number];
}

/** `posp plan`: how much there is to do, and how long that takes here by a short pilot. */
export async function planCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const workers = givenWorkers(given);
  const quiet = givenSwitch(given, 'quiet') ?? false;
  const files = givenList(given, 'files');
  if (files.length === 0) {
    throw new UsageError(
      'something is missing: posp plan <files..>, or posp plan --next DIR; posp plan --help says more',
    );
  }
  if (given.output !== undefined) throw new UsageError('--output goes with --next; a plan of files is printed');
  const loaded = await loadStudies(files, await readChanges(given), showReading('reading', files, io, { quiet }));
  if ('problems' in loaded) return reportProblems(loaded.problems, { json }, io);
  const plans: StudyPlan[] = [];
  for (const study of loaded.studies) {
    await reportWarnings(study.warnings, { quiet }, io);
    plans.push(planStudy(study, workers));
  }
  if (json) io.stdout.write(`${JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2)}\n`);
  else io.stdout.write(plans.map((plan) => describe(plan, workers)).join('\n'));
  return exitCode.done;
}

/** Bytes a run takes in a results folder, compressed, and a design point in findings, tables, charts and report. */
const bytesPerRun = 90;
const bytesPerPoint = 6000;
/** Bytes of pictures and report, however little is in them. */
const bytesOfPictures = 1.5e6;
/** Jobs of one pilot run at most, and of a round of them where there are many arms [count]. */
const pilotJobs = 20_000;
const pilotJobsPerRound = 120_000;
/** How long rounds of the pilot, and the analysis of what they made, are repeated [ms]. */
const pilotMilliseconds = 200;
const analysisMilliseconds = 100;
/** Design points of the pilot at most [count]: the first, the last and some between, for points may be uneven. */
const pilotPoints = 5;
/** Beyond so many design points it is cut short [count]: an estimate of hours need not take as long as all else. */
const pointsForShortPilot = 10_000;
const shortening = 12;
const shortPilotPoints = 1;

function planStudy({ file, scenario, points }: LoadedStudy, workers: number): StudyPlan {
  const profiles = listAskedProfiles(scenario);
  const { min, max } = scenario.replications;
  const listHere = createArmLister(profiles);
  let arms = 0;
  // Of one replication of every arm; careers are followed in runs of their own.
  let recorded = 0;
  // A game without a market is solved, never run.
  const run = points.filter(isMarket);
  for (const { settings } of run) {
    const here = listHere(settings).length;
    arms += here;
    recorded += here * settings.run.jobs;
  }
  const jobs = recorded + countCareerJobs(scenario, points);
  const costs = measureCosts(run.length > 0 ? run : points, profiles);
  const secondsPerJob = recorded > 0 ? (arms * costs.secondsPerRun) / recorded / workers : 0;
  const secondsOf = (replications: number) =>
    jobs * replications * secondsPerJob + points.length * costs.secondsPerPoint;
  // A job in time alone costs about what a job of any arm does.
  const secondsOfTime = (timed: number) => timed * secondsPerJob;
  // What measures time grows by itself, and only where a claim asks.
  const timed = new TimeArchive(scenario).listRuns(points);
  const timeJobs = (which: 'least' | 'most') => timed.reduce((sum, { jobs, ...runs }) => sum + jobs * runs[which], 0);
  const eventsPerJob = 2 + meanVerifications(run);
  const marketBytes = largestMarket(run);
  const both = (amount: (replications: number) => number): [number, number] => [amount(min), amount(max)];
  return {
    file,
    designPoints: points.length,
    arms,
    replications: [min, max],
    runs: both((replications) => arms * replications),
    jobs: [min * jobs + timeJobs('least'), max * jobs + timeJobs('most')],
    jobsPerRun: describeLengths(scenario, run, timed),
    events: [
      Math.round((min * jobs + timeJobs('least')) * eventsPerJob),
      Math.round((max * jobs + timeJobs('most')) * eventsPerJob),
    ],
    seconds: [secondsOf(min) + secondsOfTime(timeJobs('least')), secondsOf(max) + secondsOfTime(timeJobs('most'))],
    megabytes: both(
      (replications) => (arms * replications * bytesPerRun + points.length * bytesPerPoint + bytesOfPictures) / 1e6,
    ),
    memoryMegabytes: both((replications) => estimateMemory(marketBytes, arms * replications, points.length, workers)),
  };
}

/** What a run and the analysis of a design point take one thread [s], from all arms at a few design points. */
function measureCosts(points: readonly DesignPoint[], profiles: readonly Profile[]) {
  const isShort = points.length > pointsForShortPilot;
  const share = isShort ? 1 / shortening : 1;
  const pilots = spreadOver(points, isShort ? shortPilotPoints : pilotPoints);
  const samples = new Map(pilots.map((point) => [point, new Samples()]));
  const arms = pilots
    .filter(isMarket)
    .flatMap((point) => listArms(point.settings, profiles).map((arm) => ({ point, arm })));
  const run = (point: DesignPoint, arm: Arm, replication: number) => {
    const { settings } = point;
    // Never less than a job for each node: a run that is mostly setting nodes up would say too much of a longer one.
    const jobsMax = Math.min(pilotJobs, Math.max((share * pilotJobsPerRound) / arms.length, settings.market.nodeCount));
    const short = { ...settings, run: { ...cutRun(settings.run, Math.ceil(jobsMax)), warmUpJobs: 0 } };
    samples
      .get(point)!
      .of(arm)
      .add(simulateRun(short, arm, 'pilot', replication));
    return short.run.jobs;
  };
  // The first runs are compiled while they run and would tell too little.
  for (const { point, arm } of arms.slice(0, 4)) run(point, arm, 0);
  const begun = performance.now();
  let start = begun;
  // The fastest round: the first ones are still being compiled, and others may be at work on this machine.
  let roundSeconds = Number.POSITIVE_INFINITY;
  let [rounds, jobsDone, jobsAsked] = [0, 0, 0];
  while (rounds < (isShort ? 2 : 3) || (rounds < 20 && start - begun < share * pilotMilliseconds)) {
    rounds++;
    for (const { point, arm } of arms) {
      jobsDone += run(point, arm, rounds);
      jobsAsked += point.settings.run.jobs;
    }
    const end = performance.now();
    roundSeconds = Math.min(roundSeconds, (end - start) / 1000);
    start = end;
  }
  const runSeconds = roundSeconds / arms.length;
  const looks = new Looks(rounds, rounds, 0.95);
  const asked = { against: profiles, followed: [] };
  let analysisSeconds = Number.POSITIVE_INFINITY;
  const analysed = performance.now();
  for (let pass = 0; pass < 2 || (pass < 5 && performance.now() - analysed < share * analysisMilliseconds); pass++) {
    start = performance.now();
    for (const point of pilots) analysePoint(point, samples.get(point)!, new ExactArms(), asked, looks);
    analysisSeconds = Math.min(analysisSeconds, (performance.now() - start) / 1000);
  }
  return {
    secondsPerRun: jobsDone > 0 ? (runSeconds * jobsAsked) / jobsDone : 0,
    secondsPerPoint: analysisSeconds / pilots.length,
  };
}

/** At most so many of a list, its ends among them; where it is to be one, the middle. */
function spreadOver<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  if (most === 1) return [list[Math.floor(list.length / 2)]];
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
}

/** What a process takes before it has anything to do: Node, what it loads, and the drawing at the end [MB]. */
const megabytesAlone = 245;
/** A thread beside the first [MB]. */
const megabytesPerThread = 45;
/** A node in a market with its queue, and a job in flight, in each thread [bytes]. */
const bytesPerNode = 95;
const bytesPerJobInFlight = 85;
/** A run that is kept, packed, with its part in estimates; and a design point while it is judged, written and drawn [bytes]. */
const bytesPerKeptRun = 105;
const bytesPerKeptPoint = 120_000;
/** What lies about until it is collected: it grows with the points and is cleared when it is this much [bytes]. */
const garbagePerPoint = 300_000;
const garbageMax = 130_000_000;

/** The largest market of a study [bytes]. */
function largestMarket(points: readonly DesignPoint[]): number {
  return pickQueues(points).reduce((most, { settings }) => {
    const { nodeCount } = settings.market;
    const bytes = nodeCount * (bytesPerNode + bytesPerJobInFlight * Math.min(1, computeLoadFactor(settings)));
    return Math.max(most, bytes);
  }, 0);
}

/** Largest resident memory to be expected [MB]. */
function estimateMemory(marketBytes: number, runs: number, points: number, workers: number): number {
  const garbage = Math.min(garbageMax, points * garbagePerPoint);
  const bytes = workers * marketBytes + runs * bytesPerKeptRun + points * bytesPerKeptPoint + garbage;
  return megabytesAlone + (workers - 1) * megabytesPerThread + bytes / 1e6;
}

function sayJobsPerRun({ records, time }: JobsPerRun): string {
  const span = ([least, most]: readonly [number, number]) =>
    least === most ? formatJobs(least) : `${formatJobs(least)} to ${formatJobs(most)}`;
  return `${span(records)}${time ? `; ${span(time)} where time alone is measured` : ''}`;
}

/** Validators at work per job when all are honest, over the design points or a thousand of them. */
function meanVerifications(points: readonly DesignPoint[]): number {
  const each = spreadOver(points, 1000).map(({ settings }) => needsOf(settings)?.checksPerJob ?? 0);
  return each.reduce((sum, value) => sum + value, 0) / Math.max(1, each.length);
}

function describeMegabytes(size: number): string {
  return `${Number(Math.max(1, size).toPrecision(2))} MB`;
}

function describe(plan: StudyPlan, workers: number): string {
  const span = ([least, most]: [number, number], show: (value: number) => string) =>
    show(least) === show(most) ? show(least) : `${show(least)} to ${show(most)}`;
  const rows = [
    ['design points', String(plan.designPoints)],
    ['arms', `${plan.arms} over all design points`],
    ['replications', `${span(plan.replications, String)} of each arm`],
    ['runs', span(plan.runs, formatJobs)],
    ['jobs', span(plan.jobs, formatJobs)],
    ['jobs per run', sayJobsPerRun(plan.jobsPerRun)],
    ['events', `about ${span(plan.events, formatJobs)}`],
    ['time', `about ${span(plan.seconds, describeSeconds)} on ${workers} worker(s), by a short pilot`],
    ['memory', `about ${span(plan.memoryMegabytes, describeMegabytes)}`],
    ['disk', `about ${span(plan.megabytes, describeMegabytes)}`],
  ];
  return `${plainPath(plan.file)}\n${rows.map(([name, value]) => `  ${name.padEnd(14)}${value}\n`).join('')}`;
}
