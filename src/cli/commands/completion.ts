import type { Command } from '../command.ts';

/** Completion in the shell. */
export const completion: Command = {
  usage: 'completion [shell]',
  chapter: 'To learn',
  describe: 'Print a script that lets the shell complete commands, flags, names and scenario files',
  positionals: { shell: { describe: 'Which shell; the one in use when left out', choices: ['bash', 'zsh'] } },
  flags: {},
  examples: [['source <($0 completion bash)', 'Complete in this shell; put it into ~/.bashrc to keep it']],
  run: async (given, io) => (await import('../completion.ts')).completionCommand(given, io),
};
