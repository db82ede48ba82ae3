import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { oneOf } from '../../src/scenario/schema/one-of.ts';

const registry = {
  coin: {
    kind: 'coin' as const,
    params: z.strictObject({ bias: z.number().default(0.5).describe('Chance of heads.') }),
  },
  die: { kind: 'die' as const, params: z.strictObject({ sides: z.int().min(2) }) },
};

describe('oneOf', () => {
  const schema = oneOf(Object.values(registry), { name: z.string().optional() });

  it('narrows by kind', () => {
    const toss = schema.parse({ kind: 'die', sides: 6 });
    if (toss.kind === 'die') expectTypeOf(toss.sides).toEqualTypeOf<number>();
    if (toss.kind === 'coin') expectTypeOf(toss.bias).toEqualTypeOf<number>();
    expectTypeOf(toss.kind).toEqualTypeOf<'coin' | 'die'>();
    expect(toss).toEqual({ kind: 'die', sides: 6 });
  });

  it('fills in defaults, takes the extra keys and a bare kind', () => {
    expect(schema.parse({ kind: 'coin', name: 'mine' })).toEqual({ kind: 'coin', bias: 0.5, name: 'mine' });
    expect(schema.parse('coin')).toEqual({ kind: 'coin', bias: 0.5 });
    expect((schema.meta() as { shorthand: () => string[] }).shorthand()).toEqual(['coin']);
  });

  it('refuses unknown kinds, misspelt keys, and a bare kind that needs parameters', () => {
    expect(schema.safeParse('dice').error?.issues[0].path).toEqual(['kind']);
    expect(schema.safeParse({ kind: 'coin', bais: 1 }).error?.issues[0].code).toBe('unrecognized_keys');
    expect(schema.safeParse('die').error?.issues[0].path).toEqual(['sides']);
  });

  it('keeps rules between parameters', () => {
    const ruled = z.strictObject({ low: z.number(), high: z.number() }).refine(({ low, high }) => low < high);
    expect(oneOf([{ kind: 'range', params: ruled }]).safeParse({ kind: 'range', low: 2, high: 1 }).success).toBe(false);
  });

  it('emits defaults and descriptions as JSON Schema', () => {
    const json = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
    expect(json.oneOf?.[0]).toMatchObject({
      properties: { bias: { default: 0.5, description: 'Chance of heads.' }, kind: { const: 'coin' } },
      required: ['kind'],
      additionalProperties: false,
    });
  });
});
