/** The thread that watches calls of plugs, and frees the main thread from one that never returns. */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { listCalls } from '../catalogue/call-board.ts';
import { plainText } from '../foreign/plain-text.ts';
import type { WatchData } from './watchdog.ts';

const { memory, seconds } = workerData as WatchData;

/** Where the calls of the main thread stand: its number is 0. */
const mainRow = 0;
/** How often calls are looked at [ms]; a process that is stopped, or a machine that sleeps, looks at none. */
const pause = 250;
// By row: the call that was at work when it was last looked at, for how many looks, and what the process had computed by then.
const seen = new Map<number, { count: number; looks: number; cpu: number }>();

const watch = setInterval(look, pause);
parentPort?.postMessage('watching');

function look(): void {
  const cpu = computed();
  for (const { row, count, text } of listCalls(memory)) {
    const last = seen.get(row);
    if (last?.count !== count) seen.set(row, { count, looks: 0, cpu });
    else if ((++last.looks * pause) / 1000 >= seconds && cpu - last.cpu >= seconds / 4) {
      end(row, text);
      return;
    }
  }
}

/** CPU time of the process [s]: a call that waits for its turn on a crowded machine does not hang. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function end(row: number, text: string): void {
  clearInterval(watch);
  const what = `a plug's mistake: ${plainText(text)} has not returned for ${seconds} s, and is ended`;
  const way = 'one that needs longer is given it by --plug-seconds. What was finished before is kept.';
  // Said here, for whoever has nothing left to wait for ends at once.
  writeSync(2, `posp: ${what}; ${way}\n`);
  if (row === mainRow) breakOff();
  parentPort?.postMessage('ended');
}

/** The main thread hears nothing while a plug holds it: what it is doing is broken off, whatever would catch it. */
function breakOff(): void {
  const main = new Session();
  main.connectToMainThread();
  main.post('Runtime.terminateExecution', () => main.disconnect());
}
