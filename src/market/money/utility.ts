import { buildCara, buildCrra, type Utility } from '../../game/preferences.ts';
import type { Settings } from '../settings.ts';

/** The utility in which players value the income of a job; `undefined` for risk-neutral players, who just add it up. */
export function utilityOf({ players }: Settings): Utility | undefined {
  const { utility = 'risk-neutral' } = players;
  if (utility === 'risk-neutral') return undefined;
  return 'cara' in utility ? buildCara(utility.cara) : buildCrra(utility.crra, utility.wealth);
}
