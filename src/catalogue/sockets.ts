/** Where plugs of a user's own go: what may stand in one of each sort, what must, and how it is asked. */
import { z } from 'zod';
import type { Claim } from '../claims/define.ts';
import type { DistributionDefinition } from '../kernel/distributions/define.ts';
import type { Collateral } from '../market/collateral.ts';
import type { Demand } from '../market/demand.ts';
import type { Dispatch } from '../market/dispatch.ts';
import type { Evidence } from '../market/evidence.ts';
import type { Hazard } from '../market/hazard.ts';
import type { Mechanism } from '../market/mechanism.ts';
import type { Payment } from '../market/payment.ts';
import type { Sampling } from '../market/sampling.ts';
import type { Strategy } from '../market/strategy.ts';
import type { AddedChart } from './catalogue.ts';
import { guardMembers } from './guard.ts';
import { guardChart } from './guard-chart.ts';
import { guardDistribution } from './guard-distribution.ts';
import { guardEvidence } from './guard-evidence.ts';
import { guardHazard } from './guard-hazard.ts';
import { guardMechanism } from './guard-mechanism.ts';
import { guardMoney } from './guard-money.ts';
import { guardSampling } from './guard-sampling.ts';
import { guardStrategy } from './guard-strategy.ts';
import { guardDemand, guardDispatch } from './guard-traffic.ts';
import { PlugError } from './plug-error.ts';

/** A plug, as `defineMechanism`, `defineStrategy`, `defineDemand` and their like make it. */
export type Plug =
  | Mechanism
  | Strategy
  | Demand
  | Dispatch
  | Evidence
  | Sampling
  | Hazard
  | Payment
  | Collateral
  | DistributionDefinition
  | Claim
  | AddedChart;

/** What there is to plug in. */
export type Sort = keyof typeof sockets;

type Shape<Socket> = Record<keyof Socket, 'text' | 'function' | 'list' | 'data'>;

interface Socket<Fitting extends Plug> {
  /** What may stand in a plug; a member that is none of these would be read by nobody. */
  members: Readonly<Shape<Fitting>>;
  required: readonly (keyof Fitting)[];
  /** By which members it is told from other plugs, any of them; where none is its own, it says `socket` itself. */
  toldBy?: readonly (keyof Fitting)[];
  /** The plug as it is asked from now on. */
  guard: (plug: Fitting, name: string) => Fitting;
}

const plain = { kind: 'text', title: 'text', source: 'text', params: 'data' } as const;
const named = { ...plain, socket: 'text', summary: 'text', traits: 'data', create: 'function' } as const;

/** Every socket, in the order in which a plug without `socket` is tried. */
export const sockets = {
  claim: fits<Claim>({
    members: {
      kind: 'text',
      title: 'text',
      params: 'data',
      say: 'function',
      judge: 'function',
      follows: 'function',
      figures: 'list',
      ranges: 'data',
      roleByDefault: 'text',
      locates: 'data',
      needsDeviation: 'text',
      comparesAllPlay: 'data',
      withoutStageGame: 'function',
    },
    required: ['params', 'say', 'judge'],
    toldBy: ['judge'],
    guard: guardMembers,
  }),
  strategy: fits<Strategy>({
    members: { ...plain, roles: 'list', move: 'function', moves: 'function', play: 'function', traits: 'data' },
    required: ['params', 'roles'],
    toldBy: ['move', 'play'],
    guard: guardStrategy,
  }),
  demand: fits<Demand>({
    members: {
      ...plain,
      summary: 'text',
      rate: 'function',
      dispersion: 'function',
      hasOwnRate: 'data',
      memory: 'function',
      cycle: 'function',
      replay: 'function',
      isMemoryless: 'data',
      create: 'function',
    },
    required: ['params', 'rate', 'dispersion', 'create'],
    toldBy: ['dispersion'],
    guard: guardDemand,
  }),
  dispatch: fits<Dispatch>({
    members: { ...named, weighs: 'text', pull: 'function' },
    required: ['params', 'create'],
    guard: guardDispatch,
  }),
  payment: fits<Payment>({
    members: { ...named, isWithinJob: 'data' },
    required: ['params', 'create'],
    guard: guardMoney,
  }),
  collateral: fits<Collateral>({ members: named, required: ['params', 'create'], guard: guardMoney }),
  chart: fits<AddedChart>({
    members: { kind: 'text', from: 'text', title: 'text', needs: 'text', applies: 'function', build: 'function' },
    required: ['from', 'needs', 'applies', 'build'],
    toldBy: ['applies'],
    guard: guardChart,
  }),
  evidence: fits<Evidence>({
    members: { ...plain, summary: 'text', weighs: 'function', fillsAfter: 'function', create: 'function' },
    required: ['params', 'weighs', 'fillsAfter', 'create'],
    toldBy: ['weighs'],
    guard: guardEvidence,
  }),
  sampling: fits<Sampling>({
    members: {
      ...plain,
      socket: 'text',
      summary: 'text',
      varies: 'function',
      check: 'function',
      cleanJobsMax: 'function',
      rateAfter: 'function',
    },
    required: ['params', 'varies', 'cleanJobsMax', 'rateAfter'],
    guard: guardSampling,
  }),
  hazard: fits<Hazard>({
    members: {
      ...plain,
      socket: 'text',
      summary: 'text',
      traits: 'function',
      capacity: 'function',
      check: 'function',
      create: 'function',
    },
    required: ['params', 'traits', 'create'],
    guard: guardHazard,
  }),
  distribution: fits<DistributionDefinition>({
    members: { ...plain, socket: 'text', create: 'function' },
    required: ['params', 'create'],
    guard: guardDistribution,
  }),
  mechanism: fits<Mechanism>({
    members: {
      ...plain,
      summary: 'text',
      traits: 'data',
      check: 'function',
      needs: 'function',
      draws: 'data',
      create: 'function',
      flights: 'data',
      assertersPerJob: 'function',
      validatorsPerJob: 'function',
      vouchersCompare: 'data',
      drawApart: 'function',
      extremes: 'function',
      levers: 'data',
      countedBy: 'text',
      round: 'function',
      piecesAlong: 'function',
      sums: 'function',
      coin: 'text',
      formulas: 'list',
    },
    required: ['params'],
    toldBy: ['create', 'round'],
    guard: guardMechanism,
  }),
};

