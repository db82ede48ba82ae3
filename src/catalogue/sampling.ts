/** How likely a job is to be challenged, by the mechanism of a design point: for rooms that know no rule of sampling. */
import type { RuleProblem } from '../market/mechanism.ts';
import { createSamplingPlay, type Sampling, type SamplingPlay } from '../market/sampling.ts';
import type { HasPlugs, PlugSpec, Settings } from '../market/settings.ts';
import type { Traits } from '../market/traits.ts';
import { catalogueOf } from './catalogue.ts';
import { needsOf } from './needs.ts';

/** Whatever has a mechanism: settings, or a scenario. */
interface HasMechanism extends HasPlugs {
  mechanism: PlugSpec;
}

/** What sampling by the past does to the jobs of a design point. */
export function traitsOfSampling(holder: HasMechanism): Traits {
  const why = whySampled(holder);
  return why === undefined ? {} : { remembers: why, settlesInTurn: why };
}

/** Why jobs are not challenged alike; `undefined` where they are. */
export function whySampled(holder: HasMechanism): string | undefined {
  const spec = specOf(holder);
  return spec && ruleOf(spec, holder).varies(spec);
}

/** What of a rule of sampling contradicts itself, or its mechanism. */
export function checkSampling(settings: Settings): readonly RuleProblem[] {
  const spec = specOf(settings);
  return (spec && ruleOf(spec, settings).check?.(spec, floorOf(settings))) ?? [];
}

/** The chances after none, one, two … clean jobs in a row, the last for all beyond; `undefined` where there is one chance. */
export function samplingRates(settings: Settings): Float64Array | undefined {
  const spec = specOf(settings);
  if (!spec || whySampled(settings) === undefined) return undefined;
  const { rateAfter, cleanJobsMax } = ruleOf(spec, settings);
  const floor = floorOf(settings);
  return Float64Array.from({ length: cleanJobsMax(spec) + 1 }, (_, clean) => rateAfter(spec, floor, clean));
}

/** The rule at work in a run; `undefined` where all jobs are challenged alike, and nobody is asked. */
export function samplingFor(settings: Settings): SamplingPlay | undefined {
  const rates = samplingRates(settings);
  return rates && createSamplingPlay(rates, settings.market.nodeCount);
}

/** The mechanism's own chance of a challenge [1]. */
function floorOf(settings: Settings): number {
  return needsOf(settings)?.challengeRate ?? 1;
}

function specOf({ mechanism }: HasMechanism): PlugSpec | undefined {
  return mechanism.sampling as PlugSpec | undefined;
}

function ruleOf({ kind }: PlugSpec, holder: HasMechanism): Sampling {
  const rule = catalogueOf(holder).samplings.get(kind);
  if (!rule) throw new RangeError(`unknown sampling ${kind}`);
  return rule;
}
