/** Parts of a page, each with a place that can be linked to. */
import { html, type Markup } from './markup.ts';

/** A part of the page that the contents list. */
export interface Section {
  id: string;
  title: string;
  markup: Markup;
  /** What it holds that has a place of its own: kinds of charts. */
  charts?: readonly string[];
}

/** A part under its title. */
export function section(id: string, title: string, contents: Markup): Section {
  return {
    id,
    title,
    markup: html`<section aria-labelledby="${id}-title">${heading(2, id, title)}
${contents}</section>
`,
  };
}

/** A title of second or third rank with its place. */
export function heading(level: 2 | 3, id: string, title: string): Markup {
  const text = html`<span id="${id}-title">${title}</span>${anchor(id, title)}`;
  return level === 2 ? html`<h2 id="${id}">${text}</h2>` : html`<h3 id="${id}">${text}</h3>`;
}

/** A sign beside a title that links to its place, for whoever wants to send somebody there. */
export function anchor(id: string, title: string): Markup {
  return html`<a class="anchor" href="#${id}" aria-label="Link to: ${title}">#</a>`;
}
