import type { Command } from '../command.ts';
import { assetFlags, pluginFlags, studyFlags, switchFlag, talkFlags } from '../flags.ts';

/** Puts the folders of shards together, and judges the study. */
export const merge: Command = {
  usage: 'merge <folders..>',
  chapter: 'Studies',
  describe: 'Put the folders of posp run --shard together: the results are those of one posp run',
  positionals: { folders: { describe: 'Folders of shards, and what earlier merges left', completion: 'folders' } },
  flags: {
    out: { ...studyFlags.out, describe: 'Folder of the whole study' },
    workers: studyFlags.workers,
    partial: switchFlag('Analyse what there is though runs are missing, and mark the study as not finished'),
    fresh: studyFlags.fresh,
    pictures: switchFlag('Draw charts and the report; --no-pictures leaves them for another time'),
    ...pluginFlags,
    ...assetFlags,
    ...talkFlags,
  },
  examples: [['$0 merge parts/* --out whole', 'The study that eight shards make']],
  run: async (given, io) => (await import('../merge.ts')).mergeCommand(given, io),
};
