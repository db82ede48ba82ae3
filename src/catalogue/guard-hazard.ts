/** What a hazard of a user's own says of itself: that it needs time, or jobs would be played without any. */
import type { Hazard } from '../market/hazard.ts';
import { ask, guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

/** A hazard whose failures name it. */
export function guardHazard(hazard: Hazard, name: string): Hazard {
  const guarded = guardMembers(hazard, name);
  return {
    ...guarded,
    traits: (params) => {
      const traits = guarded.traits(params);
      if (typeof traits?.needsTime === 'string') return traits;
      throw new PlugError(`${name}: its traits do not say why it needs time (needsTime)`);
    },
    create: (params, kit) =>
      guardMembers(
        ask(name, 'create', () => hazard.create(params, kit)),
        name,
      ),
  };
}
