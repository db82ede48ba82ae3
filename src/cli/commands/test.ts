import type { Command } from '../command.ts';
import { scenarioFlags, studyFlags, switchFlag, talkFlags, valueFlag } from '../flags.ts';

/** For continuous integration: what the claims need and nothing more. */
export const test: Command = {
  usage: 'test <paths..>',
  chapter: 'Studies',
  describe: 'Judge the claims of studies and exit by the verdict',
  positionals: {
    paths: { describe: 'Scenario files, or folders to search for them', completion: 'scenarios' },
  },
  flags: {
    ...studyFlags,
    ...scenarioFlags,
    ...talkFlags,
    junit: valueFlag('Write the verdicts to this file as JUnit XML', { value: 'FILE' }),
    github: switchFlag('Print annotations, and append to the step summary of GitHub Actions'),
    budget: valueFlag('Stop after so much per study, as in 60s, 5m or "2e6 jobs"', { value: 'BUDGET' }),
  },
  examples: [['$0 test scenarios --budget 60s', 'Test every scenario of a folder, a minute each at most']],
  run: async (given, io) => (await import('../test.ts')).testCommand(given, io),
};
