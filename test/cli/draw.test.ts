import { expect, test, vi } from 'vitest';
import { drawResults } from '../../src/cli/draw.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { single } from '../report/fixtures/findings.ts';

vi.mock('../../src/report/render.ts', async (original) => ({
  ...(await original<object>()),
  // The report's pictures have no title of their own.
  drawPicture: (spec: object) =>
    'title' in spec
      ? Promise.reject(new Error('no such colour'))
      : Promise.resolve({ svg: '<svg xmlns="http://www.w3.org/2000/svg"/>', readings: [] }),
}));

const origin = { command: 'npx posp run a.yaml', study: undefined };
const shown = { findings: single, exhibits: null };

test('a picture that cannot be drawn is left out with its reason; the rest of the folder is written', async () => {
  const written: string[] = [];
  const missing = await drawResults({ writeFile: (name) => written.push(name) }, shown, origin);
  expect(missing.length).toBeGreaterThan(0);
  for (const sentence of missing) expect(sentence).toMatch(/^charts\/[\w-]+\.svg is left out: no such colour$/);
  expect(written).toEqual(expect.arrayContaining(['charts/payoffs.vl.json', 'report.html']));
});

test('a folder that cannot be written is no matter of pictures', async () => {
  const writeFile = () => {
    throw new StoreError('unwritable', 'cannot write a: no space left on the device');
  };
  await expect(drawResults({ writeFile }, shown, origin)).rejects.toThrow('no space left');
});
