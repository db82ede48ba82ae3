import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/plan/load-scenario.ts';
import { gallery } from '../../src/report/gallery.ts';
import { buildPictures, galleryFile, writeGallery } from './gallery.ts';
import { generated, listScenarioFiles } from './generated.ts';

describe('what the program writes about itself', () => {
  test.each(generated)('$path is current; `npm run refresh` makes it so', ({ path, build }) => {
    expect(existsSync(path) ? readFileSync(path, 'utf8') : `${path} is missing`).toBe(build());
  });
});

test(`${galleryFile} is current, drawn from scenarios that ship; \`npm run refresh\` makes it so`, async () => {
  expect(readFileSync(galleryFile, 'utf8')).toBe(writeGallery(await buildPictures()));
}, 240_000);

test('the gallery page has a picture for every chart, and no other, in less than 1.5 MB', () => {
  const folder = 'docs/pictures/gallery';
  const names = readdirSync(folder);
  expect(names.sort()).toEqual(gallery.map(({ kind }) => `${kind}.png`).sort());
  const bytes = names.reduce((sum, name) => sum + readFileSync(`${folder}/${name}`).length, 0);
  expect(bytes).toBeLessThan(1.5e6);
});

describe('every scenario that ships', () => {
  test.each(listScenarioFiles())('%s loads without a problem and says where it comes from', async (file) => {
    const loaded = await loadScenario({ file });
    expect('problems' in loaded ? loaded.problems : []).toEqual([]);
    if ('problems' in loaded) return;
    expect(loaded.scenario.source?.length).toBeGreaterThan(20);
    expect(loaded.scenario.question?.endsWith('?')).toBe(true);
    expect(loaded.scenario.claims.length).toBeGreaterThan(0);
  });
});
