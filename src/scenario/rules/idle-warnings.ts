/** Warnings of what a scenario says and nothing in it does. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { needsOf } from '../../catalogue/needs.ts';
import { type PathProblem, say } from '../problems/problems.ts';
import { canonicalJson } from '../schema/digest.ts';
import type { Scenario } from '../schema/scenario.ts';
import { listVariants } from '../sweep/variants.ts';
import { listMoves } from './unread-moves.ts';

/** Mechanisms and strategies that are written down and never do what they say. */
export function warnOfIdle(scenario: Scenario, catalogue: Catalogue): PathProblem[] {
  return [...warnOfIdleMechanism(scenario), ...warnOfCopies(scenario, catalogue)];
}

/** A mechanism beside the list of those to compare is where parameters of the file are read, and never run. */
function warnOfIdleMechanism({ mechanism, sweep }: Scenario): PathProblem[] {
  const listed = sweep.find(({ path }) => path === 'mechanism')?.options;
  if (!listed || listed.some((option) => canonicalJson(option) === canonicalJson(mechanism))) return [];
  const isOther = listed.some((option) => (option as { kind?: unknown }).kind === mechanism.kind);
  const parameters = isOther ? ' with these parameters' : '';
  const message = `mechanism (${mechanism.kind}${parameters}) is not among those of sweep.mechanism, so nothing runs under it; list it there, or leave it out`;
  return [say('idle-mechanism', ['mechanism'], mechanism.kind, 'one of sweep.mechanism', message)];
}

/** Where outputs are committed before they are revealed, whoever copies has nothing to copy. */
function warnOfCopies(scenario: Scenario, catalogue: Catalogue): PathProblem[] {
  const { players } = scenario;
  if (!listVariants(scenario).some((variant) => needsOf(variant.scenario)?.reveal === 'commit-reveal')) return [];
  return players.validator.flatMap((spec) => {
    const { name } = spec;
    const moves = listMoves({ asserter: [], validator: [spec] }, catalogue)?.validator ?? [];
    if (!moves.some(({ output }) => output === 'copied')) return [];
    const message = `under commit-reveal there is nothing to copy: ${name} submits a guess, right with market.guessProbability`;
    return [say('copy-under-commit-reveal', ['players', 'validator', name], name, 'reveal: open', message)];
  });
}
