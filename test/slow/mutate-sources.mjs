/** Hooks with which Node runs the sources itself, but for a fault put into some of them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stripTypes } from '../strip-types.mjs';

let faults = [];

/** @param {{ faults: { file: string, from: string, to: string }[] }} data  a file below src/, a text in it, and what takes its place */
export function initialize(data) {
  faults = data.faults;
}

/** Hands Node the JavaScript in a TypeScript file, faults included. */
export async function load(url, context, next) {
  if (!/^file:.*\.ts$/.test(url)) return next(url, context);
  const sourcefile = fileURLToPath(url);
  let text = await readFile(sourcefile, 'utf8');
  for (const { file, from, to } of faults) {
    if (!url.endsWith(`/src/${file}`)) continue;
    if (text.split(from).length !== 2) throw new Error(`${file} does not hold once: ${from}`);
    text = text.replace(from, () => to);
  }
  return stripTypes(text, sourcefile);
}
