/** What the frontier of honesty costs at a precision that was asked for. */
import { ours } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';

/** A study of two axes, searched and over a grid. */
export function frontierContests(): Contest[] {
  return [
    {
      title: 'frontier, thresholds along three curves to 5 %',
      unit: 'frontier',
      base: 'plain grid',
      candidates: [
        { name: 'plain grid', command: ours('frontier', ['grid']) },
        { name: 'search', command: ours('frontier', ['search']) },
      ],
      check: ({ thresholds }, { name }) => {
        if (thresholds !== 3) throw new Error(`${name} found ${thresholds} of three thresholds`);
      },
    },
  ];
}
