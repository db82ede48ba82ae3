import type { Command } from '../command.ts';
import { scenarioFlags, studyFlags, talkFlags } from '../flags.ts';

/** What a study would do, and how long it may take. */
export const plan: Command = {
  usage: 'plan <files..>',
  chapter: 'Studies',
  describe: 'Say what a study would run and about how long it takes',
  positionals: { files: { describe: 'Scenario files', completion: 'scenarios' } },
  flags: { ...scenarioFlags, ...talkFlags, workers: studyFlags.workers },
  examples: [['$0 plan study.yaml --workers 8', 'How long on eight threads?']],
  run: async (given, io) => (await import('../plan.ts')).planCommand(given, io),
};
