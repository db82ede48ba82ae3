import type { ChartSpec } from './chart.ts';
import { listShowing, type Shown } from './gallery.ts';
import type { Picture } from './render.ts';
import { openStudio } from './studio.ts';

/** Room for a picture in a page of the report, and in the same page on a phone [px]. */
const pageWidths = { wide: 900, narrow: 360 } as const;

/** A chart drawn for a page, without title and background, for wide screens and for narrow ones. */
export interface DrawnChart {
  chart: Pick<ChartSpec, 'kind' | 'title' | 'caption'>;
  wide: Picture;
  narrow: Picture;
}

/**
 * Draws every chart that has something to show, for a page that prints the titles itself.
 *
 * @param onDrawn  hears how many there are of how many
 */
export async function drawCharts(
  shown: Shown,
  onDrawn: (done: number, all: number) => void = () => {},
  studio = openStudio(),
): Promise<DrawnChart[]> {
  const charts = listShowing(shown);
  let done = 0;
  return Promise.all(
    charts.map(async ({ kind, build }) => {
      const words = { title: '', caption: '' };
      const drawing = (width: number) =>
        studio.draw(() => {
          const { title, caption, bareSpec } = build(shown, width);
          if (width === pageWidths.wide) Object.assign(words, { title, caption });
          return bareSpec;
        });
      const [wide, narrow] = await Promise.all([drawing(pageWidths.wide), drawing(pageWidths.narrow)]);
      onDrawn(++done, charts.length);
      return { chart: { kind, ...words }, wide, narrow };
    }),
  );
}
