/** The page of questions: each scenario it shows is run, and the sentence below it is the one that came out. */
import { readFileSync } from 'node:fs';
import { runScenario } from '../../src/study/open-scenario.ts';

/** The page, relative to the repository. */
export const questionsFile = 'docs/questions.md';

/** The page with every answer as the program gives it now. */
export async function answerQuestions(): Promise<string> {
  const page = readFileSync(questionsFile, 'utf8');
  const parts = page.split(/(^```yaml\n[\s\S]*?^```\n\n)> .*\n/m);
  let answered = '';
  for (const part of parts) {
    const [, scenario] = /^```yaml\n([\s\S]*?)^```\n/m.exec(part) ?? [];
    answered += part;
    if (scenario === undefined) continue;
    const { findings } = await runScenario({ file: questionsFile, text: scenario });
    answered += `> ${findings.summary}\n`;
  }
  return answered;
}
