/**
 * Kinds of jobs: an axis that a market brings along. At each of its labels the market is the one in which all jobs are of
 * that kind, and what is asked there is whether honesty pays at such a job. What befalls a job hangs on no other, so that
 * nothing else need be known of the others; rules under which it does are refused.
 */
import { kindsPath } from '../../findings/axis-values.ts';
import { isRecord } from '../numbers/leaves.ts';
import { missing, type PathProblem, type Steps, say, unknownKey, wrongValue } from '../problems/problems.ts';
import {
  findSilent,
  findSwept,
  findTwins,
  type Listed,
  lendFirst,
  placeInListed,
  placeOfKey,
  places,
  readName,
  strategyPath,
  type Taken,
} from './brought.ts';
import { byLaw, priceByLaw, tryQuantity } from './kinds-by-law.ts';

/** What a market has to say unless its kinds do, or its groups of nodes. */
function listLeft({ fleet }: Record<string, unknown>): string[] {
  const says = (key: string) =>
    Array.isArray(fleet) &&
    fleet.some((group) => isRecord(group) && (group[key] !== undefined || (key === 'computeCost' && group.model)));
  return ['computeCost', 'reward'].filter((key) => !says(key)).map((key) => `market.${key}`);
}

/**
 * Takes `market.jobs` out of a file's data. A single kind is the market's own. Where there are several, and the market
 * leaves to them what it would have to say, all of them say it, and the first lends it to the market, which is whole without.
 */
export function takeKinds(data: Record<string, unknown>, sweep: Record<string, unknown>): Taken {
  const nothing = { relocate: () => undefined, hidden: [], problems: [] };
  const { market } = data;
  if (!isRecord(market) || !Object.hasOwn(market, 'jobs')) return nothing;
  const written = market.jobs;
  delete market.jobs;
  const steps: Steps = ['market', 'jobs'];
  if (!Array.isArray(written) || written.length === 0) {
    const rule =
      'it lists kinds of jobs, each with a name and its share of arrivals: `- { name: chat, share: 0.6, … }`';
    return { ...nothing, hidden: listLeft(market), problems: [wrongValue('wrong-type', steps, written, rule)] };
  }
  const problems: PathProblem[] = [];
  const kinds = written.flatMap((item: unknown, index) => readKind(item, [...steps, index], problems) ?? []);
  const each = { one: 'kind', each: 'kind of job' };
  problems.push(...findTwins(kinds, steps, 'kinds of jobs'), ...findSwept(kindsPath, kinds, sweep, each));
  // What the others add up to says nothing where one of them cannot be read.
  if (problems.length === 0) problems.push(...checkShares(kinds, steps));
  const [first] = kinds;
  const left = [...listLeft(market), ...Object.keys(first?.value ?? {}).filter((key) => strategyPath.test(key))];
  if (!first) return { ...nothing, hidden: left, problems };
  if (written.length > 1) problems.push(...findSilent(kinds, data, steps, { left, all: 'kinds' }));
  const isAlone = written.length === 1;
  const lent = lendFirst(kindsPath, data, { value: first.value, isAlone, left });
  const hidden = problems.length > 0 ? left : [];
  const relocate = (found: Steps) => placeInListed(kindsPath, lent, first.index, found);
  if (isAlone) return { relocate, hidden, problems };
  const alternatives = kinds.map(({ label, value, index }) => ({ label, value, index }));
  return { axis: { path: kindsPath, alternatives }, relocate, hidden, problems };
}

interface Kind extends Listed {
  share: number;
}

function readKind(item: unknown, steps: Steps, problems: PathProblem[]): Kind | undefined {
  if (!isRecord(item)) {
    problems.push(wrongValue('wrong-type', steps, item, 'a kind of job is a group of settings with a name'));
    return undefined;
  }
  const { name, share: written, ...said } = item;
  const before = problems.length;
  const known = ['name', 'share', ...Object.keys(places[kindsPath]), ...byLaw];
  for (const key of Object.keys(said)) {
    if (!known.includes(key) && !strategyPath.test(key)) problems.push(refuseKey(steps, key, known));
  }
  if (!readName(name, steps, 'what tables call this kind of job', problems)) return undefined;
  const share = readShare(written, [...steps, 'share'], problems);
  const own = Object.fromEntries(Object.entries(said).filter(([key]) => placeOfKey(kindsPath, key)));
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
