/** SVG to PNG, text set in the shipped DejaVu Sans on every machine. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PngRequest } from './png-process.ts';

/**
 * A PNG of an SVG.
 *
 * @param scale  pixels of the PNG per pixel of the SVG
 * @throws Error when the rasterizer cannot draw it
 */
export async function renderPng(svg: string, scale = 2): Promise<Uint8Array> {
  const [drawn] = await renderPngs([svg], scale);
  if (drawn instanceof Error) throw drawn;
  return drawn;
}

/**
 * PNGs of several SVGs, one after the other in a process of their own: a picture that breaks the rasterizer breaks that
 * process, and the next picture gets a new one.
 *
 * @returns per picture its bytes, or why there are none
 */
export async function renderPngs(svgs: readonly string[], scale = 2): Promise<(Uint8Array | Error)[]> {
  const drawn: (Uint8Array | Error)[] = [];
  let child: ChildProcess | undefined;
  try {
    for (const svg of svgs) {
      child ??= startProcess();
      const answer = await ask(child, { svg, scale });
      drawn.push(answer);
      if (answer instanceof Error) {
        child.kill();
        child = undefined;
      }
    }
  } finally {
    child?.kill();
  }
  return drawn;
}

/** The program beside this module: TypeScript in development, JavaScript once built. */
function startProcess(): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const script = new URL(isSource ? './png-process.ts' : './png-process.js', import.meta.url);
  return fork(fileURLToPath(script), {
    execArgv: isSource ? ['--import', 'tsx'] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function ask(child: ChildProcess, request: PngRequest): Promise<Uint8Array | Error> {
  return new Promise((resolve) => {
    const settle = (answer: Uint8Array | Error) => {
      child.removeAllListeners();
      // What a process says after it was given up must not be thrown at nobody.
      child.on('error', () => {});
      resolve(answer);
    };
    child.once('message', (bytes) => settle(bytes as unknown as Uint8Array));
    child.once('error', (error) => settle(new Error(`it could not be drawn as PNG: ${error.message}`)));
    child.once('exit', (code, signal) => settle(new Error(`the rasterizer broke off (${signal ?? `code ${code}`})`)));
    child.send(request);
  });
}
