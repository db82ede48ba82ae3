import type { Command } from '../command.ts';
import { queueFlags, talkFlags, valueFlag } from '../flags.ts';

/** How far a study is. */
export const status: Command = {
  usage: 'status [folder]',
  chapter: 'Results',
  describe: 'Say how far a study is: on a queue, or in a results folder',
  positionals: { folder: { describe: 'Results folder; --queue in its place', completion: 'folders' } },
  flags: {
    ...queueFlags,
    every: valueFlag('Say it again every so many seconds, until the study is over', { value: 'SECONDS' }),
    json: { ...talkFlags.json, describe: 'Print a JSON document on one line instead of text' },
  },
  examples: [['$0 status --queue redis://host --json --every 10', 'A line of JSON every ten seconds']],
  run: async (given, io) => (await import('../status.ts')).statusCommand(given, io),
};
