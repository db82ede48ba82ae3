/** Programs of the tests as few files: a process or thread of sources loads and translates hundreds of them each time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles modules side by side, as the build puts them, into a folder that is gone after the tests of the file.
 *
 * @returns that folder; `./name.ts` is `name.js` there
 */
export async function bundle(...modules: readonly URL[]): Promise<string> {
  const place = join(root, 'results');
  mkdirSync(place, { recursive: true });
  // As deep below the root as what is built: the package file, the schema and the packages are found from there.
  const folder = mkdtempSync(join(place, 'bundle-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  await build({
    entryPoints: modules.map((module) => ({ in: fileURLToPath(module), out: basename(module.pathname, '.ts') })),
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  return folder;
}

/** The command, what its threads run, what watches them, and what draws its pictures; a process of it is `posp-process.js`. */
export function bundleCommand(): Promise<string> {
  return bundle(
    new URL('./cli/posp-process.ts', import.meta.url),
    new URL('../src/cli/main.ts', import.meta.url),
    new URL('../src/run/worker.ts', import.meta.url),
    new URL('../src/cli/watchdog-thread.ts', import.meta.url),
    new URL('../src/report/png-process.ts', import.meta.url),
    new URL('../src/report/picture-thread.ts', import.meta.url),
  );
}
