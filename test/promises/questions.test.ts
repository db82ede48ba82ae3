import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { answerQuestions, questionsFile } from './questions.ts';

it('ten questions have the answers that the page shows; `npm run refresh` renews them', {
  timeout: 120_000,
}, async () => {
  const page = readFileSync(questionsFile, 'utf8');
  expect(page.match(/^> /gm)).toHaveLength(10);
  expect(await answerQuestions()).toBe(page);
});
