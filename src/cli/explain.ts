import pc from 'picocolors';
import { plugged } from '../market/settings.ts';
import { show } from '../scenario/problems/problems.ts';
import { suggest } from '../scenario/problems/suggest.ts';
import { findCalled, inWordsOf } from '../scenario/schema/parameter-labels.ts';
import {
  type Entry,
  findFields,
  type Lists,
  listFieldNames,
  listFields,
  listNames,
  listPaths,
  listsOf,
  type Parameter,
} from './catalogue.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import { wrap } from './help-page.ts';
import { type Io, wantsColor } from './io.ts';
import { readCatalogue } from './load.ts';
import { UsageError } from './usage-error.ts';

/** `posp explain`: title, summary, parameters and source of whatever has the name, or of a parameter by its path. */
export async function explainCommand(given: Given, io: Io): Promise<ExitCode> {
  const name = givenText(given, 'name')!;
  const catalogue = await readCatalogue(given);
  const lists = listsOf(catalogue);
  const pages = inWordsOf({ [plugged]: catalogue }, () => findPages(lists, name));
  if (pages.length === 0) throw refuse(lists, name);
  if (givenSwitch(given, 'json')) {
    const plain = pages.map(({ list, entry, parameters }) => {
      const { kind, title, summary, source, roles, formulas } = entry;
      const forms = formulas?.map(({ of, text, source }) => ({ of, text, source }));
      return { list, kind, title, summary, source, roles, formulas: forms, parameters };
    });
    io.stdout.write(`${JSON.stringify(plain, null, 2)}\n`);
    return exitCode.done;
  }
  const color = wantsColor(io.stdout, io, givenSwitch(given, 'color'));
  const texts = pages.map((page) => describe(page, io.stdout.columns ?? 100, color));
  io.stdout.write(`${texts.join('\n\n')}\n`);
  return exitCode.done;
}

/** What is told of one name. */
interface Page {
  /** Where the name is listed. */
  list: string;
  entry: Entry;
  parameters: Parameter[];
}

/** Entries of that name; where there is none, parameters by path, or by what tables and the theory call them. */
function findPages(lists: Lists, name: string): Page[] {
  const asOneWord = name.replaceAll(' ', '-');
  const entries = Object.entries(lists).flatMap(([list, entries]) =>
    entries
      .filter(({ kind }) => kind === asOneWord)
      .map((entry): Page => ({ list, entry, parameters: listFields(entry) })),
  );
  if (entries.length > 0) return entries;
  const found = findFields(lists, name);
  const meant = found.length > 0 ? found : findCalled(name).flatMap((path) => findFields(lists, path));
  return meant.map(({ path, of, fields }): Page => {
    const list = of ? `parameter of ${of.kind}` : 'parameter';
    return { list, entry: { kind: path, title: '' }, parameters: fields };
  });
}

function refuse(lists: Lists, name: string): UsageError {
  if (Object.hasOwn(lists, name))
    return new UsageError(`"${name}" is a list; posp list ${name} shows its names, each of which can be explained`);
  const meant = suggest(name, [
    ...listNames(lists),
    ...Object.keys(lists),
    ...listPaths(lists),
    ...listFieldNames(lists),
  ]);
  return new UsageError(`nothing is called ${show(name)}${meant ? `; did you mean "${meant}"?` : ''}; see posp list`);
}

function describe({ list, entry, parameters }: Page, columns: number, color: boolean) {
  const { kind, title, summary, source, roles, play, formulas = [] } = entry;
  const { bold, dim } = pc.createColors(color);
  const heading = `${title}  (${list})`.trim();
  const [first, ...more] = wrap(heading, Math.min(columns, 100) - kind.length - 3);
  const parts = [[`${bold(kind)}  ${first}`, ...more.map((line) => ' '.repeat(kind.length + 2) + line)].join('\n')];
  if (summary) parts.push(wrap(summary, Math.min(columns, 100) - 1).join('\n'));
  if (roles) parts.push(`Roles: ${roles.join(', ')}`);
  if (play) parts.push('Goes by its past: simulated, and of no exact value');
  if (parameters.length > 0) parts.push(parameters.map((one) => describeParameter(one, columns, color)).join('\n'));
  if (formulas.length > 0) {
    const lines = formulas.map(({ of, text }) => `  along ${of}:\n      ${text}`);
    parts.push(['Closed forms that solved thresholds are compared with', ...lines].join('\n'));
  }
  if (source)
    parts.push(
      wrap(`Source: ${source}`, Math.min(columns, 100) - 1)
        .map(dim)
        .join('\n'),
    );
  return parts.join('\n\n');
}

function describeParameter(
  { name, values, default: fallback, unit, description }: Parameter,
  columns: number,
  color: boolean,
) {
  const { cyan, dim } = pc.createColors(color);
  const facts = [values + (unit && ` ${unit}`), fallback === 'required' ? 'required' : `default ${fallback}`];
  const meaning = wrap(description, Math.min(columns, 100) - 7)
    .map((line) => `      ${line}`)
    .join('\n');
  return `  ${cyan(name)}  ${dim(facts.join('; '))}\n${meaning}`;
}
