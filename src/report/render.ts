/**
 * Vega-Lite specifications to SVG without a browser.
 *
 * Vega guesses text widths where there is no canvas; here they come from a table of the shipped font, so margins fit.
 * Vega and Vega-Lite load on first use: most commands draw nothing.
 */
import type { TopLevelSpec } from 'vega-lite';
import type { VegaLite } from './chart.ts';
import { type Mark, type Reading, readScene } from './reading.ts';
import { measureText } from './text-width.ts';

/** A compiled Vega specification, and what Vega-Lite had to say about it. */
export interface CompiledChart {
  vega: object;
  warnings: string[];
}

/** Compiles Vega-Lite to Vega. @throws Error when the specification makes no sense */
export async function compileChart(spec: VegaLite): Promise<CompiledChart> {
  const { compile } = await import('vega-lite');
  const warnings: string[] = [];
  const logger = quietLogger(warnings);
  const { spec: vega } = compile(spec as unknown as TopLevelSpec, { logger });
  return { vega, warnings };
}

/** A static SVG of a chart; the same specification gives the same bytes. @throws Error when it makes no sense */
export async function renderSvg(spec: VegaLite): Promise<string> {
  return (await drawPicture(spec)).svg;
}

/** The same, with what can be read off it. One at a time in a thread. @throws Error when it makes no sense */
export async function drawPicture(spec: VegaLite): Promise<Picture> {
  const { vega } = await compileChart(spec);
  return drawVega(vega);
}

/** A picture, and what can be read off it. */
export interface Picture {
  svg: string;
  /** Every value drawn, in words and where it stands. */
  readings: Reading[];
}

/** A static picture of a compiled specification, with its values in words. */
export async function drawVega(compiled: object): Promise<Picture> {
  const vega = await loadVega();
  // Clip paths and gradients are numbered through the whole process; from zero again, a picture does not know its predecessors.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: 1 });
  try {
    await view.runAsync();
    const { root } = view.scenegraph();
    dropUnseen(root);
    const svg = await view.toSVG();
    return { svg, readings: readScene(root, originOf(svg)) };
  } finally {
    view.finalize();
  }
}

/** Where the frame of a picture begins, inside its padding [px]. */
function originOf(svg: string): { x: number; y: number } {
  const [, x = '0', y = '0'] = /<g[^>]*\stransform="translate\(([-\d.]+),([-\d.]+)\)"/.exec(svg) ?? [];
  return { x: Number(x), y: Number(y) };
}

/** What is used of Vega; its own types leave out text metrics and the numbering of definitions. */
interface Vega {
  View: new (
    runtime: object,
    options: object,
  ) => {
    runAsync: () => Promise<unknown>;
    scenegraph: () => { root: Mark };
    toSVG: () => Promise<string>;
    finalize: () => void;
  };
  parse: (spec: object) => object;
  resetSVGDefIds: () => void;
  textMetrics: { width: typeof measureItem };
}

async function loadVega(): Promise<Vega> {
  const vega = (await import('vega')) as unknown as Vega;
  vega.textMetrics.width = measureItem;
  return vega;
}

interface Bounds {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/**
 * Leaves out what a clipped mark draws wholly outside its frame, such as a threshold far beyond the axis. No picture
 * shows it, and the PNG rasterizer breaks on a clipped layer that does not meet the picture at all.
 */
function dropUnseen(mark: Mark, frame?: Bounds): void {
  if (mark.marktype !== 'group') {
    if (mark.clip === true && frame) mark.items = mark.items.filter(({ bounds }) => meets(bounds, frame));
    return;
  }
  for (const { width = 0, height = 0, items = [] } of mark.items) {
    for (const inner of items) dropUnseen(inner, { x1: 0, y1: 0, x2: width, y2: height });
  }
}

function meets(a: Bounds, b: Bounds): boolean {
  return a.x1 <= b.x2 && a.x2 >= b.x1 && a.y1 <= b.y2 && a.y2 >= b.y1;
}

interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
}

function measureItem({ fontSize = 11, fontWeight }: TextItem, text: string | number | null | undefined): number {
  const line = text === null || text === undefined ? '' : String(text);
  return measureText(line, fontSize, fontWeight === 'bold' || Number(fontWeight) >= 600 ? 'bold' : 'regular');
}

function quietLogger(warnings: string[]) {
  const logger = {
    level: () => logger,
    error: (...args: unknown[]) => keep(args),
    warn: (...args: unknown[]) => keep(args),
    info: () => logger,
    debug: () => logger,
  };
  const keep = (args: unknown[]) => {
    warnings.push(args.map(String).join(' '));
    return logger;
  };
  return logger as unknown as NonNullable<NonNullable<Parameters<typeof import('vega-lite').compile>[1]>['logger']>;
}
