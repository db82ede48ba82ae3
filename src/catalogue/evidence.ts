/** When failed checks convict, by the mechanism of a design point: for rooms that know no rule of evidence. */
import type { Evidence, EvidencePlay } from '../market/evidence.ts';
import type { HasPlugs, PlugSpec, Settings } from '../market/settings.ts';
import { catalogueOf } from './catalogue.ts';

/** Whatever has a mechanism: settings, or a scenario. */
interface HasMechanism extends HasPlugs {
  mechanism: PlugSpec;
}

/** Why a check that failed does not settle by itself whether its node is convicted; `undefined` where it does. */
export function whyWeighed(holder: HasMechanism): string | undefined {
  const spec = specOf(holder);
  return spec && ruleOf(spec, holder).weighs(spec);
}

/** The records of a run; `undefined` where every failed check convicts, and nobody is asked. */
export function evidenceFor(settings: Settings): EvidencePlay | undefined {
  if (whyWeighed(settings) === undefined) return undefined;
  const spec = specOf(settings)!;
  return ruleOf(spec, settings).create(spec, settings.market.nodeCount);
}

/** Checks of a node after which its record says what it will; 0 where every failed check convicts [count]. */
export function checksToFill(holder: HasMechanism): number {
  const spec = specOf(holder);
  return spec && whyWeighed(holder) !== undefined ? ruleOf(spec, holder).fillsAfter(spec) : 0;
}

function specOf({ mechanism }: HasMechanism): PlugSpec | undefined {
  return mechanism.evidence as PlugSpec | undefined;
}

function ruleOf({ kind }: PlugSpec, holder: HasMechanism): Evidence {
  const rule = catalogueOf(holder).evidences.get(kind);
  if (!rule) throw new RangeError(`unknown evidence ${kind}`);
  return rule;
}
