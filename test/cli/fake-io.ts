/** A process made of strings: what `main` writes is kept, and signals are sent by hand. */
import { EventEmitter } from 'node:events';
import { main } from '../../src/cli/main.ts';

export interface Session {
  code: number;
  stdout: string;
  stderr: string;
  killed: string[];
}

export interface FakeOptions {
  env?: Record<string, string>;
  /** Called with each piece of stderr and the signals of the process. */
  onStderr?: (text: string, signals: EventEmitter) => void;
  isTTY?: boolean;
  /** What somebody at the terminal answers; nobody sits there when left out. */
  ask?: (question: string) => Promise<string | undefined>;
}

/** Runs a command line in this process. */
export async function posp(
  argv: string[],
  { env = {}, onStderr, isTTY = false, ask }: FakeOptions = {},
): Promise<Session> {
  const signals = new EventEmitter();
  const session: Session = { code: -1, stdout: '', stderr: '', killed: [] };
  session.code = await main(argv, {
    stdout: { write: (text) => (session.stdout += text), isTTY, columns: isTTY ? 100 : undefined },
    stderr: {
      write: (text) => {
        session.stderr += text;
        onStderr?.(text, signals);
      },
    },
    env,
    signals,
    ...(ask && { ask }),
    kill: (signal) => session.killed.push(signal),
  });
  return session;
}
