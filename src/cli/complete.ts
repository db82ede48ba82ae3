/** What a half-typed command line may go on with, for the scripts that `posp completion` prints. */

import { nameOf } from './choose-command.ts';
import type { Command, Completion } from './command.ts';

/**
 * Candidates for the last word; files are left to the shell: `@scenarios`, `@folders` or `@files` stands for them.
 *
 * @param words  what follows `posp`, the last one unfinished or empty
 */
export async function complete(words: readonly string[], commands: readonly Command[]): Promise<string[]> {
  const [before, current] = [words.slice(0, -1), words.at(-1) ?? ''];
  const candidates = await listCandidates(before, current, commands);
  return candidates.filter((word) => word.startsWith('@') || word.startsWith(current));
}

async function listCandidates(before: readonly string[], current: string, commands: readonly Command[]) {
  const command = commands.find((one) => nameOf(one) === before[0]);
  if (!command) return before.length === 0 ? [...commands.map(nameOf), '--help', '--version'] : [];
  const flag = findFlag(before.at(-1), command);
  if (flag) return fill(flag.completion ?? 'files');
  if (current.startsWith('-')) return listFlags(command);
  const typed = before.slice(1).filter((word, i) => !word.startsWith('-') && !findFlag(before[i], command)).length;
  const places = Object.values(command.positionals);
  const place = places[typed] ?? (command.usage.includes('..') ? places.at(-1) : undefined);
  if (!place) return listFlags(command);
  return place.choices ? [...place.choices] : fill(place.completion ?? 'files');
}

/** The flag a word names, if it takes a value. */
function findFlag(word: string | undefined, { flags }: Command) {
  const name = /^--?(.+)$/.exec(word ?? '')?.[1];
  if (name === undefined) return undefined;
  const [, flag] = Object.entries(flags).find(([long, { alias }]) => name === long || name === alias) ?? [];
  return flag?.type === 'string' ? flag : undefined;
}

function listFlags({ flags }: Command): string[] {
  return [...Object.keys(flags).map((name) => `--${isOnAnyway(name) ? `no-${name}` : name}`), '--help'];
}

/** What is worth saying of these is that they be off. */
function isOnAnyway(name: string): boolean {
  return name === 'color' || name === 'pictures';
}

async function fill(completion: Completion): Promise<string[]> {
  return typeof completion === 'string' ? [`@${completion}`] : completion();
}
