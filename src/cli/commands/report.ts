import type { Command } from '../command.ts';
import { assetFlags, pluginFlags, talkFlags, valueFlag } from '../flags.ts';

/** Draws a results folder again. */
export const report: Command = {
  usage: 'report <folder>',
  chapter: 'Results',
  describe: 'Write the report of a results folder again',
  positionals: { folder: { describe: 'Results folder', completion: 'folders' } },
  flags: {
    ...pluginFlags,
    ...assetFlags,
    ...talkFlags,
    output: valueFlag('File to write; default report.html in the folder', { alias: 'o', value: 'FILE' }),
  },
  examples: [['$0 report results/study-1a2b3c4d -o report.html', 'One page that works offline']],
  run: async (given, io) => (await import('../report.ts')).reportCommand(given, io),
};
