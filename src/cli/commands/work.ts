import type { Command } from '../command.ts';
import { metricsFlags, pluginFlags, queueFlags, studyFlags, talkFlags } from '../flags.ts';

/** Makes runs of studies that other machines conduct. */
export const work: Command = {
  usage: 'work',
  chapter: 'Studies',
  describe: 'Make runs of the studies that posp run --queue conducts, until interrupted',
  positionals: {},
  flags: {
    ...queueFlags,
    ...metricsFlags,
    workers: studyFlags.workers,
    ...pluginFlags,
    quiet: talkFlags.quiet,
  },
  examples: [['$0 work --queue redis://host --workers 16', 'On any machine that reaches the Redis of the study']],
  run: async (given, io) => (await import('../work.ts')).workCommand(given, io),
};
