/** What a command is: its words and flags here, its work in a module that is loaded when it is chosen. */
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/** What a shell may complete a value with: files of a kind, or names that are asked for. */
export type Completion = 'scenarios' | 'folders' | 'files' | (() => Promise<string[]>);

/** A flag: always a value that takes one argument, or a switch. */
export interface Flag {
  type: 'string' | 'boolean';
  describe: string;
  /** One letter. */
  alias?: string;
  /** What stands for the value in the help: `DIR`. */
  value?: string;
  completion?: Completion;
}

/** An argument that goes by its place. */
export interface Positional {
  describe: string;
  /** All it may be, where that is known. */
  choices?: readonly string[];
  completion?: Completion;
}

/** A command. */
export interface Command {
  /** As in the usage line: `run <files..>`. */
  usage: string;
  /** Under which heading the help lists it. */
  chapter: 'Studies' | 'Results' | 'To learn';
  describe: string;
  positionals: Readonly<Record<string, Positional>>;
  flags: Readonly<Record<string, Flag>>;
  examples: readonly (readonly [string, string])[];
  run: (given: Given, io: Io) => Promise<ExitCode>;
}

/** What was typed, as text; commands turn it into what they need with the readers of `given.ts`. */
export type Given = Readonly<Record<string, unknown>>;
