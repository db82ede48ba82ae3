import { z } from 'zod';
import type { DesignPointFindings, Findings } from '../findings/findings.ts';
import { type Change, isSameSetting } from './change.ts';
import { defineClaim, type Evidence } from './define.ts';
import { compareHonesty } from './honesty-change.ts';
import { where } from './params.ts';
import { compareThreshold } from './threshold-change.ts';

/** Nothing got worse since an earlier study: honesty still holds where it held, and no threshold took ground from it. */
export const noRegression = defineClaim({
  kind: 'no-regression',
  title: 'Honesty holds wherever it held in an earlier study, and no threshold took ground from it',
  params: z.strictObject({
    baseline: z
      .string()
      .max(1000)
      .describe(
        'findings.json of the earlier study; relative to the scenario file. To renew it, copy findings.json of a newer results folder over it.',
      ),
    allow: z
      .enum(['improvement', 'nothing'])
      .default('improvement')
      .describe(
        'improvement: honesty may come to hold where it did not (neither < equilibrium < dominant), and a threshold may move so that honesty pays on more of the range; nothing: neither may change. What was undecided in the earlier study is not compared, and rates are not either: claim them with bound.',
      ),
    where,
  }),
  say: ({ baseline, allow, where }) =>
    `no regression against ${baseline}${allow === 'nothing' ? ', nor anything better' : ''}${where ? ` where ${where}` : ''}`,
  judge: ({ baseline: path, allow }, evidence) => {
    const baseline = evidence.baselineOf(path);
    if (!baseline) return { verdict: 'undecided', because: `${path} could not be read` };
    const pairs = pairPoints(baseline, evidence);
    if (pairs.length === 0) {
      return { verdict: 'undecided', because: `${path} has no design point in common with this study` };
    }
    const comparisons = pairs.reduce((sum, [, { advantages }]) => sum + advantages.length, 0);
    const honesty = pairs.flatMap(([before, now]) => compareHonesty(before, now, comparisons, evidence));
    const thresholds = baseline.thresholds.map((before) => compareThreshold(before, baseline, evidence));
    const changes = [...honesty, ...thresholds];
    const isRefused = ({ kind }: Change) => kind === 'worse' || (kind === 'better' && allow === 'nothing');
    const isOpen = ({ kind }: Change) => kind === 'open' || (kind === 'not-worse' && allow === 'nothing');
    const refused = changes.find(isRefused);
    if (refused) return { verdict: 'false', because: `${refused.because}${refused.replay ?? ''}; ${sayRenewal(path)}` };
    const open = changes.filter(isOpen);
    if (open[0]) return { verdict: 'undecided', because: open[0].because, open: open.flatMap(({ open: ids }) => ids) };
    if (changes.every(({ kind }) => kind === 'not-compared')) {
      return { verdict: 'undecided', because: `${path} decided nothing that could be compared; ${sayRenewal(path)}` };
    }
    return { verdict: 'true', because: sayUnchanged(pairs.length, honesty, thresholds) };
  },
});

/** Design points of both studies at the same values of every parameter both sweep. */
function pairPoints(baseline: Findings, { points }: Evidence): [DesignPointFindings, DesignPointFindings][] {
  return points.flatMap((now) => {
    const before = baseline.designPoints.find(({ at }) => isSameSetting(at, now.at));
    return before ? [[before, now] as [DesignPointFindings, DesignPointFindings]] : [];
  });
}

function sayRenewal(path: string): string {
  return `if that is meant, renew the baseline: copy findings.json of this study’s results folder over ${path}`;
}

function sayUnchanged(points: number, honesty: readonly Change[], thresholds: readonly Change[]): string {
  const compared = thresholds.filter(({ kind }) => kind !== 'not-compared').length;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const better = [...honesty, ...thresholds].filter(({ kind }) => kind === 'better');
  const left = [...honesty, ...thresholds].filter(({ kind }) => kind === 'not-compared');
  const judged = `honesty at ${count(points, 'design point')}, and ${count(compared, 'threshold')}`;
  return [
    better.length === 0 ? `as before: ${judged}` : `nothing is worse: ${judged}; better: ${better[0].because}`,
    better.length > 1 ? `, and ${better.length - 1} more` : '',
    left.length === 0 ? '' : `; not compared: ${left[0].because}`,
    left.length > 1 ? `, and ${left.length - 1} more` : '',
  ].join('');
}
