/** What a command may touch of the process it runs in; tests hand in one of their own. */
import type { EventEmitter } from 'node:events';
import { guardText } from '../foreign/plain-text.ts';
import { exitCode } from './exit-code.ts';

/** A stream to write to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  /** Width of the terminal [characters]. */
  columns?: number | undefined;
  /** The stream itself, for what draws on a terminal. */
  terminal?: Pick<Output, 'write'> | undefined;
}

/** Streams, environment and signals. */
export interface Io {
  /** Results, and nothing else. */
  stdout: Output;
  /** Progress, warnings and problems. */
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  signals: Pick<EventEmitter, 'on' | 'off'>;
  /** Asks whoever sits at the terminal; absent where nobody does. Nothing comes back when the question is left. */
  ask?: ((question: string) => Promise<string | undefined>) | undefined;
  /** Ends the process by a signal, for the second interruption. */
  kill: (signal: NodeJS.Signals) => void;
}

/**
 * The process itself. A reader that goes away (`posp … | head`) is no error; any other stream that cannot be written to
 * ends in the exit code that says so, and whatever nobody caught in the one that says it was our mistake: no other way
 * of failing may look like a false claim.
 */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (stream === process.stdout) process.stderr.write(`posp: the output cannot be written: ${error.message}\n`);
      process.once('exit', () => {
        process.exitCode = exitCode.cannotWrite;
      });
    });
  }
  process.on('uncaughtException', (error) => {
    process.stderr.write(`posp: our mistake: ${guardText(String(error.stack ?? error), false)}\n`);
    process.exit(exitCode.ourMistake);
  });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signals: process,
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
    kill: (signal) => process.kill(process.pid, signal),
  };
}

async function ask(question: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    terminal.on('close', () => resolve(undefined));
    terminal.question(question, (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}

/** Writes over the line that a terminal is at. @param text  clean, and no wider than the terminal */
export function writeOver({ stderr }: Pick<Io, 'stderr'>, text: string): void {
  (stderr.terminal ?? stderr).write(`\r\u001b[K${text}`);
}

/** The same streams behind the gate that everything foreign has to pass. @param flag  what `--color` says */
export function guardIo(io: Io, flag?: boolean): Io {
  const guard = (stream: Output): Output => {
    const isColored = wantsColor(stream, io, flag);
    return {
      write: (text) => stream.write(guardText(text, isColored)),
      isTTY: stream.isTTY,
      columns: stream.columns,
      terminal: stream,
    };
  };
  return { ...io, stdout: guard(io.stdout), stderr: guard(io.stderr) };
}

/**
 * Whether to colour what goes to a stream.
 *
 * The flag decides; then NO_COLOR, which wins over FORCE_COLOR; then whether the stream is a terminal.
 */
export function wantsColor(stream: Output, { env }: Io, flag?: boolean): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
