/** Our market on a scenario file, the way a worker runs it: ledger, observations, sockets and record all on. */
import { join } from 'node:path';
import { simulateRun } from '../../src/engine/simulate.ts';
import { columnIndex as at, recordColumnNames } from '../../src/market/record.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import type { Measurement } from '../harness/child.ts';
import { sample } from '../harness/sample.ts';

const runsOfWarmUp = 8;
const jobsOfWarmUp = 100_000;

/** Arguments, from the root of the repository: file below `bench/market/`, arm `against/role/strategy`, nodes, jobs, seed. */
export async function runMarket([file, arm, nodes, jobs, seed]: readonly string[]): Promise<Measurement> {
  const [against, role, strategy] = arm!.split('/') as [Arm['against'], Arm['role'], string];
  const settings = await loadMarket(file!, nodes!, jobs!);
  const asked: Arm = { against, role, strategy };
  // Compiled code before the clock starts: what a run does only at its end is compiled only after some have ended.
  const warmUp = { ...settings, run: { ...settings.run, jobs: jobsOfWarmUp } };
  for (let replication = 0; replication < runsOfWarmUp; replication++)
    simulateRun(warmUp, asked, 'warm-up', replication);
  let record: Float64Array = new Float64Array(0);
  const perJob = await sample(() => (record = simulateRun(settings, asked, seed!, 0)), Number(jobs), 1);
  const validations = Number(settings.mechanism.validatorCount ?? 0) * record[at.challengedJobs]!;
  const share = (column: number) => record[column]! / record[at.jobs]!;
  return {
    nanoseconds: (perJob * Number(jobs)) / (2 * Number(jobs) + validations),
    sojourn: record[at.sojournSeconds]! / record[at.sojournJobs]!,
    challenged: share(at.challengedJobs),
    detected: share(at.detectedJobs),
    undetected: share(at.undetectedJobs),
    busy: record[at.busySeconds]! / record[at.nodeSeconds]!,
    income: record[at.asserterIncome]! / record[at.focalJobs]!,
    ...Object.fromEntries(recordColumnNames.map((name) => [name, printable(record[at[name]]!)])),
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Settings of a scenario file below `bench/market/` at a size. @throws Error with the problems of the file */
export async function loadMarket(file: string, nodes: string, jobs: string): Promise<Settings> {
  const loaded = await loadScenario(
    { file: join('bench', 'market', file) },
    {
      set: [
        ['market.nodeCount', nodes],
        ['run.jobs', jobs],
      ],
    },
  );
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const { settings } = loaded.points[0]!;
  // One record of the whole run, where a lone run would be cut into batches.
  return { ...settings, run: { ...settings.run, batches: 1 } };
}

/** JSON has no Infinity. */
function printable(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
