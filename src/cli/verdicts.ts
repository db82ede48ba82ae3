import pc from 'picocolors';
import { plainPath, plainText } from '../foreign/plain-text.ts';
import { wrap } from './help-page.ts';
import { sayMend, type TestCase, tallyCases } from './test-case.ts';

/**
 * Verdicts for people: a block per file, a line per claim with its reason, a last line that counts.
 *
 * @param columns  width of the terminal; without one nothing is wrapped, so that every reason stays on a line
 */
export function formatVerdicts(cases: readonly TestCase[], color: boolean, columns = Number.POSITIVE_INFINITY): string {
  const { green, red, yellow, bold, dim } = pc.createColors(color);
  const paint = { true: green, false: red, undecided: yellow, error: red };
  const hang = (text: string) => wrap(plainText(text), columns - indent.length - 1);
  const lines: string[] = [];
  for (const file of new Set(cases.map((one) => one.file))) {
    lines.push(bold(plainPath(file)));
    for (const { name, verdict, because, mend } of cases.filter((one) => one.file === file)) {
      const [first, ...rest] = hang(name);
      lines.push(`  ${paint[verdict](verdict.padEnd(9))}  ${first}`, ...rest.map((line) => indent + line));
      lines.push(...hang(because).map((line) => indent + dim(line)));
      if (mend) lines.push(...hang(sayMend(mend, verdict)).map((line) => indent + line));
    }
  }
  lines.push(cases.length === 0 ? 'no claims' : `claims: ${tallyCases(cases)}`);
  return `${lines.join('\n')}\n`;
}

const indent = ' '.repeat(13);
