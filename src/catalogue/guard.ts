/** Plugs of a user's own are asked with care: what goes wrong in one of them is said in its name. */
import { enterCall, leaveCall } from './call-board.ts';
import { PlugError } from './plug-error.ts';

/** The same plug with every function of it guarded. @param name  what it is called when it fails */
export function guardMembers<Guarded extends object>(plug: Guarded, name: string): Guarded {
  const guarded = Object.entries(plug).map(([member, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [member, value];
    return [
      member,
      (...given: unknown[]): unknown => {
        freezeChoices(given[0]);
        return ask(name, member, () => value.apply(plug, given) as unknown);
      },
    ];
  });
  return Object.fromEntries(guarded) as Guarded;
}

/** An answer of a plug. @throws PlugError that names it where it gives none */
export function ask<Answer>(name: string, member: string, question: () => Answer): Answer {
  enterCall(name, member);
  try {
    return question();
  } catch (error) {
    if (error instanceof PlugError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new PlugError(`${name}: its ${member} failed: ${message}`, { cause: error });
  } finally {
    leaveCall();
  }
}

const frozen = new WeakSet<object>();

/**
 * Parameters are what the file says as long as a study lasts: whoever writes to them fails. A plug is asked with its own, or
 * with a design point, of which those of the mechanism are frozen.
 */
function freezeChoices(given: unknown): void {
  if (typeof given !== 'object' || given === null) return;
  const { mechanism } = given as { mechanism?: unknown };
  const choices = typeof mechanism === 'object' && mechanism !== null ? mechanism : given;
  if (frozen.has(choices) || Object.getPrototypeOf(choices) !== Object.prototype) return;
  frozen.add(choices);
  freezeDeep(choices);
}

function freezeDeep(value: object): void {
  Object.freeze(value);
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freezeDeep(inner);
}
