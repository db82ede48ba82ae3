/** What becomes of every share of honest nodes at every value of a parameter, as areas and the lines that bound them. */
import type { SpreadColumn, SpreadLine } from '../../analysis/exhibits/spread-along.ts';
import { measureText } from '../text-width.ts';
import { fontSizes } from '../theme.ts';

/** A line to draw; one that was only asked at the settings of a study has nothing between its columns. */
export type ShownLine = Omit<SpreadLine, 'whole'> & { between: 'followed' | 'whole' | 'unknown' };

/** What a population comes to. */
export type Fate = 'honest' | 'cheating' | 'mixed';

/** Shares from `low` to `high` that come to one fate, along a stretch of the parameter. */
interface Area {
  fate: Fate;
  rows: { x: number; low: number; high: number }[];
}

/** A line of shares: 0 where a population settles, 1 where it tips. */
interface Line {
  kind: 0 | 1;
  rows: { x: number; share: number; order: number }[];
}

/** A stretch of the parameter over which the same rests, moving without a leap. */
export interface Stretch {
  from: number;
  to: number;
  columns: SpreadColumn[];
}

/** All that is drawn and told of one line. */
export interface Field {
  of: string;
  /** Whether what lies between the columns is known. */
  isDense: boolean;
  stretches: Stretch[];
  areas: Area[];
  lines: Line[];
}

/** Least height of a step that is drawn: below it, the two sides meet. */
const stepLeast = 0.005;

/** Cuts a line of columns into stretches and says what is drawn of them. */
export function fieldOf({ of, columns, between }: ShownLine): Field {
  const isDense = between !== 'unknown';
  const stretches = between === 'followed' ? cutStretches(columns) : columns.map((column) => alone(column, between));
  const known = stretches.filter(({ columns: [first] }) => first.restPoints !== null);
  const steps = between === 'followed' ? listSteps(stretches) : [];
  return {
    of,
    isDense,
    stretches,
    areas: joinAreas(known.flatMap(listAreas)),
    lines: [...known.flatMap(listLines), ...steps],
  };
}

/** A column by itself: of whole numbers it is as wide as the distance to the next. */
function alone(column: SpreadColumn, between: ShownLine['between']): Stretch {
  const half = between === 'whole' ? 0.5 : 0;
  return { from: column.at - half, to: column.at + half, columns: [column] };
}

/** Neighbouring columns that look the same belong together; a stretch ends half-way to the next. */
function cutStretches(columns: readonly SpreadColumn[]): Stretch[] {
  const groups: SpreadColumn[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last && lookOf(last[0]) === lookOf(column)) last.push(column);
    else groups.push([column]);
  }
  return groups.map((group, i) => ({
    from: i === 0 ? group[0].at : (groups[i - 1].at(-1)!.at + group[0].at) / 2,
    to: i === groups.length - 1 ? group.at(-1)!.at : (group.at(-1)!.at + groups[i + 1][0].at) / 2,
    columns: group,
  }));
}

function lookOf({ restPoints }: SpreadColumn): string {
  return (restPoints ?? [])
    .map(({ share, stability }) => `${share > 0 && share < 1 ? '–' : share} ${stability}`)
    .join();
}

/** The columns of a stretch out to its ends. */
function spanned({ from, to, columns }: Stretch): SpreadColumn[] {
  const [first, last] = [columns[0], columns.at(-1)!];
  return [
    ...(from < first.at ? [{ ...first, at: from }] : []),
    ...columns,
    ...(to > last.at ? [{ ...last, at: to }] : []),
  ];
}

function fateAt(share: number): Fate {
  if (share === 1) return 'honest';
  return share === 0 ? 'cheating' : 'mixed';
}

function listAreas(stretch: Stretch): Area[] {
  const columns = spanned(stretch);
  return columns[0].restPoints!.flatMap(({ share, basin }, i) =>
    basin.high > basin.low
      ? [
          {
            fate: fateAt(share),
            rows: columns.map(({ at, restPoints }) => ({
              x: at,
              low: restPoints![i].basin.low,
              high: restPoints![i].basin.high,
            })),
          },
        ]
      : [],
  );
}

