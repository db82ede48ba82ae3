import { expect, test } from 'vitest';
import { buildGallery } from '../../src/report/gallery.ts';
import { drawPicture } from '../../src/report/render.ts';
import { openStudio } from '../../src/report/studio.ts';
import { sweep } from './fixtures/findings.ts';

test('a picture is the same whoever draws it, and so is the reason why there is none', {
  timeout: 60_000,
}, async () => {
  const specs = buildGallery({ findings: sweep, exhibits: null }).map(({ spec }) => spec);
  const senseless = {
    mark: 'bar',
    encoding: { x: { field: 'a', type: 'no such type' } },
    data: { name: '' },
    width: {},
  };
  const studio = openStudio(2);
  try {
    const drawings = [senseless, ...specs, senseless].map((spec) => studio.draw(() => spec));
    const [first, ...rest] = await Promise.allSettled(drawings);
    const last = rest.pop();
    // The first is drawn here, the last wherever there is room.
    expect(first).toMatchObject({ status: 'rejected' });
    expect(last).toMatchObject({ status: 'rejected' });
    const message = (one: typeof first) => (one as PromiseRejectedResult).reason.message as string;
    expect(message(last!)).toBe(message(first!));
    for (const [i, drawn] of rest.entries()) {
      expect(drawn).toEqual({ status: 'fulfilled', value: await drawPicture(specs[i]!) });
    }
  } finally {
    await studio.close();
  }
});
