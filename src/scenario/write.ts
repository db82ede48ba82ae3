import { stringify } from 'yaml';
import { catalogueOf } from '../catalogue/catalogue.ts';
import { broughtPaths } from '../findings/axis-values.ts';
import { findLeaves, isRecord } from './numbers/leaves.ts';
import { isMoney } from './numbers/money.ts';
import { writePath } from './numbers/paths.ts';
import { readQuantity } from './numbers/quantity.ts';
import { shorten } from './schema/one-of.ts';
import { type Axis, type Scenario, sectionsOf } from './schema/scenario.ts';
import { schemasOf } from './schema/schema.ts';
import { labelOf } from './sweep/alternative-labels.ts';

/**
 * A scenario as YAML with every default written out; reading it again gives the same scenario, digest and money.
 *
 * @param money      what its amounts are in
 * @param schemaUrl  where editors find the schema; a first-line comment names it
 */
export function writeScenario(
  scenario: Scenario,
  { money = 'credits', schemaUrl }: { money?: 'USD' | 'credits'; schemaUrl?: string } = {},
): string {
  const { title, question, description, source, seed } = scenario;
  const { mechanism, market, players, coalition, payment, collateral } =
    money === 'USD' ? nameDollars(scenario) : scenario;
  const { sweep, replications, run, confidence, optimize, claims } = scenario;
  const { backing, ...others } = coalition;
  // Each alternative may mean a backing of its own; only one that was asked for is stated.
  const isOpen = backing === 'unanimous' && sweep.some(({ options }) => options);
  const document = {
    title,
    ...(question !== undefined && { question }),
    ...(description !== undefined && { description }),
    ...(source !== undefined && { source }),
    seed,
    mechanism,
    market: { ...market, demand: shorten(market.demand), dispatch: shorten(market.dispatch), ...writeLists(sweep) },
    players,
    coalition: isOpen ? others : coalition,
    payment: shorten(payment),
    collateral: shorten(collateral),
    sweep: Object.fromEntries(
      sweep.flatMap((axis) => (broughtPaths.includes(axis.path) ? [] : [[axis.path, writeAxis(axis)]])),
    ),
    replications,
    run,
    confidence,
    ...(optimize !== undefined && { optimize }),
    claims: claims.map((claim) => {
      const { condition: _, line: _line, column: _column, ...written } = claim;
      return written;
    }),
  };
  const modeline = schemaUrl === undefined ? '' : `# yaml-language-server: $schema=${schemaUrl}\n`;
  return modeline + stringify(document, { aliasDuplicateObjects: false, lineWidth: 100 });
}

/** The sections with `USD` behind their amounts, but for one that would be read as another number with it. */
function nameDollars(scenario: Scenario) {
  const sections = structuredClone(sectionsOf(scenario));
  for (const leaf of findLeaves(schemasOf(catalogueOf(scenario)).sections, { ...sections }).numbers.filter(isMoney)) {
    const { given, steps, isDefault } = leaf;
    if (typeof given !== 'number' || isDefault) continue;
    const text = `${given} USD`;
    if (readQuantity(text, 'credits').value === given) writePath(sections, steps, text);
  }
  return sections;
}

/** Kinds of jobs and groups of nodes stand in the market, as the file had them. */
function writeLists(sweep: readonly Axis[]): Record<string, unknown> {
  const lists = sweep.filter(({ path }) => broughtPaths.includes(path));
  const list = ({ values, options }: Axis) => values.map((name, i) => ({ name, ...(options![i] as object) }));
  return Object.fromEntries(lists.map((axis) => [axis.path.slice('market.'.length), list(axis)]));
}

function writeAxis({ values, options, search }: Axis): unknown {
  if (options) return options.map((option, i) => (isRecord(option) ? nameOption(values[i], option) : option));
  if (!search) return values;
  const { scale, isInteger: _, ...precision } = search;
  return { from: values[0], to: values[values.length - 1], steps: values.length, scale, search: precision };
}

/** A group of settings with its label, behind its kind where it has one, as people write it. */
function nameOption(name: unknown, { kind, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const isPlain = labelOf({ ...(kind !== undefined && { kind }), ...rest }) === name;
  return { ...(kind !== undefined && { kind }), ...(!isPlain && { name }), ...rest };
}
