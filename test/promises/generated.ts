/**
 * Everything in the repository that is made by the program itself: one list for the command that refreshes it and the
 * test that fails when it is stale.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Entry, listFields, listsOf, marketOf } from '../../src/cli/catalogue.ts';
import { nameOf } from '../../src/cli/choose-command.ts';
import * as commands from '../../src/cli/commands/index.ts';
import { renderCommandHelp, renderOverview } from '../../src/cli/help-page.ts';
import { formatJsonSchema } from '../../src/scenario/json-schema/json-schema.ts';
import { drawArchitecture } from './architecture.ts';
import { writeDataDictionary } from './data-dictionary.ts';

/** A file and what it must hold. */
export interface Generated {
  path: string;
  build: () => string;
}

/** The list; paths are relative to the repository. */
export const generated: Generated[] = [
  { path: 'schema/scenario.schema.json', build: formatJsonSchema },
  { path: 'scenarios/README.md', build: writeCatalogue },
  { path: 'docs/data/dictionary.md', build: writeDataDictionary },
  ...Object.entries(listsOf()).map(([list, entries]) => ({
    path: `docs/reference/${list}.md`,
    // The market's parameters have a page of their own.
    build: () =>
      writeReference(
        list,
        entries.filter((entry) => entry !== marketOf(listsOf())),
      ),
  })),
  { path: 'docs/reference/market.md', build: () => writeReference('market', [marketOf(listsOf())]) },
  { path: 'docs/reference/commands.md', build: writeCommands },
  { path: 'docs/decisions/README.md', build: writeDecisions },
  { path: 'docs/pictures/architecture.svg', build: drawArchitecture },
];

/** What `posp --help` and `posp COMMAND --help` print. */
function writeCommands(): string {
  const fence = (page: string) => `\`\`\`text\n${page}\n\`\`\`\n`;
  const all = Object.values(commands);
  return [
    '# Commands\n\nGenerated from the table of commands by `npm run refresh`; `posp COMMAND --help` prints the same.\n',
    fence(renderOverview(all, 100)),
    ...all.map((command) => `## ${nameOf(command)}\n\n${fence(renderCommandHelp(command, 100))}`),
  ].join('\n');
}

/** One line for each decision: its title, and how it begins. */
function writeDecisions(): string {
  const lines = readdirSync('docs/decisions')
    .filter((name) => /^\d+-.*\.md$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(`docs/decisions/${name}`, 'utf8');
      const title = text.slice(0, text.indexOf('\n')).replace(/^# (?:\d+\.? )?/, '');
      const [, first = ''] = text.split('\n\n');
      const sentences = first
        .replaceAll('\n', ' ')
        .replace(/^(\*\*Question\.\*\*|- )/, '')
        .trim()
        .split(/(?<=[.?]) (?=[A-Z])/);
      const said = sentences.filter((_, k) => sentences.slice(0, k + 1).join(' ').length < 420 || k === 0).join(' ');
      return `| [${name.slice(0, 3)}](${name}) | ${title} | ${said.replaceAll('|', '\\|')} |`;
    });
  return [
    '# Decisions',
    '',
    'Why things are as they are: a page for each hard choice, with what was measured and what was rejected. This list is made by `npm run refresh`.',
    '',
    '| | title | how it begins |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function writeReference(list: string, entries: readonly Entry[]): string {
  const title = `${list[0]!.toUpperCase()}${list.slice(1)}`;
  return `# ${title}\n\nGenerated from the registries by \`npm run refresh\`; \`posp explain NAME\` prints the same.\n\n${entries.map(describe).join('\n')}`;
}

function describe(entry: Entry): string {
  const { kind, title, summary, source, roles, play, formulas = [] } = entry;
  const parameters = listFields(entry);
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const table = parameters.map(
    ({ name, values, default: fallback, unit, description }) =>
      `| \`${name}\` | ${cell(values)} | ${cell(fallback)} | ${unit} | ${cell(description)} |`,
  );
  return [
    `## ${kind}\n\n${title}.`,
    ...(summary ? [summary] : []),
    ...(roles ? [`Roles: ${roles.join(', ')}.`] : []),
    ...(play ? ['Goes by its past: simulated, and of no exact value.'] : []),
    ...(table.length > 0
      ? [['| parameter | values | default | unit | meaning |', '|---|---|---|---|---|', ...table].join('\n')]
      : []),
    ...(formulas.length > 0
      ? [
          `Closed forms that solved thresholds are compared with:\n\n${formulas.map(({ of, text }) => `- \`${of}\`: ${text}`).join('\n')}`,
        ]
      : []),
    ...(source ? [`Source: ${source}.`] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function writeCatalogue(): string {
  const rows = listScenarioFiles().map((file) => {
    const { title, question } = parse(readFileSync(file, 'utf8')) as { title: string; question?: string };
    const name = file.replace(/^scenarios\//, '');
    return `| [${name.replace(/\.yaml$/, '')}](${name}) | ${title} | ${question ?? ''} |`;
  });
  return [
    '# Scenarios',
    '',
    'The path is the name. Run one with `npx posp run scenarios/NAME.yaml`; each states its question, its sources and what should come out. This page is generated by `npm run refresh`.',
    '',
    '| scenario | title | question |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Every scenario file that ships, sorted. */
export function listScenarioFiles(): string[] {
  return readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `scenarios/${name.replaceAll('\\', '/')}`)
    .sort();
}
