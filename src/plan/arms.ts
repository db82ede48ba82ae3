import { catalogueOf, mechanismOf } from '../catalogue/catalogue.ts';
import type { Role } from '../findings/findings.ts';
import type { Profile } from '../findings/profile.ts';
import { type Arm, armName, type Settings } from '../market/settings.ts';
import { countPlayers } from '../market/stage.ts';

/**
 * The arms of a design point: honest play and every declared deviation, against every profile asked for.
 *
 * Honest play is one arm for both roles where it can be. With a coalition, `all-honest` is always
 * among the profiles, because a unilateral deviation from it is what an equilibrium is about.
 */
export function listArms(settings: Settings, against: readonly Profile[]): Arm[] {
  const arms = new Map<string, Arm>();
  const add = (arm: Arm) => arms.set(armName(arm), arm);
  for (const profile of listProfiles(settings, against)) {
    for (const role of ['asserter', 'validator'] as const satisfies readonly Role[]) {
      for (const { name } of settings.players[role]) {
        add(armOf(settings, role, name, profile));
      }
    }
  }
  return [...arms.values()];
}

/**
 * Lists the arms of many design points, as {@link listArms} does; points that have the same ones share a list, which is
 * read-only.
 */
export function createArmLister(against: readonly Profile[]): (settings: Settings) => readonly Arm[] {
  let players: Settings['players'] | undefined;
  let known: (readonly Arm[] | undefined)[] = [];
  return (settings) => {
    if (settings.players !== players) known = [];
    players = settings.players;
    // What the list depends on beside the players.
    const key =
      (settings.coalition.size > 0 ? 4 : 0) +
      (validatesAlike(settings, 'coalition') ? 2 : 0) +
      (validatesAlike(settings, 'all-honest') ? 1 : 0);
    known[key] ??= listArms(settings, against);
    return known[key];
  };
}

/** The arm in which a role plays a strategy; honest play has one arm for both roles where it can. */
export function armOf(settings: Settings, role: Role, strategy: string, against: Profile): Arm {
  const isShared =
    strategy === 'honest' && against !== 'all-deviating' && (role === 'asserter' || validatesAlike(settings, against));
  return { role: isShared ? 'both' : role, strategy, against };
}

/**
 * Whether the focal nodes of an honest asserter's arm are those of an honest validator's, and validate as it would.
 *
 * Members of a coalition do not: they vouch for a fellow where an honest validator compares, which is the same only where
 * true outputs never compare different. And a validator who deviates alone among several is compared with itself.
 */
function validatesAlike(settings: Settings, against: Profile): boolean {
  const { coalition, market } = settings;
  if (against === 'coalition' && coalition.size > 0) {
    return market.detector.falseAlarm === 0 && mechanismOf(settings).vouchersCompare === true;
  }
  return countPlayers(settings, 'validator', catalogueOf(settings)) <= 1;
}

/** Profiles of a design point in report order: `coalition` first. */
export function listProfiles(settings: Settings, against: readonly Profile[]): Profile[] {
  const asked = new Set<Profile>(['coalition', ...against]);
  if (settings.coalition.size > 0) asked.add('all-honest');
  else asked.delete('all-honest');
  return (['coalition', 'all-honest', 'all-deviating'] as const).filter((profile) => asked.has(profile));
}
