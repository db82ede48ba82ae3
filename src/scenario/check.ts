/**
 * From text to a checked scenario: parse, set, read the numbers, apply the schema, apply the rules, write out the
 * defaults. Every stage adds its problems; all of them come back at once.
 */
import type { z } from 'zod';
import { builtIn, type Catalogue } from '../catalogue/catalogue.ts';
import { findLeaves, isRecord, type Leaves, type NumberLeaf, nameOf } from './numbers/leaves.ts';
import { readNumbers } from './numbers/numbers.ts';
import { type PathProblem, type Problem, pathOf, say, wrongValue } from './problems/problems.ts';
import { fillFloors } from './read/floor.ts';
import { findOvergrown } from './read/limits.ts';
import { parseScenarioText, placeProblem, type Source } from './read/load.ts';
import { renameOlder } from './read/older-names.ts';
import { applyOverrides, type Overrides } from './read/override.ts';
import type { ClaimContext } from './rules/claim-context.ts';
import { readClaim } from './rules/claim-rules.ts';
import { useClaimUnits } from './rules/claim-units.ts';
import { checkOptimizeOfGroups } from './rules/groups-alone.ts';
import { warnOfIdle } from './rules/idle-warnings.ts';
import { warnOfMoney } from './rules/money-warnings.ts';
import { checkOptimize } from './rules/optimize-rules.ts';
import { checkBatches } from './rules/run-batches.ts';
import { checkCoalition, checkExit, checkReplications } from './rules/sections-together.ts';
import { findUnread } from './rules/unread.ts';
import { explainIssue } from './schema/issues.ts';
import { normalize, type WrittenScenario } from './schema/normalize.ts';
import { checkRole, completeRole, type ListedStrategy, roles } from './schema/roles.ts';
import { checkRunLength } from './schema/run-length.ts';
import { type Axis, type ClaimSpec, type Scenario, sectionNames } from './schema/scenario.ts';
import { axisSchema, type Schemas, schemasOf, socketPaths } from './schema/schema.ts';
import { readSections } from './schema/sections.ts';
import type { WrittenAlternatives } from './sweep/alternative-labels.ts';
import { readChoices, takeMechanisms } from './sweep/alternatives.ts';
import { readDetectionTable } from './sweep/detection-table.ts';
import { takeGroups } from './sweep/groups.ts';
import { takeKinds } from './sweep/kinds.ts';
import { checkStrategiesOfKinds, priceSubstitutes } from './sweep/substitutes.ts';
import { type FindParameter, findSweepLeaves, indexParameters, readAxis } from './sweep/sweep.ts';

/** A scenario free of problems of its own, and where its parts stand; or everything that is wrong with it. */
export type Checked =
  | {
      scenario: Scenario;
      source: Source;
      warnings: Problem[];
      /** What the file's amounts are in; credits where it names none. */
      money: 'USD' | 'credits';
    }
  | { problems: Problem[] };

/**
 * Reads a scenario from text.
 *
 * Rules that depend on the design point are applied when the design is planned.
 *
 * @param file  what problems call it
 * @param text  YAML or JSON
 * @param catalogue  where its kinds are looked up
 */
