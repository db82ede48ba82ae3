import type { Scenario } from '../schema/scenario.ts';

/** The mechanism a scenario is about by its kind, or all that it compares by their labels: `posp, always-verify`. */
export function nameMechanism({ mechanism, sweep }: Scenario): string {
  const axis = sweep.find(({ path, options }) => path === 'mechanism' && options);
  return axis ? axis.values.join(', ') : mechanism.kind;
}
