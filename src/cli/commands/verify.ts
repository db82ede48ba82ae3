import type { Command } from '../command.ts';
import { assetFlags, pluginFlags, studyFlags, talkFlags, valueFlag } from '../flags.ts';

/** Holds a results folder against its hashes, its digests, its own scenario and its own runs. */
export const verify: Command = {
  usage: 'verify <folder>',
  chapter: 'Results',
  describe:
    'Check that a results folder is what its study wrote: simulate runs again, derive findings again, draw again what is made of them',
  positionals: { folder: { describe: 'Results folder', completion: 'folders' } },
  flags: {
    runs: valueFlag('How many runs to simulate again, or all; default 16, drawn by the digest', { value: 'N' }),
    workers: studyFlags.workers,
    ...pluginFlags,
    ...assetFlags,
    ...talkFlags,
  },
  examples: [
    [
      '$0 verify results/study-1a2b3c4d --runs all',
      'Every file, every digest, every run, the findings and what is made of them',
    ],
  ],
  run: async (given, io) => (await import('../verify.ts')).verifyCommand(given, io),
};
