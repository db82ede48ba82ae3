import type { Command } from '../command.ts';
import { talkFlags } from '../flags.ts';

/** All that is known of one name. */
export const explain: Command = {
  usage: 'explain <name>',
  chapter: 'To learn',
  describe: 'Explain a mechanism, strategy, claim, distribution, chart or the market, with its parameters',
  positionals: {
    name: {
      describe: 'A name from posp list, or market',
      type: 'string',
      demandOption: true,
      completion: async () => (await import('../catalogue.ts')).listNames(),
    },
  },
  flags: { ...talkFlags },
  examples: [['$0 explain posp', 'What is proof of sampling, and what can be set?']],
  run: async (given, io) => (await import('../explain.ts')).explainCommand(given, io),
};
