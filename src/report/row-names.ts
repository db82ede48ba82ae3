/** Names of rows at the left of a picture. */
import type { VegaLite } from './chart.ts';
import { holdTogether, measureText, wrapText } from './text-width.ts';
import { fontSizes } from './theme.ts';

/** The part of a picture's width that names may take; longer ones go on in a second line. */
const mostOfPage = 0.36;
const lineHeight = 14;

/** Names in lines, and the room that they need. */
export interface RowNames {
  /** Members of the axis that the names stand at. */
  axis: VegaLite;
  /** Of the longest line [px]. */
  width: number;
  /** Of the name with most lines [px]. */
  height: number;
}

/**
 * Names of rows in lines short enough to leave most of a picture to what stands beside them.
 *
 * @param page  width of the whole picture [px]
 */
export function nameRows(names: readonly string[], page: number): RowNames {
  const lines = names.map((name) => wrapText(holdTogether(name), mostOfPage * page, fontSizes.label));
  const width = Math.max(0, ...lines.flat().map((line) => measureText(line, fontSizes.label)));
  const most = Math.max(1, ...lines.map(({ length }) => length));
  const wrapped = most > 1 && {
    labelExpr: `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, lines[i]])))}[datum.label]`,
    labelLineHeight: lineHeight,
    // Lines hang from the first, which stands in the middle of its row unless it makes room.
    labelOffset: {
      condition: Array.from({ length: most - 1 }, (_, i) => ({
        test: `indexof(${JSON.stringify(names.filter((_, k) => lines[k].length === i + 2))}, datum.value) >= 0`,
        value: (-lineHeight * (i + 1)) / 2,
      })),
      value: 0,
    },
  };
  return {
    axis: { title: null, labelLimit: 0, labelPadding: 8, domain: false, ticks: false, grid: false, ...wrapped },
    width,
    height: lineHeight * most,
  };
}
