import type { Command } from '../command.ts';
import { pluginFlags, talkFlags } from '../flags.ts';

/** Starts a new study. */
export const init: Command = {
  usage: 'init <folder>',
  chapter: 'Studies',
  describe: 'Start a study: a commented scenario, ready to run',
  positionals: {
    folder: { describe: 'Folder to make it in', completion: 'folders' },
  },
  flags: {
    mechanism: {
      describe: 'Mechanism to study; left out, a terminal is asked, and posp it is elsewhere',
      type: 'string',
      value: 'KIND',
      completion: async () => (await import('../catalogue.ts')).listsOf().mechanisms.map(({ kind }) => kind),
    },
    ...pluginFlags,
    ...talkFlags,
  },
  examples: [
    ['$0 init my-study', 'Makes my-study/study.yaml'],
    ['$0 init my-vote --mechanism majority-vote', 'The same about another mechanism'],
  ],
  run: async (given, io) => (await import('../init.ts')).initCommand(given, io),
};
