/** Processes that ask for one folder at once. */
import { spawn } from 'node:child_process';

/** What a process saw: how often it had the folder, left it as the dead do, and was not alone in it. */
export interface Contender {
  granted: number;
  abandoned: number;
  twice: number;
}

/** Lets several processes ask for a folder until each has had its turns, or for some seconds. */
export function contend(
  folder: string,
  { processes, seconds, turns = 1e9 }: { processes: number; seconds: number; turns?: number },
): Promise<Contender[]> {
  const script = new URL('./lock-contender.ts', import.meta.url).pathname;
  const argv = ['--import', 'tsx', script, folder, String(seconds), String(turns)];
  return Promise.all(
    Array.from({ length: processes }, async () => {
      const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
      let told = '';
      child.stdout.on('data', (text) => (told += text));
      await new Promise((resolve) => child.on('close', resolve));
      return JSON.parse(told) as Contender;
    }),
  );
}
