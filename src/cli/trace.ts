import { profiles } from '../findings/profile.ts';
import { armName } from '../market/settings.ts';
import { listArms } from '../plan/arms.ts';
import { suggest } from '../scenario/problems/suggest.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenCount, givenText } from './given.ts';
import type { Io } from './io.ts';
import type { LoadedStudy } from './load.ts';
import { tellMistake } from './mistake.ts';
import { traceRun } from './tell-run.ts';
import { UsageError } from './usage-error.ts';

/**
 * Replays one run and prints its story, a line per event; a broken law ends the story and is told last.
 *
 * @throws UsageError when there is no such design point or arm
 */
export async function traceRunOf(studies: readonly LoadedStudy[], given: Given, io: Io): Promise<ExitCode> {
  if (studies.length !== 1) throw new UsageError('--trace tells one run of one file');
  const { points, scenario } = studies[0];
  const id = givenCount(given, 'design-point', 0)!;
  const point = points.find((one) => one.id === id);
  if (!point) throw new UsageError(`--design-point is ${id}; this study has 0 to ${points.length - 1}`);
  const name = givenText(given, 'arm')!;
  const arms = listArms(point.settings, profiles);
  const arm = arms.find((one) => armName(one) === name);
  if (!arm) {
    const known = arms.map(armName);
    const meant = suggest(name, known);
    throw new UsageError(`--arm is "${name}"${meant ? `; did you mean "${meant}"?` : ''}; known: ${known.join(', ')}`);
  }
  const replication = givenCount(given, 'replication', 0)!;
  try {
    io.stdout.write(`${traceRun(point.settings, arm, String(scenario.seed), replication).trimEnd()}\n`);
    return exitCode.done;
  } catch (error) {
    tellMistake(error instanceof Error ? error.message : String(error), studies[0], io);
    return exitCode.ourMistake;
  }
}
