/**
 * Groups of nodes: an axis that a market brings along, as kinds of jobs are. At each of its labels who is looked at is a node
 * of that group, among as many nodes as all groups have together. What others cost, hold and misreport is then either all
 * the same to it, or refused by `rules/groups-together.ts`.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { groupsPath } from '../../findings/axis-values.ts';
import { isRecord } from '../numbers/leaves.ts';
import { missing, type PathProblem, type Steps, say, show, unknownKey, wrongValue } from '../problems/problems.ts';
import {
  findSilent,
  findSwept,
  findTwins,
  type Listed,
  lendFirst,
  placeInListed,
  places,
  placesOf,
  readName,
  type Taken,
} from './brought.ts';
import { byLaw, priceByLaw } from './kinds-by-law.ts';

/** What a market has to say unless its groups do. */
const leftToGroups = ['market.stake', 'market.computeCost', 'market.reward'];
const nodeCount = 'market.nodeCount';

/**
 * Takes `market.fleet` out of a file's data, and leaves the number of all its nodes there. A single group is the market's
 * own nodes. Where there are several, and the market leaves to them what it would have to say, all of them say it, and the
 * first lends it to the market.
 *
 * @param kinds  the kinds of jobs, taken before: what they say for themselves no group says
 */
export function takeGroups(
  data: Record<string, unknown>,
  sweep: Record<string, unknown>,
  kinds: Taken,
  { dispatches }: Pick<Catalogue, 'dispatches'>,
): Taken {
  const nothing = { relocate: () => undefined, hidden: [], problems: [] };
  const { market } = data;
  if (!isRecord(market) || !Object.hasOwn(market, 'fleet')) return nothing;
  const written = market.fleet;
  delete market.fleet;
  const steps: Steps = groupsPath.split('.');
  const all = [nodeCount, ...leftToGroups];
  if (!Array.isArray(written) || written.length === 0) {
    const rule = 'it lists groups of nodes, each with a name and its count: `- { name: home, count: 300, … }`';
    return { ...nothing, hidden: all, problems: [wrongValue('wrong-type', steps, written, rule)] };
  }
  const problems: PathProblem[] = [];
  const groups = written.flatMap((item: unknown, index) => readGroup(item, [...steps, index], problems) ?? []);
  const each = { one: 'group', each: 'group of nodes' };
  problems.push(
    ...findTwins(groups, steps, 'groups of nodes'),
    ...findSwept(groupsPath, groups, sweep, each),
    ...findSaidTwice(groups, kinds, steps),
    ...checkCount(market, sweep, groups),
  );
  const [first] = groups;
  if (!first) return { ...nothing, hidden: all, problems };
  market.nodeCount = groups.reduce((sum, { count }) => sum + count, 0);
  if (written.length > 1) problems.push(...findSilent(groups, data, steps, { left: leftToGroups, all: 'groups' }));
  const isAlone = written.length === 1;
  const lent = lendFirst(groupsPath, data, { value: first.value, isAlone, left: leftToGroups });
  const hidden = problems.length > 0 ? all : [];
  const relocate = (found: Steps) =>
    found.join('.') === nodeCount ? steps : placeInListed(groupsPath, lent, first.index, found);
  if (isAlone) return { relocate, hidden, problems };
  tellDispatch(market, groups, dispatches);
  const alternatives = groups.map(({ label, value, index }) => ({ label, value, index }));
  return { axis: { path: groupsPath, alternatives }, relocate, hidden, problems };
}

/** Tells a dispatch that weighs nodes how many there are of each group, and what they ask or hold. */
function tellDispatch(
  market: Record<string, unknown>,
  groups: readonly Group[],
  dispatches: Catalogue['dispatches'],
): void {
  const dispatch = isRecord(market.dispatch) ? market.dispatch : { kind: market.dispatch };
  const key = dispatches.get(String(dispatch.kind))?.weighs;
  if (key === undefined || groups.every(({ value }) => value[key] === undefined)) return;
  const counts = groups.map(({ count }) => count);
  const values = groups.map(({ value }) => value[key] ?? market[key]);
  // A group that says nothing where the market does not either is a problem already.
  if (!values.includes(undefined)) market.dispatch = { ...dispatch, counts, values };
}

interface Group extends Listed {
  count: number;
}

function readGroup(item: unknown, steps: Steps, problems: PathProblem[]): Group | undefined {
  if (!isRecord(item)) {
    problems.push(wrongValue('wrong-type', steps, item, 'a group of nodes is a group of settings with a name'));
    return undefined;
  }
  const { name, count: written, ...said } = item;
  const before = problems.length;
  const own = Object.fromEntries(Object.entries(said).filter(([key]) => places[groupsPath][key]));
  const known = ['name', 'count', ...Object.keys(places[groupsPath]), ...byLaw];
  for (const key of Object.keys(said)) {
    if (!known.includes(key)) problems.push(unknownKey(steps, key, known));
  }
  if (!readName(name, steps, 'what tables call this group of nodes', problems)) return undefined;
  const count = readCount(written, [...steps, 'count'], problems);
  const value = { count, ...priceByLaw(said, steps, problems), ...own };
  const isWhole = problems.length === before;
  return { label: name, value, index: steps[2] as number, isWhole, count: count ?? 0 };
}

function readCount(written: unknown, steps: Steps, problems: PathProblem[]): number | undefined {
  if (Number.isInteger(written) && Number(written) >= 1) return Number(written);
  if (written === undefined) problems.push(missing(steps, 'how many nodes the group has'));
  else problems.push(wrongValue('out-of-range', steps, written, 'a group has a whole number of nodes, at least 1'));
  return undefined;
}

/** All groups together are the nodes of the market, so that there is no other number of them. */
function checkCount(
  { nodeCount: stated }: Record<string, unknown>,
  sweep: Record<string, unknown>,
  groups: readonly Group[],
): PathProblem[] {
  const sum = groups.reduce((total, { count }) => total + count, 0);
  const message = `the groups of market.fleet have ${sum} nodes; leave ${nodeCount} out`;
  const isSaid = stated !== undefined && stated !== sum && groups.every(({ count }) => count > 0);
  return [
    ...(isSaid ? [say('rule', nodeCount.split('.'), stated, 'the sum of all counts', message)] : []),
    ...(Object.hasOwn(sweep, nodeCount)
      ? [{ ...say('rule', ['sweep', nodeCount], nodeCount, 'a parameter of the market', message), atKey: true }]
      : []),
  ];
}

/** What kinds of jobs say for themselves, and groups of nodes as well: nobody would know what holds. */
function findSaidTwice(groups: readonly Group[], { axis }: Taken, steps: Steps): PathProblem[] {
  if (!axis || groups.length < 2) return [];
  const byKinds = axis.alternatives.flatMap(({ label, value }) =>
    placesOf(axis.path, value).map(([, place]) => ({ label, place: place.join('.') })),
  );
  return groups.flatMap(({ value, label, index }) =>
    placesOf(groupsPath, value).flatMap(([key, place]) => {
      const said = byKinds.find((kind) => `${place.join('.')}.`.startsWith(`${kind.place}.`));
      if (!said) return [];
      const message = `group ${show(label)} says ${key}, and so does kind ${show(said.label)} of market.jobs; leave it to one of them`;
      return [say('rule', [...steps, index, key], value[key], 'what no kind of job says', message)];
    }),
  );
}
