/**
 * A process of its own that turns SVG into PNG: the rasterizer is native code, which on a picture it cannot draw takes
 * the whole process with it.
 */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

/** One picture to draw. */
export interface PngRequest {
  svg: string;
  /** Pixels of the PNG per pixel of the SVG. */
  scale: number;
}

const require = createRequire(import.meta.url);
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
);

process.on('message', ({ svg, scale }: PngRequest) => {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  });
  process.send?.(image.render().asPng());
});

// An interrupt is for the process that asked; when that one goes, the channel closes and this one ends.
process.on('SIGINT', () => {});