export function checkScenario(
  file: string,
  text: string,
  overrides: Overrides = {},
  catalogue: Catalogue = builtIn,
): Checked {
  const schemas = schemasOf(catalogue);
  const parsed = parseScenarioText(file, text);
  if ('problems' in parsed) return parsed;
  const { source } = parsed;
  const problems: PathProblem[] = [];
  let relocate = (problem: PathProblem) => problem;
  /** What is missing only because of a problem already reported. */
  const hidden = new Set<string>();
  const finish = () => ({
    problems: sortProblems(
      problems
        .filter(({ code, steps }) => code !== 'missing' || !hidden.has(pathOf(steps)))
        .map((problem) => placeProblem(relocate(problem), source)),
    ),
  });
  if (!isRecord(source.data)) {
    problems.push(explainRoot(source.data));
    return finish();
  }
  const data = source.data;
  problems.push(
    ...renameOlder(source),
    ...applyOverrides(source, overrides, catalogue),
    ...fillFloors(source, catalogue),
  );
  const overgrown = findOvergrown(data);
  if (overgrown.length > 0) {
    problems.push(...overgrown);
    return finish();
  }
  const sweep = isRecord(data.sweep) ? data.sweep : {};
  const sweptPaths = Object.keys(sweep);
  const taken = takeMechanisms(data, sweep);
  if (taken.isDefault && data.mechanism === undefined) hidden.add('mechanism');
  // What is said by data stands for numbers, and those are read.
  problems.push(
    ...checkStrategiesOfKinds(data, catalogue),
    ...priceSubstitutes(data),
    ...readDetectionTable(data, catalogue),
  );
  const kinds = takeKinds(data, sweep);
  const groups = takeGroups(data, sweep, kinds, catalogue);
  for (const path of [...kinds.hidden, ...groups.hidden]) hidden.add(path);
  relocate = (problem) => {
    const listed = taken.isDefault ? pointAtList(problem, taken.axis?.alternatives[0]?.index ?? 0) : problem;
    return { ...listed, steps: kinds.relocate(problem.steps) ?? groups.relocate(problem.steps) ?? listed.steps };
  };
  // Before defaults are filled in: what matters is what was written.
  problems.push(
    ...taken.problems,
    ...kinds.problems,
    ...groups.problems,
    ...checkCoalition(data, sweep, catalogue),
    ...checkRunLength(data.run),
  );
  const isSilent = silentSections(data, taken.axis, catalogue);
  const choices = readChoices(data, sweep, { mechanisms: taken.axis, brought: [kinds, groups] }, (written) => {
    const read = readSections(written, isSilent, catalogue);
    return { ...read, problems: [...checkCoalition(written, sweep, catalogue), ...read.problems] };
  });
  problems.push(...choices.problems);

  const leaves = findLeaves(schemas.scenario, data);
  const own = selectParameters(leaves);
  // What is plugged in is compared by its kind.
  own.words.push(...own.choices.filter(({ path }) => socketPaths.includes(path)));
  if (!taken.axis) own.words.push({ path: 'mechanism', words: [String(nameOf(data.mechanism))] });
  const parameters =
    choices.axes.length > 0 ? { ...choices.parameters, words: [...choices.parameters.words, ...own.words] } : own;
  const find = indexParameters(parameters.numbers);
  const swept = findSweepLeaves(sweep, find, parameters, isSilent);
  const isWord = (path: unknown) => choices.axes.some((axis) => axis.path === path);
  const numbers = [
    ...useClaimUnits(relateHalfWidth(leaves.numbers), data, { find, isWord, catalogue }),
    ...swept.leaves,
  ];
  const known = new Map(own.numbers.map((leaf) => [leaf.path, leaf]));
  const varied = [
    ...Object.keys(sweep).map((path) => find(path)?.path ?? path),
    ...choices.axes.map(({ path }) => path),
  ];
  const read = readNumbers(data, numbers, known, isSilent, varied);
  problems.push(...swept.problems);

  const checked = schemas.scenario.safeParse(data, asRead);
  const bySteps = new Map(numbers.map((leaf) => [pathOf(leaf.steps), leaf]));
  const context = { schema: schemas.scenario, catalogue, data, leaves: bySteps };
  const explained = (checked.error?.issues ?? []).flatMap((issue) => explainIssue(issue, context));
  const found = [...read.problems, ...explained.filter(({ steps }) => !read.broken.has(pathOf(steps)))];
  problems.push(...dropConsequences(found, problems.length > 0, context.leaves));

  const axes = [...choices.axes, ...readAxes(sweep, find, read.links, problems)];
  problems.push(
    ...findUnread({
      catalogue,
      data,
      sweep,
      axes,
      find,
      leaves: own,
      isSound: problems.length === 0 && checked.success,
    }),
  );
  problems.push(
    ...checkExit(data.players, schemas, (path) => sweptPaths.includes(path)),
    ...checkReplications(data.replications),
    ...checkBatches(data, catalogue),
  );
  const players = Object.fromEntries(
    roles.map((role) => {
      // What is unfit on its own has its own problem; the rules go on without it.
      const specs = readItems<ListedStrategy>(
        schemas.strategy,
        isRecord(data.players) ? data.players[role] : undefined,
      );
      problems.push(...checkRole(role, specs, catalogue));
      return [role, completeRole(specs.filter((spec) => spec !== undefined))];
    }),
  ) as ClaimContext['players'];
  if (checked.success) problems.push(...checkOptimize(data, axes, players?.asserter, catalogue));
  problems.push(...checkOptimizeOfGroups(data.optimize, axes));
  const exit = isRecord(data.players) && !sweptPaths.includes('players.exit') ? String(data.players.exit) : undefined;
  const claimContext = {
    catalogue,
    players,
    exit,
    axes,
    sweptPaths,
    find,
    leaves: parameters,
    isSilent,
    currency: read.currency,
  };
  const claims: ClaimSpec[] = [];
  for (const [i, written] of readClaims(data.claims, schemas).entries()) {
    if (!written) continue;
    const { claim, problems: found } = readClaim(written, i, claimContext);
    problems.push(...found);
    const { line, column } = placeProblem(say('claim', ['claims', i], null, '', ''), source);
    claims.push(line > 0 ? { ...claim, line, column } : claim);
  }
  if (problems.length > 0 || !checked.success) return finish();
  const written = checked.data as unknown as WrittenScenario;
  const scenario = normalize(written, { expressions: read.expressions, axes, claims, catalogue });
  const warnings = [...warnOfIdle(scenario, catalogue), ...warnOfMoney(numbers, data, read.currency)];
  const placed = warnings.map((problem) => placeProblem(problem, source));
  return { scenario, source, warnings: placed, money: read.currency ?? 'credits' };
}

