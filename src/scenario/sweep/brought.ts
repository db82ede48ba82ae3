/**
 * What a market brings along as an axis of its own: kinds of jobs, and groups of nodes. Each item of such a list says some
 * parameters for itself, and at its design points they stand where the market, or its rules, would have said them.
 */
import { groupsPath, kindsPath } from '../../findings/axis-values.ts';
import { isRecord, nameOf } from '../numbers/leaves.ts';
import { followPath } from '../numbers/paths.ts';
import { missing, type PathProblem, type Steps, say, show, wrongValue } from '../problems/problems.ts';
import type { WrittenAlternatives } from './alternative-labels.ts';

type Places = Readonly<Record<string, Steps>>;

const ofKinds: Places = {
  computeCost: ['market', 'computeCost'],
  verificationCost: ['market', 'verificationCost'],
  reward: ['market', 'reward'],
  outsideGain: ['market', 'outsideGain'],
  guessProbability: ['market', 'guessProbability'],
  detector: ['market', 'detector'],
  serviceSeconds: ['market', 'serviceSeconds'],
  verificationSeconds: ['market', 'verificationSeconds'],
  challengeProbability: ['mechanism', 'challengeProbability'],
};

const ofGroups: Places = {
  stake: ['market', 'stake'],
  speed: ['market', 'speed'],
  computeCost: ['market', 'computeCost'],
  verificationCost: ['market', 'verificationCost'],
  reward: ['market', 'reward'],
  falseAlarm: ['market', 'detector', 'falseAlarm'],
  serviceSeconds: ['market', 'serviceSeconds'],
  verificationSeconds: ['market', 'verificationSeconds'],
};

/** What items of a list may say for themselves, and where it then stands. */
export const places: Readonly<Record<string, Places>> = { [kindsPath]: ofKinds, [groupsPath]: ofGroups };

/** What a kind of job may say of a strategy, by its path: what a cheat costs at such a job, and how often it is missed. */
export const strategyPath = /^players\.(asserter|validator)\.[a-zA-Z][\w-]*\.\w+$/;

/** Where the value of a key stands; nothing where the key is not for a place. */
export function placeOfKey(list: string, key: string): Steps | undefined {
  if (Object.hasOwn(places[list], key)) return places[list][key];
  return list === kindsPath && strategyPath.test(key) ? key.split('.') : undefined;
}

/** A file's market once a list is taken out of it. */
export interface Taken {
  /** Absent where there is no list, or one item alone. */
  axis?: WrittenAlternatives;
  /** Where the file says what stands at those steps, if an item does so for the whole market. */
  relocate: (steps: Steps) => Steps | undefined;
  /** Paths that an item would say if it could be read: that they are missing follows from that. */
  hidden: readonly string[];
  problems: PathProblem[];
}

/** An item as far as it could be read. */
export interface Listed {
  label: string;
  value: Record<string, unknown>;
  index: number;
  /** All that it says could be read. */
  isWhole: boolean;
}

/** Where the values of an item stand, for each of its keys that has a place. */
export function placesOf(list: string, value: unknown): [key: string, place: Steps][] {
  const find = (key: string): [string, Steps][] => {
    const place = placeOfKey(list, key);
    return place ? [[key, place]] : [];
  };
  return isRecord(value) ? Object.keys(value).flatMap(find) : [];
}

/** The value of an item as it stands in the sections that it was planted in, expressions in place. */
export function pickListed(list: string, value: unknown, sections: unknown): Record<string, unknown> {
  const picked = placesOf(list, value).map(([key, place]) => [key, followPath(sections, place)]);
  return { ...(value as Record<string, unknown>), ...Object.fromEntries(picked) };
}

/** Puts what an item says into sections, in its places. */
export function plantListed(list: string, sections: Record<string, unknown>, value: unknown): Record<string, unknown> {
  for (const [key, place] of placesOf(list, value)) plantAt(sections, place, (value as Record<string, unknown>)[key]);
  return sections;
}

