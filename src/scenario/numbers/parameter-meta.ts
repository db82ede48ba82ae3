/** What parameters say of themselves in their schemas: unit, name, symbol, and when they are read. */
import { z } from 'zod';
import type { ParameterUnit } from './quantity.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** What its number is in. */
    unit?: ParameterUnit;
    /** Whether it is a probability and no other share. */
    isChance?: true;
    /** What tables, axes and headlines call it; its path's last word, split at capitals, when left out. */
    name?: string;
    /** What the theory calls it; tables print it and `where` clauses may write it. No two parameters share one. */
    symbol?: string;
    /** What an axis says it is in, `share of jobs`; of amounts what stands behind their money, `per job`. */
    axisUnit?: string;
    /** The expression that it follows when nothing is written. */
    relative?: string;
    /** Where else in its section it may be written, as `sampling.floor`: an editor does not ask for it then. */
    otherwise?: string;
    /** Other parameters and the words of theirs with which this one is read; without it, it always is. */
    readWith?: Readonly<Record<string, readonly string[]>>;
  }
}

/** The schema inside one that only adds a default, a shorthand, or that nothing need be written. */
export function innerOf(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.def.out as z.ZodType;
  const isWrapped =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return isWrapped ? (schema.unwrap() as z.ZodType) : undefined;
}
