/** What exact answers take while one drags a slider: by the start of a Node that does nothing. */
import { ours } from '../harness/child.ts';
import type { Contest } from '../harness/rounds.ts';

/** A design point of one validator, one of 255 who err, and a map of 200 by 200. CPU time; a start is wall time. */
export function solveContests(): Contest[] {
  const base = 'node -e 0';
  const point = (validators: number) => ({
    name: `a design point, ${validators === 1 ? 'one validator' : `${validators} validators who err`}`,
    command: ours('solve-point', [validators]),
  });
  return [
    {
      title: 'exact answers, warm',
      unit: 'answer',
      base,
      candidates: [
        { name: base, command: ours('startup', ['', process.execPath, '-e', '0']) },
        point(1),
        point(255),
        { name: 'a map of 200 by 200', command: ours('solve-map', [200]) },
      ],
      check: ({ threshold = 0.01, wrong = 0 }, { name }) => {
        if (wrong !== 0) throw new Error(`${name}: ${wrong} cells lie on the wrong side of the threshold`);
        if (!(Number(threshold) > 0.001 && Number(threshold) < 0.05)) throw new Error(`${name} finds ${threshold}`);
      },
    },
  ];
}
