import pc from 'picocolors';
import { listsOf } from './catalogue.ts';
import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { givenSwitch, givenText } from './given.ts';
import { wrap } from './help-page.ts';
import { type Io, wantsColor } from './io.ts';
import { readCatalogue } from './load.ts';

/** `posp list`: what there is to choose from, a line each. */
export async function listCommand(given: Given, io: Io): Promise<ExitCode> {
  const what = givenText(given, 'what');
  const lists = Object.entries(listsOf(await readCatalogue(given))).filter(
    ([name]) => what === undefined || name === what,
  );
  if (givenSwitch(given, 'json')) {
    const plain = lists.map(([name, entries]) => [name, entries.map(({ kind, title }) => ({ kind, title }))]);
    io.stdout.write(`${JSON.stringify(Object.fromEntries(plain), null, 2)}\n`);
    return exitCode.done;
  }
  const { bold } = pc.createColors(wantsColor(io.stdout, io, givenSwitch(given, 'color')));
  const width = Math.max(...lists.flatMap(([, entries]) => entries.map(({ kind }) => kind.length)));
  const pages = lists.map(([name, entries]) =>
    [
      bold(name),
      ...entries.map(({ kind, title }) => {
        const lines = wrap(title, (io.stdout.columns ?? Number.POSITIVE_INFINITY) - width - 5);
        return `  ${kind.padEnd(width)}  ${lines.join(`\n${' '.repeat(width + 4)}`)}`;
      }),
    ].join('\n'),
  );
  io.stdout.write(`${pages.join('\n\n')}\n`);
  return exitCode.done;
}
