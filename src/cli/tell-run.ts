import { watchRun } from '../engine/simulate.ts';
import { storyKinds } from '../market/events.ts';
import type { Arm, Settings } from '../market/settings.ts';
import { tellEvent } from '../report/transcript.ts';

/**
 * A run told event by event, one line each, for people and for tests.
 *
 * @throws Error when a law of the market is broken
 */
export function traceRun(settings: Settings, arm: Arm, seed: string, replication: number): string {
  const lines: string[] = [];
  watchRun(settings, arm, seed, replication, () => ({
    wants: storyKinds,
    hear: (event) => {
      lines.push(tellEvent(event));
    },
  }));
  return lines.join('\n');
}
