import { z } from 'zod';
import { actionSets, type KnownBestResponse } from '../findings/best-response.ts';
import type { DesignPointFindings } from '../findings/findings.ts';
import { defineClaim, type Evidence } from './define.ts';
import { role, where } from './params.ts';
import { exactly, sayAmount, sayRange, saySetting } from './wording.ts';

/** An exact amount within this of a limit, of the cost of a job, is on neither side of it [1]. */
const resolution = 1e-9;

/**
 * No plan of one node gains more over honesty than it may, whatever the node remembers, everybody else honest. It is
 * decided by bounds that hold for every plan there is, and by no sample.
 */
export const noProfitableDeviation = defineClaim({
  kind: 'no-profitable-deviation',
  title: 'No plan of one node earns more than honesty, whatever it remembers',
  params: z.strictObject({
    role,
    gainAtMost: z
      .number()
      .min(0)
      .default(0)
      .meta({ description: 'What the best plan may gain over honesty.', unit: 'credits' }),
    actions: z
      .enum(actionSets)
      .default('catalogue')
      .describe(
        'What a node may do at a job: what is declared, or also what the catalogue has without parameters. It may always be honest, and stop.',
      ),
    where,
    by: z.literal('exact').default('exact').describe('The best plan is bounded by its exact law, not by sampling.'),
  }),
  say: ({ role, gainAtMost, actions, where }) => {
    const most = gainAtMost === 0 ? 'more than honesty' : `over honesty more than ${gainAtMost}`;
    return `no profitable deviation: no plan of one ${role} earns ${most} (actions: ${actions})${where ? ` where ${where}` : ''}`;
  },
  judge: ({ role, gainAtMost, actions }, evidence) => {
    const asked = evidence.points.map((point) => ({ point, best: evidence.bestResponseOf(point, { role, actions }) }));
    const known = asked.flatMap(({ point, best }) => ('gain' in best ? [{ point, best }] : []));
    const most = gainAtMost + resolution * evidence.computeCost;
    const worst = known.reduce<Found | undefined>(
      (a, b) => (a && a.best.gain.low >= b.best.gain.low ? a : b),
      undefined,
    );
    if (worst && worst.best.gain.low > most) {
      return { verdict: 'false', because: `${sayPlan(worst.best, evidence)} ${saySetting(worst.point)}` };
    }
    const silent = asked.find(({ best }) => 'unknown' in best);
    if (silent && 'unknown' in silent.best) {
      return {
        verdict: 'undecided',
        because: `what one node may face is not known ${saySetting(silent.point)}: ${silent.best.unknown}`,
      };
    }
    const open = known.find(({ best }) => best.gain.high > most);
    if (open) {
      const { low, high } = open.best.gain;
      return {
        verdict: 'undecided',
        because: `the best plan gains ${sayRange({ low, middle: low, high }, [gainAtMost])} ${evidence.findings.money ?? 'credits'} per job ${saySetting(open.point)}, and no more is proved`,
      };
    }
    if (!worst) return { verdict: 'undecided', because: 'there is no design point' };
    const count = `${known.length} design point${known.length === 1 ? '' : 's'}`;
    const { actions: choices } = worst.best;
    const said =
      worst.best.gain.high <= resolution * evidence.computeCost
        ? `no plan earns more than honesty at ${count}`
        : `no plan gains more than ${sayAmount(exactly(worst.best.gain.high), evidence)} at ${count}`;
    return { verdict: 'true', because: `${said}, proved for every plan made of ${choices.join(', ')}` };
  },
});

/** A best response at its design point. */
interface Found {
  point: DesignPointFindings;
  best: KnownBestResponse;
}

/** What a plan does and gains, in one sentence. */
function sayPlan({ gain, policy, role }: KnownBestResponse, evidence: Evidence): string {
  const does = policy.map(({ when, action }) => `${action} ${when}`).join(', ');
  return `one ${role} that plays ${does} gains ${sayAmount(exactly(gain.low), evidence)} over honesty, and no plan more than ${sayAmount(exactly(gain.high), evidence)}: proved`;
}
