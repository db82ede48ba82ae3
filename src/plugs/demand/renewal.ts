/** Times between jobs that are independent of each other and have one law. */
import { z } from 'zod';
import type { Distribution } from '../../kernel/distributions/define.ts';
import type { DemandPlay, Streams } from '../../market/demand.ts';

/** How much times between jobs vary. Below 10^-4 nobody could tell a law from a beat, and beyond 20 from its rarest value. */
export const cvParam = z
  .number()
  .min(0)
  .max(20)
  // Below 0 it has its sentence already.
  .refine((cv) => cv <= 0 || cv >= 1e-4, 'expected 0, which is a metronome, or at least 0.0001')
  .meta({
    description: 'Standard deviation of the times between jobs over their mean; 1 as in a Poisson stream.',
    unit: '1',
  });

/** Arrivals whose gaps have a law of mean 1; without one they come to a beat. */
export function renew(law: Distribution | undefined, streams: Streams): DemandPlay {
  if (!law) return { fill: (_, { gap }) => gap.fill(1) };
  const gaps = streams('arrivals');
  return {
    fill: (_, { gap }) => {
      for (let place = 0; place < gap.length; place++) gap[place] = law.sample(gaps);
    },
  };
}
