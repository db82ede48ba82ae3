import { plainText } from '../foreign/plain-text.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode, worstExit } from './exit-code.ts';
import { givenList, givenSwitch } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import { type Io, wantsColor } from './io.ts';
import { loadStudies, readChanges, reportProblems } from './load.ts';
import { readShardRequest } from './shard-request.ts';
import { isTraceWanted } from './trace-request.ts';

/** `posp run`: load, perform, print, exit by the verdicts. */
export async function runCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const color = wantsColor(io.stdout, io, givenSwitch(given, 'color'));
  const traced = isTraceWanted(given);
  const { performStudies, readConduct } = await import('./perform.ts');
  const conduct = readConduct(given, 'run');
  const asked = readShardRequest(given);
  const { showReading } = await import('./progress.ts');
  const files = givenList(given, 'files');
  const reading = showReading('reading', files, io, conduct);
  const loaded = await loadStudies(files, await readChanges(given), reading);
  if ('problems' in loaded) return reportProblems(loaded.problems, { json }, io);
  if (traced) return (await import('./trace.ts')).traceRunOf(loaded.studies, given, io);
  if (asked) return (await import('./shard.ts')).performShard(loaded.studies, asked, conduct, { json }, io);

  const interruption = listenForInterruption(io);
  try {
    const performed = await performStudies(loaded.studies, conduct, interruption, io);
    if (json) {
      const { formatJson } = await import('../study/write-results.ts');
      io.stdout.write(
        formatJson(
          performed.map(({ findings }) => findings),
          loaded.studies.length,
        ),
      );
    } else {
      const { renderTerminal } = await import('../report/terminal.ts');
      for (const { findings, folder } of performed.filter(isPresentable)) {
        io.stdout.write(renderTerminal(findings, { columns: io.stdout.columns ?? 100, color }));
        if (!conduct.quiet) io.stderr.write(`results: ${plainText(folder)}\n`);
      }
    }
    const interrupted = interruption.code();
    return worstExit([...performed.map(({ code }) => code), ...(interrupted === undefined ? [] : [interrupted])]);
  } finally {
    interruption.end();
  }
}

/** Numbers of an unfinished study, or of one that broke a law, are not for reading. */
function isPresentable({ findings, code }: { findings: { complete: boolean }; code: ExitCode }): boolean {
  return findings.complete && code !== exitCode.ourMistake;
}
