import type { ChartSpec } from './chart.ts';
import { buildGallery, type Shown } from './gallery.ts';
import { compileChart, renderVega } from './render.ts';

/** Room for a picture in a page of the report [px]. */
const pageWidth = 900;

/** A chart drawn for a page: its picture, and what a script needs to bring it to life. */
export interface DrawnChart {
  chart: ChartSpec;
  /** Static, without title and background. */
  svg: string;
  /** The same compiled to Vega. */
  vega: object;
}

/** Draws every chart that has something to show, for a page that prints the titles itself. */
export async function drawCharts(shown: Shown): Promise<DrawnChart[]> {
  const drawn: DrawnChart[] = [];
  for (const chart of buildGallery(shown, pageWidth)) {
    const { vega } = await compileChart(chart.bareSpec);
    drawn.push({ chart, svg: await renderVega(vega), vega });
  }
  return drawn;
}
