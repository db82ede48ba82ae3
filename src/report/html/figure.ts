/** A chart in a page: title, sentence, a picture for wide and one for narrow screens, and what a script needs to read values off them and to save them. */
import { renderCsv } from '../csv.ts';
import type { DrawnChart } from '../draw.ts';
import { type Reading, tabulate } from '../reading.ts';
import type { Picture } from '../render.ts';
import { holdTogether, wrapText } from '../text-width.ts';
import { fontSizes } from '../theme.ts';
import { embedJson, html, type Markup, nothing, trusted } from './markup.ts';
import { anchor } from './section.ts';

/** The figure. Without a script it is a picture and its words; its tools show only where a script is at work. */
export function figure({ chart, wide, narrow }: DrawnChart): Markup {
  const { kind, title, caption } = chart;
  const isReadable = wide.readings.length > 0;
  return html`<figure id="chart-${kind}">
<figcaption><h3><span id="title-${kind}">${holdTogether(title)}</span>${anchor(`chart-${kind}`, title)}</h3><p class="quiet" id="caption-${kind}">${holdTogether(caption)}</p></figcaption>
<div class="drawing" id="drawing-${kind}" tabindex="0" role="group" aria-labelledby="title-${kind}">
${inlineSvg(wide, kind, 'wide')}
${inlineSvg(narrow, kind, 'narrow')}
</div>
<div class="tools" hidden>
${isReadable ? html`<label>Read values <input type="range" min="1" max="${wide.readings.length}" value="1"></label>` : nothing}
<span class="save">Save <button type="button" data-save="svg">SVG</button> <button type="button" data-save="png">PNG</button>${
    isReadable ? html` <button type="button" data-save="csv">CSV</button>` : nothing
  }</span>
</div>
${isReadable ? html`<p class="reading" role="status" hidden></p>` : nothing}
<script type="application/json">${embedJson(dataOf(chart, wide.readings, isReadable ? narrow.readings : []))}</script>
</figure>`;
}

/** What the script of the page knows of a figure. */
function dataOf({ kind, title, caption }: DrawnChart['chart'], wide: readonly Reading[], narrow: readonly Reading[]) {
  return {
    kind,
    caption,
    title: wrapText(holdTogether(title), savedTextWidth, fontSizes.title, 'bold'),
    lines: wrapText(holdTogether(caption), savedTextWidth, fontSizes.caption),
    wide: wide.map(placeOf),
    narrow: narrow.map(placeOf),
    csv: wide.length === 0 ? '' : renderCsv(tabulate(wide)),
  };
}

/** Room for title and caption above a picture that is saved [px]. */
const savedTextWidth = 860;

function placeOf({ words, box }: Reading): [string, number, number, number, number] {
  const round = (value: number) => Math.round(10 * value) / 10;
  return [words, round(box.x), round(box.y), round(box.width), round(box.height)];
}

/** An SVG for the inside of a page: scales with the page, is one image to a screen reader, and shares no ids with others. */
function inlineSvg({ svg }: Picture, kind: string, width: 'wide' | 'narrow'): Markup {
  const [, pixels] = /^<svg[^>]*\swidth="([\d.]+)"/.exec(svg) ?? [];
  const viewBox = /^<svg[^>]*\sviewBox="([^"]*)"/.exec(svg)?.[1] ?? '';
  const own = `${width}-${kind}`;
  const body = svg
    .replace(/^<svg[^>]*>/, '')
    // What is one image has no parts with roles of their own.
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\s(?:role|aria-[a-z]+)="[^"]*"/g, ''))
    .replace(/(<(?:clipPath|linearGradient|radialGradient|pattern)\b[^>]*\sid=")/g, `$1${own}-`)
    .replace(/((?:fill|stroke|clip-path|mask)="url\(#)/g, `$1${own}-`);
  return trusted(
    `<svg class="${width}" role="img" aria-labelledby="title-${kind}" aria-describedby="caption-${kind}" viewBox="${viewBox}" style="max-width:${pixels}px">${body}`,
  );
}