/** Where a problem of what an item says stands in the file; nothing where the problem is none of the item's. */
export function placeInListed(list: string, value: unknown, index: number, steps: Steps): Steps | undefined {
  const [key, place] = placesOf(list, value).find(([, one]) => one.every((step, i) => steps[i] === step)) ?? [];
  return place && [...list.split('.'), index, key!, ...steps.slice(place.length)];
}

function plantAt(data: Record<string, unknown>, place: Steps, value: unknown): void {
  let holder = data;
  for (const named of place.slice(0, -1)) {
    const step = Array.isArray(holder) ? holder.findIndex((item) => nameOf(item) === named) : named;
    if (step === -1) return;
    if (typeof holder[step] === 'string') holder[step] = { kind: holder[step] };
    else if (holder[step] === undefined) holder[step] = {};
    // What is no group of settings has a problem of its own.
    if (typeof holder[step] !== 'object') return;
    holder = holder[step] as Record<string, unknown>;
  }
  holder[place.at(-1)!] = structuredClone(value);
}

/** What the market does not say itself, the first item lends it, so that the market is whole without. */
export function lendFirst(
  list: string,
  data: Record<string, unknown>,
  { value, isAlone, left }: { value: Record<string, unknown>; isAlone: boolean; left: readonly string[] },
): Record<string, unknown> {
  const isOwn = ([, place]: [string, Steps]) =>
    isAlone || (left.includes(place.join('.')) && followPath(data, place) === undefined);
  const own = placesOf(list, value).filter(isOwn);
  const lent = Object.fromEntries(own.map(([key]) => [key, value[key]]));
  plantListed(list, data, lent);
  return lent;
}

/** What neither the market nor an item says, where the market must. */
export function findSilent(
  items: readonly Listed[],
  data: Record<string, unknown>,
  steps: Steps,
  { left, all }: { left: readonly string[]; all: string },
): PathProblem[] {
  return left.flatMap((path) => {
    const place = path.split('.');
    if (followPath(data, place) !== undefined) return [];
    const key = strategyPath.test(path) ? path : place[1];
    const silent = items.filter(({ value, isWhole }) => isWhole && value[key] === undefined);
    return silent.map(({ index }) => missing([...steps, index, key], `the market does not say it for all ${all}`));
  });
}

/** Whether the name of an item is one; what is wrong with it is added. */
export function readName(name: unknown, steps: Steps, meaning: string, problems: PathProblem[]): name is string {
  const place = [...steps, 'name'];
  const isName = typeof name === 'string' && /^[a-z][\w-]*$/i.test(name) && name.length <= 60;
  if (isName && !(name in Object.prototype)) return true;
  const rule = 'a name starts with a letter and has letters, digits, - and _';
  problems.push(name === undefined ? missing(place, meaning) : wrongValue('rule', place, name, rule));
  return false;
}

/** Items of one name. */
export function findTwins(items: readonly Listed[], steps: Steps, noun: string): PathProblem[] {
  return items.flatMap(({ label, index }, i) => {
    if (items.findIndex((other) => other.label === label) === i) return [];
    const message = `two ${noun} are called ${show(label)}; give one of them another name`;
    return [say('duplicate-name', [...steps, index, 'name'], label, 'different names', message)];
  });
}

/** What items say for themselves cannot be moved for all of them at once. */
export function findSwept(
  list: string,
  items: readonly Listed[],
  sweep: Record<string, unknown>,
  { one, each }: { one: string; each: string },
): PathProblem[] {
  const said = new Map(
    items.flatMap(({ value, label }) => placesOf(list, value).map(([, place]) => [place.join('.'), label])),
  );
  return Object.keys(sweep).flatMap((path) => {
    const label = said.get(path) ?? (path === list ? 'all of them' : undefined);
    if (label === undefined) return [];
    const message =
      path === list
        ? `${list} varies by itself: each ${each} has design points of its own; leave it out of the sweep`
        : `${path} cannot be swept, because ${one} ${show(label)} of ${list} says what it is`;
    return [{ ...say('rule', ['sweep', path], path, `a parameter that no ${each} states`, message), atKey: true }];
  });
}
