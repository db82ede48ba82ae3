/** What was typed after a command, by the names of its arguments and flags. */
import { Parser } from 'yargs/helpers';
import { suggest } from '../scenario/problems/suggest.ts';
import { nameOf } from './choose-command.ts';
import type { Command, Flag, Given } from './command.ts';
import { UsageError } from './usage-error.ts';

/** Numbers stay text, dots and dashes stay in names, and what is not told twice comes once. */
const configuration = {
  'camel-case-expansion': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'strip-aliased': true,
};

/**
 * What was given to a command that was chosen. A flag that came several times has a list of its values.
 *
 * @param argv  what follows the name of the command; `chooseCommand` has refused flags that do not exist
 * @throws UsageError when it cannot be understood
 */
export function parseGiven(argv: readonly string[], command: Command): Given {
  const flags = Object.entries(command.flags);
  const named = (type: Flag['type']) => flags.filter(([, flag]) => flag.type === type).map(([name]) => name);
  const { argv: read, error } = Parser.detailed([...argv], {
    string: named('string'),
    boolean: named('boolean'),
    narg: Object.fromEntries(named('string').map((name) => [name, 1])),
    alias: Object.fromEntries(flags.flatMap(([name, { alias }]) => (alias ? [[name, alias]] : []))),
    configuration,
  });
  if (error) throw new UsageError(`--${/\S+$/.exec(error.message)?.[0]} takes a value`);
  checkSwitches(argv, named('boolean'));
  const { _: words, ...given } = read;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(command.flags, name));
  if (unknown.length > 0) throw unexpected(unknown.map((name) => `--${name}`));
  return { ...given, ...placeWords(words.map(String), command) };
}

/** The parser takes any value of a switch for a no. */
function checkSwitches(argv: readonly string[], switches: readonly string[]): void {
  for (const word of argv) {
    if (word === '--') return;
    const [, name = '', value = ''] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
    if (!switches.includes(name) || value === 'true' || value === 'false') continue;
    throw new UsageError(`--${name} is ${JSON.stringify(value)}; it is a switch and takes no value`);
  }
}

/** Words by the places that the usage line names: `<one>`, `[perhaps]`, `<many..>`. */
function placeWords(words: readonly string[], command: Command): Record<string, string | string[]> {
  const { usage, positionals } = command;
  const placed: Record<string, string | string[]> = {};
  let next = 0;
  for (const [, bracket, name, dots] of usage.matchAll(/([<[])(\w+)(\.\.)?[>\]]/g)) {
    const mine = words.slice(next, dots ? undefined : next + 1);
    next += mine.length;
    if (bracket === '<' && mine.length === 0) {
      throw new UsageError(`something is missing: posp ${usage}; posp ${nameOf(command)} --help says more`);
    }
    for (const word of mine) checkChoice(word, positionals[name].choices);
    if (mine.length > 0) placed[name] = dots ? mine : mine[0];
  }
  if (next < words.length) throw unexpected(words.slice(next));
  return placed;
}

function unexpected(words: readonly string[]): UsageError {
  return new UsageError(words.map((word) => `unexpected argument "${word}"`).join('; '));
}

function checkChoice(word: string, choices: readonly string[] | undefined): void {
  if (!choices || choices.includes(word)) return;
  const meant = suggest(word, choices);
  const known = choices.join(', ');
  throw new UsageError(`"${word}" is not one of ${known}${meant ? `; did you mean "${meant}"?` : ''}`);
}
