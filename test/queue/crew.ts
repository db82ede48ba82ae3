/** Processes of the command that conduct and work on a queue. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand } from '../bundle.ts';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  process: ChildProcess;
  ended: Promise<Ended>;
  /** Settles when a text has stood on stderr. */
  said(text: string): Promise<void>;
}

/** Starts commands in a folder. */
export async function openCrew(place: string): Promise<(argv: string[], env?: Record<string, string>) => Running> {
  const program = join(await bundleCommand(), 'posp-process.js');
  return (argv, env = {}) => {
    const child = spawn(process.execPath, [program, ...argv], { cwd: place, env: { ...process.env, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    const ended = new Promise<Ended>((resolve) =>
      child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
    );
    const said = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => stderr.includes(text) && resolve();
        child.stderr.on('data', look);
        look();
        void ended.then(() => reject(new Error(`it ended before it said ${text}: ${stderr}`)));
      });
    return { process: child, ended, said };
  };
}

/** Every file of a folder with its bytes. */
export function bytesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'base64')]));
}