/** A file is read once: code made for its shape would never be used again. */
const asRead = { jitless: true };

/** A default that is unfit follows from what was written: it is told only where nothing else is. */
function dropConsequences(
  found: readonly PathProblem[],
  isMore: boolean,
  leaves: ReadonlyMap<string, NumberLeaf>,
): readonly PathProblem[] {
  const written = found.filter(({ steps }) => leaves.get(pathOf(steps))?.isDefault !== true);
  return isMore || written.length > 0 ? written : found;
}

/** In the order of the file; flags first. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const unique = problems.filter(({ file, line, column, message }) => {
    const key = `${file}:${line}:${column} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  return unique.sort((a, b) => a.line - b.line || a.column - b.column);
}

const sections = new Set<string | number>(sectionNames);

/** Numbers and words that belong to a design point, in contrast to how a study is run. */
function selectParameters({ numbers, words, choices }: Leaves): Leaves {
  const belongs = ({ path }: { path: string }) => sections.has(path.split('.')[0]);
  return {
    numbers: numbers.filter(({ steps }) => sections.has(steps[0])),
    words: words.filter(belongs),
    choices: choices.filter(belongs),
  };
}

/** Where no mechanism was written, what is wrong with the first of the list is wrong there. */
function pointAtList(problem: PathProblem, index: number): PathProblem {
  const [section, ...rest] = problem.steps;
  return section === 'mechanism' ? { ...problem, steps: ['sweep', 'mechanism', index, ...rest] } : problem;
}

/** Paths in a section that could not be understood may be right; what is wrong with the section is said elsewhere. */
function silentSections(
  data: Record<string, unknown>,
  swept: WrittenAlternatives | undefined,
  { mechanisms }: Catalogue,
): (path: string) => boolean {
  const isKnown = (mechanism: unknown) =>
    isRecord(mechanism) && typeof mechanism.kind === 'string' && mechanisms.has(mechanism.kind);
  const areKnown = [data.mechanism, ...(swept?.alternatives ?? []).map(({ value }) => value)].every(isKnown);
  return (path) => {
    const section = path.split('.')[0];
    if (section === 'mechanism') return !areKnown;
    return (section === 'market' || section === 'players') && !isRecord(data[section]);
  };
}

/** A half-width in percent is a share of the cost of a job. */
function relateHalfWidth(numbers: readonly NumberLeaf[]): NumberLeaf[] {
  return numbers.map((leaf) => {
    if (leaf.path !== 'replications.halfWidth' || typeof leaf.given !== 'string') return leaf;
    const percent = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*%\s*$/.exec(leaf.given);
    return percent ? { ...leaf, given: `= ${Number(`${percent[1]}e-2`)} * market.computeCost` } : leaf;
  });
}

function readAxes(
  sweep: Record<string, unknown>,
  find: FindParameter,
  links: ReadonlyMap<string, string>,
  problems: PathProblem[],
): Axis[] {
  const axes: Axis[] = [];
  for (const [path, written] of Object.entries(sweep)) {
    const parameter = find(path);
    const parsed: z.ZodSafeParseResult<z.output<typeof axisSchema>> = axisSchema.safeParse(written);
    if (!parameter || !parsed.success) continue;
    const { axis, problems: found } = readAxis(path, parsed.data, parameter, links);
    problems.push(...found);
    if (!axis) continue;
    if (axes.some((other) => other.path === axis.path)) {
      problems.push({
        ...say('duplicate-axis', ['sweep', path], path, 'one axis', `${axis.path} is swept twice`),
        atKey: true,
      });
    }
    if (axis.search && axes.some(({ search }) => search)) {
      const message = `only one axis can be searched; give ${path} values, and it is traced along them`;
      problems.push(say('rule', ['sweep', path, 'search'], path, 'one searched axis', message));
    }
    axes.push(axis);
  }
  return axes;
}

/** Items of a list that fit a schema, in place; undefined where one does not. */
function readItems<Item>(schema: z.ZodType, list: unknown): (Item | undefined)[] {
  return Array.isArray(list) ? list.map((item) => schema.safeParse(item).data as Item | undefined) : [];
}

/** Claims as far as they can be read: one with a misspelt key may have a second problem in its `where`. */
function readClaims(list: unknown, { claim: schema }: Schemas): (ClaimSpec | undefined)[] {
  return readItems<ClaimSpec>(schema, list).map((claim, i) => {
    const item: unknown = (list as unknown[])[i];
    return claim ?? (isRecord(item) ? { kind: String(nameOf(item)), where: item.where } : undefined);
  });
}

function explainRoot(data: unknown): PathProblem {
  const expected = 'title, mechanism, market and players';
  if (data === null) return say('empty', [], null, expected, `the file is empty; a scenario has at least ${expected}`);
  return wrongValue('wrong-type', [], data, `a scenario is a mapping with at least ${expected}`);
}
