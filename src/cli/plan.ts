import { exactRecord } from '../analysis/exact.ts';
import { columnIndex as at } from '../market/record.ts';
import { listArms } from '../plan/arms.ts';
import type { DesignPoint } from '../plan/plan.ts';
import { simulateRun } from '../run/simulate.ts';
import { listAskedProfiles } from '../study/study.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenList, givenSwitch, givenWorkers } from './given.ts';
import type { Io } from './io.ts';
import { type LoadedStudy, loadStudies, readOverrides, reportProblems, reportWarnings } from './load.ts';
import { describeSeconds, formatJobs } from './progress.ts';

/** What a study would do. Where there are two numbers they are the least and the most. */
interface StudyPlan {
  file: string;
  designPoints: number;
  /** Over all design points. */
  arms: number;
  replications: [number, number];
  runs: [number, number];
  jobs: [number, number];
  /** Arrivals, completions and verifications. */
  events: [number, number];
  seconds: [number, number];
  megabytes: [number, number];
}

/** `posp plan`: how much there is to do, and how long that takes here by a short pilot. */
export async function planCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const workers = givenWorkers(given);
  const loaded = await loadStudies(givenList(given, 'files'), readOverrides(given));
  if ('problems' in loaded) return reportProblems(loaded.problems, { json }, io);
  const plans: StudyPlan[] = [];
  for (const study of loaded.studies) {
    await reportWarnings(study.warnings, { quiet: givenSwitch(given, 'quiet') ?? false }, io);
    plans.push(planStudy(study, workers));
  }
  if (json) io.stdout.write(`${JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2)}\n`);
  else io.stdout.write(plans.map((plan) => describe(plan, workers)).join('\n'));
  return exitCode.done;
}

/** Bytes a run takes in a results folder, compressed; between 35 and 100 were seen. */
const bytesPerRun = 70;
/** Bytes of pictures and report. */
const bytesOfPictures = 1.5e6;
/** Jobs of one pilot run at most [count], and how long all of them may take [ms]. */
const pilotJobs = 20_000;
const pilotMilliseconds = 1000;

function planStudy({ file, scenario, points }: LoadedStudy, workers: number): StudyPlan {
  const profiles = listAskedProfiles(scenario);
  const { min, max } = scenario.replications;
  const arms = points.reduce((sum, { settings }) => sum + listArms(settings, profiles).length, 0);
  const jobs = scenario.run.jobs;
  const rate = measureRate(points);
  const eventsPerJob = 2 + meanVerifications(points);
  const both = (amount: (replications: number) => number): [number, number] => [amount(min), amount(max)];
  return {
    file,
    designPoints: points.length,
    arms,
    replications: [min, max],
    runs: both((replications) => arms * replications),
    jobs: both((replications) => arms * replications * jobs),
    events: both((replications) => Math.round(arms * replications * jobs * eventsPerJob)),
    seconds: both((replications) => (arms * replications * jobs) / (rate * workers)),
    megabytes: both((replications) => (arms * replications * bytesPerRun + bytesOfPictures) / 1e6),
  };
}

/** Jobs per second of one thread, from runs at the first, the middle and the last design point. */
function measureRate(points: readonly DesignPoint[]): number {
  const sample = [...new Set([points[0]!, points[points.length >> 1]!, points.at(-1)!])];
  const arm = { role: 'both', strategy: 'honest', against: 'coalition' } as const;
  const runPilot = ({ settings }: DesignPoint, replication: number) => {
    const jobs = Math.min(settings.run.jobs, pilotJobs);
    simulateRun({ ...settings, run: { jobs, warmUpJobs: 0 } }, arm, 'pilot', replication);
    return jobs;
  };
  // The first run is compiled while it runs and would tell too little.
  runPilot(sample[0]!, 0);
  const start = performance.now();
  let done = 0;
  for (let round = 1; performance.now() - start < pilotMilliseconds && round <= 20; round++) {
    for (const point of sample) done += runPilot(point, round);
  }
  return done / ((performance.now() - start) / 1000);
}

/** Validators at work per job when all are honest, over the design points. */
function meanVerifications(points: readonly DesignPoint[]): number {
  const each = points.map(({ settings }) => {
    const record = exactRecord(settings, { role: 'both', strategy: 'honest', against: 'coalition' });
    const validators = Number(settings.mechanism.validatorCount ?? 0);
    return record ? (validators * record[at.challengedJobs]!) / record[at.jobs]! : 0;
  });
  return each.reduce((sum, value) => sum + value, 0) / each.length;
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
    ['events', `about ${span(plan.events, formatJobs)}`],
    ['time', `about ${span(plan.seconds, describeSeconds)} on ${workers} worker(s), by a short pilot`],
    ['disk', `about ${span(plan.megabytes, (size) => `${Math.max(1, Math.ceil(size))} MB`)}`],
  ];
  return `${plan.file}\n${rows.map(([name, value]) => `  ${name!.padEnd(14)}${value}\n`).join('')}`;
}
