import type { Verdict } from '../findings/findings.ts';

/** A claim with its verdict, or a file that could not be judged, as CI systems want to hear of it. */
export interface TestCase {
  /** The scenario file. */
  file: string;
  name: string;
  verdict: Verdict | 'error';
  /** Why. */
  because: string;
  line?: number | undefined;
  column?: number | undefined;
}

/**
 * Verdicts as JUnit XML, one suite per scenario file. A false claim is a failure; what could not be decided or judged
 * is an error, because a test that did not come to an end must not look green.
 */
export function formatJunit(cases: readonly TestCase[]): string {
  const files = [...new Set(cases.map(({ file }) => file))];
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="posp" ${countsOf(cases)}>`];
  for (const file of files) {
    const own = cases.filter((one) => one.file === file);
    lines.push(`  <testsuite name="${escapeXml(file)}" ${countsOf(own)}>`);
    for (const { name, verdict, because, line } of own) {
      const at = line ? ` file="${escapeXml(file)}" line="${line}"` : '';
      const open = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}"${at}`;
      const said = escapeXml(because);
      if (verdict === 'true') lines.push(`${open}>`, `      <system-out>${said}</system-out>`, '    </testcase>');
      else {
        const element = verdict === 'false' ? 'failure' : 'error';
        lines.push(
          `${open}>`,
          `      <${element} type="${verdict}" message="${said}">${said}</${element}>`,
          '    </testcase>',
        );
      }
    }
    lines.push('  </testsuite>');
  }
  return `${lines.join('\n')}\n</testsuites>\n`;
}

function countsOf(cases: readonly TestCase[]): string {
  const failures = cases.filter(({ verdict }) => verdict === 'false').length;
  const errors = cases.filter(({ verdict }) => verdict === 'undecided' || verdict === 'error').length;
  return `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0"`;
}

/** Text for an attribute or an element; what XML 1.0 cannot hold at all becomes U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[<>&"'\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
