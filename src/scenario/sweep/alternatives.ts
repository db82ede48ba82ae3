/**
 * Axes whose values are no numbers: whole mechanisms, words, distributions. Each value goes by a label and is checked in
 * its place, as if the file said it there.
 */

import { broughtPaths, groupsPath, kindsPath } from '../../findings/axis-values.ts';
import { type ChoiceLeaf, isRecord, type Leaves } from '../numbers/leaves.ts';
import { followPath } from '../numbers/paths.ts';
import { type PathProblem, type Steps, say, wrongValue } from '../problems/problems.ts';
import type { Axis } from '../schema/scenario.ts';
import { listNews, pickSections, type Sections } from '../schema/sections.ts';
import { type Alternative, readAlternatives, type WrittenAlternatives } from './alternative-labels.ts';
import { pickListed, placeInListed, plantListed, type Taken } from './brought.ts';
import { indexParameters } from './sweep.ts';
import { variantsMax } from './variants.ts';

/** A file's data once `sweep.mechanism` is taken out of it. */
export interface TakenMechanisms {
  /** Absent where no mechanisms are swept. */
  axis?: WrittenAlternatives;
  /** Whether `mechanism` was left out, so that the first of the list stands there now. */
  isDefault: boolean;
  problems: PathProblem[];
}

/**
 * Takes the list of mechanisms out of a sweep. Where the file states no `mechanism`, the first of the list is it.
 */
export function takeMechanisms(data: Record<string, unknown>, sweep: Record<string, unknown>): TakenMechanisms {
  if (!Object.hasOwn(sweep, 'mechanism')) return { isDefault: false, problems: [] };
  const steps = ['sweep', 'mechanism'];
  const written = sweep.mechanism;
  delete sweep.mechanism;
  const isDefault = data.mechanism === undefined;
  if (!Array.isArray(written)) {
    const rule = 'it lists whole mechanisms: `- { kind: posp, … }`, one for each to compare';
    return { isDefault, problems: [wrongValue('wrong-type', steps, written, rule)] };
  }
  const { alternatives, problems } = readAlternatives(written, 'mechanism');
  if (isDefault && alternatives[0]) data.mechanism = structuredClone(alternatives[0].value);
  return { axis: { path: 'mechanism', alternatives }, isDefault, problems };
}

/** Axes of labels in full, and what may be swept, set and compared beside them. */
export interface Choices {
  axes: Axis[];
  /** Parameters of any alternative; empty where there are no axes of labels. */
  parameters: Leaves;
  problems: PathProblem[];
}

/**
 * Takes every other axis of labels out of a sweep and checks all of them: each mechanism in the place of `mechanism`,
 * and every other alternative under each of them.
 *
 * @param data   as written, before any number is read
 * @param taken  axes that were taken out of it already: mechanisms, and what the market brings along
 * @param read   reads the sections of a design point
 */
export function readChoices(
  data: Record<string, unknown>,
  sweep: Record<string, unknown>,
  { mechanisms, brought }: { mechanisms: WrittenAlternatives | undefined; brought: readonly Taken[] },
  read: (written: Record<string, unknown>) => Sections,
): Choices {
  const choices: Choices = { axes: [], parameters: { numbers: [], words: [], choices: [] }, problems: [] };
  const lists = brought.flatMap(({ axis }) => axis ?? []);
  if (!mechanisms && lists.length === 0 && !Object.values(sweep).some(mayListAlternatives)) return choices;
  const written = pickSections(data);
  const listed = mechanisms?.alternatives ?? [];
  const files = listed.length > 0 ? listed.map(({ value }) => read({ ...written, mechanism: value })) : [read(written)];
  const found = files.flatMap(({ leaves }) => leaves);
  if (mechanisms) {
    choices.problems.push(...explainMechanisms(listed, files));
    choices.axes.push(
      axisOf(
        mechanisms,
        files.map(({ full }) => full?.mechanism),
      ),
    );
  }
  const isNumber = indexParameters(found.flatMap(({ numbers }) => numbers));
  const taken = takeChoices(
    sweep,
    found.flatMap((leaves) => leaves.choices),
    (path) => isNumber(path) !== undefined,
  );
  const listedAxes = [...lists, ...taken.axes];
  const excess = checkCombinations([...(mechanisms ? [mechanisms] : []), ...listedAxes]);
  choices.problems.push(...taken.problems, ...excess);
  for (const axis of listedAxes) {
    // So many are refused anyway; looking at each would only take long.
    const checked = excess.length > 0 ? nothing : checkAlternatives(axis, files, read);
    choices.problems.push(...checked.problems);
    choices.axes.push(axisOf(axis, checked.options));
    found.push(...checked.leaves);
  }
  if (choices.axes.length > 0) choices.parameters = merge(found, choices.axes);
  return choices;
}

