/** What the mechanism of a design point says of itself, for rooms that know none of them. */
import type { Extremes, Levers, MechanismNeeds } from '../market/mechanism.ts';
import type { Accounting, HasPlugs, PlugSpec, Settings } from '../market/settings.ts';
import type { Traits } from '../market/traits.ts';
import { type Catalogue, mechanismOf } from './catalogue.ts';

/** Whatever has a mechanism: settings, or a scenario. */
interface HasMechanism extends HasPlugs {
  mechanism: PlugSpec;
}

/** What it asks of a market; `undefined` where it says nothing. */
export function needsOf(holder: HasMechanism): MechanismNeeds | undefined {
  return mechanismOf(holder).needs?.(holder);
}

/** What its mechanism does to the independence of jobs; `undefined` where it says nothing. */
export function ownTraitsOf(holder: HasMechanism): Traits | undefined {
  return mechanismOf(holder).traits;
}

/** What is asked of a market where nobody checks. */
export const needsNothing: MechanismNeeds = { validatorsMax: 0, checksPerJob: 0 };

/** What one job can move. */
export function extremesOf(settings: Settings): Extremes {
  const { stake } = settings.market;
  const known = mechanismOf(settings).extremes?.(settings);
  return known ?? { slash: stake, nodes: 1, reward: 0, bountyShare: 0 };
}

/** The parameters by which a mechanism deters, as paths; those that are left out in the file are left out here. */
export function leversOf(holder: HasMechanism): Levers {
  const levers = Object.keys(mechanismOf(holder).levers ?? {}) as (keyof Levers)[];
  return Object.fromEntries(
    levers.flatMap((lever) => {
      const name = leverNameOf(holder, lever);
      return name === undefined ? [] : [[lever, `mechanism.${name}`]];
    }),
  );
}

/** The name of one of them among the mechanism's parameters; a hundred thousand design points are asked. */
export function leverNameOf(holder: HasMechanism, lever: keyof Levers): string | undefined {
  const name = mechanismOf(holder).levers?.[lever];
  return name === undefined || holder.mechanism[name] === undefined ? undefined : name;
}

/** Which income of a coalition a mechanism's parameters say counts, as they are written. */
export function accountingIn(
  mechanism: Readonly<Record<string, unknown>>,
  { mechanisms }: Pick<Catalogue, 'mechanisms'>,
): Accounting {
  const name = mechanisms.get(String(mechanism.kind))?.countedBy;
  return ((name !== undefined && mechanism[name]) || 'gross') as Accounting;
}
