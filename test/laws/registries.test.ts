/** Every entry of every registry says what it is, where it comes from and what its parameters mean. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as claims from '../../src/claims/index.ts';
import * as distributions from '../../src/kernel/distributions/index.ts';
import { marketParams } from '../../src/market/params.ts';
import type { Strategy } from '../../src/market/strategy.ts';
import * as mechanisms from '../../src/mechanisms/index.ts';
import * as collaterals from '../../src/plugs/collateral/index.ts';
import * as demands from '../../src/plugs/demand/index.ts';
import * as dispatches from '../../src/plugs/dispatch/index.ts';
import * as evidences from '../../src/plugs/evidence/index.ts';
import * as hazards from '../../src/plugs/hazards/index.ts';
import * as payments from '../../src/plugs/payment/index.ts';
import * as samplings from '../../src/plugs/sampling/index.ts';
import { findCalled, labelOf, pathOfSymbol } from '../../src/scenario/schema/parameter-labels.ts';
import * as strategies from '../../src/strategies/index.ts';
import { claimWindow } from '../fixtures/claim-window.ts';
import { delayed, prepaid } from '../fixtures/payments.ts';
import { declared } from '../fixtures/settings.ts';
import { sharedStake } from '../fixtures/shared-stake.ts';
import { spotAudit } from '../fixtures/spot-audit.ts';

const fixtures = { delayed, prepaid, sharedStake };
const registries = {
  mechanisms,
  strategies,
  demands,
  dispatches,
  evidences,
  samplings,
  hazards,
  payments,
  collaterals,
  claims,
  distributions,
};
const entries = [
  mechanisms,
  { spotAudit, claimWindow },
  strategies,
  demands,
  dispatches,
  evidences,
  samplings,
  hazards,
  payments,
  collaterals,
  fixtures,
].flatMap((registry) => Object.values(registry).map((entry) => [entry.kind, entry] as const));

const units = ['credits', '1', 'count', 's', '1/s'];

interface Node {
  type?: string;
  description?: string;
  unit?: string;
  symbol?: string;
  name?: string;
  anyOf?: Node[];
  properties?: Record<string, Node>;
}

/** Every parameter of a schema with its path; a choice between shapes counts as its parts. */
function listParameters(schema: Node, path = ''): [string, Node][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, node]): [string, Node][] => {
    const here = `${path}${name}`;
    const parts = [node, ...(node.anyOf ?? [])].flatMap((part) => listParameters(part, `${here}.`));
    return [[here, node], ...parts];
  });
}

function describeSchema(params: z.ZodType): [string, Node][] {
  return listParameters(z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }) as Node);
}

test.each(Object.entries(registries))('%s have kinds of their own, each the name it is exported by', (_, registry) => {
  const kinds = Object.values(registry).map(({ kind }) => kind);
  expect(kinds.length).toBeGreaterThan(0);
  expect(new Set(kinds).size).toBe(kinds.length);
  for (const [name, { kind }] of Object.entries(registry)) {
    expect(name).toBe(kind.replace(/-(\w)/g, (_hyphen: string, letter: string) => letter.toUpperCase()));
  }
});

describe.each(entries)('%s', (kind, entry) => {
  test('is written in lower case with hyphens and has a title and a source', () => {
    expect(kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(entry.title).toMatch(/^[A-Z]/);
    expect(entry.source.length).toBeGreaterThan(10);
  });

  test('describes every parameter, and gives every number a unit', () => {
    for (const [path, node] of describeSchema(entry.params)) {
      if (path.endsWith('.kind')) continue;
      expect(node.description, path).toMatch(/.{10}/);
      if (node.type === 'number' || node.type === 'integer') expect(units, path).toContain(node.unit);
      if (node.type === 'integer') expect(node.unit, path).toBe('count');
    }
  });

  test('refuses a parameter it does not know', () => {
    expect(entry.params.safeParse({ misspelt: 1 }).success).toBe(false);
  });
});

test('the market describes every parameter, and gives every number a unit', () => {
  for (const [path, node] of describeSchema(marketParams)) {
    if (path.includes('Seconds.') || path.startsWith('speed.') || path.endsWith('.kind')) continue;
    expect(node.description, path).toMatch(/.{10}/);
    if (node.type === 'number' || node.type === 'integer') expect(units, path).toContain(node.unit);
  }
});

test('the laws play every strategy in every role it has, but for those that go by a past, of which no round knows what to expect', () => {
  for (const { kind, roles, play } of Object.values(strategies) as Strategy[]) {
    if (play) continue;
    for (const role of roles) expect(declared[role].map((spec) => spec.kind)).toContain(kind);
  }
});

describe('what parameters are called', () => {
  const places = [
    ...describeSchema(marketParams).map(([path, node]) => [`market.${path}`, node] as const),
    ...Object.values(mechanisms).flatMap(({ params }) =>
      describeSchema(params).map(([path, node]) => [`mechanism.${path}`, node] as const),
    ),
  ];

  test('a symbol is of one parameter, and the sentence that explains it has it in brackets', () => {
    const symbols = places.filter(([, { symbol }]) => symbol !== undefined);
    expect(new Set(symbols.map(([path]) => path)).size).toBeGreaterThan(10);
    for (const [path, { symbol, description }] of symbols) {
      expect(description, path).toContain(`(${symbol})`);
      expect(findCalled(symbol!)).toEqual([path]);
      expect(pathOfSymbol(symbol!)).toBe(path);
    }
  });

  test('mechanisms that say what a parameter of one path is called say the same', () => {
    for (const [path, { name, symbol }] of places) {
      if (name !== undefined) expect(labelOf(path).name, path).toBe(name);
      if (symbol !== undefined) expect(labelOf(path).symbol, path).toBe(symbol);
    }
  });
});
