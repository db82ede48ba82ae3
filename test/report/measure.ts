/** What of a picture lies where. */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

const require = createRequire(import.meta.url);
const fontFiles = [
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];

/** Whether everything drawn lies inside an SVG without its white page, and how wide that is [px]. */
export function measurePicture(svg: string): { inside: boolean; width: number } {
  const picture = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' } });
  const { x, y, width, height } = picture.getBBox()!;
  const inside = x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
  return { inside, width: picture.width };
}
