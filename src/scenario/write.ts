import { stringify } from 'yaml';
import type { Axis, Scenario } from './scenario.ts';

/**
 * A scenario as YAML with every default written out; reading it again gives the same scenario and digest.
 *
 * @param schemaUrl  where editors find the schema; a first-line comment names it
 */
export function writeScenario(scenario: Scenario, schemaUrl?: string): string {
  const { title, question, description, source, seed, mechanism, market, players, coalition } = scenario;
  const { sweep, replications, run, confidence, optimize, claims } = scenario;
  const document = {
    title,
    ...(question !== undefined && { question }),
    ...(description !== undefined && { description }),
    ...(source !== undefined && { source }),
    seed,
    mechanism,
    market,
    players,
    coalition,
    sweep: Object.fromEntries(sweep.map((axis) => [axis.path, writeAxis(axis)])),
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

function writeAxis({ values, search }: Axis): unknown {
  if (!search) return values;
  const { scale, isInteger: _, ...precision } = search;
  return { from: values[0], to: values[values.length - 1], steps: values.length, scale, search: precision };
}
