import type { MarketKit, Mechanism } from '../market/mechanism.ts';
import { ask, guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

/** A mechanism whose parameters nobody changes, whose failures name it, and which comes to an end with every job. */
export function guardMechanism(mechanism: Mechanism, name: string): Mechanism {
  const { create } = mechanism;
  return {
    ...guardMembers({ ...mechanism, check: mechanism.check ?? (() => []) }, name),
    ...(create && {
      create: (kit: MarketKit) =>
        guardMembers(
          ask(name, 'create', () => create(countChallenges(kit, name))),
          name,
        ),
    }),
  };
}

/** More challenges of one job than any rule needs: without a bound a job that is never settled would go on for ever. */
const challengesMax = 1000;

function countChallenges(kit: MarketKit, name: string): MarketKit {
  const counts = new Map<number, number>();
  return {
    ...kit,
    challenge: (slot, count, planted) => {
      const times = (counts.get(slot) ?? 0) + 1;
      counts.set(slot, times);
      if (times <= challengesMax) return kit.challenge(slot, count, planted);
      throw new PlugError(`${name}: never settles a job: it has challenged one ${challengesMax} times`);
    },
    settle: (slot, settlement, facts) => {
      counts.delete(slot);
      kit.settle(slot, settlement, facts);
    },
  };
}
