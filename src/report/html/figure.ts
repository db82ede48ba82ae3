/** A chart in a page: title, sentence, static picture, and a button that makes it answer to the mouse. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DrawnChart } from '../draw.ts';
import { embedJson, html, type Markup, trusted } from './markup.ts';

/** Longest specification that is worth embedding a second time [characters]. */
const longestSpec = 400_000;

/** The figure. The picture needs no script; without one the button never shows. */
export function figure({ chart, svg, vega }: DrawnChart, interactive: boolean): Markup {
  const { kind, title, caption } = chart;
  const spec = embedJson(vega);
  const live = html`<button type="button" hidden data-chart="${kind}">Show values on hover</button>
<script type="application/json" id="vega-${kind}">${spec}</script>`;
  return html`<figure id="chart-${kind}">
<figcaption><h3 id="title-${kind}">${title}</h3><p class="quiet" id="caption-${kind}">${caption}</p></figcaption>
<div class="drawing" id="drawing-${kind}" tabindex="0" role="group" aria-labelledby="title-${kind}">${inlineSvg(svg, kind)}</div>
${interactive && spec.markup.length <= longestSpec ? live : ''}
</figure>`;
}

/** Vega itself and the few lines that use it, with the hashes under which a content policy lets them run. */
export function liveScripts(): { scripts: Markup; hashes: string[] } {
  const require = createRequire(import.meta.url);
  const vega = readFileSync(join(dirname(require.resolve('vega')), 'vega.min.js'), 'utf8');
  const sources = [vega.replace(/^\/\/# sourceMappingURL.*$/m, ''), enliven].map((source) =>
    source.replace(/<\/script/gi, '<\\/script'),
  );
  return {
    scripts: trusted(sources.map((source) => `<script>${source}</script>`).join('\n')),
    hashes: sources.map((source) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`),
  };
}

const enliven = `
for (const button of document.querySelectorAll('button[data-chart]')) {
  const kind = button.dataset.chart;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const drawing = document.getElementById('drawing-' + kind);
    const still = drawing.innerHTML;
    try {
      const spec = JSON.parse(document.getElementById('vega-' + kind).textContent);
      drawing.classList.add('live');
      await new vega.View(vega.parse(spec), { renderer: 'svg', container: drawing, hover: true }).runAsync();
      button.remove();
    } catch (problem) {
      drawing.classList.remove('live');
      drawing.innerHTML = still;
      button.disabled = true;
      button.textContent = 'This browser cannot show values on hover';
    }
  });
}
`;

/** An SVG for the inside of a page: scales with the page, is one image to a screen reader, and shares no ids with others. */
function inlineSvg(svg: string, kind: string): Markup {
  const [, width] = /^<svg[^>]*\swidth="([\d.]+)"/.exec(svg) ?? [];
  const viewBox = /^<svg[^>]*\sviewBox="([^"]*)"/.exec(svg)?.[1] ?? '';
  const body = svg
    .replace(/^<svg[^>]*>/, '')
    // What is one image has no parts with roles of their own.
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\s(?:role|aria-[a-z]+)="[^"]*"/g, ''))
    .replace(/(<(?:clipPath|linearGradient|radialGradient|pattern)\b[^>]*\sid=")/g, `$1${kind}-`)
    .replace(/((?:fill|stroke|clip-path|mask)="url\(#)/g, `$1${kind}-`);
  return trusted(
    `<svg role="img" aria-labelledby="title-${kind}" aria-describedby="caption-${kind}" viewBox="${viewBox}" style="max-width:${width}px">${body}`,
  );
}
