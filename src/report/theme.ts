/** One look for every picture: readable in print, for the colour-blind, and recoloured by CSS in dark mode. */

/** Colours by purpose. The report's style sheet knows them by these values and swaps them in dark mode. */
export const colors = {
  /** Text, axes, rules. */
  ink: '#1c1c1a',
  /** Captions and labels of second rank. */
  faint: '#5c5c57',
  grid: '#e3e3de',
  paper: '#ffffff',
  /** Lines drawn on coloured cells, dark in either mode. */
  onCells: '#141414',
  honest: '#00538f',
  cheating: '#d95f02',
  even: '#f4f1ea',
} as const;

/**
 * Colours of series, apart for the colour-blind and, in lightness, on grey paper: L* 34, 55, 45, 64, 22 and 61. A seventh
 * begins again; dashes and shapes tell them apart too.
 */
export const palette = [colors.honest, colors.cheating, '#007a55', '#4da3d9', '#5b1a52', '#c08a00'];

/** The same colours where the page is dark, by the colours they stand in for. */
export const darkHues: Readonly<Record<string, string>> = {
  [colors.honest]: '#4a9fe3',
  [colors.cheating]: '#ff924a',
  '#007a55': '#35b98c',
  '#4da3d9': '#bfe4ff',
  '#5b1a52': '#c58ae0',
  '#c08a00': '#ffd34d',
};

/** Dashes of series, in the order of the palette [px]. */
export const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
];

/** Shapes of series, in the order of the palette. */
export const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'] as const;

/** Fonts, the shipped one first; Verdana has nearly its widths. */
export const fontFamily = 'DejaVu Sans, Verdana, sans-serif';

/** Sizes of text [px]. */
export const fontSizes = { title: 15, caption: 11.5, panel: 12, label: 11, mark: 10.5 } as const;

/** Width of a picture when nobody asks for another [px]. */
export const defaultWidth = 760;

/** Vega-Lite configuration that every picture shares. */
export const config = {
  font: fontFamily,
  background: colors.paper,
  padding: { left: 14, right: 18, top: 12, bottom: 12 },
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'bounds',
    color: colors.ink,
    subtitleColor: colors.faint,
    fontSize: fontSizes.title,
    subtitleFontSize: fontSizes.caption,
    subtitleLineHeight: 16,
    subtitlePadding: 6,
    offset: 14,
  },
  axis: {
    domainColor: colors.faint,
    tickColor: colors.faint,
    gridColor: colors.grid,
    labelColor: colors.ink,
    titleColor: colors.ink,
    labelFontSize: fontSizes.label,
    titleFontSize: fontSizes.label,
    titleFontWeight: 'normal',
    titlePadding: 8,
    labelFlush: false,
  },
  legend: {
    labelColor: colors.ink,
    titleColor: colors.ink,
    labelFontSize: fontSizes.label,
    titleFontSize: fontSizes.label,
    titleFontWeight: 'normal',
    labelLimit: 320,
  },
  text: { color: colors.ink, fontSize: fontSizes.mark },
  rule: { color: colors.ink },
  range: { category: palette },
} as const;
