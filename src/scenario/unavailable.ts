import { isRecord } from './leaves.ts';
import { followPath } from './paths.ts';
import { type PathProblem, pathOf, type Steps, say, show } from './problems.ts';

interface Unavailable {
  steps: Steps;
  /** The only value that means what the simulator does today; without it nothing may be written. */
  only?: unknown;
}

/** What scenarios may come to say and cannot yet. Building one of these deletes its row. */
const unavailable: Unavailable[] = [{ steps: ['run', 'seconds'] }];

/**
 * Refuses what is not built yet and takes it out of the data, so that nothing is ignored and nothing is said twice.
 */
export function refuseUnavailable(data: Record<string, unknown>): PathProblem[] {
  const problems: PathProblem[] = [];
  for (const { steps, only } of unavailable) {
    const key = String(steps[steps.length - 1]);
    const holder = followPath(data, steps.slice(0, -1));
    if (!isRecord(holder) || !Object.hasOwn(holder, key)) continue;
    const received = holder[key];
    if (only === undefined || !(received === only || (typeof received === 'string' && Number(received) === only))) {
      const expected = only === undefined ? 'nothing' : show(only);
      const advice = only === undefined ? 'leave it out' : `only ${expected} is`;
      problems.push(
        say('not-available', steps, received, expected, `${pathOf(steps)} is not available yet; ${advice}`),
      );
    }
    delete holder[key];
  }
  return problems;
}
