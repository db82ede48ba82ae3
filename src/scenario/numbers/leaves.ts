/**
 * The numbers of a scenario: walks a schema and the data beside it and lists every place that holds, or could hold, one.
 *
 * What is listed can be swept, set from the command line, referred to by an expression and compared in a `where`.
 */
import { z } from 'zod';
import { pathOf, type Steps } from '../problems/problems.ts';
import type { ParameterUnit } from './quantity.ts';

/** A place for a number. */
export interface NumberLeaf {
  /** Canonical path; strategies by name: `players.asserter.cheaper-model.cost`. */
  path: string;
  steps: Steps;
  schema: z.ZodNumber;
  unit: ParameterUnit;
  description?: string;
  isChance?: true;
  /** What the data holds: a number, a quantity, an expression, or undefined. */
  given: unknown;
  /** Nothing was written and the value is an expression over other parameters. */
  isDefault: boolean;
  /** What stands there when nothing is written: a number, or an expression; undefined where something must be, or may be absent. */
  fallback?: unknown;
  /** Other parameters and the words of theirs with which this one is read; without it, it always is. */
  readWith?: Readonly<Record<string, readonly string[]>>;
  /** The schema and place to check as a whole when the number changes, because rules join it to its neighbours. */
  whole?: { steps: Steps; schema: z.ZodType };
}

/** A place for one word of several: it can be compared in a `where`. */
export interface WordLeaf {
  path: string;
  words: string[];
}

/** A place where one of several alternatives stands: words, or groups of settings that differ in shape. */
export interface ChoiceLeaf {
  path: string;
  steps: Steps;
  /** Alternatives that are a word, and kinds of those that are a group. */
  words: string[];
  /** What stands there when nothing is written. */
  fallback?: unknown;
}

/** All places found. */
export interface Leaves {
  numbers: NumberLeaf[];
  words: WordLeaf[];
  choices: ChoiceLeaf[];
}

interface Context {
  isDefault?: boolean;
  unit: ParameterUnit;
  description?: string;
  isChance?: true;
  readWith?: NumberLeaf['readWith'];
  fallback?: unknown;
  whole?: NumberLeaf['whole'];
  canonical: Steps;
  /** Items of lists are no choices: what differs there is the list. */
  isItem?: boolean;
}

/**
 * Lists the leaves of `data` under a schema, and writes into `data` what the walk learns: relative defaults as
 * expressions, a bare number for a distribution as a constant one, a bare kind as `{ kind }`, and defaults that hold
 * further parameters. Data that does not fit the schema is passed over; checking is the schema's work.
 *
 * @param unit  the unit of numbers that declare none
 */
export function findLeaves(schema: z.ZodType, data: Record<string, unknown>, unit: ParameterUnit = '1'): Leaves {
  const leaves: Leaves = { numbers: [], words: [], choices: [] };
  visit(schema, { value: data, write: () => {} }, [], { unit, canonical: [] }, leaves);
  return leaves;
}

interface Slot {
  value: unknown;
  write: (value: unknown) => void;
}

function visit(schema: z.ZodType, slot: Slot, steps: Steps, outer: Context, leaves: Leaves): void {
  const context = { ...outer, ...declared(schema) };
  const { relative } = schema.meta() ?? {};
  if (relative !== undefined) context.fallback = relative;
  if (schema instanceof z.ZodDefault) context.fallback = schema.def.defaultValue;
  if (slot.value === undefined && relative !== undefined) {
    fill(slot, relative);
    context.isDefault = true;
  }
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodEnum || schema instanceof z.ZodBoolean)
    addChoice(schema, steps, context, leaves);
  const descend = (inner: unknown, whole?: NumberLeaf['whole']) =>
    visit(inner as z.ZodType, slot, steps, whole ? { ...context, whole } : context, leaves);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    descend(schema.unwrap());
  } else if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    if (slot.value === undefined) fill(slot, structuredClone(schema.def.defaultValue));
    descend(schema.unwrap());
  } else if (schema instanceof z.ZodPipe) {
    fill(slot, expandShorthand(schema, slot.value));
    descend(schema.def.out, isChoice(schema) ? undefined : { steps, schema });
  } else if (schema instanceof z.ZodNumber) {
    addNumber(schema, slot, steps, context, leaves);
  } else if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) {
    addWord(schema, context, leaves);
  } else if (schema instanceof z.ZodUnion) {
    const option = chooseOption(schema, slot.value);
    if (option) descend(option);
  } else if (schema instanceof z.ZodObject) {
    visitObject(schema, slot, steps, context, leaves);
  } else if (Array.isArray(slot.value)) {
    for (const i of slot.value.keys()) {
      const item = schema instanceof z.ZodArray ? schema.element : schema instanceof z.ZodTuple && schema.def.items[i];
      if (item) visitItem(item as z.ZodType, slot.value, i, steps, context, leaves);
    }
  }
}

function visitObject(schema: z.ZodObject, slot: Slot, steps: Steps, context: Context, leaves: Leaves): void {
  const given = slot.value;
  if (!isRecord(given)) return;
  const hasRules = (schema.def.checks?.length ?? 0) > 0;
  const whole = context.whole ?? (hasRules ? { steps, schema } : undefined);
  for (const [key, child] of Object.entries(schema.shape)) {
    const fallback = isRecord(context.fallback) ? context.fallback[key] : undefined;
    const inner: Context = {
      unit: context.unit,
      canonical: [...context.canonical, key],
      ...(whole && { whole }),
      ...(fallback !== undefined && { fallback }),
    };
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    const write = (next: unknown) => {
      given[key] = next;
    };
    visit(child as z.ZodType, { value, write }, [...steps, key], inner, leaves);
  }
}

