import type { Command } from '../command.ts';
import { metricsFlags, queueFlags, scenarioFlags, studyFlags, switchFlag, talkFlags, valueFlag } from '../flags.ts';

/** The main job: simulate, analyse, judge, write a results folder, say what came out. */
export const run: Command = {
  usage: 'run <files..>',
  chapter: 'Studies',
  describe: 'Simulate studies, judge their claims and write results folders',
  positionals: { files: { describe: 'Scenario files', completion: 'scenarios' } },
  flags: {
    ...studyFlags,
    ...scenarioFlags,
    ...talkFlags,
    pictures: switchFlag('Draw charts and the report; --no-pictures leaves them for another time'),
    shard: valueFlag(
      'Simulate the first, second, … of so many equal parts of the runs; posp merge puts them together',
      {
        value: 'I/N',
      },
    ),
    plan: valueFlag('Simulate the runs that posp plan --next wrote to this file', {
      value: 'FILE',
      completion: 'files',
    }),
    ...queueFlags,
    ...metricsFlags,
    trace: switchFlag('Tell one run event by event instead; needs the three flags below'),
    'design-point': valueFlag('Which design point to trace, by number', { value: 'I' }),
    arm: valueFlag('Which arm to trace, as in coalition/asserter/skip-work', { value: 'ARM' }),
    replication: valueFlag('Which replication to trace, by number', { value: 'J' }),
  },
  examples: [
    ['$0 run study.yaml --workers 2', 'Run a study on two threads'],
    ['$0 run study.yaml --shard 3/8 --out parts/3', 'The third eighth of its runs'],
    ['$0 run study.yaml --queue redis://host --workers 0', 'Have posp work make them on other machines'],
  ],
  run: async (given, io) => (await import('../run.ts')).runCommand(given, io),
};
