/**
 * Where pictures are drawn: in this thread, and in others beside it, whoever is free taking the next. A picture is the same
 * whoever draws it.
 */
import { Worker } from 'node:worker_threads';
import type { VegaLite } from './chart.ts';
import type { Drawn } from './picture-thread.ts';
import { drawPicture, type Picture } from './render.ts';

/** Draws pictures one after the other, or several at a time. */
export interface Studio {
  /** Draws one when its turn comes. @param build  asked then: its data are there no longer than it takes @throws Error when the specification makes no sense */
  draw(build: () => VegaLite): Promise<Picture>;
  close(): Promise<void>;
}

/** Threads beside this one at most [count]: each loads Vega anew, and a study has some thirty pictures. */
const threadsMax = 3;

/** Opens a studio; for one worker it is this thread. */
export function openStudio(workers = 1): Studio {
  const waiting: DrawingRequest[] = [];
  const threads = Array.from({ length: Math.min(threadsMax, workers - 1) }, createThread);
  const free = new Set<Hand>([drawHere, ...threads.map(({ draw }) => draw)]);
  const callHands = () => {
    for (const hand of waiting.length > 0 ? [...free] : []) void work(hand);
  };
  const work = async (hand: Hand) => {
    free.delete(hand);
    for (let request = waiting.shift(); request; request = waiting.shift()) {
      try {
        request.resolve(await hand(request.build()));
      } catch (error) {
        if (error instanceof ThreadLost) {
          waiting.unshift(request);
          callHands();
          return;
        }
        request.reject(error);
      }
    }
    free.add(hand);
  };
  return {
    draw: (build) =>
      new Promise((resolve, reject) => {
        waiting.push({ build, resolve, reject });
        callHands();
      }),
    close: async () => {
      await Promise.all(threads.map(({ end }) => end()));
    },
  };
}

interface DrawingRequest {
  build: () => VegaLite;
  resolve: (picture: Picture) => void;
  reject: (error: unknown) => void;
}

/** Draws one picture at a time: Vega numbers what it defines from zero for each. */
type Hand = (spec: VegaLite) => Promise<Picture>;

async function drawHere(spec: VegaLite): Promise<Picture> {
  // What the others have drawn meanwhile is handed on first, and they get their next.
  await new Promise((resolve) => setImmediate(resolve));
  return drawPicture(spec);
}

/** A thread that could not start, or ended: what it had at hand is drawn by another. */
class ThreadLost extends Error {}

/** A thread that is started by its first picture. */
function createThread(): { draw: Hand; end: () => Promise<unknown> } {
  let thread: Worker | undefined;
  let isLost = false;
  const start = () => {
    const isSource = import.meta.url.endsWith('.ts');
    const script = new URL(isSource ? './picture-thread.ts' : './picture-thread.js', import.meta.url);
    return new Worker(script, { execArgv: isSource ? ['--import', 'tsx'] : [] });
  };
  const draw = (spec: VegaLite) =>
    new Promise<Picture>((resolve, reject) => {
      const lose = () => {
        isLost = true;
        reject(new ThreadLost());
      };
      if (isLost) return lose();
      thread ??= start();
      thread.removeAllListeners();
      thread.on('error', lose).on('exit', lose);
      thread.on('message', (drawn: Drawn) =>
        'failure' in drawn ? reject(new Error(drawn.failure)) : resolve(drawn.picture),
      );
      thread.postMessage(spec);
    });
  return { draw, end: async () => thread?.terminate() };
}
