/** What else may settle in where honest play of all holds: a second equilibrium, in words. */
import type { DesignPointFindings, PlayedProfile } from '../findings/findings.ts';
import type { Evidence } from './define.ts';
import { sayNumber, saySetting } from './wording.ts';

/** Whether everyone is honest. */
export function isHonestPlay(profile: PlayedProfile): boolean {
  return Object.values(profile).every((shares) => shares.honest === 1);
}

/** A profile as `asserter skip-work with validator collude`; where nobody validates, as `asserter skip-work`. */
export function sayProfile(profile: PlayedProfile): string {
  return Object.entries(profile)
    .map(([role, shares]) => `${role} ${sayShares(shares)}`)
    .join(' with ');
}

/** A second equilibrium at one of the points of a claim that holds, as the end of its sentence; nothing where there is none. */
export function sayBesides({ otherEquilibriumOf }: Evidence, points: readonly DesignPointFindings[]): string {
  for (const point of points.slice(0, pointsMax)) {
    const other = otherEquilibriumOf(point);
    if (other) return `; beside it ${sayProfile(other)} is an equilibrium too ${saySetting(point)}`;
  }
  return '';
}

/** Points that are looked at: a game takes as long to solve as some dozen rounds [count]. */
const pointsMax = 16;

function sayShares(shares: Record<string, number>): string {
  const parts = Object.entries(shares);
  return parts.length === 1
    ? parts[0][0]
    : parts.map(([strategy, share]) => `${sayNumber(100 * share)} % ${strategy}`).join(' and ');
}
