/** The sections of a scenario file as entries: what `posp list sections` names and `posp explain` tells. */

import type { Catalogue } from '../catalogue/catalogue.ts';
import { writtenMarketOf } from '../scenario/json-schema/written-kinds.ts';
import { writtenSweepOf } from '../scenario/json-schema/written-sweep.ts';
import { schemasOf } from '../scenario/schema/schema.ts';
import type { Entry } from './catalogue.ts';

/** What a section is for, beyond its line in the schema. */
const summaries: Readonly<Record<string, string>> = {
  mechanism:
    'Its kind says which: posp list mechanisms names them all, and posp explain with the name of one tells its parameters. Several to compare are listed under sweep.mechanism.',
  market:
    'One market of staked nodes. Jobs are of one kind, or of those that `jobs` lists: each kind then has design points of its own, and conditions and tables call it by its name.',
  players:
    'A strategy is a name, or a name with parameters as in { kind: cheaper-model, cost: 0.4 }; posp list strategies names them all. Honesty is compared with each of them.',
  payment:
    'Its kind says which way: posp list payment names them all. It moves no income: whoever asserted a job is owed what its settlement says.',
  collateral:
    'Its kind says which: posp list collateral names them all. What a slash takes, and who gets it, the mechanism says.',
  coalition: 'Give fraction or size, not both. The asserter that is looked at is one of them.',
  sweep:
    'Under each path stands a list of values, a range, or a range that is searched: { from: 0.002, to: 0.05, steps: 7, scale: log }. Words and whole mechanisms are listed as well.',
  replications:
    'A number is exactly so many. Otherwise replications are added, from min to max, until every claim is decided.',
  run: 'Longer runs or more replications: both narrow intervals; how long jobs take is measured by runs of its own.',
  optimize:
    'posp solve then finds the amount at which challenging just often enough to deter, and what the amount costs, are cheapest together: optimize: { over: mechanism.slashAmount, capitalCost: 0.00001 }.',
  claims: 'posp list claims names their kinds, and posp explain with the name of one tells what it takes.',
};

/** Every section, in the order of a file. */
export function listSections(catalogue: Catalogue): readonly Entry[] {
  const { shape } = schemasOf(catalogue).scenario;
  return Object.entries({ ...shape, market: writtenMarketOf(catalogue), sweep: writtenSweepOf(catalogue) })
    .filter(([name]) => name !== '$schema')
    .map(([kind, params]) => {
      const summary = summaries[kind];
      const title = params.description!.replace(/\.$/, '');
      return { kind, title, params, ...(summary !== undefined && { summary }) };
    });
}
