import type { ChartSpec } from './chart.ts';
import { buildGallery, type Shown } from './gallery.ts';
import { compileChart, drawVega, type Picture } from './render.ts';

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
): Promise<DrawnChart[]> {
  const narrow = buildGallery(shown, pageWidths.narrow);
  const drawn: DrawnChart[] = [];
  for (const [i, chart] of buildGallery(shown, pageWidths.wide).entries()) {
    drawn.push({ chart, wide: await draw(chart), narrow: await draw(narrow[i]!) });
    onDrawn(drawn.length, narrow.length);
  }
  return drawn;
}

async function draw({ bareSpec }: ChartSpec): Promise<Picture> {
  const { vega } = await compileChart(bareSpec);
  return drawVega(vega);
}