/** Its types are held to the socket's own; what is asked of it knows none of them. */
function fits<Fitting extends Plug>(socket: Socket<Fitting>): Socket<Plug> {
  return socket as unknown as Socket<Plug>;
}

/** Which socket a plug is for. @param place  what follows its name where it is told. @throws PlugError when it fits into none */
export function sortOf(plug: unknown, place: string): Sort {
  const given = (typeof plug === 'object' && plug !== null ? plug : {}) as Record<string, unknown>;
  const name = typeof given.kind === 'string' ? `"${given.kind}"` : 'without a kind';
  const refuse = (rule: string) => new PlugError(`the plug ${name}${place} ${rule}`);
  const sort = findSort(given);
  if (!sort) throw refuse(`is no plug: ${listMarks()}`);
  if (typeof given.kind !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(given.kind)) {
    throw refuse('needs a kind in lower case, its words joined by hyphens, as in spot-audit');
  }
  const members: Readonly<Record<string, string>> = sockets[sort].members;
  const missing = ['title', ...sockets[sort].required].find((member) => given[member] === undefined);
  if (missing !== undefined) throw refuse(`is a ${sort} without ${missing}`);
  for (const [member, value] of Object.entries(given)) {
    const expected = members[member];
    if (expected === undefined) {
      throw refuse(`has a member ${member}, which no ${sort} has; known: ${Object.keys(members).join(', ')}`);
    }
    if (value !== undefined && !isA(expected, value)) throw refuse(`has a member ${member} that is no ${expected}`);
  }
  const { params } = given;
  if (!('params' in members)) return sort;
  if (!(params instanceof z.ZodObject)) throw refuse('needs params made with z.strictObject of zod 4');
  const named = [given.coin, given.countedBy, ...Object.values((given.levers as object | undefined) ?? {})];
  const stranger = named.find((one) => one !== undefined && !Object.hasOwn(params.shape, String(one)));
  if (stranger !== undefined) throw refuse(`names a parameter ${String(stranger)}, which its params do not have`);
  return sort;
}

/** By what it says of itself, or by members that no other has. */
function findSort(given: Record<string, unknown>): Sort | undefined {
  const sorts = Object.keys(sockets) as Sort[];
  if (given.socket !== undefined) return sorts.find((sort) => sort === given.socket);
  return sorts.find((sort) => sockets[sort].toldBy?.some((member) => member in given));
}

/** What tells one plug from another, in words. */
function listMarks(): string {
  const marks = Object.entries(sockets).map(([sort, { toldBy }]) => {
    return `a ${sort} has ${toldBy ? toldBy.join(' or ') : `socket: '${sort}'`}`;
  });
  return marks.join(', ');
}

function isA(expected: string, value: unknown): boolean {
  if (expected === 'text') return typeof value === 'string' && value !== '';
  if (expected === 'function') return typeof value === 'function';
  return expected === 'data' || Array.isArray(value);
}
