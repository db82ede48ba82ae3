import { z } from 'zod';
import { defineClaim } from './define.ts';
import { judgeMargins, listMargins } from './margins.ts';
import { sayBesides } from './other-equilibrium.ts';
import { by, where } from './params.ts';

/** All-honest is a Nash equilibrium of the stage game over the declared deviations: nobody gains by deviating alone. */
export const equilibrium = defineClaim({
  kind: 'equilibrium',
  title: 'No role gains by deviating alone when everyone else is honest',
  params: z.strictObject({ where, by }),
  needsDeviation: 'of-any',
  withoutStageGame: ({ by }) => (by === 'exact' ? 'leave out by: exact, and simulation decides it' : undefined),
  say: ({ where }) => `equilibrium: nobody gains by deviating alone from honesty${where ? ` where ${where}` : ''}`,
  judge: (_, evidence) => {
    const judged = judgeMargins(listMargins(evidence, { against: ['all-honest'] }), evidence, true);
    const because = judged.verdict === 'true' ? judged.because + sayBesides(evidence, evidence.points) : judged.because;
    return { ...judged, because };
  },
});
