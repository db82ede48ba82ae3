/** Writes every generated file anew: `npm run refresh`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildPictures, drawGallery, galleryFile, writeGallery } from './gallery.ts';
import { generated } from './generated.ts';
import { answerQuestions, questionsFile } from './questions.ts';
import { unreadParametersFile, writeUnreadParameters } from './unread-parameters.ts';

for (const { path, build } of generated) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, build());
  console.log(path);
}
const pictures = await buildPictures();
writeFileSync(galleryFile, writeGallery(pictures));
console.log(galleryFile);
for await (const { path, bytes } of drawGallery(pictures)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  console.log(path);
}
writeFileSync(unreadParametersFile, writeUnreadParameters());
console.log(unreadParametersFile);
writeFileSync(questionsFile, await answerQuestions());
console.log(questionsFile);
