/** Numbers for Prometheus, on this machine alone. */
import { createServer } from 'node:http';
import type { Given } from './command.ts';
import { givenCount } from './given.ts';
import { UsageError } from './usage-error.ts';

/** A number, what it is, and whether it only grows. */
export interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  value: number;
}

/** What `--metrics` asks for, if it was given. @throws UsageError */
export function givenMetrics(given: Given): number | undefined {
  return givenCount(given, 'metrics', 1, 65_535);
}

/**
 * Serves `/metrics` on loopback. @returns what ends that
 *
 * @throws UsageError when the port is taken
 */
export async function serveMetrics(port: number | undefined, read: () => readonly Metric[]): Promise<() => void> {
  if (port === undefined) return () => {};
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(writeMetrics(read()));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new UsageError(`--metrics is ${port}, and nothing can listen there (${code}); name another port`)),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  // It keeps nobody who is done.
  server.unref();
  return () => void server.close();
}

/** The text of Prometheus, version 0.0.4. */
export function writeMetrics(metrics: readonly Metric[]): string {
  return metrics
    .map(
      ({ name, help, type, value }) =>
        `# HELP posp_${name} ${help}\n# TYPE posp_${name} ${type}\nposp_${name} ${value}\n`,
    )
    .join('');
}
