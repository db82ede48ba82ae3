import { z } from 'zod';
import { createDistribution } from '../../kernel/distributions/create.ts';
import { logGamma } from '../../kernel/distributions/log-gamma.ts';
import { exp, expm1 } from '../../kernel/mathematics/index.ts';
import { defineDemand } from './define.ts';
import { cvParam, renew } from './renewal.ts';

/** Times between jobs whose longest are longer than those of a gamma law, each by itself. */
export const weibull = defineDemand({
  kind: 'weibull',
  title: 'Weibull times between jobs: in bursts, with longer pauses than gamma times have',
  source:
    'Xiang et al. (2025), ServeGen, arXiv 2505.09999; of the conversation trace of Azure (2023) it is the best simple law, with cv 1.09',
  summary:
    'Jobs arrive `market.jobsPerSecond` times a second in the mean; times in between are Weibull variables whose standard deviation is `cv` times their mean, one independent of the other. 1 is a Poisson stream under another name; 0 is a metronome.',
  params: z.strictObject({ cv: cvParam }),
  rate: (_, jobsPerSecond) => jobsPerSecond,
  dispersion: ({ cv }) => cv * cv,
  memory: ({ cv }) => cv * cv,
  create: ({ cv }, streams) => renew(cv === 0 ? undefined : createDistribution(lawOf(cv)), streams),
});

const STEPS = 60;
/** Shapes between which a coefficient of variation from 10^-4 to 20 has its own. */
const SHAPES = [0.05, 20_000];

/** The Weibull law of mean 1 with a coefficient of variation: the less its shape, the more it varies. */
function lawOf(cv: number) {
  let [low, high] = SHAPES;
  for (let step = 0; step < STEPS; step++) {
    const shape = (low + high) / 2;
    const squared = expm1(logGamma(1 + 2 / shape) - 2 * logGamma(1 + 1 / shape));
    if (squared > cv * cv) low = shape;
    else high = shape;
  }
  return { kind: 'weibull', shape: low, scale: 1 / exp(logGamma(1 + 1 / low)) } as const;
}
