/** A thread that draws the pictures it is sent, one at a time. */
import { parentPort } from 'node:worker_threads';
import type { VegaLite } from './chart.ts';
import { drawPicture, type Picture } from './render.ts';

/** A picture, or why there is none. */
export type Drawn = { picture: Picture } | { failure: string };

parentPort?.on('message', async (spec: VegaLite) => {
  const drawn = await drawPicture(spec).then(
    (picture): Drawn => ({ picture }),
    (error: Error): Drawn => ({ failure: error.message }),
  );
  parentPort?.postMessage(drawn);
});
