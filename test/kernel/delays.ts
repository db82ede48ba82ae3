import type { Uniforms } from '../../src/kernel/stream.ts';

/** Kinds of delay that break calendars: ties, wide scales, outliers, and steps below the resolution of a late clock. */
export const delays: Record<string, (uniforms: Uniforms) => number> = {
  exponential: (uniforms) => -Math.log1p(-uniforms.next()),
  'ties on whole numbers': (uniforms) => Math.floor(4 * uniforms.next()),
  'ties on thirds': (uniforms) => Math.floor(7 * uniforms.next()) / 3,
  'ties but for what is rounded': (uniforms) => Math.ceil(4 * uniforms.next()) / 2.5,
  'all at once': () => 0,
  'twelve orders of magnitude': (uniforms) => 10 ** (12 * uniforms.next() - 9),
  'rare outliers': (uniforms) => (uniforms.next() < 0.05 ? 1e9 : 1e-3) * uniforms.next(),
  'below the resolution of the clock': (uniforms) => 1e-12 * uniforms.next(),
  'scale that shrinks and grows': (uniforms) => Math.exp(20 * Math.sin(40 * uniforms.next())),
};
