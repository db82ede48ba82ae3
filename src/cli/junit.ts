import xml, { type XMLElement } from 'xmlbuilder';
import { plainText } from '../foreign/plain-text.ts';
import { explainCase, placeOf, type TestCase } from './test-case.ts';

/** What a report tells beside the verdicts. */
export interface JunitContext {
  version: string;
  /** When the test began; written in UTC. */
  startedAt: Date;
  /** How long each file took [s]; 0 for what was not run. */
  secondsOf: ReadonlyMap<string, number>;
  /** What each file's study answers, in a sentence; nothing for what was not run. */
  summaryOf: ReadonlyMap<string, string>;
}

/**
 * Verdicts as JUnit XML, one suite per scenario file. A false claim is a failure; what could not be decided or judged is
 * an error, because a test that did not come to an end must not look green.
 *
 * There is no one standard. This keeps to what both widely used schemas ask for: the one of Ant's reports (Windy Road),
 * which wants every attribute and both streams, and the one of Jenkins, which wants a property; neither lets a test case
 * say its file and line, so these stand in its text.
 */
export function formatJunit(
  cases: readonly TestCase[],
  { version, startedAt, secondsOf, summaryOf }: JunitContext,
): string {
  const root = xml.create('testsuites', { encoding: 'UTF-8', invalidCharReplacement: '\uFFFD' });
  const files = [...new Set(cases.map(({ file }) => file))];
  for (const [id, file] of files.entries()) {
    const own = cases.filter((one) => one.file === file);
    const suite = root.ele('testsuite', {
      name: plainText(file),
      package: 'posp',
      id,
      timestamp: startedAt.toISOString().slice(0, 19),
      hostname: 'localhost',
      tests: own.length,
      failures: own.filter(({ verdict }) => verdict === 'false').length,
      errors: own.filter(({ verdict }) => verdict === 'undecided' || verdict === 'error').length,
      skipped: 0,
      time: (secondsOf.get(file) ?? 0).toFixed(3),
    });
    const properties = suite.ele('properties');
    properties.ele('property', { name: 'posp-sim', value: version });
    const summary = summaryOf.get(file);
    if (summary !== undefined) properties.ele('property', { name: 'summary', value: plainText(summary) });
    for (const one of own) addCase(suite, one);
    suite
      .ele('system-out')
      .txt(
        [
          ...(summary === undefined ? [] : [summary]),
          ...own.map(({ verdict, name, because }) => `${verdict}: ${name}: ${because}`),
        ]
          .map(plainText)
          .join('\n'),
      );
    suite.ele('system-err');
  }
  return `${root.end({ pretty: true })}\n`;
}

/** All claims of a study are judged from the same runs, so none has a time of its own. */
function addCase(suite: XMLElement, one: TestCase): void {
  const { file, name, verdict, because } = one;
  const test = suite.ele('testcase', { name: plainText(name), classname: plainText(file), time: '0' });
  if (verdict === 'true') return;
  test
    .ele(verdict === 'false' ? 'failure' : 'error', { type: verdict, message: plainText(because) })
    .txt(`${placeOf(one)}: ${explainCase(one)}`);
}
