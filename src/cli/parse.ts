/** A command line as the library for arguments reads it. */
import yargs from 'yargs';
import type { Command, Given } from './command.ts';
import { UsageError } from './usage-error.ts';
import { explainUsage } from './usage-message.ts';

/**
 * What was given to a command that was chosen.
 *
 * The command is the parser's default one, so that it neither looks for others nor prepares a page of help.
 *
 * @param argv  what follows the name of the command
 * @throws UsageError when it cannot be understood
 */
export async function parseGiven(argv: readonly string[], command: Command): Promise<Given> {
  let given: Given | undefined;
  const parser = yargs()
    .scriptName('posp')
    .locale('en')
    .parserConfiguration({ 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false })
    .help(false)
    .version(false)
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      // The parser throws some complaints about arguments itself; any other error is a mistake of ours.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(explainUsage(message ?? error?.message ?? '', argv, command));
    })
    .command(
      command.usage.replace(/^\S+/, '$0'),
      command.describe,
      (own) => {
        for (const [name, options] of Object.entries(command.positionals)) own.positional(name, options);
        return own.options(command.flags);
      },
      (read) => {
        given = read;
      },
    );
  await parser.parseAsync([...argv]);
  return given!;
}
