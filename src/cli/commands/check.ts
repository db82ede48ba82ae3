import type { Command } from '../command.ts';
import { scenarioFlags, talkFlags } from '../flags.ts';

/** Reads scenario files and reports every problem. */
export const check: Command = {
  usage: 'check <files..>',
  chapter: 'Studies',
  describe: 'Report every problem of scenario files with line and column',
  positionals: { files: { describe: 'Scenario files', completion: 'scenarios' } },
  flags: { ...scenarioFlags, ...talkFlags },
  examples: [['$0 check study.yaml', 'Is the file in order?']],
  run: async (given, io) => (await import('../check.ts')).checkCommand(given, io),
};
