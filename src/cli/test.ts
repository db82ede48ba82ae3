import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../run/whole-file.ts';
import { readBudget } from './budget.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode, worstExit } from './exit-code.ts';
import { formatAnnotations, formatSummary } from './github.ts';
import { givenList, givenSwitch, givenText } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import { type Io, wantsColor } from './io.ts';
import { formatJunit, type TestCase } from './junit.ts';
import { loadStudies, readOverrides, reportProblems } from './load.ts';
import type { Performed } from './perform.ts';
import { UsageError } from './usage-error.ts';
import { formatVerdicts } from './verdicts.ts';

/** `posp test`: judge the claims, tell whoever listens, exit by the verdicts. */
export async function testCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const budgetText = givenText(given, 'budget');
  const budget = budgetText === undefined ? undefined : readBudget(budgetText);
  const reports = { junit: givenText(given, 'junit'), github: givenSwitch(given, 'github') ?? false, json };
  const { performStudies, readConduct } = await import('./perform.ts');
  const conduct = readConduct(given, 'test', budget);
  const files = givenList(given, 'paths').flatMap(listScenarios);
  const loaded = await loadStudies(files, readOverrides(given));
  if ('problems' in loaded) {
    const cases = loaded.problems.map(({ file, line, column, message }): TestCase => {
      const place = line > 0 ? { line, column } : {};
      return { file, name: 'the file is in order', verdict: 'error', because: message, ...place };
    });
    writeReports(cases, reports, io);
    return reportProblems(loaded.problems, { json }, io);
  }

  const interruption = listenForInterruption(io);
  try {
    const performed = await performStudies(loaded.studies, conduct, interruption, io);
    const cases = performed.flatMap(listCases);
    if (json) {
      const { formatJson } = await import('../study/write-results.ts');
      io.stdout.write(
        formatJson(
          performed.map(({ findings }) => findings),
          loaded.studies.length,
        ),
      );
    } else {
      io.stdout.write(formatVerdicts(cases, wantsColor(io.stdout, io, givenSwitch(given, 'color'))));
    }
    writeReports(cases, reports, io);
    if (reports.github) await appendSummaries(performed, io);
    const interrupted = interruption.code();
    return worstExit([...performed.map(({ code }) => code), ...(interrupted === undefined ? [] : [interrupted])]);
  } finally {
    interruption.end();
  }
}

/** A file as it is; of a folder every YAML file below it, in order of name, results folders left out. */
function listScenarios(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const found = searchFolder(path);
  if (found.length === 0) throw new UsageError(`${path} holds no scenario: no .yaml or .yml file`);
  return found;
}

function searchFolder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (entries.some(({ name }) => name === 'manifest.json')) return [];
  return entries.flatMap((entry) => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return searchFolder(path);
    return /\.ya?ml$/i.test(entry.name) ? [path] : [];
  });
}

function listCases({ study: { file }, findings, code }: Performed): TestCase[] {
  if (code === exitCode.ourMistake) {
    return [{ file, name: 'the study runs', verdict: 'error', because: 'a law of the market was broken: our mistake' }];
  }
  return findings.claims.map(({ claim, verdict, because, line, column }) => {
    return { file, name: claim, verdict, because, line, column };
  });
}

/** After the table of verdicts, each study in full: answer, claims, picture, thresholds. */
async function appendSummaries(performed: readonly Performed[], io: Io): Promise<void> {
  const summary = io.env.GITHUB_STEP_SUMMARY;
  if (!summary) return;
  const { renderMarkdown } = await import('../report/markdown.ts');
  for (const { findings } of performed) appendFileSync(summary, `${renderMarkdown(findings)}\n`);
}

function writeReports(
  cases: readonly TestCase[],
  { junit, github, json }: { junit: string | undefined; github: boolean; json: boolean },
  io: Io,
): void {
  if (junit !== undefined) writeWhole(junit, formatJunit(cases));
  if (!github) return;
  // Workflow commands are read from both streams; a JSON document must stay one.
  (json ? io.stderr : io.stdout).write(formatAnnotations(cases));
  const summary = io.env.GITHUB_STEP_SUMMARY;
  if (summary) appendFileSync(summary, formatSummary(cases));
}
