/** Debian's Redis on a port of its own, which can be killed and comes back with its append-only file; and a way to it that can be cut. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { findPort } from './port.ts';

/** Whether there is a Redis to start; tests that need one are left out, and say so, where there is none. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis)
  console.warn('redis-server is not installed: tests of the queue are left out (apt-get install redis-server)');

export class RedisServer {
  readonly #folder: string;
  readonly port: number;
  readonly #more: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number, more: readonly string[]) {
    this.#folder = folder;
    this.port = port;
    this.#more = more;
  }

  static async start(folder: string, ...more: string[]): Promise<RedisServer> {
    const server = new RedisServer(folder, await findPort(), more);
    await server.start();
    return server;
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const own = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
    const argv = ['--port', String(this.port), '--dir', this.#folder, ...own, ...this.#more];
    this.#process = spawn('redis-server', argv, { stdio: 'ignore' });
    for (let tries = 0; tries < 600; tries++) {
      if (this.ask('ping').trim() !== '') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('redis-server does not answer');
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#process?.once('exit', resolve));
    this.#process?.kill('SIGKILL');
    await gone;
  }

  /** What redis-cli prints. */
  ask(...argv: string[]): string {
    return spawnSync('redis-cli', ['-p', String(this.port), ...argv], { encoding: 'utf8' }).stdout;
  }
}

/** A way to a port that can stop answering: connections stay open, and nothing goes through. */
export class Way {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #isCut = false;

  private constructor(to: number) {
    this.#server = createServer((near) => {
      const far = createConnection(to, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ]) {
        this.#ends.add(one);
        one.on('data', (bytes) => void (!this.#isCut && other.write(bytes)));
        one.on('error', () => {});
        one.on('close', () => {
          this.#ends.delete(one);
          other.destroy();
        });
      }
    });
  }

  static async open(to: number): Promise<Way> {
    const way = new Way(to);
    await new Promise<void>((resolve) => way.#server.listen(0, '127.0.0.1', resolve));
    return way;
  }

  get address(): string {
    return `redis://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  /** From now on nothing goes through, in connections that are there and in new ones. */
  cut(): void {
    this.#isCut = true;
  }

  /** What was sent meanwhile is lost, so what is there is given up. */
  mend(): void {
    this.#isCut = false;
    for (const end of this.#ends) end.destroy();
  }

  close(): void {
    this.#server.close();
    for (const end of this.#ends) end.destroy();
  }
}