/** Areas of one fate that meet without a step are one: a seam between two would show. */
function joinAreas(areas: readonly Area[]): Area[] {
  const joined: Area[] = [];
  for (const area of areas) {
    const first = area.rows[0];
    const before = joined.find(({ fate, rows }) => {
      const last = rows.at(-1)!;
      const isLevel = Math.max(Math.abs(last.low - first.low), Math.abs(last.high - first.high)) < stepLeast;
      return fate === area.fate && last.x === first.x && isLevel;
    });
    if (before) before.rows.push(...area.rows.slice(1));
    else joined.push({ fate: area.fate, rows: [...area.rows] });
  }
  return joined;
}

function listLines(stretch: Stretch): Line[] {
  const columns = spanned(stretch);
  return columns[0].restPoints!.flatMap(({ share, stability }, i) => {
    const isEnd = share === 0 || share === 1;
    if (stability === 'neutral' || (isEnd && stability === 'unstable')) return [];
    return [
      {
        kind: stability === 'stable' ? (0 as const) : (1 as const),
        rows: columns.map(({ at, restPoints }, order) => ({ x: at, share: restPoints![i].share, order })),
      },
    ];
  });
}

/** Upright boundaries where the fate of some shares changes at one value of the parameter. */
function listSteps(stretches: readonly Stretch[]): Line[] {
  return stretches.slice(1).flatMap((right, i) => {
    const left = stretches[i];
    const [before, after] = [left.columns.at(-1)!, right.columns[0]];
    if (before.restPoints === null || after.restPoints === null) return [];
    const edges = [...new Set([...before.restPoints, ...after.restPoints].map(({ share }) => share))].sort(
      (a, b) => a - b,
    );
    return edges.slice(1).flatMap((high, j): Line[] => {
      const low = edges[j];
      const middle = (low + high) / 2;
      if (high - low < stepLeast || fateOf(before, middle) === fateOf(after, middle)) return [];
      return [{ kind: 1, rows: [low, high].map((share, order) => ({ x: right.from, share, order })) }];
    });
  });
}

/** What a share comes to in a column; `null` where nothing moves it. */
export function fateOf({ restPoints }: SpreadColumn, share: number): Fate | null {
  const end = restPoints?.find(({ basin }) => basin.low <= share && share <= basin.high && basin.high > basin.low);
  return end ? fateAt(end.share) : null;
}

/** A word in an area, where it fits [px]. */
interface FateLabel {
  text: string;
  left: number;
  top: number;
}

const placesAcross = 48;

/** One label for each fate, in the middle of the most room it has; none where none fits. */
export function placeFateLabels(
  { isDense, areas }: Field,
  placeOf: (value: number) => number,
  { width, height }: { width: number; height: number },
  wordsOf: (fate: Fate) => string,
): FateLabel[] {
  if (!isDense) return [];
  return (['honest', 'cheating', 'mixed'] as const).flatMap((fate) => {
    const text = wordsOf(fate);
    const half = measureText(text, fontSizes.label) / 2 + 6;
    const stretches = areas.filter((area) => area.fate === fate).map((area) => area.rows);
    let best = { room: 24, left: 0, top: 0 };
    for (let i = 0; i <= placesAcross; i += 1) {
      const left = half + (i / placesAcross) * (width - 2 * half);
      for (const rows of stretches) {
        const across = [-1, -0.5, 0, 0.5, 1].map((part) => shareRoom(rows, placeOf, (left + part * half) / width));
        const low = Math.max(...across.map((room) => room?.low ?? 1));
        const high = Math.min(...across.map((room) => room?.high ?? 0));
        const room = (high - low) * height;
        if (room > best.room + 1) best = { room, left, top: (1 - (low + high) / 2) * height };
      }
    }
    return best.left > 0 ? [{ text, left: best.left, top: best.top }] : [];
  });
}

/** The shares that come to a fate at a place across the page, read between the rows on either side. */
function shareRoom(
  rows: Area['rows'],
  placeOf: (value: number) => number,
  place: number,
): { low: number; high: number } | undefined {
  const right = rows.findIndex(({ x }) => placeOf(x) >= place);
  if (right <= 0) return undefined;
  const [a, b] = [rows[right - 1], rows[right]];
  const [from, to] = [placeOf(a.x), placeOf(b.x)];
  const part = to > from ? (place - from) / (to - from) : 0;
  return { low: a.low + part * (b.low - a.low), high: a.high + part * (b.high - a.high) };
}
