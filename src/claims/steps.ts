/** The step that claims about order share: every step must go the way that is claimed, or one of them is a counterexample. */
import type { DesignPointFindings } from '../findings/findings.ts';
import type { Evidence, Interval, Judgement } from './define.ts';
import { estimateEffort, runsBehind } from './effort.ts';
import { armOfFigure, compareFigures, type FigureName, sayFigure } from './figure.ts';
import { sayInterval, sayReplay, saySetting } from './wording.ts';

/** Two design points of which the first is claimed to have the larger figure. */
export interface Step {
  larger: DesignPointFindings;
  smaller: DesignPointFindings;
}

/**
 * Judges that every step goes up (or, with `weak`, does not go down).
 *
 * As with margins: true needs every interval on the right side, false one on the wrong side at the error shared by all.
 */
export function judgeSteps(name: FigureName, steps: readonly Step[], evidence: Evidence, weak: boolean): Judgement {
  if (steps.length === 0) return { verdict: 'undecided', because: 'there are no two design points to compare' };
  const known = steps.flatMap((step) => {
    const compare = (comparisons: number) => compareFigures(name, step.larger, step.smaller, evidence, comparisons);
    const alone = compare(1);
    return alone ? [{ ...step, alone, together: compare(steps.length)! }] : [];
  });
  if (known.length < steps.length) {
    return {
      verdict: 'undecided',
      because: `${sayFigure(name, evidence.findings)} is not known at every design point`,
    };
  }
  const wrong = known
    .filter(({ together }) => together.high < 0 || (!weak && isTie(together)))
    .sort((a, b) => a.together.middle - b.together.middle)[0];
  if (wrong) {
    const replay = sayReplay(wrong.larger, evidence, armOfFigure(name, wrong.larger));
    return { verdict: 'false', because: `${sayStep(name, wrong, wrong.together, evidence)}; ${replay}` };
  }
  const open = known.filter(({ alone }) => !(weak ? alone.low >= 0 : alone.low > 0));
  const [shown] = (open.length > 0 ? open : known).sort((a, b) => a.alone.low - b.alone.low);
  const because = sayStep(name, shown, shown.alone, evidence);
  if (Number.isNaN(shown.alone.middle)) return { verdict: 'undecided', because: sayUnknown(name, shown, evidence) };
  if (open.length === 0) return { verdict: 'true', because: `${because}, the least of ${known.length} steps` };
  const { clause, jobsToTell } = estimateEffort(shown.alone, [0], runsBehind(name.of, shown.larger));
  return {
    verdict: 'undecided',
    because: `${because}${clause}`,
    jobsToTell,
    open: [...new Set(open.flatMap(({ larger, smaller }) => [larger.id, smaller.id]))],
  };
}

function isTie({ low, high }: Interval): boolean {
  return low === 0 && high === 0;
}

/** A mechanism without a market is never simulated, and waiting for it would be in vain. */
function sayUnknown(name: FigureName, { larger, smaller }: Step, { findings }: Evidence): string {
  return `${sayFigure(name, findings)} ${saySetting(larger)} and ${saySetting(smaller)} cannot be compared: one of them was not simulated; by: exact would tell where the mechanism describes no market`;
}

function sayStep(name: FigureName, { larger, smaller }: Step, difference: Interval, { findings }: Evidence): string {
  return `${sayFigure(name, findings)} ${saySetting(larger)} exceeds that ${saySetting(smaller)} by ${sayInterval(difference)}`;
}
