import type { Command } from '../command.ts';
import { pluginFlags, talkFlags } from '../flags.ts';

/** What there is to choose from. */
export const list: Command = {
  usage: 'list [what]',
  chapter: 'To learn',
  describe:
    'List mechanisms, strategies, demand, dispatch, evidence, sampling, hazards, payment, collateral, claims, distributions, charts, hardware, models, the sections of a scenario and words of tables',
  positionals: {
    what: {
      describe: 'Which list; all when left out',
      choices: [
        'mechanisms',
        'strategies',
        'demand',
        'dispatch',
        'evidence',
        'sampling',
        'hazards',
        'payment',
        'collateral',
        'claims',
        'distributions',
        'charts',
        'hardware',
        'models',
        'detections',
        'sections',
        'words',
      ],
    },
  },
  flags: { ...pluginFlags, ...talkFlags },
  examples: [['$0 list strategies', 'What can a node do?']],
  run: async (given, io) => (await import('../list.ts')).listCommand(given, io),
};
