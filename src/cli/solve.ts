import { basename } from 'node:path';
import type { SolveResult } from '../analysis/solve/result.ts';
import type { solveInSteps } from '../analysis/solve/solve.ts';
import { type Catalogue, catalogueOf, withCatalogue } from '../catalogue/catalogue.ts';
import { actionSets } from '../findings/best-response.ts';
import { plainText } from '../foreign/plain-text.ts';
import { suggest } from '../scenario/problems/suggest.ts';
import type { Given } from './command.ts';
import { holdCompiler } from './compiler.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenList, givenRange, givenSwitch, givenText } from './given.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import { type Io, wantsColor } from './io.ts';
import { type LoadedStudy, loadStudies, readChanges, reportProblems, reportWarnings } from './load.ts';
import { UsageError } from './usage-error.ts';

/** `posp solve`: thresholds, advantages and equilibria at every design point, exactly. */
export async function solveCommand(given: Given, io: Io): Promise<ExitCode> {
  const json = givenSwitch(given, 'json') ?? false;
  const of = givenText(given, 'of');
  const between = givenRange(given, 'between');
  if (between && !of) throw new UsageError('--between needs --of: which parameter?');
  const quiet = givenSwitch(given, 'quiet') ?? false;
  const files = givenList(given, 'files');
  const { showReading } = await import('./progress.ts');
  const reading = showReading('reading', files, io, { quiet });
  const loaded = await loadStudies(files, await readChanges(given), reading);
  if ('problems' in loaded) return reportProblems(loaded.problems, { json }, io);
  const { renderSolution, sayUnknown } = await import('../report/solve-page.ts');
  const { listVariants } = await import('../scenario/sweep/variants.ts');
  const [concepts, sensitivity] = ['concepts', 'sensitivity'].map((flag) => givenSwitch(given, flag));
  const options = { of, between, concepts, sensitivity, bestResponse: readBestResponse(given) };
  for (const { scenario, file } of loaded.studies) {
    if (of && !listVariants(scenario).some(({ numbers }) => numbers.has(of)))
      await refusePath(of, file, catalogueOf(scenario));
  }
  // Loaded before: code that was kept from an earlier start is refused while the compiler is held.
  const { solveInSteps } = await import('../analysis/solve/solve.ts');
  const interruption = listenForInterruption(io, 'what is solved is printed');
  const compiler = holdCompiler();
  const solutions: SolveResult[] = [];
  try {
    for (const study of loaded.studies) {
      if (interruption.code() !== undefined) break;
      await reportWarnings(study.warnings, { quiet }, io);
      solutions.push(await solveStudy(solveInSteps(study, options), study, { interruption, compiler }, { quiet }, io));
      const reasons = new Set(solutions.at(-1)!.designPoints.flatMap(({ unknown }) => unknown ?? []));
      // The page says so itself, point by point.
      if (json && !quiet)
        for (const reason of reasons)
          io.stderr.write(`warning: ${plainText(`${study.file}: ${sayUnknown(reason)}`)}\n`);
    }
  } finally {
    compiler.letGo();
    interruption.end();
  }
  if (json) io.stdout.write(`${JSON.stringify(loaded.studies.length === 1 ? solutions[0] : solutions, null, 2)}\n`);
  else {
    const color = wantsColor(io.stdout, io, givenSwitch(given, 'color'));
    io.stdout.write(
      solutions
        .map((solution, i) =>
          renderSolution(withCatalogue(solution, catalogueOf(loaded.studies[i].scenario)), {
            columns: io.stdout.columns ?? 100,
            color,
            money: loaded.studies[i].money,
          }),
        )
        .join('\n'),
    );
  }
  return interruption.code() ?? exitCode.done;
}

/** Signals are heard, and progress is shown, at most so far apart [ms]. */
const turn = 50;

/** Solves a study, a threshold at a time: whoever interrupts is given what is known. */
async function solveStudy(
  steps: ReturnType<typeof solveInSteps>,
  { file }: LoadedStudy,
  { interruption, compiler }: { interruption: Interruption; compiler: ReturnType<typeof holdCompiler> },
  { quiet }: { quiet: boolean },
  io: Io,
): Promise<SolveResult> {
  const { showProgressLate } = await import('./progress.ts');
  const progress = showProgressLate(basename(file), io, { quiet, things: 'design points' });
  let last = performance.now();
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (interruption.code() !== undefined) return step.value.sofar();
      if (performance.now() - last < turn) continue;
      compiler.look();
      await new Promise((resolve) => setImmediate(resolve));
      last = performance.now();
      progress.update(step.value.done, step.value.expected);
    }
  } finally {
    progress.end();
  }
}

/** Whose best response is asked for, and what it may do. @throws UsageError */
function readBestResponse(given: Given) {
  const [actions, role] = ['actions', 'role'].map((flag) => givenText(given, flag));
  if (!givenSwitch(given, 'best-response')) {
    const stray = actions === undefined ? (role === undefined ? undefined : '--role') : '--actions';
    if (stray) throw new UsageError(`${stray} needs --best-response: nothing else asks for it`);
    return undefined;
  }
  return {
    role: oneOf('--role', role ?? 'asserter', ['asserter', 'validator']),
    actions: oneOf('--actions', actions ?? 'catalogue', actionSets),
  };
}

function oneOf<Text extends string>(flag: string, text: string, known: readonly Text[]): Text {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`${flag} is ${JSON.stringify(text)}; it is ${known.join(' or ')}`);
}

async function refusePath(of: string, file: string, catalogue: Catalogue): Promise<never> {
  const { listPaths, listsOf } = await import('./catalogue.ts');
  const meant = suggest(of, listPaths(listsOf(catalogue)));
  throw new UsageError(`--of is "${of}", which is not a number of ${file}${meant ? `; did you mean "${meant}"?` : ''}`);
}
