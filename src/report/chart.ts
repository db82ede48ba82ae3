/**
 * What a chart is: a file under `charts/` that says for which findings it has something to draw, and draws it.
 *
 * A chart shapes data and never computes a finding; its sentence repeats numbers the findings already hold.
 */
import type { Solution, ToldRun } from '../analysis/exhibits/exhibits.ts';
import type { Findings } from '../findings/findings.ts';
import { holdTogether, measureText, wrapText } from './text-width.ts';
import { colors, config, dashes, defaultWidth, fontSizes, palette, shapes } from './theme.ts';

/** A value of a JSON document; `undefined` members are left out when written. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** A Vega-Lite v6 specification or a part of one. */
export type VegaLite = { readonly [key: string]: Json };

/** A picture ready to draw. */
export interface ChartSpec {
  kind: string;
  title: string;
  /** What the picture shows in one sentence with its numbers, then how to read it. */
  caption: string;
  /** Complete on its own: title and caption included, background white. */
  spec: VegaLite;
  /** The same for a page that prints title and caption itself and has a background of its own. */
  bareSpec: VegaLite;
}

/** What charts are drawn from: findings, exact answers, one run that was told, or several studies side by side. */
export interface ChartSources {
  findings: Findings;
  solution: Solution;
  told: ToldRun & { money?: 'USD' };
  studies: readonly Findings[];
}

/** The sources that hold all that a chart shows. */
type SourceOf<Shown> = {
  [From in keyof ChartSources]: ChartSources[From] extends Shown ? From : never;
}[keyof ChartSources];

/** A chart: a file under `charts/` and a line in their registry. */
export interface Chart<Shown = Findings> {
  kind: string;
  from: keyof ChartSources;
  title: string;
  /** What a study needs for this chart to have something to show: a noun, and how to come by it. */
  needs: string;
  /** Whether these findings have anything this chart can show. */
  applies: (findings: Shown) => boolean;
  /**
   * @param width  of the whole picture [px], 760 unless told
   * @throws nothing for findings it applies to
   */
  build: (findings: Shown, width?: number) => ChartSpec;
}

/** What a chart draws: its words, and the marks without title, size of page or theme. */
export interface Drawing {
  title: string;
  caption: string;
  body: VegaLite;
}

/** Ties a chart's name to what it draws; title, caption, theme and background follow by themselves. */
export function defineChart<Shown = Findings>(chart: {
  kind: string;
  /** Findings when left out. */
  from?: SourceOf<Shown>;
  title: string;
  needs: string;
  applies: (findings: Shown) => boolean;
  draw: (findings: Shown, width: number) => Drawing;
}): Chart<Shown> {
  const { kind, from = 'findings', title, needs, applies, draw } = chart;
  return {
    kind,
    from,
    title,
    needs,
    applies,
    build: (findings, width = defaultWidth) => frame(kind, draw(findings, width), width),
  };
}

/** The charts that have something to show for these findings, drawn in the order of the registry. */
export function buildCharts<Shown = Findings>(
  charts: Iterable<Chart<Shown>>,
  findings: Shown,
  width?: number,
): ChartSpec[] {
  return [...charts].filter((chart) => chart.applies(findings)).map((chart) => chart.build(findings, width));
}

/** A chart's data, in rows. */
export function rowsOf(rows: { [field: string]: Json }[]): VegaLite {
  return { values: rows };
}

/** A text as lines that fit a width [px]. */
function linesOf(text: string, width: number, fontSize: number): string[] {
  return wrapText(holdTogether(text), width, fontSize);
}

/**
 * Pictures side by side, as many in a row as fit, each with its own scales but one legend of series.
 *
 * @param legends  `own` where each picture has series of its own
 */
export function panels(entries: VegaLite[], columns: number, legends: 'shared' | 'own' = 'shared'): VegaLite {
  if (entries.length === 1) return entries[0];
  const resolve = legends === 'own' ? 'independent' : 'shared';
  return {
    concat: entries,
    columns,
    spacing: { row: 26, column: 18 },
    resolve: { scale: { color: resolve, shape: resolve, strokeDash: resolve } },
  };
}

/** Title of one panel, smaller lines under it. */
export function panelTitle(text: string, width: number, below: string[] = []): VegaLite {
  return {
    ...(below.length === 0
      ? {}
      : { subtitle: below, subtitleFontSize: fontSizes.mark, subtitleLineHeight: 14, subtitlePadding: 3 }),
    text: linesOf(text, width, fontSizes.panel),
    fontSize: fontSizes.panel,
    fontWeight: 'normal',
    frame: 'group',
    color: colors.ink,
    offset: 6,
  };
}

/** Width of a panel's drawing area when so many share a row of the page [px]. */
export function panelWidth(width: number, columns: number, axisWidth = columns > 2 ? 76 : 62): number {
  return Math.floor((width - 34 - 18 * (columns - 1)) / columns - axisWidth);
}

/** A legend above the picture, in as many columns as fit its labels; one that fills the page is cut at its end. */
export function legendAbove(labels: readonly string[], width: number): VegaLite {
  const limit = Math.max(120, width - 90);
  const widest = Math.max(0, ...labels.map((label) => Math.min(limit, measureText(label, fontSizes.label))));
  return {
    orient: 'top',
    title: null,
    columns: Math.max(1, Math.floor((width - 50) / (widest + 34))),
    offset: 8,
    symbolOpacity: 1,
    symbolType: 'circle',
    labelLimit: limit,
  };
}

/** How series are told apart: by colour, and by shape and dash where there is none. */
export interface SeriesLook {
  /** For lines, areas and rules. */
  color: VegaLite;
  /** For points beside `color`; has the legend in common with it. */
  shape: VegaLite;
  /** For lines beside `color`. */
  strokeDash: VegaLite;
}

/**
 * The look of series by the field that names them.
 *
 * @param names   in the order of the legend
 * @param legend  `null` for none; its symbols take the shapes
 */
export function seriesLook(field: string, names: readonly string[], legend: VegaLite | null): SeriesLook {
  const pick = <Look extends Json>(looks: readonly Look[]) => names.map((_, i) => looks[i % looks.length]);
  const shown = legend && { ...legend, symbolType: undefined, symbolStrokeWidth: 0 };
  const channel = (range: readonly Json[]) => ({ field, type: 'nominal', scale: { domain: [...names], range } });
  return {
    color: { ...channel(pick(palette)), legend: shown },
    shape: { ...channel(pick(shapes)), legend: shown },
    strokeDash: { ...channel(pick(dashes)), legend: shown },
  };
}

function frame(kind: string, { title, caption, body }: Drawing, width: number): ChartSpec {
  const inner = width - 40;
  const schema = 'https://vega.github.io/schema/vega-lite/v6.json';
  const description = `${title}. ${caption}`;
  const text = wrapText(holdTogether(title), inner, fontSizes.title, 'bold');
  return {
    kind,
    title,
    caption,
    spec: {
      $schema: schema,
      description,
      title: { text, subtitle: linesOf(caption, inner, fontSizes.caption) },
      ...body,
      config,
    },
    bareSpec: { $schema: schema, description, ...body, config: { ...config, background: 'transparent' } },
  };
}
