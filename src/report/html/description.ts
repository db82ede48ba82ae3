import { nameParameter } from '../../words/label.ts';
import type { ChecklistItem, StudyDescription } from '../description.ts';
import { html, type Markup, trusted } from './markup.ts';
import { heading, type Section, section } from './section.ts';
import { table } from './tables.ts';

/** What was assumed, set and quoted: the two checklists, the parameters, the sources. */
export function describeStudy({ stress, odd, parameters, sources }: StudyDescription): Section[] {
  return [
    section(
      'assumptions',
      'Assumptions',
      html`${checklist('stress', 'STRESS-DES', 'Reporting checklist for discrete-event simulations (Monks et al. 2019)', stress)}
${checklist('odd', 'ODD', 'Overview, design concepts and details of an agent-based model (Grimm et al. 2020)', odd)}`,
    ),
    section('parameters', 'Parameters', parametersTable(parameters)),
    ...(sources.length === 0 ? [] : [section('sources', 'Sources', sourcesTable(sources))]),
  ];
}

function parametersTable(parameters: StudyDescription['parameters']): Markup {
  return table({
    id: 'parameters-table',
    caption: 'What each parameter is set to, and whether the scenario or a default says so',
    columns: [{ title: 'Parameter' }, { title: 'Value' }, { title: 'Unit' }, { title: 'Set by' }, { title: 'Meaning' }],
    rows: parameters.map(({ path, value, unit, origin, meaning }) => [
      html`${nameParameter(path)}<br><code>${breakAtDots(path)}</code>`,
      value,
      unit,
      origin === 'swept' ? 'the sweep' : origin,
      meaning,
    ]),
    trivial: { rows: parameters.map(({ origin }) => origin === 'default'), are: 'at their defaults' },
  });
}

/** A path breaks between its steps, where it must. */
function breakAtDots(path: string): Markup {
  const [first, ...others] = path.split('.');
  return html`${first}${others.map((step) => html`.${trusted('<wbr>')}${step}`)}`;
}

function sourcesTable(sources: StudyDescription['sources']): Markup {
  return table({
    id: 'sources-table',
    caption: 'Where rules and numbers come from',
    columns: [{ title: 'What' }, { title: 'Source' }],
    rows: sources.map(({ about, source }) => [about, source]),
  });
}

function checklist(id: string, name: string, caption: string, items: readonly ChecklistItem[]): Markup {
  return html`${heading(3, id, name)}
${table({
  id: `${id}-table`,
  caption,
  columns: [{ title: 'Item' }, { title: 'In this study' }],
  rows: items.map(({ item, answer }) => [item, answer]),
})}`;
}
