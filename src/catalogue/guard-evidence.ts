/** What a rule of evidence of a user's own finds: an answer that is none would be taken for an acquittal. */
import type { Evidence, Finding } from '../market/evidence.ts';
import { guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

const findings: readonly Finding[] = ['convict', 'ask-again', 'let-go'];

/** A rule whose answers are findings, and whose failures name it. */
export function guardEvidence(evidence: Evidence, name: string): Evidence {
  const guarded = guardMembers(evidence, name);
  return {
    ...guarded,
    create: (params, nodes) => {
      const play = guardMembers(guarded.create(params, nodes), name);
      return { ...play, weigh: (node, failed) => check(play.weigh(node, failed), name) };
    },
  };
}

function check(finding: Finding, name: string): Finding {
  if (findings.includes(finding)) return finding;
  throw new PlugError(`${name}: its weigh finds ${String(finding)}; it finds ${findings.join(', ')}`);
}
