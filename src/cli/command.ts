/** What a command is: its words and flags here, its work in a module that is loaded when it is chosen. */
import type { Options, PositionalOptions } from 'yargs';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/** What a shell may complete a value with: files of a kind, or names that are asked for. */
export type Completion = 'scenarios' | 'folders' | 'files' | (() => Promise<string[]>);

/** A flag: always a value that takes one argument, or a switch. */
export type Flag = Omit<Options, 'alias'> & {
  type: 'string' | 'boolean';
  /** One letter. */
  alias?: string;
  /** What stands for the value in the help: `DIR`. */
  value?: string;
  completion?: Completion;
};

/** A command. */
export interface Command {
  /** As in the usage line: `run <files..>`. */
  usage: string;
  /** Under which heading the help lists it. */
  chapter: 'Studies' | 'Results' | 'To learn';
  describe: string;
  positionals: Readonly<Record<string, PositionalOptions & { completion?: Completion }>>;
  flags: Readonly<Record<string, Flag>>;
  examples: readonly (readonly [string, string])[];
  run: (given: Given, io: Io) => Promise<ExitCode>;
}

/** What was typed, as text; commands turn it into what they need with the readers of `given.ts`. */
export type Given = Readonly<Record<string, unknown>>;
