/** Everything a scenario or a report can name, from a catalogue, for `posp list` and `posp explain`. */
import { z } from 'zod';
import { builtIn, type Catalogue } from '../catalogue/catalogue.ts';
import { claimsIn } from '../catalogue/claims.ts';
import { plugged } from '../market/settings.ts';
import { galleryOf } from '../report/gallery.ts';
import { currentPath } from '../scenario/numbers/older-names.ts';
import { shorten } from '../scenario/schema/one-of.ts';
import { openMechanisms } from '../scenario/schema/schema.ts';
import { listDetections, listHardware, listModels } from './fleet.ts';
import { listSections } from './sections.ts';
import { words } from './words.ts';

/** A name and what is known of it. */
export interface Entry {
  kind: string;
  title: string;
  /** One paragraph. */
  summary?: string;
  source?: string;
  roles?: readonly string[];
  /** Of strategies: it chooses among moves by a past. */
  play?: unknown;
  params?: z.ZodType;
  /** Closed forms known for it. */
  formulas?: readonly { of: string; text: string; source: string }[];
}

/** Lists of entries, by what they list. */
export type Lists = Readonly<
  Record<
    | 'mechanisms'
    | 'strategies'
    | 'demand'
    | 'dispatch'
    | 'evidence'
    | 'sampling'
    | 'payment'
    | 'collateral'
    | 'hazards'
    | 'claims'
    | 'distributions'
    | 'charts'
    | 'hardware'
    | 'models'
    | 'detections'
    | 'sections'
    | 'words',
    readonly Entry[]
  >
>;

const known = new WeakMap<Catalogue, Lists>();

/** Everything that has a name where a catalogue is used. */
export function listsOf(catalogue: Catalogue = builtIn): Lists {
  let lists = known.get(catalogue);
  if (!lists) {
    lists = {
      mechanisms: openMechanisms(catalogue),
      strategies: [...catalogue.strategies.values()],
      demand: [...catalogue.demands.values()],
      dispatch: [...catalogue.dispatches.values()],
      evidence: [...catalogue.evidences.values()],
      sampling: [...catalogue.samplings.values()],
      payment: [...catalogue.payments.values()],
      collateral: [...catalogue.collaterals.values()],
      hazards: [...catalogue.hazards.values()],
      claims: [...claimsIn(catalogue).values()],
      distributions: [...catalogue.distributions.values()],
      charts: galleryOf({ [plugged]: catalogue }).map(({ kind, title, needs }) => ({
        kind,
        title,
        summary: `It needs ${needs}.`,
      })),
      hardware: listHardware(),
      models: listModels(),
      detections: listDetections(),
      sections: listSections(catalogue),
      words,
    };
    known.set(catalogue, lists);
  }
  return lists;
}

/** The market's parameters, which have a page of their own in the reference. */
export function marketOf({ sections }: Lists): Entry {
  return sections.find(({ kind }) => kind === 'market')!;
}

/** Every name that can be explained. */
export function listNames(lists: Lists): string[] {
  return [...new Set(Object.values(lists).flatMap((entries) => entries.map(({ kind }) => kind)))];
}

/** Paths of the market's and every mechanism's parameters, as in `market.stake`. */
export function listPaths(lists: Lists): string[] {
  const paths = (section: string, { params }: Entry) =>
    params ? listParameters(params).map(({ name }) => `${section}.${name}`) : [];
  const ofMechanisms = lists.mechanisms.flatMap((entry) => paths('mechanism', entry));
  return [...new Set([...paths('market', marketOf(lists)), ...ofMechanisms, 'coalition.fraction', 'coalition.size'])];
}

/** One line of a parameter table. */
export interface Parameter {
  name: string;
  values: string;
  /** What it is when left out, or `required`. */
  default: string;
  unit: string;
  description: string;
}

/** The parameters of a schema, read from its JSON Schema and the units it carries. */
export function listParameters(schema: z.ZodType): Parameter[] {
  return parametersOf(toJson(schema), '');
}

/** The same, each followed by those inside it, as `detector.falseAlarm` inside `detector`; what is one value is its own. */
export function listFields({ kind, params }: Entry): Parameter[] {
  if (!params) return [];
  const node = toJson(params);
  const fields = [...fieldsOf(node, '')];
  const isOneValue = fields.length === 0 && node.type !== 'object' && !isChoiceOfKinds(node);
  if (isOneValue) return [parameterOf(kind, node, false)];
  // Alternatives of a parameter may share fields; what the first says of one holds.
  return fields.filter(({ name }, i) => fields.findIndex((other) => other.name === name) === i);
}

