import { z } from 'zod';

/** What a registry entry must have to be chosen by kind. */
export interface RegistryEntry {
  kind: string;
  params: z.ZodObject;
}

type VariantOf<Entry, Extra extends z.ZodRawShape> = Entry extends {
  kind: infer Kind extends string;
  params: z.ZodObject<infer Shape>;
}
  ? z.ZodObject<Shape & Extra & { kind: z.ZodLiteral<Kind> }, z.core.$strict>
  : never;

/** Metadata that marks a choice which a bare kind may stand for. */
interface ShorthandMeta {
  /** Lists those kinds for the JSON Schema; every start would take longer by trying each plug. */
  shorthand: () => string[];
}

/**
 * A schema in which `kind` selects an entry: it narrows types, refuses unknown kinds and misspelt keys.
 *
 * An entry without required parameters may be written as its bare kind: `honest` for `{ kind: honest }`.
 *
 * @param given  entries, each with its `kind` and `params`
 * @param extra  keys that every entry accepts beside its own parameters
 * @example
 * oneOf([{ kind: 'coin', params: z.strictObject({}) }]).parse('coin') // => { kind: 'coin' }
 */
export function oneOf<Entry extends RegistryEntry, Extra extends z.ZodRawShape = Record<never, never>>(
  given: Iterable<Entry>,
  extra?: Extra,
) {
  const entries = [...given];
  // `safeExtend` keeps rules between an entry's own parameters.
  const variants = entries.map(({ kind, params }) => params.safeExtend({ ...extra, kind: z.literal(kind) }));
  const shorthand = () => entries.filter(({ params }) => params.safeParse({}).success).map(({ kind }) => kind);
  type Variant = VariantOf<Entry, Extra>;
  const union = z.discriminatedUnion('kind', variants as unknown as [Variant, ...Variant[]]);
  return z
    .preprocess((written) => (typeof written === 'string' ? { kind: written } : written), union)
    .meta({ shorthand } satisfies ShorthandMeta);
}

/** A choice as short as a file may write it: a kind that has no parameters by itself. */
export function shorten(choice: unknown): unknown {
  if (typeof choice !== 'object' || choice === null || !('kind' in choice)) return choice;
  return Object.keys(choice).length === 1 ? choice.kind : choice;
}
