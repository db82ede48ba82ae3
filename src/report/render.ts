/**
 * Vega-Lite specifications to SVG and PNG without a browser.
 *
 * Vega guesses text widths where there is no canvas; here they come from a table of the shipped font, so margins fit.
 * Vega, Vega-Lite and resvg load on first use: most commands draw nothing.
 */
import { createRequire } from 'node:module';
import type { TopLevelSpec } from 'vega-lite';
import type { VegaLite } from './chart.ts';
import { measureText } from './text-width.ts';

const require = createRequire(import.meta.url);

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
  const { vega } = await compileChart(spec);
  return renderVega(vega);
}

/** A static SVG of a compiled specification. */
export async function renderVega(compiled: object): Promise<string> {
  const vega = await loadVega();
  // Clip paths and gradients are numbered through the whole process; from zero again, a picture does not know its predecessors.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: 1 });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/**
 * A PNG of an SVG, its text set in the shipped DejaVu Sans on every machine.
 *
 * @param scale  pixels of the PNG per pixel of the SVG
 */
export async function renderPng(svg: string, scale = 2): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
    require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
  );
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  });
  return image.render().asPng();
}

/** What is used of Vega; its own types leave out text metrics and the numbering of definitions. */
interface Vega {
  View: new (runtime: object, options: object) => { toSVG: () => Promise<string>; finalize: () => void };
  parse: (spec: object) => object;
  resetSVGDefIds: () => void;
  textMetrics: { width: typeof measureItem };
}

async function loadVega(): Promise<Vega> {
  const vega = (await import('vega')) as unknown as Vega;
  vega.textMetrics.width = measureItem;
  return vega;
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