/** The last words of all parameters' paths, by which {@link findFields} finds them. */
export function listFieldNames({ sections, mechanisms }: Lists): string[] {
  const entries = [...sections, ...mechanisms];
  const names = entries.flatMap((entry) => listFields(entry).map(({ name }) => name.split('.').at(-1)!));
  return [...new Set(names)];
}

/** A parameter by its path in a scenario, with those inside it, and what has it where not every scenario does. */
export interface FoundField {
  path: string;
  /** The mechanism it belongs to. */
  of?: Entry;
  fields: Parameter[];
}

/** Parameters whose path is the given one, or ends with it: `market.stake`, `stake`, `detector.miss`. */
export function findFields({ sections, mechanisms }: Lists, name: string): FoundField[] {
  const path = currentPath(name);
  const places = [
    ...sections.map((entry) => ({ entry, section: entry.kind })),
    ...mechanisms.map((entry) => ({ entry, section: 'mechanism', of: entry })),
  ];
  return places.flatMap(({ entry, section, of }: { entry: Entry; section: string; of?: Entry }) => {
    const fields = listFields(entry);
    const isMeant = ({ name }: Parameter) => `.${section}.${name}`.endsWith(`.${path}`);
    return fields.filter(isMeant).map(({ name }): FoundField => {
      const inside = fields.filter((field) => field.name === name || field.name.startsWith(`${name}.`));
      return { path: `${section}.${name}`, ...(of && { of }), fields: inside };
    });
  });
}

type Node = z.core.JSONSchema.BaseSchema & { unit?: string; relative?: string };

function toJson(schema: z.ZodType): Node {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
}

function* fieldsOf(node: Node, prefix: string): Generator<Parameter> {
  // What stands in a list, and what has a name of its own to be explained by, are not looked into.
  if (isChoiceOfKinds(node)) return;
  const { properties = {}, additionalProperties } = node;
  for (const parameter of parametersOf(node, prefix)) {
    yield parameter;
    const name = parameter.name.slice(prefix.length);
    yield* fieldsOf(properties[name] as Node, `${parameter.name}.`);
  }
  if (typeof additionalProperties === 'object') {
    const inner = additionalProperties as Node;
    yield { ...parameterOf(`${prefix}<path>`, inner, false), description: 'Values of the parameter at that path.' };
    yield* fieldsOf(inner, `${prefix}<path>.`);
  }
  for (const variant of node.anyOf ?? node.oneOf ?? []) yield* fieldsOf(variant, prefix);
}

function parametersOf({ properties = {}, required = [] }: Node, prefix: string): Parameter[] {
  return Object.entries(properties).map(([name, property]) => {
    return parameterOf(prefix + name, property as Node, required.includes(name));
  });
}

function parameterOf(name: string, { description, unit, relative, ...rest }: Node, isRequired: boolean): Parameter {
  const fallback = relative ?? (rest.default === undefined ? undefined : JSON.stringify(shorten(rest.default)));
  return {
    name,
    values: describeValues(rest),
    default: fallback ?? (isRequired ? 'required' : 'none'),
    unit: unit === undefined || unit === '1' || unit === 'count' ? '' : unit,
    description: description ?? '',
  };
}

function isChoiceOfKinds(node: Node): boolean {
  const variants = (node.anyOf ?? node.oneOf ?? []) as Node[];
  return (
    variants.length > 0 &&
    variants.every(({ properties }) => (properties?.kind as Node | undefined)?.const !== undefined)
  );
}

function describeValues(schema: z.core.JSONSchema.BaseSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.isDistribution) return 'a distribution';
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (isChoiceOfKinds(schema))
    return alternatives!.map(({ properties }) => (properties!.kind as Node).const).join(' | ');
  if (alternatives) return alternatives.map((one) => describeValues(one)).join(' | ');
  if (schema.type === 'object')
    return Object.keys(schema.properties ?? {})
      .map((key) => `{ ${key} }`)
      .join(', ');
  if (schema.type === 'array') return 'list';
  const whole = schema.type === 'integer' ? 'whole number' : String(schema.type ?? 'any');
  return schema.type === 'integer' || schema.type === 'number' ? whole + describeLimits(schema) : whole;
}

function describeLimits({
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
}: z.core.JSONSchema.BaseSchema): string {
  if (exclusiveMaximum !== undefined)
    return ` in ${exclusiveMinimum === undefined ? `[${minimum}` : `(${exclusiveMinimum}`}, ${exclusiveMaximum})`;
  const most = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (exclusiveMinimum !== undefined) return ` > ${exclusiveMinimum}`;
  const least = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least !== undefined && most !== undefined) return ` in [${least}, ${most}]`;
  if (least !== undefined) return ` >= ${least}`;
  return most === undefined ? '' : ` <= ${most}`;
}
