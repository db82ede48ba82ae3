/** Words that tables and pictures use and do not explain where they stand: what `posp explain` tells of them. */
import type { Entry } from './catalogue.ts';

/** Each word with one line, and where that is not enough a paragraph. */
export const words: readonly Entry[] = [
  {
    kind: 'sharp',
    title: 'What runs say once known draws of nature are taken out of it',
    summary:
      'Who was challenged and drawn is known of every run, and so is what that does on average. What it did by chance is taken out, which leaves the mean where it is and narrows the interval.',
  },
  {
    kind: 'plain',
    title: 'What runs say by themselves, with nothing taken out',
    summary: 'The mean over replications and its interval. It is wider than the sharp one, and leans on less.',
  },
  {
    kind: 'taken-out',
    title: 'Taken out: the share of the variance that the controls of a sharp estimate took out',
    summary: '"nothing" stands where there was none to take out, so that sharp and plain are the same.',
  },
  {
    kind: 'undetected',
    title: 'Cheated jobs that were accepted, as a share of cheated jobs',
    summary:
      'It is measured where the asserter that is looked at cheats; whether it was never challenged or a check missed it makes no difference. Findings call it undetectedFraud.',
  },
  {
    kind: 'challenge',
    title: 'A job that is done again by validators, or checked as the mechanism says, before it is paid',
    summary: 'Under posp one comes with probability p for every job: mechanism.challengeProbability.',
  },
  {
    kind: 'queue',
    title: 'Jobs and checks that wait for their node, the first to come first',
    summary:
      'There are queues where jobs take time (market.serviceSeconds). They decide latency and utilisation; from a load of 1 on they grow without end.',
  },
  {
    kind: 'Delta',
    title: 'What cheating saves on a job: C - c0, the compute cost less what the deviation costs',
    summary: 'Closed forms write it so. It is C itself for skip-work, which costs nothing.',
  },
  {
    kind: 'money',
    title: 'The unit of amounts: credits, or USD where the scenario is written in it',
    summary:
      'Small amounts are shown in thousandths or millionths (µUSD) in tables and pictures; findings keep the unit of the file.',
  },
  {
    kind: 'learning',
    title: 'Strategies that choose again for every job, by what they earned so far',
    summary: 'They are exponential-weights and epsilon-greedy. What they come to choose is found by runs alone.',
  },
];
