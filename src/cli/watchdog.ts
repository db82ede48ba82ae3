/** A watch over plugs of a user's own: one that never returns holds its thread, and nothing in the thread can end it. */
import { Worker } from 'node:worker_threads';
import { createCallMemory } from '../catalogue/call-board.ts';
import { exitCode } from './exit-code.ts';

/** What the thread that watches is told. */
export interface WatchData {
  memory: SharedArrayBuffer;
  /** How long one call may take [s]. */
  seconds: number;
}

let isWatched = false;

/**
 * Starts a thread, once, that ends the process where one call of a plug takes too long, in whichever thread it is.
 *
 * @param watch  has calls written down in the memory it is given, by this thread and all that it starts
 */
export async function startWatchdog(seconds: number, watch: (memory: SharedArrayBuffer) => void): Promise<void> {
  // A thread of sources cannot be started everywhere, and whoever develops can end what hangs.
  if (isWatched || import.meta.url.endsWith('.ts')) return;
  isWatched = true;
  const memory = createCallMemory();
  watch(memory);
  const workerData: WatchData = { memory, seconds };
  const thread = new Worker(new URL('./watchdog-thread.js', import.meta.url), { workerData });
  await new Promise((resolve) => thread.once('message', resolve));
  thread.on('message', () => process.exit(exitCode.ourMistake));
  thread.unref();
}
