/** What was typed after a command, by the names of its arguments and flags. */
import { parseArgs } from 'node:util';
import { suggest } from '../scenario/problems/suggest.ts';
import { nameOf } from './choose-command.ts';
import type { Command, Given } from './command.ts';
import { UsageError } from './usage-error.ts';

/**
 * What was given to a command that was chosen. A flag that came several times has a list of its values.
 *
 * @param argv  what follows the name of the command; `chooseCommand` has refused flags that do not exist
 * @throws UsageError when it cannot be understood
 */
export function parseGiven(argv: readonly string[], command: Command): Given {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, { type, alias }]) => [name, { type, ...(alias && { short: alias }) }]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const words: string[] = [];
  const flags = new Map<string, (string | boolean)[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, value } = readFlag(token, command);
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  const given = [...flags].map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
  return { ...Object.fromEntries(given), ...placeWords(words, command) };
}

/** A flag as the parser saw it. */
interface Seen {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

function readFlag({ name, rawName, value, inlineValue = false }: Seen, { flags }: Command) {
  if (!Object.hasOwn(flags, name)) {
    const plain = name.replace(/^no-/, '');
    if (flags[plain]?.type !== 'boolean' || value !== undefined) throw unexpected([rawName]);
    return { name: plain, value: false };
  }
  if (flags[name].type === 'boolean') {
    if (value === undefined || value === 'true' || value === 'false') return { name, value: value !== 'false' };
    throw new UsageError(`--${name} is ${JSON.stringify(value)}; it is a switch and takes no value`);
  }
  // What looks like the next flag is one; a negative number does not.
  if (value === undefined || (!inlineValue && /^--?\D/.test(value))) throw new UsageError(`--${name} takes a value`);
  const isShort = inlineValue && !rawName.startsWith('--');
  return { name, value: isShort ? value.replace(/^=/, '') : value };
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
