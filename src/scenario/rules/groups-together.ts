/**
 * What groups of nodes may differ in. A node is looked at among others who are taken to be of its own group: that is exact
 * where nothing that it gets or loses hangs on what others cost, hold or misreport. Where it does, several groups are
 * refused, and never averaged.
 */
import { mechanismOf } from '../../catalogue/catalogue.ts';
import { extremesOf } from '../../catalogue/needs.ts';
import { pullOf } from '../../catalogue/traffic.ts';
import { type AxisValues, groupsPath, withoutPath } from '../../findings/axis-values.ts';
import { accountingOf, commitsMembers, countsMembers } from '../../market/money/accounting.ts';
import type { Settings } from '../../market/settings.ts';
import { type PathProblem, say, show } from '../problems/problems.ts';

interface Point {
  at: AxisValues;
  settings: Settings;
}

/** What is wrong with groups at settings that are the same but for them; the first of each sort. */
export function findUnlikeGroups(points: readonly Point[]): PathProblem[] {
  if (points[0]?.settings.groupOfNodes === undefined) return [];
  const firsts = new Map<string, Point>();
  const found = new Map<string, PathProblem>();
  for (const point of points) {
    const key = JSON.stringify(withoutPath(point.at, groupsPath));
    const first = firsts.get(key);
    if (!first) firsts.set(key, point);
    else
      for (const problem of compare(first, point))
        if (!found.has(problem.code + problem.message)) found.set(problem.code + problem.message, problem);
  }
  return [...found.values()].slice(0, TOLD_MAX);
}

/** Problems that are told: the first few tell what the others would. */
const TOLD_MAX = 5;

function compare(one: Point, other: Point): PathProblem[] {
  const moved = findMoved(one.settings, other.settings);
  if (moved) {
    const [path, values] = moved;
    const groups = [one, other].map(({ settings }) => settings.groupOfNodes);
    const message = `${path} is ${show(values[0])} where ${groups[0]} is looked at and ${show(values[1])} where ${groups[1]} is: rules are the same for all groups of nodes; state it without a parameter that groups say`;
    return [say('rule', path.split('.'), values[1], 'one value for all groups', message)];
  }
  return listMixed(one.settings, other.settings).map(({ received, reason }) => {
    const message = `groups of nodes ${reason}`;
    return say('rule', groupsPath.split('.'), received, 'groups that are alike in it', message);
  });
}

/** A parameter of everybody that moves from one group to the other. */
function findMoved(one: Settings, other: Settings): [path: string, values: [unknown, unknown]] | undefined {
  const [these, those] = [one, other].map((settings) => listShared(settings)) as [
    Map<string, unknown>,
    Map<string, unknown>,
  ];
  for (const path of new Set([...these.keys(), ...those.keys()])) {
    const values: [unknown, unknown] = [these.get(path), those.get(path)];
    if (JSON.stringify(values[0]) !== JSON.stringify(values[1])) return [path, values];
  }
  return undefined;
}

/** What a node has for itself: cost, stake, speed, pay, and how often its honest results compare different. */
const ownOfNodes = [
  'stake',
  'speed',
  'computeCost',
  'verificationCost',
  'reward',
  'serviceSeconds',
  'verificationSeconds',
  'minimumStake',
  'outsideGain',
  'detector',
];

function listShared({ mechanism, market, coalition }: Settings): Map<string, unknown> {
  const { falseAlarm: _, ...detector } = market.detector;
  const shared = Object.entries(market).filter(([key]) => !ownOfNodes.includes(key));
  return new Map([
    ...Object.entries(mechanism).map(([key, value]) => [`mechanism.${key}`, value] as const),
    ...shared.map(([key, value]) => [`market.${key}`, value] as const),
    ...Object.entries(detector).map(([key, value]) => [`market.detector.${key}`, value] as const),
    ...Object.entries(coalition).map(([key, value]) => [`coalition.${key}`, value] as const),
  ]);
}

interface Mixed {
  received: unknown;
  reason: string;
}

/** Where what befalls a node of one group hangs on nodes of the other. */
function listMixed(one: Settings, other: Settings): Mixed[] {
  const own = (read: (settings: Settings) => unknown) => JSON.stringify(read(one)) !== JSON.stringify(read(other));
  const isUnlike = {
    cost: own(({ market }) => [market.computeCost, market.verificationCost]),
    reward: own(({ market }) => market.reward),
    falseAlarm: own(({ market }) => market.detector.falseAlarm),
    share: own(pullOf),
    slash: own((settings) => extremesOf(settings).slash),
  };
  const { players } = one;
  const accounting = accountingOf(one);
  const asksValidators = players.validator.some(({ name }) => name !== 'honest');
  const asserters = mechanismOf(one).assertersPerJob?.(one) ?? 1;
  const problems: Mixed[] = [];
  const refuse = (received: unknown, reason: string) => problems.push({ received, reason });
  if (countsMembers(accounting) && Object.values(isUnlike).some(Boolean)) {
    refuse(accounting, 'differ, and accounting netted adds up what members of all of them earn; count alone or gross');
  }
  if (commitsMembers(accounting) && isUnlike.slash) {
    refuse(
      accounting,
      'lose different amounts, and accounting committed adds up what members of all of them lose; count gross, or slash an amount',
    );
  }
  const others = [
    ...(isUnlike.slash ? ['lose different amounts'] : []),
    ...(isUnlike.reward ? ['are paid differently'] : []),
    ...(isUnlike.falseAlarm ? ['have different false alarms'] : []),
    ...(isUnlike.share ? ['get unlike shares of the jobs'] : []),
  ];
  if (asksValidators && others.length > 0) {
    refuse(
      'validator',
      `${others.join(' and ')}, and validators check nodes of all of them; leave deviations of validators out, or make groups alike in it`,
    );
  }
  if (asserters > 1 && (isUnlike.slash || isUnlike.falseAlarm)) {
    refuse(
      asserters,
      `${others.join(' and ')}, and here nodes of several assert the same job; make groups alike in it`,
    );
  }
  return problems;
}
