import {
  createDistribution,
  type DistributionSpec,
  type Distributions,
  recallDistribution,
} from '../kernel/distributions/create.ts';
import type { Distribution } from '../kernel/distributions/define.ts';
import { type HasPlugs, plugged } from './settings.ts';

/** A law of a market, of the kinds that its catalogue knows: what holds it is remembered. */
export function lawOf(spec: DistributionSpec, { [plugged]: catalogue }: HasPlugs): Distribution {
  return recallDistribution(spec, (catalogue as HasLaws | undefined)?.distributions);
}

/** The same made anew, as a run begins. */
export function freshLawOf(spec: DistributionSpec, { [plugged]: catalogue }: HasPlugs): Distribution {
  return createDistribution(spec, (catalogue as HasLaws | undefined)?.distributions);
}

/** What of a catalogue is asked here. */
interface HasLaws {
  distributions: Distributions;
}
