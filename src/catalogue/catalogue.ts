/**
 * All registries as one value. Whoever reads a scenario is given one; it goes along with the scenario and with every
 * design point of it, and whoever meets a kind there asks for it here.
 */
import type { Claim } from '../claims/define.ts';
import { builtInDistributions, type Distributions } from '../kernel/distributions/create.ts';
import type { Collateral } from '../market/collateral.ts';
import type { Demand, Trace } from '../market/demand.ts';
import type { Dispatch } from '../market/dispatch.ts';
import type { Evidence } from '../market/evidence.ts';
import type { Hazard } from '../market/hazard.ts';
import type { Mechanism } from '../market/mechanism.ts';
import type { Payment } from '../market/payment.ts';
import type { Sampling } from '../market/sampling.ts';
import { type HasPlugs, type PlugSpec, plugged } from '../market/settings.ts';
import type { Plugs } from '../market/stage.ts';
import type { Strategy } from '../market/strategy.ts';
import * as mechanisms from '../mechanisms/index.ts';
import * as collaterals from '../plugs/collateral/index.ts';
import * as demands from '../plugs/demand/index.ts';
import * as dispatches from '../plugs/dispatch/index.ts';
import * as evidences from '../plugs/evidence/index.ts';
import * as hazards from '../plugs/hazards/index.ts';
import * as payments from '../plugs/payment/index.ts';
import * as samplings from '../plugs/sampling/index.ts';
import * as strategies from '../strategies/index.ts';

/** Every plug that a scenario can name, by kind; for its claims see `claims.ts`. */
export interface Catalogue extends Plugs {
  demands: ReadonlyMap<string, Demand>;
  dispatches: ReadonlyMap<string, Dispatch>;
  evidences: ReadonlyMap<string, Evidence>;
  samplings: ReadonlyMap<string, Sampling>;
  payments: ReadonlyMap<string, Payment>;
  collaterals: ReadonlyMap<string, Collateral>;
  hazards: ReadonlyMap<string, Hazard>;
  distributions: Distributions;
  /** Claims beside those of the program. */
  addedClaims: ReadonlyMap<string, Claim>;
  /** Charts beside those of the program, which reports hold. */
  addedCharts: ReadonlyMap<string, AddedChart>;
  /** Where plugs that are not the program's come from. */
  plugins: readonly Plugin[];
  /** Files that the user names, for scenarios that ask for one of that name. */
  assets: readonly string[];
  /** Recorded jobs that the scenario at hand replays, by the SHA-256 of their file. */
  traces: ReadonlyMap<string, Trace>;
}

/** A chart, as `defineChart` makes it: the room of reports knows what it is drawn from, and what it is to draw. */
export interface AddedChart {
  kind: string;
  from: string;
  title: string;
  needs: string;
  applies: (shown: never) => boolean;
  build: (shown: never, width?: number) => object;
}

/** A module of plugs, or plugs handed over as values: plain data, from which a thread can load the same. */
export interface Plugin {
  kinds: readonly string[];
  /** As it was named; absent for values. */
  file?: string;
  /** What it is known by. */
  sha256: string;
}

/** What comes with the program. */
export const builtIn: Catalogue = {
  mechanisms: byKind<Mechanism>(Object.values(mechanisms)),
  strategies: byKind<Strategy>(Object.values(strategies)),
  demands: byKind<Demand>(Object.values(demands)),
  dispatches: byKind<Dispatch>(Object.values(dispatches)),
  evidences: byKind<Evidence>(Object.values(evidences)),
  samplings: byKind<Sampling>(Object.values(samplings)),
  payments: byKind<Payment>(Object.values(payments)),
  collaterals: byKind<Collateral>(Object.values(collaterals)),
  hazards: byKind<Hazard>(Object.values(hazards)),
  distributions: builtInDistributions,
  addedClaims: new Map(),
  addedCharts: new Map(),
  plugins: [],
  assets: [],
  traces: new Map(),
};

/** The catalogue that kinds in a scenario, or in settings, are looked up in. */
export function catalogueOf(holder: HasPlugs): Catalogue {
  return (holder[plugged] as Catalogue | undefined) ?? builtIn;
}

/** The same data, its kinds to be looked up in a catalogue. */
export function withCatalogue<Holder extends object>(holder: Holder, catalogue: Catalogue): Holder & HasPlugs {
  return catalogue === builtIn ? holder : { ...holder, [plugged]: catalogue };
}

/** The mechanism of a design point. @throws RangeError when the catalogue that came along has none of its kind */
export function mechanismOf(settings: { mechanism: PlugSpec } & HasPlugs): Mechanism {
  const { kind } = settings.mechanism;
  const mechanism = catalogueOf(settings).mechanisms.get(kind);
  if (!mechanism) throw new RangeError(`unknown mechanism ${kind}`);
  return mechanism;
}

/** What the mechanism of a design point is called where it fails and is a user's own; `undefined` of the program's. */
export function nameAddedMechanism(settings: { mechanism: PlugSpec } & HasPlugs): string | undefined {
  return nameAdded('mechanism', settings.mechanism.kind, settings);
}

/** The same for a plug of any sort. */
export function nameAdded(sort: string, kind: string, holder: HasPlugs): string | undefined {
  const plugin = catalogueOf(holder).plugins.find(({ kinds }) => kinds.includes(kind));
  return plugin && `${sort} ${kind}${plugin.file === undefined ? '' : ` of ${plugin.file}`}`;
}

/** Whether nodes that play a strategy choose by their past. */
export function hasPast({ kind }: { kind?: unknown }, { strategies }: Pick<Catalogue, 'strategies'>): boolean {
  return strategies.get(String(kind))?.play !== undefined;
}

function byKind<Plug extends { kind: string }>(plugs: readonly Plug[]): ReadonlyMap<string, Plug> {
  return new Map(plugs.map((plug) => [plug.kind, plug]));
}
