import type { Command } from '../command.ts';
import { talkFlags } from '../flags.ts';

/** Starts a new study. */
export const init: Command = {
  usage: 'init <folder>',
  chapter: 'Studies',
  describe: 'Start a study: a commented scenario, ready to run',
  positionals: {
    folder: { describe: 'Folder to make it in', type: 'string', demandOption: true, completion: 'folders' },
  },
  flags: { ...talkFlags },
  examples: [['$0 init my-study', 'Makes my-study/study.yaml']],
  run: async (given, io) => (await import('../init.ts')).initCommand(given, io),
};
