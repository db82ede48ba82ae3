/** How far a parameter can be moved before the utilities of a job outgrow double precision. */
import { extremesOf } from '../../catalogue/needs.ts';
import { checkUtility, utilityOf } from '../../market/money/utility.ts';
import type { Settings } from '../../market/settings.ts';
import type { Domain } from './domain.ts';

/** Amounts are looked at up to here. */
const AMOUNT_MAX = 1e12;
/** Halvings of what is left to search, on a scale of ratios: the end is known to a few digits. */
const HALVINGS = 30;

/**
 * A domain of amounts that ends where the utility of players can no longer be carried: beyond it an advantage would be a
 * difference of what has overflown, and say of any sign that it is there. Where players are risk neutral it is as it was.
 *
 * @param here        where the design point stands
 * @param settingsAt  the design point with the parameter moved
 */
export function endWhereCarried(
  domain: Domain,
  here: number,
  settings: Settings,
  settingsAt: (x: number) => Settings | undefined,
): Domain {
  if (domain.kind !== 'real' || !utilityOf(settings)) return domain;
  const isCarried = (x: number) => {
    const moved = settingsAt(x);
    return moved !== undefined && checkUtility(moved, () => extremesOf(moved)).length === 0;
  };
  const top = Math.min(domain.high, AMOUNT_MAX);
  // Beyond a chance of 1 nothing is moved, and what is not carried where it stands is a problem of the file.
  if (domain.high <= 1 || !isCarried(here) || isCarried(top)) return domain;
  let [low, high] = [Math.max(here, domain.low, 1e-9), top];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = Math.sqrt(low * high);
    if (isCarried(middle)) low = middle;
    else high = middle;
  }
  return { ...domain, high: low };
}
