import { z } from 'zod';
import { createDistribution, recallDistribution } from '../../kernel/distributions/create.ts';
import { distributionSchema } from '../../kernel/distributions/schema.ts';
import { defineHazard } from './define.ts';

/** More outages than this in one run are no market but a broken one, and take hours [count]. */
const OUTAGES_MAX = 1e8;
/** Thirty thousand years [s]. */
const REPAIR_MAX = 1e12;

/** Nodes fail and are repaired, each by itself. */
export const outages = defineHazard({
  kind: 'outages',
  title: 'Nodes go down and come back, each by itself',
  source:
    'Avi-Itzhak, Naor (1963), Some queuing problems with the service station subject to breakdown; Gaver (1962), A waiting line with interrupted service',
  summary:
    'A node works for an exponential time of mean `meanUp`, is down until it is repaired, and so on. By `clock: always` it fails whether it has work or not, by `clock: working` only over its work. Whatever it was computing comes late, and is never wrong. With `jobs: redispatch` the jobs that it holds are begun anew by other nodes, and none is given to it until it is back; where no node is up, a job waits at one that is down. With `jobs: resume` nobody notices: jobs are given to it and wait. Checks wait for their validator in either case, for who checks a job is drawn once. Nobody is charged for work that is lost, and nobody is slashed for being late.',
  params: z.strictObject({
    meanUp: z.number().gt(0).meta({ description: 'Mean time from a repair to the next outage.', unit: 's' }),
    repair: distributionSchema.meta({ description: 'Time until a node is back.', unit: 's' }),
    clock: z
      .enum(['always', 'working'])
      .default('always')
      .describe('Whether nodes fail at any time, or over their work alone.'),
    jobs: z
      .enum(['redispatch', 'resume'])
      .default('redispatch')
      .describe(
        'Whether other nodes begin the jobs of a node that is down anew, or it goes on with them when it is back.',
      ),
  }),
  traits: ({ jobs }) => ({
    needsTime: 'nodes go down and come back',
    ...(jobs === 'redispatch' && { favours: 'nodes that are down get no jobs' }),
  }),
  capacity: ({ meanUp, repair }) => meanUp / (meanUp + recallDistribution(repair).mean),
  check: ({ meanUp, repair, jobs }, { market, run }, jobsPerSecond) => {
    const problems = [];
    const { least: shortest, mean } = recallDistribution(repair);
    if (!(shortest >= 0 && mean <= REPAIR_MAX)) {
      const expected = 'times that are never below 0 s, 10^12 s in the mean at most';
      return [{ path: 'repair', received: shortest < 0 ? shortest : mean, expected }];
    }
    const most = (market.nodeCount * run.jobs) / (jobsPerSecond * (meanUp + mean));
    if (!(most <= OUTAGES_MAX)) {
      const least = Number(((meanUp * most) / OUTAGES_MAX).toPrecision(2));
      const expected = `some ${least} s or more, so that at most ${OUTAGES_MAX.toLocaleString('en-US')} outages fall into a run`;
      problems.push({ path: 'meanUp', received: meanUp, expected });
    }
    if (jobs === 'redispatch' && market.jobsInFlight > 1) {
      const expected =
        'resume where market.jobsInFlight is above 1: a job is part of the flight of the node that got it';
      problems.push({ path: 'jobs', received: jobs, expected });
    }
    return problems;
  },
  create: ({ meanUp, repair, clock, jobs }, kit) => {
    const upTime = createDistribution({ kind: 'exponential', mean: meanUp });
    const downTime = createDistribution(repair);
    const isDown = new Uint8Array(kit.nodes);
    const occurrences = new Int32Array(kit.nodes);
    const waitForOutage = (node: number) => {
      const seconds = upTime.sample(kit.draw(node, occurrences[node]++));
      if (clock === 'working') kit.afterWork(node, seconds, node);
      else kit.after(seconds, node);
    };
    return {
      begin: () => {
        for (let node = 0; node < kit.nodes; node++) waitForOutage(node);
      },
      elapsed: (node) => {
        isDown[node] = 1 - isDown[node];
        if (isDown[node] === 1) {
          kit.takeDown(node, jobs);
          kit.after(downTime.sample(kit.draw(node, occurrences[node]++)), node);
        } else {
          kit.bringBack(node);
          waitForOutage(node);
        }
      },
    };
  },
});
