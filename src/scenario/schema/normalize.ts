import { type Catalogue, withCatalogue } from '../../catalogue/catalogue.ts';
import { accountingIn } from '../../catalogue/needs.ts';
import { commitsMembers } from '../../market/money/accounting.ts';
import { writePath } from '../numbers/paths.ts';
import { completeRole } from './roles.ts';
import {
  type Axis,
  type ClaimSpec,
  type ReplicationSettings,
  type Scenario,
  type Sections,
  sectionsOf,
} from './scenario.ts';

/** A scenario as the schema returns it: defaults filled in, expressions replaced by their values at the base point. */
export type WrittenScenario = Omit<Scenario, 'sweep' | 'replications' | 'claims'> & {
  $schema?: string;
  sweep: unknown;
  claims: unknown;
  replications: number | ReplicationSettings;
};

/** What the rules worked out beside the schema. */
export interface NormalizeParts {
  /** Text of expressions by dotted path of where they stand. */
  expressions: ReadonlyMap<string, string>;
  axes: Axis[];
  claims: ClaimSpec[];
  /** Where its kinds are looked up. */
  catalogue: Catalogue;
}

/** The full form of a checked scenario: shorthand expanded, every default written out, expressions back in place. */
export function normalize(
  written: WrittenScenario,
  { expressions, axes, claims, catalogue }: NormalizeParts,
): Scenario {
  const { $schema: _, sweep: _axes, claims: _claims, replications, run, ...rest } = written;
  const { coalition, ...filled } = fillSections(rest, expressions);
  const isSwept = axes.some(({ path }) => path === 'coalition.size');
  const isGiven = isSwept || coalition.fraction !== undefined || coalition.size !== undefined;
  // Where alternatives are swept, each may mean a backing of its own: it is settled when one is chosen.
  const isSettled = !axes.some(({ options }) => options);
  const isCommitted = isSettled && commitsMembers(accountingIn(filled.mechanism, catalogue));
  const scenario: Scenario = kindFirst({
    ...structuredClone(rest),
    ...filled,
    coalition: { ...(isGiven ? {} : { fraction: 0 }), ...coalition, ...(isCommitted && { backing: 'committed' }) },
    sweep: axes,
    replications:
      typeof replications === 'number' ? { min: replications, max: replications, halfWidth: null } : replications,
    claims,
    run: limitRun(run),
  });
  return withCatalogue(scenario, catalogue);
}

/** A run lasts so many jobs or so long, never both. */
function limitRun({ jobs, ...run }: Scenario['run']): Scenario['run'] {
  return run.seconds === undefined && jobs !== undefined ? { jobs, ...run } : run;
}

/** The sections of a design point in full, but for what depends on the sweep. */
export function fillSections(sections: Sections, expressions: ReadonlyMap<string, string>): Sections {
  const filled = structuredClone(sectionsOf(sections));
  // Positions in lists are still those of the file here; `honest` is put in afterwards.
  for (const [path, text] of expressions) {
    if (Object.hasOwn(filled, path.split('.')[0])) writePath(filled, path.split('.'), text);
  }
  const { asserter, validator } = filled.players;
  const completed = { asserter: completeRole(asserter), validator: completeRole(validator) };
  return kindFirst({ ...filled, players: { ...filled.players, ...completed } });
}

/** The same data with `kind` and `name` before what they introduce, as people write it. */
function kindFirst<Data>(data: Data): Data {
  if (Array.isArray(data)) return data.map(kindFirst) as Data;
  if (typeof data !== 'object' || data === null) return data;
  const rank = (key: string) => (key === 'kind' ? 0 : key === 'name' ? 1 : 2);
  const entries = Object.entries(data).sort(([a], [b]) => rank(a) - rank(b));
  return Object.fromEntries(entries.map(([key, value]) => [key, kindFirst(value)])) as Data;
}
