/**
 * Plugs of a user's own beside those of the program: checked when they come in, and asked with care from then on, so that
 * what goes wrong in one of them is said in its name.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Claim } from '../claims/define.ts';
import type { Demand } from '../market/demand.ts';
import type { MarketKit, Mechanism } from '../market/mechanism.ts';
import type { Strategy } from '../market/strategy.ts';
import { builtIn, type Catalogue, type Plugin } from './catalogue.ts';
import { claimsIn } from './claims.ts';

/** A plug, as `defineMechanism`, `defineStrategy`, `defineDemand` and `defineClaim` make it. */
export type Plug = Mechanism | Strategy | Demand | Claim;

/** A plug that cannot be used, or that failed when it was asked: its message names the plug and what it broke. */
export class PlugError extends Error {
  readonly code = 'plugin';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlugError';
  }
}

/**
 * A catalogue with plugs beside those that it has.
 *
 * Plugs that are handed over as values work in this thread only, since no code crosses to another; those that threads are
 * to load come from files: `loadPlugins`.
 *
 * @param of  where the plugs come from; when left out they are known by the text of their functions
 * @throws PlugError when something is no plug, or goes by a kind that is taken
 * @example
 * // await runScenario({ file: 'study.yaml', catalogue: extendCatalogue([spotAudit]) });
 */
export function extendCatalogue(
  plugs: readonly Plug[],
  { from = builtIn, of }: { from?: Catalogue; of?: Pick<Plugin, 'file' | 'sha256'> } = {},
): Catalogue {
  const mechanisms = new Map(from.mechanisms);
  const strategies = new Map(from.strategies);
  const demands = new Map(from.demands);
  const claims = new Map(claimsIn(from));
  const place = of?.file === undefined ? '' : ` of ${of.file}`;
  for (const plug of plugs) {
    const sort = sortOf(plug, place);
    const taken = { mechanism: mechanisms, strategy: strategies, demand: demands, claim: claims }[sort].get(plug.kind);
    if (taken) {
      const rule = `its kind is taken by "${taken.title}"; give one of them another kind`;
      throw new PlugError(`${sort} ${plug.kind} ("${plug.title}")${place}: ${rule}`);
    }
    if (sort === 'mechanism') mechanisms.set(plug.kind, guardMechanism(plug as Mechanism, place));
    else if (sort === 'strategy') strategies.set(plug.kind, guardStrategy(plug as Strategy, place));
    else if (sort === 'demand') demands.set(plug.kind, guardMembers(plug as Demand, `demand ${plug.kind}${place}`));
    else claims.set(plug.kind, plug as Claim);
  }
  const kinds = plugs.map(({ kind }) => kind);
  const plugin: Plugin = { kinds, ...(of ?? { sha256: hash(plugs.map(spell).join('\n')) }) };
  const addedClaims = [...claims.values()].slice(claimsIn(builtIn).size);
  return { ...from, mechanisms, strategies, demands, addedClaims, plugins: [...from.plugins, plugin] };
}

/** SHA-256 of a text or of bytes: 64 hexadecimal digits. */
export function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

type Sort = 'mechanism' | 'strategy' | 'demand' | 'claim';
type Shape<Socket> = Record<keyof Socket, 'text' | 'function' | 'list' | 'data'>;

/** What may stand in a plug of each sort; a member that is none of these would be read by nobody. */
const members: Readonly<Record<Sort, Readonly<Record<string, string>>>> = {
  mechanism: {
    kind: 'text',
    title: 'text',
    source: 'text',
    summary: 'text',
    params: 'data',
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
  } satisfies Shape<Mechanism>,
  strategy: {
    kind: 'text',
    title: 'text',
    roles: 'list',
    source: 'text',
    params: 'data',
    move: 'function',
    learn: 'function',
    traits: 'data',
  } satisfies Shape<Strategy>,
  demand: {
    kind: 'text',
    title: 'text',
    source: 'text',
    summary: 'text',
    params: 'data',
    rate: 'function',
    dispersion: 'function',
    isMemoryless: 'data',
    create: 'function',
  } satisfies Shape<Demand>,
  claim: {
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
    withoutStageGame: 'function',
  } satisfies Shape<Claim>,
};

const required: Readonly<Record<Sort, readonly string[]>> = {
  mechanism: ['kind', 'title', 'params'],
  strategy: ['kind', 'title', 'params', 'roles', 'move'],
  demand: ['kind', 'title', 'params', 'rate', 'dispersion', 'create'],
  claim: ['kind', 'title', 'params', 'say', 'judge'],
};

