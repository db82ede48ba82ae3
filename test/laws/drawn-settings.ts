/**
 * Design points drawn at random for any mechanism: its parameters are made from its own schema, so that a new mechanism
 * meets every law without a line written here.
 */
import fc from 'fast-check';
import { z } from 'zod';
import { builtIn, withCatalogue } from '../../src/catalogue/catalogue.ts';
import type { Mechanism } from '../../src/market/mechanism.ts';
import type { Arm, Settings } from '../../src/market/settings.ts';
import { asserterArm, buildSettings, declared, honestArm, validatorArm } from '../fixtures/settings.ts';

/** Every arm of the declared strategies, against every profile. */
export const arms: readonly Arm[] = (['coalition', 'all-honest', 'all-deviating'] as const).flatMap((against) => [
  ...(against === 'all-deviating' ? [] : [{ ...honestArm, against }]),
  ...declared.asserter.map(({ name }) => asserterArm(name, against)),
  ...declared.validator.map(({ name }) => validatorArm(name, against)),
]);

/** Mechanism parameters as its defaults leave them, with round figures where a value is required. */
export function settingsByDefault(mechanism: Mechanism, overrides: Parameters<typeof buildSettings>[0] = {}): Settings {
  const { properties } = z.toJSONSchema(mechanism.params, { io: 'input', unrepresentable: 'any' });
  const known = Object.keys(properties ?? {});
  const wanted = { challengeProbability: 0.2, validatorReward: 1.2, slashAmount: 10, ...overrides.mechanism };
  const settings = buildSettings({ ...overrides, mechanism: {} });
  const params = Object.fromEntries(Object.entries(wanted).filter(([name]) => known.includes(name)));
  return playBy(mechanism, { ...settings, mechanism: { kind: mechanism.kind, ...mechanism.params.parse(params) } });
}

/** Settings whose mechanism is looked up where it is, in the registry or not. */
function playBy(mechanism: Mechanism, settings: Settings): Settings {
  if (builtIn.mechanisms.get(mechanism.kind) === mechanism) return settings;
  const mechanisms = new Map([...builtIn.mechanisms, [mechanism.kind, mechanism]]);
  return withCatalogue(settings, { ...builtIn, mechanisms });
}

/** `count` design points that the mechanism accepts, the same for the same seed. */
export function drawSettings(mechanism: Mechanism, count: number, seed: number, jobs: number): Settings[] {
  const schema = z.toJSONSchema(mechanism.params, { io: 'input', unrepresentable: 'any' });
  const params = arbitraryOf(schema as JsonSchema) as fc.Arbitrary<Record<string, unknown>>;
  const point = fc.record({ params, market, coalition, independent: unit });
  const accepted = point
    .filter((drawn) => mechanism.params.safeParse(drawn.params).success)
    .map((drawn) => {
      const size = Math.min(drawn.coalition.size, drawn.market.nodeCount);
      const fraction = drawn.params.draw === 'independent' ? drawn.independent : size / drawn.market.nodeCount;
      const settings = buildSettings({
        market: drawn.market,
        coalition: { ...drawn.coalition, size, fraction: size === 0 ? 0 : fraction },
        run: { jobs },
      });
      const chosen = { kind: mechanism.kind, ...mechanism.params.parse(drawn.params) };
      return playBy(mechanism, { ...settings, mechanism: chosen });
    })
    .filter((settings) => mechanism.check(settings).length === 0);
  return fc.sample(accepted, { numRuns: count, seed });
}

// Multiples of a millionth, edges included: an amount below the ledger's unit of 1e-9 credits is no amount in the market.
const unit = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1) },
);
const credits = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 20_000_000 }).map((millionths) => millionths / 1e6) },
  { weight: 1, arbitrary: fc.constant(0) },
);

const market = fc.integer({ min: 20, max: 60 }).chain((nodeCount) =>
  fc.record({
    nodeCount: fc.constant(nodeCount),
    // A tenth of the capacity, so that even replicated verification leaves the queues stable.
    jobsPerSecond: fc.constant(0.1 * nodeCount),
    computeCost: credits,
    verificationCost: credits,
    reward: credits,
    stake: fc.constantFrom(0, 3, 1000),
    outsideGain: credits,
    guessProbability: unit,
    detector: fc.record({ falseAlarm: unit, miss: unit }),
  }),
);

const coalition = fc.record({
  size: fc.constantFrom(0, 0, 6, 10, 20),
  backing: fc.constantFrom('unanimous' as const, 'committed' as const),
});

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  unit?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(arbitraryOf));
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer') {
    const min = schema.minimum ?? 0;
    return fc.integer({ min, max: Math.min(schema.maximum ?? min + 4, min + 4) });
  }
  if (schema.type === 'number') return schema.unit === '1' ? unit : credits;
  if (schema.type === 'object') {
    // What is plugged in has laws of its own.
    const properties = Object.entries(schema.properties ?? {}).filter(
      ([name]) => !['evidence', 'sampling'].includes(name),
    );
    const requiredKeys = schema.required ?? [];
    return fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, arbitraryOf(inner)])), {
      requiredKeys,
    });
  }
  throw new RangeError(`no way to draw a value for ${JSON.stringify(schema)}`);
}
