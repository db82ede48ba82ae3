import { suggest } from '../scenario/suggest.ts';
import type { Command } from './command.ts';

/**
 * The parser's complaint in our words: what was typed, what may have been meant, what is missing.
 *
 * @param argv  what was typed; its first word tells the command whose flags are known
 */
export function explainUsage(complaint: string, argv: readonly string[], commands: readonly Command[]): string {
  const typed = argv.find((word) => !word.startsWith('-'));
  const command = commands.find(({ usage }) => nameOf(usage) === typed);
  if (!command) {
    if (typed === undefined) return 'choose a command; posp --help lists them';
    const meant = suggest(
      typed,
      commands.map(({ usage }) => nameOf(usage)),
    );
    return `unknown command "${typed}"${meant ? `; did you mean "${meant}"?` : ''}; posp --help lists them`;
  }
  const [, unknown] = /^Unknown (?:argument|command)s?: (.*)$/.exec(complaint) ?? [];
  if (unknown) return nameUnknown(unknown.split(', '), argv, Object.keys(command.flags));
  if (complaint.startsWith('Not enough non-option arguments')) {
    return `something is missing: posp ${command.usage}; posp ${typed} --help says more`;
  }
  const [, missing] = /^Missing required arguments?: (.*)$/.exec(complaint) ?? [];
  if (missing) return `--${missing} is missing; posp ${typed} --help says more`;
  const [, flag] = /^Not enough arguments following: (.*)$/.exec(complaint) ?? [];
  if (flag) return `--${flag} takes a value`;
  const [, , given, choices] = /^Invalid values:\s+Argument: (\S+), Given: (.*), Choices: (.*)$/s.exec(complaint) ?? [];
  return given ? `${given} is not one of ${choices?.replaceAll('"', '')}` : complaint;
}

function nameUnknown(unknown: readonly string[], argv: readonly string[], flags: readonly string[]): string {
  // The parser names a flag in both spellings, --dry-run and dryRun; the one that was typed is enough.
  const spelt = new Set(argv.map((word) => word.replace(/^--?(no-)?|=.*$/gs, '')));
  const typed = unknown.filter((name) => spelt.has(name));
  const names = typed.length > 0 ? typed : unknown;
  return names
    .map((name) => {
      if (argv.includes(name)) return `unexpected argument "${name}"`;
      const meant = suggest(name, [...flags, 'help', 'version']);
      return `unknown flag --${name}${meant ? `; did you mean --${meant}?` : ''}`;
    })
    .join('; ');
}

function nameOf(usage: string): string {
  return usage.split(' ')[0]!;
}
