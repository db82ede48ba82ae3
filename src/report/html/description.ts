import type { ChecklistItem, StudyDescription } from '../description.ts';
import { nameParameter } from '../label.ts';
import { html, type Markup, nothing } from './markup.ts';
import { table } from './tables.ts';

/** What was assumed, set and quoted: the two checklists, the parameters, the sources. */
export function describeStudy({ stress, odd, parameters, sources }: StudyDescription): Markup {
  return html`<section aria-labelledby="assumptions"><h2 id="assumptions">Assumptions</h2>
${checklist('stress', 'STRESS-DES', 'Reporting checklist for discrete-event simulations (Monks et al. 2019)', stress)}
${checklist('odd', 'ODD', 'Overview, design concepts and details of an agent-based model (Grimm et al. 2020)', odd)}
</section>
<section aria-labelledby="parameters"><h2 id="parameters">Parameters</h2>
${table(
  'What each parameter is set to, and whether the scenario or a default says so',
  [{ title: 'Parameter' }, { title: 'Value' }, { title: 'Unit' }, { title: 'Set by' }, { title: 'Meaning' }],
  parameters.map(({ path, value, unit, origin, meaning }) => [
    html`${nameParameter(path)}<br><code>${path}</code>`,
    value,
    unit,
    origin === 'swept' ? 'the sweep' : origin,
    meaning,
  ]),
)}
</section>
${
  sources.length === 0
    ? nothing
    : html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2>
${table(
  'Where rules and numbers come from',
  [{ title: 'What' }, { title: 'Source' }],
  sources.map(({ about, source }) => [about, source]),
)}
</section>`
}`;
}

function checklist(id: string, name: string, caption: string, items: readonly ChecklistItem[]): Markup {
  return html`<h3 id="${id}">${name}</h3>
${table(
  caption,
  [{ title: 'Item' }, { title: 'In this study' }],
  items.map(({ item, answer }) => [item, answer]),
)}`;
}
