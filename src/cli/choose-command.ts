/**
 * Which command was chosen, and what can be answered from the table of commands alone, before any command's work is loaded.
 *
 * Help, version, and names that do not exist are most of what people wait for at a prompt.
 */
import { suggest } from '../scenario/problems/suggest.ts';
import type { Command } from './command.ts';
import { renderCommandHelp, renderOverview } from './help-page.ts';
import { UsageError } from './usage-error.ts';
import { readVersion } from './version.ts';

/** The command that was named and what else was typed, or a text that answers at once. @throws UsageError for a name that does not exist */
export function chooseCommand(
  argv: readonly string[],
  commands: readonly Command[],
  columns: number,
): { print: string } | { command: Command; rest: string[] } {
  const { words, flags } = sort(argv, commands);
  if (flags.includes('version')) return { print: readVersion() };
  const wantsHelp = words[0] === 'help' || flags.some((flag) => flag === 'help' || flag === 'h');
  const name = words[0] === 'help' ? words[1] : words[0];
  if (name === undefined) {
    if (wantsHelp) return { print: renderOverview(commands, columns) };
    throw new UsageError('choose a command; posp --help lists them');
  }
  const command = commands.find((one) => nameOf(one) === name);
  if (!command)
    throw new UsageError(`unknown command "${name}"${meant(name, commands.map(nameOf))}; posp --help lists them`);
  if (wantsHelp) return { print: renderCommandHelp(command, columns) };
  const complaints = flags.flatMap((flag) => complainOf(flag, command));
  if (complaints.length > 0) throw new UsageError(complaints.join('; '));
  const at = argv.indexOf(name);
  return { command, rest: argv.toSpliced(at, 1) };
}

/** The word a command is called by. */
export function nameOf({ usage }: Command): string {
  return usage.split(' ')[0];
}

/** Words and the names of flags, values of flags left out, up to `--`. */
function sort(argv: readonly string[], commands: readonly Command[]): { words: string[]; flags: string[] } {
  const takesValue = new Set(
    commands.flatMap(({ flags }) =>
      Object.entries(flags).flatMap(([name, { type, alias }]) =>
        type === 'string' ? [name, ...(alias ? [alias] : [])] : [],
      ),
    ),
  );
  const words: string[] = [];
  const flags: string[] = [];
  for (let i = 0; i < argv.length && argv[i] !== '--'; i++) {
    const [, name, value] = /^--?(?!\d|\.)([^=]+)(=.*)?$/s.exec(argv[i]) ?? [];
    if (name === undefined) {
      words.push(argv[i]);
      continue;
    }
    flags.push(name);
    const next = argv[i + 1];
    if (takesValue.has(name) && value === undefined && next !== undefined && !/^--?\D/.test(next)) i += 1;
  }
  return { words, flags };
}

function complainOf(flag: string, { flags }: Command): string[] {
  const known = Object.entries(flags).flatMap(([name, { type, alias }]) => [
    name,
    ...(alias ? [alias] : []),
    ...(type === 'boolean' ? [`no-${name}`] : []),
  ]);
  if (known.includes(flag)) return [];
  return [`unknown flag ${flag.length === 1 ? '-' : '--'}${flag}${meant(flag, [...known, 'help', 'version'], '--')}`];
}

function meant(name: string, known: readonly string[], dashes = ''): string {
  const found = suggest(
    name,
    known.filter((one) => one.length > 1),
  );
  return found ? `; did you mean ${dashes ? dashes + found : `"${found}"`}?` : '';
}
