/**
 * Kinds of jobs: an axis that a market brings along. At each of its labels the market is the one in which all jobs are of
 * that kind, and what is asked there is whether honesty pays at such a job. What befalls a job hangs on no other, so that
 * nothing else need be known of the others; rules under which it does are refused.
 */
import { kindsPath } from '../../findings/axis-values.ts';
import { isRecord } from '../numbers/leaves.ts';
import { followPath } from '../numbers/paths.ts';
import { missing, type PathProblem, type Steps, say, show, unknownKey, wrongValue } from '../problems/problems.ts';
import type { WrittenAlternatives } from './alternative-labels.ts';
import { byLaw, priceByLaw, tryQuantity } from './kinds-by-law.ts';

/** What a kind of job may say for itself, and where it then stands. */
const places: Readonly<Record<string, Steps>> = {
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

/** What a market has to say unless its kinds do. */
const leftToKinds = ['market.computeCost', 'market.reward'];

/** A file's market once its kinds of jobs are taken out. */
export interface TakenKinds {
  /** Absent where all jobs are alike. */
  axis?: WrittenAlternatives;
  /** Where the file says what stands at those steps, if the first kind does so for the whole market. */
  relocate: (steps: Steps) => Steps | undefined;
  /** Paths that a kind would say if it could be read: that they are missing follows from that. */
  hidden: readonly string[];
  problems: PathProblem[];
}

/** Where the value of a kind stands, for each of its keys but `share`. */
export function placesOf(value: unknown): [key: string, place: Steps][] {
  return isRecord(value) ? Object.keys(value).flatMap((key) => (places[key] ? [[key, places[key]]] : [])) : [];
}

/** The value of a kind as it stands in the sections that it was planted in, expressions in place. */
export function pickKind(value: unknown, sections: unknown): Record<string, unknown> {
  const { share } = value as { share: unknown };
  return { share, ...Object.fromEntries(placesOf(value).map(([key, place]) => [key, followPath(sections, place)])) };
}

/**
 * Takes `market.jobs` out of a file's data. A single kind is the market's own. Where there are several, and the market
 * leaves to them what it would have to say, all of them say it, and the first lends it to the market, which is whole without.
 */
export function takeKinds(data: Record<string, unknown>, sweep: Record<string, unknown>): TakenKinds {
  const nothing = { relocate: () => undefined, hidden: [], problems: [] };
  const { market } = data;
  if (!isRecord(market) || !Object.hasOwn(market, 'jobs')) return nothing;
  const written = market.jobs;
  delete market.jobs;
  const steps: Steps = ['market', 'jobs'];
  if (!Array.isArray(written) || written.length === 0) {
    const rule =
      'it lists kinds of jobs, each with a name and its share of arrivals: `- { name: chat, share: 0.6, … }`';
    return { ...nothing, hidden: leftToKinds, problems: [wrongValue('wrong-type', steps, written, rule)] };
  }
  const problems: PathProblem[] = [];
  const kinds = written.flatMap((item: unknown, index) => readKind(item, [...steps, index], problems) ?? []);
  problems.push(...findTwins(kinds, steps), ...findSwept(kinds, sweep));
  // What the others add up to says nothing where one of them cannot be read.
  if (problems.length === 0) problems.push(...checkShares(kinds, steps));
  const [first] = kinds;
  if (!first) return { ...nothing, hidden: leftToKinds, problems };
  if (written.length > 1) problems.push(...findSilent(kinds, data, steps));
  const isOwn = ([, place]: [string, Steps]) =>
    written.length === 1 || (leftToKinds.includes(place.join('.')) && followPath(data, place) === undefined);
  const lent = Object.fromEntries(
    placesOf(first.value)
      .filter(isOwn)
      .map(([key]) => [key, first.value[key]]),
  );
  const hidden = problems.length > 0 ? leftToKinds : [];
  plantKind(data, lent);
  const relocate = (found: Steps) => placeInKind(lent, first.index, found);
  if (written.length === 1) return { relocate, hidden, problems };
  const alternatives = kinds.map(({ label, value, index }) => ({ label, value, index }));
  return { axis: { path: kindsPath, alternatives }, relocate, hidden, problems };
}

/** Puts what a kind says into sections, in its places. */
export function plantKind(sections: Record<string, unknown>, value: unknown): Record<string, unknown> {
  for (const [key, place] of placesOf(value)) plantAt(sections, place, (value as Record<string, unknown>)[key]);
  return sections;
}

/** Where a problem of what a kind says stands in the file; nothing where the problem is none of the kind's. */
export function placeInKind(value: unknown, index: number, steps: Steps): Steps | undefined {
  const [key, place] = placesOf(value).find(([, one]) => one.every((step, i) => steps[i] === step)) ?? [];
  return place && ['market', 'jobs', index, key!, ...steps.slice(place.length)];
}

function plantAt(data: Record<string, unknown>, place: Steps, value: unknown): void {
  const [section, key] = place as [string, string];
  if (typeof data[section] === 'string') data[section] = { kind: data[section] };
  if (isRecord(data[section])) data[section][key] = structuredClone(value);
}

interface Kind {
  label: string;
  value: Record<string, unknown>;
  index: number;
  share: number;
  /** All that it says could be read. */
  isWhole: boolean;
}

function readKind(item: unknown, steps: Steps, problems: PathProblem[]): Kind | undefined {
  if (!isRecord(item)) {
    problems.push(wrongValue('wrong-type', steps, item, 'a kind of job is a group of settings with a name'));
    return undefined;
  }
  const { name, share: written, ...said } = item;
  const before = problems.length;
  const known = ['name', 'share', ...Object.keys(places), ...byLaw];
  for (const key of Object.keys(said)) if (!known.includes(key)) problems.push(refuseKey(steps, key, known));
  if (typeof name !== 'string' || !/^[a-z][\w-]*$/i.test(name) || name.length > 60 || name in Object.prototype) {
    problems.push(
      name === undefined
        ? missing([...steps, 'name'], 'what tables call this kind of job')
        : wrongValue('rule', [...steps, 'name'], name, 'a name starts with a letter and has letters, digits, - and _'),
    );
    return undefined;
  }
  const share = readShare(written, [...steps, 'share'], problems);
  const own = Object.fromEntries(Object.entries(said).filter(([key]) => places[key]));
  const value = { share, ...priceByLaw(said, steps, problems), ...own };
  const isWhole = problems.length === before;
  return { label: name, value, index: steps[2] as number, share: share ?? Number.NaN, isWhole };
}

function refuseKey(steps: Steps, key: string, known: readonly string[]): PathProblem {
  const others = ['nodeCount', 'jobsPerSecond', 'stake', 'speed', 'demand', 'dispatch', 'jobsInFlight', 'minimumStake'];
  if (!others.includes(key)) return unknownKey(steps, key, known);
  const message = `${key} belongs to the whole market: write it as market.${key}`;
  return { ...say('unknown-key', [...steps, key], key, 'what a kind of job says for itself', message), atKey: true };
}

function readShare(written: unknown, steps: Steps, problems: PathProblem[]): number | undefined {
  if (written === undefined) return undefined;
  const value = typeof written === 'string' ? tryQuantity(written, '1') : written;
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  problems.push(wrongValue('out-of-range', steps, written, 'a share of arrivals is more than 0 and at most 1'));
  return undefined;
}

/** What neither the market nor a kind says, where the market must. */
function findSilent(kinds: readonly Kind[], data: Record<string, unknown>, steps: Steps): PathProblem[] {
  return leftToKinds.flatMap((path) => {
    const place = path.split('.');
    if (followPath(data, place) !== undefined) return [];
    const key = place[1];
    const silent = kinds.filter(({ value, isWhole }) => isWhole && value[key] === undefined);
    return silent.map(({ index }) => missing([...steps, index, key], 'the market does not say it for all kinds'));
  });
}

function findTwins(kinds: readonly Kind[], steps: Steps): PathProblem[] {
  return kinds.flatMap(({ label, index }, i) => {
    if (kinds.findIndex((other) => other.label === label) === i) return [];
    const message = `two kinds of jobs are called ${show(label)}; give one of them another name`;
    return [say('duplicate-name', [...steps, index, 'name'], label, 'different names', message)];
  });
}

// Shares are written in a few digits.
const ROUNDING = 1e-9;

function checkShares(kinds: readonly Kind[], steps: Steps): PathProblem[] {
  if (kinds.length === 0 || (kinds.length === 1 && kinds[0].value.share === undefined)) return [];
  const silent = kinds.find(({ value }) => value.share === undefined);
  if (silent) return [missing([...steps, silent.index, 'share'], 'its share of arrivals; shares add up to 1')];
  const sum = kinds.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) <= ROUNDING) return [];
  const said = Number(sum.toPrecision(6));
  return [
    wrongValue('rule', [...steps, 0, 'share'], kinds[0].share, `shares of all kinds add up to 1, not to ${said}`),
  ];
}

/** What kinds say for themselves cannot be moved for all of them at once. */
function findSwept(kinds: readonly Kind[], sweep: Record<string, unknown>): PathProblem[] {
  const said = new Map(
    kinds.flatMap(({ value, label }) => placesOf(value).map(([, place]) => [place.join('.'), label])),
  );
  return Object.keys(sweep).flatMap((path) => {
    const label = said.get(path) ?? (path === kindsPath ? 'all of them' : undefined);
    if (label === undefined) return [];
    const message =
      path === kindsPath
        ? `${kindsPath} varies by itself: each kind of job has design points of its own; leave it out of the sweep`
        : `${path} cannot be swept, because kind ${show(label)} of market.jobs says what it is`;
    return [{ ...say('rule', ['sweep', path], path, 'a parameter that no kind of job states', message), atKey: true }];
  });
}
