/** Plugs from modules that the user names: loaded here, and again in every thread that needs them. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getEnvironmentData, setEnvironmentData, threadId } from 'node:worker_threads';
import { enterCall, leaveCall, writeCalls } from './call-board.ts';
import { builtIn, type Catalogue, type Plugin } from './catalogue.ts';
import { PlugError } from './plug-error.ts';
import { extendCatalogue, hash } from './plugs.ts';
import type { Plug } from './sockets.ts';

const callMemoryKey = 'posp-sim calls of plugs';

/** From now on this thread, and every one that it starts, writes down in which call of a plug it is. */
export function watchPlugins(memory: SharedArrayBuffer): void {
  setEnvironmentData(callMemoryKey, memory);
}

/**
 * The catalogue with the plugs of some modules, in their order. A module's default export is a plug, or a list of them.
 *
 * It is code, run with all that the user may do: only name what you would run.
 *
 * @param files  paths of ES modules
 * @throws PlugError when one cannot be loaded, or holds what is no plug
 */
export async function loadPlugins(files: readonly string[], from: Catalogue = builtIn): Promise<Catalogue> {
  const memory = getEnvironmentData(callMemoryKey);
  if (memory instanceof SharedArrayBuffer) writeCalls(memory, threadId);
  let catalogue = from;
  for (const file of files) {
    const path = resolve(file);
    const sha256 = hashModule(path, file);
    catalogue = extendCatalogue(await importPlugs(path, file, sha256), { from: catalogue, of: { file, sha256 } });
  }
  return catalogue;
}

const loaded = new Map<string, Promise<Catalogue>>();

/**
 * The catalogue of plugins that another thread has loaded, from the same files. It is made once.
 *
 * @throws PlugError when a file is not what it was there
 */
export function recallPlugins(plugins: readonly Plugin[]): Promise<Catalogue> {
  const key = JSON.stringify(plugins);
  const known = loaded.get(key) ?? reload(plugins);
  loaded.set(key, known);
  return known;
}

async function reload(plugins: readonly Plugin[]): Promise<Catalogue> {
  const catalogue = await loadPlugins(plugins.map(({ kinds, file }) => file ?? refuseValue(kinds)));
  for (const [i, { file, sha256 }] of plugins.entries()) {
    if (catalogue.plugins[i].sha256 === sha256) continue;
    throw new PlugError(`the plugin ${file} was changed while a study ran by it; run the study again`);
  }
  return catalogue;
}

function refuseValue(kinds: readonly string[]): never {
  throw new PlugError(
    `${kinds.join(', ')}: given as a value, it cannot go to another thread; take one worker, or load it with loadPlugins`,
  );
}

async function importPlugs(path: string, file: string, sha256: string): Promise<readonly Plug[]> {
  let module: { default?: unknown };
  enterCall(`the plugin ${file}`, 'loading');
  try {
    // What it was known by is part of its address, so that a changed file is another module.
    module = (await import(`${pathToFileURL(path).href}?sha256=${sha256.slice(0, 16)}`)) as { default?: unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlugError(`the plugin ${file} cannot be loaded: ${reason}`, { cause: error });
  } finally {
    leaveCall();
  }
  const { default: given } = module;
  if (given === undefined) {
    throw new PlugError(`the plugin ${file} has no default export; it is a plug, or a list of plugs`);
  }
  return (Array.isArray(given) ? given : [given]) as Plug[];
}

/**
 * What a module is known by: the SHA-256 of its bytes; with those of the modules that it names by a relative path, and
 * they again, where it names any. Packages are known by name and version elsewhere and are left out.
 */
function hashModule(path: string, file: string): string {
  if (!['.js', '.mjs', '.ts', '.mts'].includes(extname(path))) {
    throw new PlugError(`the plugin ${file} is no .js or .mjs file: a plugin is an ES module`);
  }
  if (!existsSync(path) || !statSync(path).isFile()) throw new PlugError(`there is no plugin ${file}`);
  const hashes = new Map<string, string>();
  const visit = (module: string) => {
    if (hashes.has(module) || !existsSync(module) || !statSync(module).isFile()) return;
    const bytes = readFileSync(module);
    hashes.set(module, hash(bytes));
    for (const [, , to] of bytes.toString('utf8').matchAll(relativeImport)) visit(resolve(dirname(module), to));
  };
  visit(path);
  if (hashes.size === 1) return hashes.get(path)!;
  const named = [...hashes].map(([module, sha256]) => [relative(dirname(path), module).replaceAll(sep, '/'), sha256]);
  return hash(JSON.stringify(named.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Where a module may name another by a relative path; a comment that does so counts too, which does no harm. */
const relativeImport = /\b(?:from|import|require)\s*\(?\s*(['"`])(\.{1,2}\/[^'"`\n]*)\1/g;
