import type { z } from 'zod';
import type { Extremes, Levers, Mechanism } from '../market/mechanism.ts';
import type { Settings } from '../market/settings.ts';

/** Ties a mechanism's parameters to its rules; see `market/mechanism.ts` for what each member means. */
export function defineMechanism<Params extends z.ZodObject>(
  mechanism: Omit<Mechanism, 'check' | ParameterName | 'levers'> &
    Partial<Pick<Mechanism, 'check'>> & {
      params: Params;
      levers?: { [Lever in keyof Levers]: NameIn<Params> };
    } & { [Name in ParameterName]?: NameIn<Params> },
): Mechanism {
  return { check: () => [], ...mechanism };
}

/** Members that name a parameter. */
type ParameterName = 'coin' | 'countedBy';

type NameIn<Params extends z.ZodObject> = keyof z.output<Params> & string;

/** What a job can move where all that is taken is `slashAmount` of its asserter. */
export function slashOfAsserter({ mechanism }: Settings): Extremes {
  return { slash: Number(mechanism.slashAmount), nodes: 1, reward: 0, bountyShare: 0 };
}
