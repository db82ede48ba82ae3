/** A study described for its report, from the scenario and what the registries say of the things it names. */

import { catalogueOf } from '../catalogue/catalogue.ts';
import { cleanText } from '../foreign/plain-text.ts';
import type { PlugSpec } from '../market/settings.ts';
import type { StudyDescription } from '../report/description.ts';
import type { Scenario } from '../scenario/schema/scenario.ts';
import { type Entry, type Lists, listsOf } from './catalogue.ts';
import { fillChecklists } from './checklists.ts';
import type { LoadedStudy } from './load.ts';
import { type ListedMechanism, listSetParameters } from './set-parameters.ts';

/** Checklists, parameters and sources. */
export function describeStudy({ scenario, points }: Pick<LoadedStudy, 'scenario' | 'points'>): StudyDescription {
  const lists = listsOf(catalogueOf(scenario));
  const listed = listMechanisms(scenario, lists);
  const mechanism = mergeEntries(listed.map(({ entry }) => entry));
  const played = [...scenario.players.asserter, ...scenario.players.validator].map(({ kind }) => kind);
  const strategies = [...new Set(played)].map((kind) => find(lists.strategies, kind));
  return {
    ...fillChecklists(scenario, points.length, mechanism),
    parameters: listSetParameters(scenario, points, listed),
    sources: [
      ...(scenario.source ? [{ about: 'this study', source: cleanText(scenario.source) }] : []),
      ...[...new Set([...listed.map(({ entry }) => entry), ...strategies])].flatMap(({ title, source }) =>
        source ? [{ about: title, source }] : [],
      ),
    ],
  };
}

/** The mechanism of a study, or all that it compares. */
function listMechanisms({ mechanism, sweep }: Scenario, { mechanisms }: Lists): ListedMechanism[] {
  const axis = sweep.find(({ path, options }) => path === 'mechanism' && options);
  if (!axis) return [{ entry: find(mechanisms, mechanism.kind), params: mechanism }];
  return (axis.options as PlugSpec[]).map((params, i) => {
    return { entry: find(mechanisms, params.kind), params, label: String(axis.values[i]) };
  });
}

/** Several entries as one, for sentences about all of them. */
function mergeEntries(entries: readonly Entry[]): Entry {
  const [first, ...others] = [...new Set(entries)];
  if (others.length === 0) return first;
  const titles = [first, ...others].map(({ title }) => title).join('; ');
  const summary = [first, ...others].map((entry) => `${entry.title}: ${entry.summary ?? ''}`).join(' ');
  return { kind: 'several', title: titles, summary };
}

function find(entries: readonly Entry[], kind: string): Entry {
  return entries.find((entry) => entry.kind === kind) ?? { kind, title: kind };
}
