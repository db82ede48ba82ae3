/** The pages of `posp --help` and `posp COMMAND --help`, written from the table of commands: nothing is loaded for them. */
import type { Command, Flag } from './command.ts';

/** The first page: what the program is for, and its commands by chapter. */
export function renderOverview(commands: readonly Command[], columns: number): string {
  const chapters = ['Studies', 'Results', 'To learn'] as const;
  return joinParagraphs([
    'posp <command>',
    'Tells a mechanism designer whether honesty pays.',
    ...chapters.map((chapter) => {
      const own = commands.filter((command) => command.chapter === chapter);
      return section(
        chapter,
        own.map(({ usage, describe }) => [`posp ${usage}`, describe]),
        columns,
      );
    }),
    section('Options', [...everywhere], columns),
    'A first study: posp init my-study, then posp run my-study/study.yaml',
  ]);
}

/** The page of one command: arguments, flags, examples. */
export function renderCommandHelp(command: Command, columns: number): string {
  const { usage, describe, positionals, flags, examples } = command;
  return joinParagraphs([
    `posp ${usage}`,
    describe,
    section(
      'Arguments',
      Object.entries(positionals).map(([name, { describe, choices }]) => [
        name,
        choices ? `${describe}: ${choices.join(', ')}` : describe,
      ]),
      columns,
    ),
    section(
      'Options',
      [...Object.entries(flags).map(([name, flag]): Row => [spell(name, flag), flag.describe]), ...everywhere],
      columns,
    ),
    section(
      'Examples',
      examples.map(([line, meaning]) => [line.replace('$0', 'posp'), meaning]),
      columns,
    ),
  ]);
}

type Row = readonly [name: string, meaning: string];

const everywhere: readonly Row[] = [
  ['-h, --help', 'Say this; after a command, what it takes'],
  ['--version', 'Say which version this is'],
];

function spell(name: string, { alias, type, value = 'VALUE' }: Flag): string {
  return `${alias ? `-${alias}, ` : ''}--${name}${type === 'string' ? ` ${value}` : ''}`;
}

/** Names in one column, meanings wrapped in another; a name too long for its column has a line of its own. */
function section(title: string, rows: readonly Row[], columns: number): string {
  if (rows.length === 0) return '';
  const width = Math.min(30, Math.max(...rows.map(([name]) => name.length)));
  const indent = ' '.repeat(width + 4);
  const lines = rows.flatMap(([name, meaning]) => {
    const [first = '', ...rest] = wrap(meaning, Math.max(20, columns - indent.length));
    const head = name.length > width ? [`  ${name}`, indent + first] : [`  ${name.padEnd(width)}  ${first}`];
    return [...head, ...rest.map((line) => indent + line)];
  });
  return [`${title}:`, ...lines].join('\n');
}

/** Lines of at most so many characters; a longer word stays whole. */
export function wrap(text: string, columns: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)!;
    if (line && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

function joinParagraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
