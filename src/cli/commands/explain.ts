import type { Command } from '../command.ts';
import { pluginFlags, talkFlags } from '../flags.ts';

/** All that is known of one name. */
export const explain: Command = {
  usage: 'explain <name>',
  chapter: 'To learn',
  describe:
    'Explain a mechanism, strategy, claim, distribution, chart, hardware, model, section of a file or parameter',
  positionals: {
    name: {
      describe: 'A name from posp list, or a parameter such as market.detector',
      completion: async () => {
        const { listNames, listPaths, listsOf } = await import('../catalogue.ts');
        return [...listNames(listsOf()), ...listPaths(listsOf())];
      },
    },
  },
  flags: { ...pluginFlags, ...talkFlags },
  examples: [
    ['$0 explain posp', 'What is proof of sampling, and what can be set?'],
    ['$0 explain h100-sxm', 'What does an hour of it rent for, and what does it serve?'],
    ['$0 explain players.utility', 'What does this parameter take?'],
  ],
  run: async (given, io) => (await import('../explain.ts')).explainCommand(given, io),
};
