/** What is known of a study while the rest of it runs: a file in its folder that is renewed now and then, and gone when all is known. */
import type { DesignPointFindings } from '../findings/findings.ts';
import type { Store } from '../store/store.ts';

/** What a file of findings so far says of its study. */
interface StudyBegun {
  title: string;
  digest: string;
  /** Design points that were planned [count]. */
  planned: number;
}

/** First renewed after so long, then after twice as long each time, up to the longest [ms]: all writing takes as long as the last two. */
const [FIRST, LONGEST] = [1000, 60_000];

/** Hears of design points as they are analysed; one that is analysed again has more replications than before. */
export function keepSoFar(
  store: Pick<Store, 'writeSoFar'>,
  { title, digest, planned }: StudyBegun,
): { add: (point: DesignPointFindings) => void; write: () => void } {
  const known = new Map<number, DesignPointFindings>();
  let wait = FIRST;
  let next = performance.now() + wait;
  const write = () => {
    if (known.size === 0) return;
    const begin = JSON.stringify({ schema: 2, title, digest, complete: false, planned, designPoints: [] });
    store.writeSoFar(
      listText(
        begin,
        [...known.values()].sort((a, b) => a.id - b.id),
      ),
    );
    wait = Math.min(LONGEST, 2 * wait);
    next = performance.now() + wait;
  };
  const add = (point: DesignPointFindings) => {
    known.set(point.id, point);
    if (performance.now() >= next) write();
  };
  return { add, write };
}

/** A document that ends with a list of design points, piece by piece. @param begin  the same without any */
function* listText(begin: string, points: readonly DesignPointFindings[]): Generator<string> {
  const end = ']}';
  yield begin.slice(0, -end.length);
  for (const [i, point] of points.entries()) yield `${i === 0 ? '' : ','}${JSON.stringify(point)}`;
  yield `${end}\n`;
}
