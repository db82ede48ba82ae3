import type { Command } from '../command.ts';
import { scenarioFlags, studyFlags, talkFlags, valueFlag } from '../flags.ts';

/** What a study would do, and how long it may take. */
export const plan: Command = {
  usage: 'plan [files..]',
  chapter: 'Studies',
  describe: 'Say what a study would run and about how long it takes, or which runs it needs next',
  positionals: { files: { describe: 'Scenario files', completion: 'scenarios' } },
  flags: {
    ...scenarioFlags,
    ...talkFlags,
    workers: studyFlags.workers,
    next: valueFlag('Say which runs the next look of a merged study needs, instead', {
      value: 'DIR',
      completion: 'folders',
    }),
    output: valueFlag('With --next, the file to write them to', { alias: 'o', value: 'FILE', completion: 'files' }),
  },
  examples: [
    ['$0 plan study.yaml --workers 8', 'How long on eight threads?'],
    ['$0 plan --next merged -o plan.json', 'What does the study need next?'],
  ],
  run: async (given, io) =>
    given.next === undefined
      ? (await import('../plan.ts')).planCommand(given, io)
      : (await import('../next-round.ts')).nextRoundCommand(given, io),
};