/** Which socket a plug is for. @throws PlugError when it fits into none */
function sortOf(plug: unknown, place: string): Sort {
  const given = (typeof plug === 'object' && plug !== null ? plug : {}) as Record<string, unknown>;
  const name = typeof given.kind === 'string' ? `"${given.kind}"` : 'without a kind';
  const refuse = (rule: string) => new PlugError(`the plug ${name}${place} ${rule}`);
  const sort =
    'judge' in given ? 'claim' : 'move' in given ? 'strategy' : 'dispersion' in given ? 'demand' : 'mechanism';
  if (sort === 'mechanism' && !('create' in given) && !('round' in given)) {
    throw refuse(
      'is no plug: a mechanism has create or round, a strategy has move, a demand has rate and dispersion, a claim has judge',
    );
  }
  if (typeof given.kind !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(given.kind)) {
    throw refuse('needs a kind in lower case, its words joined by hyphens, as in spot-audit');
  }
  const missing = required[sort].find((member) => given[member] === undefined);
  if (missing !== undefined) throw refuse(`is a ${sort} without ${missing}`);
  for (const [member, value] of Object.entries(given)) {
    const expected = members[sort][member];
    if (expected === undefined) {
      throw refuse(`has a member ${member}, which no ${sort} has; known: ${Object.keys(members[sort]).join(', ')}`);
    }
    if (value !== undefined && !isA(expected, value)) throw refuse(`has a member ${member} that is no ${expected}`);
  }
  const { params } = given;
  if (!(params instanceof z.ZodObject)) throw refuse('needs params made with z.strictObject of zod 4');
  const named = [given.coin, given.countedBy, ...Object.values((given.levers as object | undefined) ?? {})];
  const stranger = named.find((one) => one !== undefined && !Object.hasOwn(params.shape, String(one)));
  if (stranger !== undefined) throw refuse(`names a parameter ${String(stranger)}, which its params do not have`);
  return sort;
}

function isA(expected: string, value: unknown): boolean {
  if (expected === 'text') return typeof value === 'string' && value !== '';
  if (expected === 'function') return typeof value === 'function';
  return expected === 'data' || Array.isArray(value);
}

/** A mechanism whose parameters nobody changes, and whose failures name it. */
function guardMechanism(mechanism: Mechanism, place: string): Mechanism {
  const name = `mechanism ${mechanism.kind}${place}`;
  const { create } = mechanism;
  return {
    ...guardMembers({ ...mechanism, check: mechanism.check ?? (() => []) }, name),
    ...(create && {
      create: (kit: MarketKit) =>
        guardMembers(
          ask(name, 'create', () => create(countChallenges(kit, name))),
          name,
        ),
    }),
  };
}

/** More challenges of one job than any rule needs: without a bound a job that is never settled would go on for ever. */
const challengesMax = 1000;

function countChallenges(kit: MarketKit, name: string): MarketKit {
  const counts = new Map<number, number>();
  return {
    ...kit,
    challenge: (slot, count, planted) => {
      const times = (counts.get(slot) ?? 0) + 1;
      counts.set(slot, times);
      if (times <= challengesMax) return kit.challenge(slot, count, planted);
      throw new PlugError(`${name}: never settles a job: it has challenged one ${challengesMax} times`);
    },
    settle: (slot, settlement, facts) => {
      counts.delete(slot);
      kit.settle(slot, settlement, facts);
    },
  };
}

function guardStrategy(strategy: Strategy, place: string): Strategy {
  return guardMembers(strategy, `strategy ${strategy.kind}${place}`);
}

/** The same with every function of it guarded. */
function guardMembers<Guarded extends object>(plug: Guarded, name: string): Guarded {
  const guarded = Object.entries(plug).map(([member, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [member, value];
    return [
      member,
      (...given: unknown[]): unknown => {
        freezeChoices(given[0]);
        return ask(name, member, () => value.apply(plug, given) as unknown);
      },
    ];
  });
  return Object.fromEntries(guarded) as Guarded;
}

function ask<Answer>(name: string, member: string, question: () => Answer): Answer {
  try {
    return question();
  } catch (error) {
    if (error instanceof PlugError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new PlugError(`${name}: its ${member} failed: ${message}`, { cause: error });
  }
}

const frozen = new WeakSet<object>();

/** Parameters are what the file says as long as a study lasts: whoever writes to them fails. */
function freezeChoices(given: unknown): void {
  const { mechanism } = (typeof given === 'object' && given !== null ? given : {}) as { mechanism?: unknown };
  if (typeof mechanism !== 'object' || mechanism === null || frozen.has(mechanism)) return;
  frozen.add(mechanism);
  freezeDeep(mechanism);
}

function freezeDeep(value: object): void {
  Object.freeze(value);
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freezeDeep(inner);
}

/** What a plug is, as text: its functions by what they say, not by what they close over. */
function spell(plug: object): string {
  return Object.entries(plug)
    .map(([member, value]: [string, unknown]) => {
      if (value instanceof z.ZodType)
        return `${member} ${JSON.stringify(z.toJSONSchema(value, { io: 'input', unrepresentable: 'any' }))}`;
      return `${member} ${typeof value === 'function' ? String(value) : JSON.stringify(value)}`;
    })
    .sort()
    .join('\n');
}
