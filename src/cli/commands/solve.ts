import type { Command } from '../command.ts';
import { scenarioFlags, talkFlags, valueFlag } from '../flags.ts';

/** Exact answers without simulation. */
export const solve: Command = {
  usage: 'solve <files..>',
  describe: 'Solve the stage games exactly: thresholds, advantages, equilibria',
  positionals: { files: { describe: 'Scenario files', type: 'string' } },
  flags: {
    ...scenarioFlags,
    ...talkFlags,
    of: valueFlag('Parameter whose threshold is wanted, as in market.stake'),
    between: valueFlag('Where to look for it, as in 0,500'),
  },
  examples: [['$0 solve study.yaml --of market.stake --between 0,5000', 'From which stake on does honesty pay?']],
  run: async (given, io) => (await import('../solve.ts')).solveCommand(given, io),
};
