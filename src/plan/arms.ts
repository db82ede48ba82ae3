import type { Role } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import { type Arm, armName, type Settings } from '../market/settings.ts';

/**
 * The arms of a design point: honest play and every declared deviation, against every profile asked for.
 *
 * Honest play against `coalition` and `all-honest` is one arm for both roles. With a coalition, `all-honest` is always
 * among the profiles, because a unilateral deviation from it is what an equilibrium is about.
 */
export function listArms(settings: Settings, against: readonly Profile[]): Arm[] {
  const arms = new Map<string, Arm>();
  const add = (arm: Arm) => arms.set(armName(arm), arm);
  for (const profile of listProfiles(settings, against)) {
    for (const role of ['asserter', 'validator'] as const satisfies readonly Role[]) {
      for (const { name } of settings.players[role]) {
        const shared = name === 'honest' && profile !== 'all-deviating';
        add({ role: shared ? 'both' : role, strategy: name, against: profile });
      }
    }
  }
  return [...arms.values()];
}

/** Profiles of a design point in report order: `coalition` first. */
export function listProfiles(settings: Settings, against: readonly Profile[]): Profile[] {
  const asked = new Set<Profile>(['coalition', ...against]);
  if (settings.coalition.size > 0) asked.add('all-honest');
  else asked.delete('all-honest');
  return (['coalition', 'all-honest', 'all-deviating'] as const).filter((profile) => asked.has(profile));
}
