import pc from 'picocolors';
import { suggest } from '../scenario/suggest.ts';
import { catalogue, type Entry, listNames, listParameters, market, type Parameter } from './catalogue.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import { wrap } from './help-page.ts';
import { type Io, wantsColor } from './io.ts';
import { UsageError } from './usage-error.ts';

/** `posp explain`: title, summary, parameters and source of whatever has the name. */
export async function explainCommand(given: Given, io: Io): Promise<ExitCode> {
  const name = givenText(given, 'name')!;
  const found = findEntries(name);
  if (found.length === 0) {
    const lists = Object.keys(catalogue);
    const list = lists.includes(name) ? name : undefined;
    if (list)
      throw new UsageError(`"${list}" is a list; posp list ${list} shows its names, each of which can be explained`);
    const meant = suggest(name, [...listNames(), ...lists]);
    throw new UsageError(`nothing is called "${name}"${meant ? `; did you mean "${meant}"?` : ''}; see posp list`);
  }
  if (givenSwitch(given, 'json')) {
    const plain = found.map(([list, { params, kind, title, summary, source, roles, formulas }]) => {
      return {
        list,
        kind,
        title,
        summary,
        source,
        roles,
        formulas: formulas?.map(({ of, text, source }) => ({ of, text, source })),
        parameters: params ? listParameters(params) : [],
      };
    });
    io.stdout.write(`${JSON.stringify(plain, null, 2)}\n`);
    return exitCode.done;
  }
  const color = wantsColor(io.stdout, io, givenSwitch(given, 'color'));
  const pages = found.map(([list, entry]) => describe(list, entry, io.stdout.columns ?? 100, color));
  io.stdout.write(`${pages.join('\n\n')}\n`);
  return exitCode.done;
}

function findEntries(name: string): [string, Entry][] {
  const lists = [...Object.entries(catalogue), ['scenario sections', [market]] as const];
  return lists.flatMap(([list, entries]) =>
    entries.filter(({ kind }) => kind === name).map((entry): [string, Entry] => [list, entry]),
  );
}

function describe(
  list: string,
  { kind, title, summary, source, roles, params, formulas = [] }: Entry,
  columns: number,
  color: boolean,
) {
  const { bold, dim } = pc.createColors(color);
  const parts = [`${bold(kind)}  ${title}  ${dim(`(${list})`)}`];
  if (summary) parts.push(wrap(summary, Math.min(columns, 100) - 1).join('\n'));
  if (roles) parts.push(`Roles: ${roles.join(', ')}`);
  const parameters = params ? listParameters(params) : [];
  if (parameters.length > 0) parts.push(parameters.map((one) => describeParameter(one, columns, color)).join('\n'));
  if (formulas.length > 0) {
    const lines = formulas.map(({ of, text }) => `  along ${of}:\n      ${text}`);
    parts.push(['Closed forms that solved thresholds are compared with', ...lines].join('\n'));
  }
  if (source) parts.push(dim(`Source: ${source}`));
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
