/** What a subcommand is: its words and flags here, its work in a module that is loaded when it is chosen. */
import type { Options, PositionalOptions } from 'yargs';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/** A flag: always a value that takes one argument, or a switch. */
export type Flag = Options & { type: 'string' | 'boolean' };

/** A subcommand. */
export interface Command {
  /** As in the usage line: `run <files..>`. */
  usage: string;
  describe: string;
  positionals: Readonly<Record<string, PositionalOptions>>;
  flags: Readonly<Record<string, Flag>>;
  examples: readonly (readonly [string, string])[];
  run: (given: Given, io: Io) => Promise<ExitCode>;
}

/** What was typed, as text; commands turn it into what they need with the readers of `given.ts`. */
export type Given = Readonly<Record<string, unknown>>;
