/** What a formula in a scenario costs. */
import { ours } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';

/** Formulas of a scenario beside the same by hand, and as mathjs would evaluate them. */
export function formulaContests(): Contest[] {
  const candidate = (name: string) => ({ name, command: ours('formula', [name]) });
  return [
    {
      title: 'formula of a scenario, six operators and three functions',
      unit: 'evaluation',
      base: 'by hand',
      candidates: [candidate('by hand'), candidate('ours'), candidate('mathjs')],
      check: ({ mean }, { name }) => {
        if (!(Math.abs(Number(mean) - 33) < 3)) throw new Error(`${name} has mean ${mean}`);
      },
    },
  ];
}
