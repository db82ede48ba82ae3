/**
 * The command line: arguments in, exit code out.
 *
 * Nothing but the table of commands is loaded until a command has been chosen, so that help, version and mistyped names
 * answer at once.
 */
import { plainLines, plainText } from '../foreign/plain-text.ts';
import { chooseCommand } from './choose-command.ts';
import type { Command } from './command.ts';
import * as registry from './commands/index.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { guardIo, type Io } from './io.ts';
import { UsageError } from './usage-error.ts';

export { processIo } from './io.ts';

/** Runs a command line and returns the code to exit with; never throws and never ends the process. */
export async function main(argv: readonly string[], streams: Io): Promise<ExitCode> {
  const io = guardIo(streams, argv.includes('--color') ? true : argv.includes('--no-color') ? false : undefined);
  try {
    if (argv[0] === '--get-completions') return await listCompletions(argv.slice(1), io);
    const answer = chooseCommand(argv, commands, Math.min(100, io.stdout.columns ?? 80));
    if ('print' in answer) {
      io.stdout.write(`${answer.print}\n`);
      return exitCode.done;
    }
    const { parseGiven } = await import('./parse.ts');
    return await answer.command.run(parseGiven(answer.rest, answer.command), io);
  } catch (error) {
    return report(error, argv, io);
  }
}

const commands: readonly Command[] = Object.values(registry);

/** What the script of `posp completion` asks for. @param words  what is typed so far; the last one is unfinished */
async function listCompletions(words: readonly string[], io: Io): Promise<ExitCode> {
  const { complete } = await import('./complete.ts');
  io.stdout.write((await complete(words, commands)).map((word) => `${word}\n`).join(''));
  return exitCode.done;
}

/** Says what went wrong and in whose name. */
function report(error: unknown, argv: readonly string[], io: Io): ExitCode {
  const { code, message, stack } = error as { code?: string; message?: string; stack?: string };
  if (error instanceof UsageError || (code !== undefined && (refusals.has(code) || barred.has(code)))) {
    io.stderr.write(`posp: ${plainText(String(message))}\n`);
    if (argv.includes('--json')) {
      const problem = { code, file: '', line: 0, column: 0, path: '', received: null, expected: '', message };
      io.stdout.write(`${JSON.stringify({ problems: [problem] }, null, 2)}\n`);
    }
    return exitCode.badInput;
  }
  if (code !== undefined && exhausted.has(code)) {
    io.stderr.write(`posp: the system has no more to give: ${plainText(String(message))}\n`);
    return exitCode.cannotWrite;
  }
  if (code === 'unwritable') {
    const isContinued = argv[0] === 'run' || argv[0] === 'test';
    const next = isContinued ? 'What was finished before is kept; run the same command again to continue.\n' : '';
    io.stderr.write(`posp: ${plainText(String(message))}\n${next}`);
    return exitCode.cannotWrite;
  }
  io.stderr.write(`posp: our mistake: ${plainLines(stack ?? String(error))}\n`);
  return exitCode.ourMistake;
}

/** Codes of errors that speak of what was given: a results folder or a file that is not ours to write. */
const refusals: ReadonlySet<string> = new Set([
  'other-study',
  'not-a-study',
  'older',
  'unfit',
  'in-use',
  'no-file',
  'plugin',
  'asset',
  'queue',
]);

/** Codes of errors of a path that was given and leads nowhere we may go. */
const barred: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** Codes of errors of a system that has run out: of space, of open files, of quota. */
const exhausted: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EROFS', 'EIO']);
