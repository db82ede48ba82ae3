/** One look for every picture: readable in print, for the colour-blind, and recoloured by CSS in dark mode. */

/** Colours by purpose. The report's style sheet knows the first four by these values and swaps them in dark mode. */
export const colors = {
  /** Text, axes, rules. */
  ink: '#1c1c1a',
  /** Captions and labels of second rank. */
  faint: '#5c5c57',
  grid: '#e3e3de',
  paper: '#ffffff',
  /** Lines drawn on coloured cells, dark in either mode. */
  onCells: '#141414',
  honest: '#0072b2',
  cheating: '#d55e00',
  even: '#f4f1ea',
} as const;

/** Okabe and Ito's colour-blind safe palette, without its black and its yellow, which vanish on dark and on white. */
export const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];

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
    labelLimit: 220,
  },
  text: { color: colors.ink, fontSize: fontSizes.mark },
  rule: { color: colors.ink },
  range: { category: palette },
} as const;