/** What is wrong with a mechanism points at the list; what it makes wrong elsewhere names it. */
function explainMechanisms(listed: readonly Alternative[], files: readonly Sections[]): PathProblem[] {
  return listed.flatMap(({ label, index }, i) => {
    const [own, others] = splitBy(files[i].problems, ({ steps }) => steps[0] === 'mechanism');
    const news = i === 0 ? others : listNews(others, files[0].problems).map(at('mechanism', label));
    return [
      ...own.map((problem) => ({ ...problem, steps: ['sweep', 'mechanism', index, ...problem.steps.slice(1)] })),
      ...news,
    ];
  });
}

function at(path: string, label: string): (problem: PathProblem) => PathProblem {
  return (problem) => ({ ...problem, message: `${problem.message} (at ${path} = ${label})` });
}

function axisOf({ path, alternatives }: WrittenAlternatives, options: unknown[]): Axis {
  const description = descriptions[path] ?? 'Which alternative, by its label';
  return { path, values: alternatives.map(({ label }) => label), unit: '', description, options };
}

const descriptions: Readonly<Record<string, string>> = {
  mechanism: 'The mechanism, by its label',
  [kindsPath]: 'Which kind of job, by its name',
  [groupsPath]: 'Which group of nodes, by its name',
};

/** The parameters of all alternatives, each path once, and the labels as words to compare with. */
function merge(found: readonly Leaves[], axes: readonly Axis[]): Leaves {
  const numbers = new Map<string, Leaves['numbers'][number]>();
  for (const leaf of found.flatMap((leaves) => leaves.numbers)) {
    if (!numbers.has(leaf.path)) numbers.set(leaf.path, leaf);
  }
  const labels = axes.map(({ path, values }) => ({ path, words: values.map(String) }));
  return {
    numbers: [...numbers.values()],
    words: [...labels, ...found.flatMap(({ words }) => words)],
    choices: found.flatMap(({ choices }) => choices),
  };
}

/**
 * Takes axes of labels out of a sweep: those of a path at which alternatives stand, unless numbers do and numbers are
 * listed.
 */
function takeChoices(
  sweep: Record<string, unknown>,
  choices: readonly ChoiceLeaf[],
  isNumber: (path: string) => boolean,
): { axes: WrittenAlternatives[]; problems: PathProblem[] } {
  const axes: WrittenAlternatives[] = [];
  const problems: PathProblem[] = [];
  for (const [path, written] of Object.entries(sweep)) {
    const choice = choices.find((leaf) => leaf.path === path);
    if (!choice || (isNumber(path) && !listsAlternatives(written, choice))) continue;
    delete sweep[path];
    if (!Array.isArray(written)) {
      const rule = `it takes alternatives, not numbers in a range; list them: ${choice.words.join(', ')}`;
      problems.push(wrongValue('wrong-type', ['sweep', path], written, rule));
      continue;
    }
    const read = readAlternatives(written, path);
    axes.push({ path, alternatives: read.alternatives });
    problems.push(...read.problems);
  }
  return { axes, problems };
}

/** Whether an axis may hold anything but plain numbers. */
function mayListAlternatives(written: unknown): boolean {
  return Array.isArray(written) && written.some((item) => typeof item !== 'number');
}

function listsAlternatives(written: unknown, { words }: ChoiceLeaf): boolean {
  return Array.isArray(written) && written.some((item) => isRecord(item) || words.includes(String(item)));
}

