import type { ChartSpec } from './chart.ts';
import { buildGallery, type Shown } from './gallery.ts';
import type { Picture } from './render.ts';
import { openStudio } from './studio.ts';

/** Room for a picture in a page of the report, and in the same page on a phone [px]. */
const pageWidths = { wide: 900, narrow: 360 } as const;

/** A chart drawn for a page, without title and background, for wide screens and for narrow ones. */
export interface DrawnChart {
  chart: ChartSpec;
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
  const narrow = buildGallery(shown, pageWidths.narrow);
  let done = 0;
  return Promise.all(
    buildGallery(shown, pageWidths.wide).map(async (chart, i) => {
      const pictures = [chart, narrow[i]].map(({ bareSpec }) => studio.draw(bareSpec));
      const [forWide, forNarrow] = await Promise.all(pictures);
      onDrawn(++done, narrow.length);
      return { chart, wide: forWide, narrow: forNarrow };
    }),
  );
}
