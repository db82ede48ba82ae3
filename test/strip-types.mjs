/** Hooks with which Node runs the sources itself: types go, and everything else stays what it is. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

/** Hands Node the JavaScript in a TypeScript file, with a map of where each line of it stood. */
export async function load(url, context, next) {
  if (!/^file:.*\.ts$/.test(url)) return next(url, context);
  const sourcefile = fileURLToPath(url);
  return stripTypes(await readFile(sourcefile, 'utf8'), sourcefile);
}

/** A loaded module of the TypeScript in `text`, which stood in `sourcefile`. */
export async function stripTypes(text, sourcefile) {
  const { code } = await transform(text, { loader: 'ts', sourcefile, sourcemap: 'inline', sourcesContent: false });
  return { format: 'module', source: code, shortCircuit: true };
}
