/** The sections that make up a design point, read on their own: what one alternative makes of a file. */

import type { Catalogue } from '../../catalogue/catalogue.ts';
import { findLeaves, type Leaves } from '../numbers/leaves.ts';
import { readNumbers } from '../numbers/numbers.ts';
import { type PathProblem, pathOf } from '../problems/problems.ts';
import { explainIssue } from './issues.ts';
import { fillSections, type WrittenScenario } from './normalize.ts';
import { sectionNames } from './scenario.ts';
import { schemasOf } from './schema.ts';

/** A file's sections: as written, their leaves, and what is wrong with them. */
export interface Sections {
  written: Record<string, unknown>;
  leaves: Leaves;
  problems: PathProblem[];
  /** The full form, expressions in place; absent where there are problems. */
  full?: ReturnType<typeof fillSections>;
}

/** The sections of a file's data, to read by themselves; nothing in them is shared with it. */
export function pickSections(data: Record<string, unknown>): Record<string, unknown> {
  const names = sectionNames.filter((name) => data[name] !== undefined);
  return structuredClone(Object.fromEntries(names.map((name) => [name, data[name]])));
}

/**
 * Reads numbers, applies the schema and writes out the defaults of sections alone.
 *
 * @param isSilent  whether a path may be unknown because of another problem already reported
 */
export function readSections(
  written: Record<string, unknown>,
  isSilent: (path: string) => boolean,
  catalogue: Catalogue,
): Sections {
  const schema = schemasOf(catalogue).sections;
  const data = structuredClone(written);
  const leaves = findLeaves(schema, data);
  const parameters = new Map(leaves.numbers.map((leaf) => [leaf.path, leaf]));
  const { expressions, broken, problems } = readNumbers(data, leaves.numbers, parameters, isSilent);
  const checked = schema.safeParse(data);
  const bySteps = new Map(leaves.numbers.map((leaf) => [pathOf(leaf.steps), leaf]));
  const context = { schema, catalogue, data, leaves: bySteps };
  const explained = (checked.error?.issues ?? []).flatMap((issue) => explainIssue(issue, context));
  problems.push(...explained.filter(({ steps }) => !broken.has(pathOf(steps))));
  const sections: Sections = { written, leaves, problems };
  if (!checked.success || problems.length > 0) return sections;
  return { ...sections, full: fillSections(checked.data as unknown as WrittenScenario, expressions) };
}

/** Problems that were not there before. */
export function listNews(problems: readonly PathProblem[], before: readonly PathProblem[]): PathProblem[] {
  const known = new Set(before.map(({ message, steps }) => `${pathOf(steps)} ${message}`));
  return problems.filter(({ message, steps }) => !known.has(`${pathOf(steps)} ${message}`));
}
