/** Chances that a sampling of a user's own gives: one that is none would be taken for always or never. */
import type { Sampling } from '../market/sampling.ts';
import { guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

/** More clean jobs than anybody tells apart: the chances after each of them are kept [count]. */
const cleanJobsMost = 1_000_000;

/** A rule whose chances are chances, and whose failures name it. */
export function guardSampling(sampling: Sampling, name: string): Sampling {
  const guarded = guardMembers(sampling, name);
  return {
    ...guarded,
    cleanJobsMax: (params) => {
      const most = guarded.cleanJobsMax(params);
      if (Number.isInteger(most) && most >= 0 && most <= cleanJobsMost) return most;
      throw new PlugError(`${name}: its cleanJobsMax is ${most}; it is a whole number from 0 to ${cleanJobsMost}`);
    },
    rateAfter: (params, floor, cleanJobs) => {
      const rate = guarded.rateAfter(params, floor, cleanJobs);
      if (rate >= 0 && rate <= 1) return rate;
      throw new PlugError(
        `${name}: its rateAfter gives ${rate} after ${cleanJobs} clean jobs; chances are from 0 to 1`,
      );
    },
  };
}
