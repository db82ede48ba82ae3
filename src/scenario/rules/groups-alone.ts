/** Groups of nodes are looked at one by one: what a design point, a claim or `optimize` may ask there. */
import { extremesOf } from '../../catalogue/needs.ts';
import { pullOf } from '../../catalogue/traffic.ts';
import type { Claim } from '../../claims/define.ts';
import { groupsPath } from '../../findings/axis-values.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import type { Settings } from '../../market/settings.ts';
import { type PathProblem, type Steps, say } from '../problems/problems.ts';
import type { Axis, ClaimSpec } from '../schema/scenario.ts';
import { whyTied } from './kinds-alone.ts';

/** What ties the jobs of a group to those of others, and a stake that does not cover what others may lose. */
export function checkGroup(settings: Settings): RuleProblem[] {
  const { groupOfNodes, market } = settings;
  const idle = checkWeights(settings);
  if (groupOfNodes === undefined || idle.length > 0) return idle;
  const reason = whyTied(settings);
  const { slash } = extremesOf(settings);
  return [
    ...(reason === undefined
      ? []
      : [
          {
            path: groupsPath,
            received: groupOfNodes,
            expected: `one group of nodes where ${reason}: several are looked at one by one, and there a job hangs on others`,
          },
        ]),
    ...(slash > market.stake
      ? [{ path: 'market.stake', received: market.stake, expected: `at least the slash of ${slash} in every group` }]
      : []),
  ];
}

/** A dispatch that weighs nodes needs groups that it knows of, and a group that gets jobs. */
function checkWeights(settings: Settings): RuleProblem[] {
  const { market, groupOfNodes } = settings;
  const pull = pullOf(settings);
  const refuse = (received: unknown, expected: string) => [{ path: 'market.dispatch', received, expected }];
  if (pull === undefined) {
    const expected =
      'uniform where all nodes ask and hold the same; what weighs them stands in market.dispatch, beside several groups in market.fleet';
    return refuse(market.dispatch.kind, expected);
  }
  return pull > 0
    ? []
    : refuse(market.dispatch.kind, `a dispatch that gives ${groupOfNodes} jobs; or leave that group out`);
}

/** A claim about what groups have together, or about what whoever is looked at has from nodes of other groups. */
export function checkClaimOfGroups(
  { comparesAllPlay }: Partial<Claim>,
  claim: ClaimSpec,
  steps: Steps,
  axes: readonly Axis[],
): PathProblem[] {
  const groups = axes.find(({ path }) => path === groupsPath);
  if (!groups) return [];
  const refuse = (key: string, reason: string, wayOut: string) => {
    const message = `claim ${steps[1]} ${reason}, and groups of nodes are looked at one by one; ${wayOut}`;
    return [say('rule', [...steps, key], claim[key], wayOut, message)];
  };
  const differing = (keys: readonly string[]) => keys.find((key) => differs(groups, key));
  if (comparesAllPlay) {
    const reason = 'is about all equilibria, those between nodes of several groups among them';
    return refuse('kind', reason, 'claim an equilibrium');
  }
  const unlike = differing(['stake', 'reward', 'falseAlarm']);
  if (claim.role === 'validator' && unlike !== undefined) {
    const reason = `is about validators, who check nodes of other groups, which differ in ${unlike}`;
    return refuse('role', reason, 'claim it of asserters');
  }
  if (claim.of === 'verificationOverhead' && differing(costKeys) !== undefined) {
    return refuse('of', 'is about what checking costs, which differs between who checks', 'claim another rate');
  }
  return [];
}

const costKeys = ['computeCost', 'verificationCost'];

/** Whether groups say different things; one that says nothing is counted as different, as it may be. */
function differs({ options }: Axis, key: string): boolean {
  const said = (options ?? []).map((option) => JSON.stringify((option as Record<string, unknown> | undefined)?.[key]));
  return new Set(said).size > 1;
}

/** The cheapest amount for one group is not that for all of them. */
export function checkOptimizeOfGroups(optimize: unknown, axes: readonly Axis[]): PathProblem[] {
  if (optimize === undefined || !axes.some(({ path }) => path === groupsPath)) return [];
  const message =
    'optimize chooses one amount, and groups of nodes are looked at one by one; leave one group, or optimize out';
  return [{ ...say('rule', ['optimize'], null, 'one group of nodes', message), atKey: true }];
}
