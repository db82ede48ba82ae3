import pc from 'picocolors';
import { type TestCase, tallyCases } from './test-case.ts';

/** Verdicts for people: a block per file, a line per claim with its reason, a last line that counts. */
export function formatVerdicts(cases: readonly TestCase[], color: boolean): string {
  const { green, red, yellow, bold, dim } = pc.createColors(color);
  const paint = { true: green, false: red, undecided: yellow, error: red };
  const lines: string[] = [];
  for (const file of new Set(cases.map((one) => one.file))) {
    lines.push(bold(file));
    for (const { name, verdict, because, mend } of cases.filter((one) => one.file === file)) {
      lines.push(`  ${paint[verdict](verdict.padEnd(9))}  ${name}`, `             ${dim(because)}`);
      if (mend) lines.push(`             to mend: ${mend}`);
    }
  }
  lines.push(cases.length === 0 ? 'no claims' : `claims: ${tallyCases(cases)}`);
  return `${lines.join('\n')}\n`;
}
