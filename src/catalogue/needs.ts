import type { MechanismNeeds } from '../market/mechanism.ts';
import type { Settings } from '../market/settings.ts';
import { mechanisms } from './catalogue.ts';

/** What the mechanism of a design point says of itself; `undefined` where it says nothing. */
export function needsOf(settings: Settings): MechanismNeeds | undefined {
  return mechanisms.get(settings.mechanism.kind)?.needs?.(settings);
}

/** What is asked of a market where nobody checks. */
export const needsNothing: MechanismNeeds = { validatorsMax: 0, checksPerJob: 0 };
