/**
 * The command line: arguments in, exit code out.
 *
 * Nothing but the parser of arguments is loaded until a command has been chosen, so that help, version and mistyped
 * flags answer at once.
 */
import yargs from 'yargs';
import type { Command, Given } from './command.ts';
import * as registry from './commands/index.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';
import { explainUsage } from './usage-message.ts';
import { readVersion } from './version.ts';

export { processIo } from './io.ts';

/** Runs a command line and returns the code to exit with; never throws and never ends the process. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const chosen = await parse(argv);
    if ('print' in chosen) {
      io.stdout.write(`${chosen.print}\n`);
      return exitCode.done;
    }
    return await chosen.command.run(chosen.given, io);
  } catch (error) {
    return report(error, argv, io);
  }
}

/** What a command line asks for: a command with what was given to it, or a text such as the help. */
async function parse(argv: readonly string[]): Promise<{ print: string } | { command: Command; given: Given }> {
  let chosen: { command: Command; given: Given } | undefined;
  let print = '';
  const parser = yargs()
    .scriptName('posp')
    .usage('$0 <command>\n\nTells a mechanism designer whether honesty pays.')
    .locale('en')
    .parserConfiguration({ 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false })
    .version(readVersion())
    .help()
    .completion('completion', 'Print a script that completes commands and flags in the shell')
    .strict()
    .strictCommands()
    .demandCommand(1)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      // The parser throws some complaints about arguments itself; any other error is a mistake of ours.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(explainUsage(message ?? error?.message ?? '', argv, commands));
    });
  for (const command of commands) {
    parser.command(
      command.usage,
      command.describe,
      (own) => {
        for (const [name, options] of Object.entries(command.positionals)) own.positional(name, options);
        for (const [command_, text] of command.examples) own.example(command_, text);
        return own.options(command.flags);
      },
      (given) => {
        chosen = { command, given };
      },
    );
  }
  await parser.parseAsync([...argv], {}, (_error, _given, output) => {
    print = output;
  });
  return chosen && !print ? chosen : { print };
}

const commands: readonly Command[] = Object.values(registry);

/** Says what went wrong and in whose name. */
function report(error: unknown, argv: readonly string[], io: Io): ExitCode {
  const { code, message, stack } = error as { code?: string; message?: string; stack?: string };
  if (error instanceof UsageError || (code !== undefined && refusals.has(code))) {
    io.stderr.write(`posp: ${message}\n`);
    if (argv.includes('--json')) {
      const problem = { code, file: '', line: 0, column: 0, path: '', received: null, expected: '', message };
      io.stdout.write(`${JSON.stringify({ problems: [problem] }, null, 2)}\n`);
    }
    return exitCode.badInput;
  }
  if (code === 'unwritable') {
    io.stderr.write(`posp: ${message}\nWhat was finished before is kept; run the same command again to continue.\n`);
    return exitCode.cannotWrite;
  }
  io.stderr.write(`posp: our mistake: ${stack ?? String(error)}\n`);
  return exitCode.ourMistake;
}

/** Codes of errors that speak of the input: a results folder that is not ours to write. */
const refusals = new Set(['other-study', 'not-a-study', 'in-use']);
