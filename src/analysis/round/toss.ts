/**
 * Settings that differ in the chance of a coin alone have two rounds in common: that of a job whose coin never falls on
 * its face, and that of one whose coin always does. A sweep along the challenge probability, or a map of it, walks only
 * those. What is asked at one chance alone walks the one round there is; which of the two it is hangs on the place that
 * settings were resolved for, and never on what was asked before, or the last digits would.
 */

import { type Catalogue, catalogueOf, mechanismOf } from '../../catalogue/catalogue.ts';
import { traitsOf } from '../../catalogue/traffic.ts';
import { takeColumns } from '../../game/columns.ts';
import type { Settings } from '../../market/settings.ts';
import { addsUpIncome } from './valuation.ts';

/** A coin's chance [1], and the same settings with a coin that is certain; shared by all that differ in the chance alone. */
export interface Toss {
  chance: number;
  sides: Sides;
}

interface Sides {
  never: Settings;
  always: Settings;
  /** What has been worked out for both, by what was asked; `null` where the round does not say. */
  records: Map<string, { tails: Float64Array; heads: Float64Array } | null>;
}

/** The coin of a design point; `undefined` where it has none, or what it decides is no sum over jobs that stand for themselves. */
export function tossOf(settings: Settings): Toss | undefined {
  const { mechanism, market, coalition, players } = settings;
  const coin = mechanismOf(settings).coin;
  const chance = coin === undefined ? undefined : mechanism[coin];
  if (coin === undefined || typeof chance !== 'number' || !(chance >= 0 && chance <= 1)) return undefined;
  if (recent && isSameCoin(settings, recent.settings, coin)) return { chance, sides: recent.sides };
  const { changesFleet, couplesJobs } = traitsOf(settings);
  if (!addsUpIncome(settings) || changesFleet || couplesJobs) return undefined;
  const key = `${JSON.stringify({ ...mechanism, [coin]: null })} ${spellMarket(market)} ${JSON.stringify(coalition)} ${spellPlayers(players)}`;
  const known = recall(catalogueOf(settings));
  let sides = known.get(key);
  if (!sides) {
    const turn = (certain: number): Settings => ({ ...settings, mechanism: { ...mechanism, [coin]: certain } });
    sides = { never: turn(0), always: turn(1), records: new Map() };
    if (known.size >= keptMax) known.delete(known.keys().next().value!);
    known.set(key, sides);
  }
  recent = { settings, sides };
  return { chance, sides };
}

// Along a row of a map one setting follows the other with nothing moved but the chance, and spelling takes as long as a round.
let recent: { settings: Settings; sides: Sides } | undefined;

/** Whether two settings differ in the chance of a coin alone; sections that are spelt alike but are not the same may not tell. */
function isSameCoin(one: Settings, other: Settings, coin: string): boolean {
  if (catalogueOf(one) !== catalogueOf(other) || one.market !== other.market || one.players !== other.players)
    return false;
  const [a, b] = [one.coalition, other.coalition];
  if (a.size !== b.size || a.fraction !== b.fraction || a.backing !== b.backing) return false;
  const names = Object.keys(one.mechanism);
  if (names.length !== Object.keys(other.mechanism).length) return false;
  return names.every((name) => name === coin || one.mechanism[name] === other.mechanism[name]);
}

/**
 * A record mixed of where the coin never falls on its face and where it always does; `null` where the round does not say.
 *
 * @param asked  what the record is of, in words
 * @param walk   works it out for settings whose coin is certain
 * @param into   where it goes, if somewhere
 */
export function mixSides(
  { chance, sides }: Toss,
  asked: string,
  walk: (settings: Settings) => Float64Array | null,
  into?: Float64Array,
): Float64Array | null {
  let known = sides.records.get(asked);
  if (known === undefined) {
    const [tails, heads] = [walk(sides.never), walk(sides.always)];
    known = tails && heads && { tails, heads };
    sides.records.set(asked, known);
  }
  if (!known) return null;
  const { tails, heads } = known;
  const record = into ?? takeColumns(tails.length);
  for (let i = 0; i < record.length; i++) record[i] = (1 - chance) * tails[i] + chance * heads[i];
  return record;
}

/** Spells sections that follow each other unmoved through a sweep once. */
function createSpeller(): (section: object) => string {
  let last: object | undefined;
  let spelt = '';
  return (section) => {
    if (section !== last) spelt = JSON.stringify(section);
    last = section;
    return spelt;
  };
}

const [spellMarket, spellPlayers] = [createSpeller(), createSpeller()];

/** Most settings that are kept [count]; with what is known of them each takes some kilobytes. */
const keptMax = 1024;
const knownBy = new WeakMap<Catalogue, Map<string, Sides>>();

/** What is known by the plugs of a catalogue: others may go by the same kind. */
function recall(catalogue: Catalogue): Map<string, Sides> {
  let known = knownBy.get(catalogue);
  if (!known) {
    known = new Map();
    knownBy.set(catalogue, known);
  }
  return known;
}