/** What is known of the alternatives of an axis once each has stood in its place. */
interface CheckedAlternatives {
  /** The full form of each, in the order of the alternatives; undefined where it has problems. */
  options: unknown[];
  leaves: Leaves[];
  problems: PathProblem[];
}

/**
 * Puts every alternative in its place in every file it may stand in, and reads the sections anew.
 *
 * A problem of the alternative points at the list; one that it causes elsewhere says so.
 *
 * @param files  the sections of a file as written, for each mechanism
 */
function checkAlternatives(
  { path, alternatives }: WrittenAlternatives,
  files: readonly Sections[],
  read: (written: Record<string, unknown>) => Sections,
): CheckedAlternatives {
  const found: CheckedAlternatives = { options: [], leaves: [], problems: [] };
  for (const [i, { label, value, index }] of alternatives.entries()) {
    for (const file of files) {
      const place = broughtPaths.includes(path) ? placeOfListed(path, value, index) : placeOf(path, value, index, file);
      if (!place) continue;
      const outcome = read(place.plant(structuredClone(file.written)));
      const own = outcome.problems.flatMap((problem) => {
        const steps = place.relocate(problem.steps);
        return steps ? [{ ...problem, steps }] : [];
      });
      const others = outcome.problems.filter((problem) => !place.relocate(problem.steps));
      found.problems.push(...own, ...listNews(others, file.problems).map(at(path, label)));
      found.leaves.push(outcome.leaves);
      if (outcome.full) found.options[i] ??= place.pick(outcome.full);
    }
  }
  return found;
}

/** How an alternative stands in a file's sections, and is found there again. */
interface Placed {
  plant: (sections: Record<string, unknown>) => Record<string, unknown>;
  /** Where the file says what stands at those steps; nothing where it is said elsewhere. */
  relocate: (steps: Steps) => Steps | undefined;
  pick: (full: object) => unknown;
}

/** An alternative of one path. */
function placeOf(path: string, value: unknown, index: number, file: Sections): Placed | undefined {
  const steps = file.leaves.choices.find((choice) => choice.path === path)?.steps;
  return (
    steps && {
      plant: (sections) => plant(sections, steps, value),
      relocate: (found) => (isUnder(found, steps) ? ['sweep', path, index, ...found.slice(steps.length)] : undefined),
      pick: (full) => followPath(full, path.split('.')),
    }
  );
}

/** A kind of job or a group of nodes, which stands in several. */
function placeOfListed(path: string, value: unknown, index: number): Placed {
  return {
    plant: (sections) => plantListed(path, sections, value),
    relocate: (found) => placeInListed(path, value, index, found),
    pick: (full) => pickListed(path, value, full),
  };
}

const nothing: CheckedAlternatives = { options: [], leaves: [], problems: [] };

/** The product of the axes of labels is bounded by itself, since each combination is worked out in full. */
function checkCombinations(axes: readonly WrittenAlternatives[]): PathProblem[] {
  const total = axes.reduce((product, { alternatives }) => product * Math.max(1, alternatives.length), 1);
  if (total <= variantsMax) return [];
  const sizes = axes.map(({ alternatives }) => alternatives.length).join(' × ');
  const message = `the sweep combines ${sizes} = ${total} alternatives; at most ${variantsMax} are allowed`;
  return [{ ...say('too-many-points', ['sweep'], total, `at most ${variantsMax}`, message), atKey: true }];
}

function plant(data: Record<string, unknown>, steps: Steps, value: unknown): Record<string, unknown> {
  let holder = data;
  for (const step of steps.slice(0, -1)) {
    if (typeof holder[step] === 'string') holder[step] = { kind: holder[step] };
    else if (holder[step] === undefined) holder[step] = {};
    holder = holder[step] as Record<string, unknown>;
  }
  holder[steps[steps.length - 1]] = structuredClone(value);
  return data;
}

function isUnder(steps: Steps, outer: Steps): boolean {
  return outer.every((step, i) => steps[i] === step);
}

function splitBy<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