function visitItem(
  schema: z.ZodType,
  list: unknown[],
  i: number,
  steps: Steps,
  context: Context,
  leaves: Leaves,
): void {
  const write = (next: unknown) => {
    list[i] = next;
  };
  // A text where a number belongs is a quantity, and no name.
  const name = schema instanceof z.ZodNumber ? undefined : nameOf(list[i]);
  const canonical = [...context.canonical, name ?? i];
  visit(schema, { value: list[i], write }, [...steps, i], { ...context, canonical, isItem: true }, leaves);
}

/** What a strategy is called: its name, otherwise its kind. */
export function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  const { name, kind } = (isRecord(item) ? item : {}) as { name?: unknown; kind?: unknown };
  return typeof name === 'string' ? name : typeof kind === 'string' ? kind : undefined;
}

/** Whether data is a mapping. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addNumber(schema: z.ZodNumber, slot: Slot, steps: Steps, context: Context, leaves: Leaves): void {
  const { canonical, unit, description, isChance, readWith, fallback, whole, isDefault = false } = context;
  const details = {
    ...(description !== undefined && { description }),
    ...(isChance && { isChance }),
    ...(readWith && { readWith }),
    ...(fallback !== undefined && { fallback }),
    ...(whole && { whole }),
  };
  leaves.numbers.push({ path: pathOf(canonical), steps, schema, unit, given: slot.value, isDefault, ...details });
}

function addWord(schema: z.ZodEnum | z.ZodLiteral, { canonical }: Context, leaves: Leaves): void {
  const words = (schema instanceof z.ZodEnum ? schema.options : [...schema.values]).map(String);
  leaves.words.push({ path: pathOf(canonical), words });
}

function addChoice(
  schema: z.ZodUnion | z.ZodEnum | z.ZodBoolean,
  steps: Steps,
  { canonical, isItem, fallback }: Context,
  { choices }: Leaves,
): void {
  const path = pathOf(canonical);
  if (isItem || choices.some((choice) => choice.path === path)) return;
  const options = schema instanceof z.ZodUnion ? (schema.options as z.ZodType[]) : [schema];
  const words = options.flatMap((option): unknown[] => {
    if (option instanceof z.ZodEnum) return option.options;
    if (option instanceof z.ZodBoolean) return [true, false];
    const word = option instanceof z.ZodObject ? option.shape.kind : option;
    return word instanceof z.ZodLiteral ? [...word.values] : [];
  });
  choices.push({ path, steps, words: words.map(String), ...(fallback !== undefined && { fallback }) });
}

/** What a schema says of itself, for all that stands inside it. */
function declared(schema: z.ZodType): Partial<Context> {
  const { description, unit, isChance, readWith } = schema.meta() ?? {};
  return {
    ...(description !== undefined && { description }),
    ...(isChance && { isChance }),
    ...(readWith && { readWith }),
    ...(unit !== undefined && { unit }),
  };
}

/** A preprocessed schema is a choice by kind or, without that mark, a distribution, for which a number may stand. */
function expandShorthand(schema: z.ZodPipe, value: unknown): unknown {
  if (isChoice(schema)) return typeof value === 'string' ? { kind: value } : value;
  return typeof value === 'number' || typeof value === 'string' ? { kind: 'deterministic', value } : value;
}

function isChoice(schema: z.ZodType): boolean {
  return Object.hasOwn(schema.meta() ?? {}, 'shorthand');
}

/** The option of a union that data is meant for: by kind, or by being a list, a mapping or a scalar. */
function chooseOption(schema: z.ZodUnion, value: unknown): z.ZodType | undefined {
  const options = schema.options as z.ZodType[];
  if (schema instanceof z.ZodDiscriminatedUnion) {
    if (!isRecord(value)) return undefined;
    return options.find((option) => option instanceof z.ZodObject && isKind(option, value.kind));
  }
  if (Array.isArray(value))
    return options.find((option) => option instanceof z.ZodArray || option instanceof z.ZodTuple);
  if (isRecord(value)) {
    const mappings = options.filter((option) => option instanceof z.ZodObject);
    const matches = ({ shape }: z.ZodObject) => Object.keys(value).filter((key) => key in shape).length;
    return mappings.reduce<z.ZodObject | undefined>((a, b) => (a && matches(a) >= matches(b) ? a : b), undefined);
  }
  const word = options.find((option) => !(option instanceof z.ZodNumber) && option.safeParse(value).success);
  return (
    word ??
    options.find((option) => option instanceof z.ZodNumber) ??
    options.find((option) => option instanceof z.ZodEnum)
  );
}

function isKind(option: z.ZodObject, kind: unknown): boolean {
  const literal = option.shape.kind;
  return literal instanceof z.ZodLiteral && literal.values.has(kind as string);
}

function fill(slot: Slot, value: unknown): void {
  if (slot.value === value) return;
  slot.value = value;
  slot.write(value);
}
