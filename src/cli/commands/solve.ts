import type { Command } from '../command.ts';
import { listPaths, scenarioFlags, switchFlag, talkFlags, valueFlag } from '../flags.ts';

/** Exact answers without simulation. */
export const solve: Command = {
  usage: 'solve <files..>',
  chapter: 'Studies',
  describe: 'Solve the stage games exactly: thresholds, advantages, equilibria',
  positionals: { files: { describe: 'Scenario files', completion: 'scenarios' } },
  flags: {
    ...scenarioFlags,
    ...talkFlags,
    of: valueFlag('Parameter whose threshold is wanted, as in market.stake', { value: 'PATH', completion: listPaths }),
    between: valueFlag('Where to look for it, as in 0,500', { value: 'A,B' }),
    concepts: switchFlag('With --json also dominance, correlated equilibria, quantal responses and their like'),
    'best-response': switchFlag('Also bound the best that one node can do over all its histories'),
    actions: valueFlag(
      'What it may do at a job: declared, or catalogue, which adds cheats without parameters; default catalogue',
      {
        value: 'SET',
        completion: async () => [...(await import('../../findings/best-response.ts')).actionSets],
      },
    ),
    role: valueFlag('Whose best response: asserter or validator; default asserter', {
      value: 'ROLE',
      completion: async () => ['asserter', 'validator'],
    }),
    sensitivity: switchFlag('Also say what the advantage of honesty hangs on: tornado and Sobol indices'),
  },
  examples: [['$0 solve study.yaml --of market.stake --between 0,5000', 'From which stake on does honesty pay?']],
  run: async (given, io) => (await import('../solve.ts')).solveCommand(given, io),
};
