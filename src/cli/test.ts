import { closeSync, constants, existsSync, openSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../store/store-error.ts';
import { requireFilePlace, writeWhole } from '../store/whole-file.ts';
import { readBudget } from './budget.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode, worstExit } from './exit-code.ts';
import { givenList, givenNumbers, givenSwitch, givenText } from './given.ts';
import { listenForInterruption } from './interruption.ts';
import { type Io, wantsColor } from './io.ts';
import { loadStudies, readChanges, reportProblems } from './load.ts';
import type { Performed } from './perform.ts';
import type { TestCase } from './test-case.ts';
import { UsageError } from './usage-error.ts';
import { formatVerdicts } from './verdicts.ts';
import { readVersion } from './version.ts';

/** `posp test`: judge the claims, tell whoever listens, exit by the verdicts. */
export async function testCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const budgetText = givenNumbers(given, 'budget');
  const budget = budgetText === undefined ? undefined : readBudget(budgetText);
  const reports: Reports = {
    junit: givenText(given, 'junit'),
    github: givenSwitch(given, 'github') ?? false,
    json,
    startedAt: new Date(),
  };
  if (reports.junit !== undefined) requireFilePlace(reports.junit);
  const { performStudies, readConduct } = await import('./perform.ts');
  const conduct = readConduct(given, 'test', budget);
  const files = givenList(given, 'paths').flatMap(listScenarios);
  const { showReading } = await import('./progress.ts');
  const loaded = await loadStudies(files, await readChanges(given), showReading('reading', files, io, conduct));
  if ('problems' in loaded) {
    const cases = loaded.problems.map(({ file, line, column, message }): TestCase => {
      const place = line > 0 ? { line, column } : {};
      return { file, name: 'the file is in order', verdict: 'error', because: message, ...place };
    });
    await writeReports(cases, [], reports, io);
    return reportProblems(loaded.problems, { json }, io);
  }

  const interruption = listenForInterruption(io);
  try {
    const performed = await performStudies(loaded.studies, conduct, interruption, io);
    const cases = (await Promise.all(performed.map(listCases))).flat();
    if (json) {
      const { listFindingsText } = await import('../study/write-results.ts');
      const findings = performed.map((one) => one.findings);
      for (const piece of listFindingsText(findings, loaded.studies.length)) io.stdout.write(piece);
    } else {
      io.stdout.write(formatVerdicts(cases, wantsColor(io.stdout, io, givenSwitch(given, 'color')), io.stdout.columns));
    }
    await writeReports(cases, performed, reports, io);
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

async function listCases({ study, findings, code, jobsPerSecond }: Performed): Promise<TestCase[]> {
  const { file } = study;
  if (code === exitCode.ourMistake) {
    return [{ file, name: 'the study runs', verdict: 'error', because: 'a law of the market was broken' }];
  }
  const areAllTrue = findings.claims.every(({ verdict }) => verdict === 'true');
  const mending = areAllTrue ? undefined : await import('./mend.ts');
  return findings.claims.map((judged, i) => ({
    file,
    name: judged.claim,
    verdict: judged.verdict,
    because: judged.because,
    mend:
      judged.verdict === 'undecided'
        ? mending?.suggestPatience(judged, jobsPerSecond)
        : mending?.suggestMend(study, findings, i),
    line: judged.line,
    column: judged.column,
  }));
}

/** What else is to be told of the verdicts, and to whom. */
interface Reports {
  /** File for JUnit XML. */
  junit: string | undefined;
  github: boolean;
  json: boolean;
  startedAt: Date;
}

async function writeReports(
  cases: readonly TestCase[],
  performed: readonly Performed[],
  { junit, github, json, startedAt }: Reports,
  io: Io,
): Promise<void> {
  if (junit !== undefined) {
    const { formatJunit } = await import('./junit.ts');
    const secondsOf = new Map(performed.map(({ study: { file }, seconds }) => [file, seconds]));
    const summaryOf = new Map(performed.map(({ study: { file }, findings }) => [file, findings.summary ?? '']));
    writeWhole(junit, formatJunit(cases, { version: readVersion(), startedAt, secondsOf, summaryOf }));
  }
  if (!github) return;
  const { formatAnnotations, formatSummary } = await import('./github.ts');
  // Workflow commands are read from both streams; a JSON document must stay one.
  (json ? io.stderr : io.stdout).write(formatAnnotations(cases, io.env.GITHUB_WORKSPACE));
  const summary = io.env.GITHUB_STEP_SUMMARY;
  if (!summary) return;
  const { renderMarkdown } = await import('../report/markdown.ts');
  const bytesUsed = existsSync(summary) ? statSync(summary).size : 0;
  const pages = performed.map(({ findings }) => renderMarkdown(findings));
  try {
    appendAtOnce(summary, formatSummary(cases, pages, bytesUsed));
  } catch (error) {
    throw new StoreError('unwritable', `cannot write the summary of the step: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Appends to a file; at a pipe that nobody reads it fails, where it would wait for ever. @throws the system's error */
function appendAtOnce(path: string, text: string): void {
  const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK } = constants;
  const file = openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK);
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}
