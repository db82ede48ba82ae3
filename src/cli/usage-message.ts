import { suggest } from '../scenario/problems/suggest.ts';
import { nameOf } from './choose-command.ts';
import type { Command } from './command.ts';

/**
 * The parser's complaint in our words: what was typed, what may have been meant, what is missing.
 *
 * Commands and flags that do not exist never get here: `chooseCommand` has refused them.
 */
export function explainUsage(complaint: string, argv: readonly string[], command: Command): string {
  const page = `posp ${nameOf(command)} --help says more`;
  const [, unknown] = /^Unknown (?:argument|command)s?: (.*)$/.exec(complaint) ?? [];
  if (unknown) {
    const words = unknown.split(', ').filter((word) => argv.includes(word));
    return words.map((word) => `unexpected argument "${word}"`).join('; ') || complaint;
  }
  if (complaint.startsWith('Not enough non-option arguments')) {
    return `something is missing: posp ${command.usage}; ${page}`;
  }
  const [, missing] = /^Missing required arguments?: (.*)$/.exec(complaint) ?? [];
  if (missing) return `--${missing} is missing; ${page}`;
  const [, flag] = /^Not enough arguments following: (.*)$/.exec(complaint) ?? [];
  if (flag) return `--${flag} takes a value`;
  const [, , given, choices] = /^Invalid values:\s+Argument: (\S+), Given: (.*), Choices: (.*)$/s.exec(complaint) ?? [];
  return given && choices ? refuseChoice(given, choices) : complaint;
}

function refuseChoice(given: string, choices: string): string {
  const known = choices.replaceAll('"', '').split(', ');
  const meant = suggest(given.replaceAll('"', ''), known);
  return `${given} is not one of ${known.join(', ')}${meant ? `; did you mean "${meant}"?` : ''}`;
}
