/** What the mechanism of a design point says of itself, for rooms that know none of them. */
import type { Extremes, Levers, MechanismNeeds } from '../market/mechanism.ts';
import type { Accounting, PlugSpec, Settings } from '../market/settings.ts';
import { mechanisms } from './catalogue.ts';

/** Whatever has a mechanism: settings, or a scenario. */
interface HasMechanism {
  mechanism: PlugSpec;
}

/** What it asks of a market; `undefined` where it says nothing. */
export function needsOf({ mechanism }: HasMechanism): MechanismNeeds | undefined {
  return mechanisms.get(mechanism.kind)?.needs?.({ mechanism });
}

/** What is asked of a market where nobody checks. */
export const needsNothing: MechanismNeeds = { validatorsMax: 0, checksPerJob: 0 };

/** What one job can move. */
export function extremesOf(settings: Settings): Extremes {
  const { stake } = settings.market;
  const known = mechanisms.get(settings.mechanism.kind)?.extremes?.(settings);
  return known ?? { slash: stake, nodes: 1, reward: 0, bountyShare: 0 };
}

/** The parameters by which a mechanism deters, as paths; those that are left out in the file are left out here. */
export function leversOf(settings: HasMechanism): Levers {
  const levers = Object.keys(mechanisms.get(settings.mechanism.kind)?.levers ?? {}) as (keyof Levers)[];
  return Object.fromEntries(
    levers.flatMap((lever) => {
      const name = leverNameOf(settings, lever);
      return name === undefined ? [] : [[lever, `mechanism.${name}`]];
    }),
  );
}

/** The name of one of them among the mechanism's parameters; a hundred thousand design points are asked. */
export function leverNameOf({ mechanism }: HasMechanism, lever: keyof Levers): string | undefined {
  const name = mechanisms.get(mechanism.kind)?.levers?.[lever];
  return name === undefined || mechanism[name] === undefined ? undefined : name;
}

/** Which income of a coalition a mechanism's parameters say counts, as they are written. */
export function accountingIn(mechanism: Readonly<Record<string, unknown>>): Accounting {
  const name = mechanisms.get(String(mechanism.kind))?.countedBy;
  return ((name !== undefined && mechanism[name]) || 'gross') as Accounting;
}
