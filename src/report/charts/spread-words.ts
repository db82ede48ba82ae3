/** From which share of honest nodes honesty spreads, along a parameter, in a sentence. */
import { capitalize, describeSetting } from '../../words/label.ts';
import { formatNumber } from '../../words/number.ts';
import { type Field, fateOf, type Stretch } from './spread-field.ts';

/** How honesty fares over a stretch: from no share, from any, from a share on, or not known. */
type Way = 'none' | 'any' | 'some' | 'unknown';

interface Part {
  way: Way;
  from: number;
  to: number;
  /** Least shares from which everybody becomes honest at either end. */
  shares: [number, number];
}

/** One sentence on a panel, with its name before it where there are several. */
export function saySpread(field: Field, name: string): string {
  const parts = joinParts(field.stretches.map(partOf));
  const said = field.isDense ? sayAlong(field, parts) : sayEnds(field);
  return `${name === '' ? capitalize(said) : `${name}: ${said}`}.`;
}

function partOf({ from, to, columns }: Stretch): Part {
  const [first, last] = [columns[0], columns.at(-1)!];
  const least = (column: typeof first) => column.restPoints?.find(({ share }) => share === 1)?.basin.low ?? 1;
  const way =
    first.restPoints === null
      ? 'unknown'
      : fateOf(first, 1) !== 'honest'
        ? 'none'
        : least(first) === 0
          ? 'any'
          : 'some';
  return { way, from, to, shares: [least(first), least(last)] };
}

function joinParts(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.way === part.way)
      joined[joined.length - 1] = { ...last, to: part.to, shares: [last.shares[0], part.shares[1]] };
    else joined.push(part);
  }
  return joined;
}

function sayAlong({ of }: Field, parts: readonly Part[]): string {
  const place = (value: number) => describeSetting({ [of]: value });
  const where = (i: number): string => {
    if (parts.length === 1) return '';
    if (i === 0) return `up to ${place(parts[0].to)} `;
    return i === parts.length - 1 ? `from ${place(parts[i].from)} on ` : `from there to ${place(parts[i].to)} `;
  };
  const said = parts.map(({ way, from, to, shares: [first, last] }, i) => {
    const subject = i === 0 ? 'honesty' : 'it';
    const ends = `${sayShare(first)} at ${place(from)}, ${sayShare(last)} at ${place(to)}`;
    const outcome = {
      none: 'honesty dies out from every share of honest nodes',
      any: `${subject} spreads from any share`,
      some: `${subject} spreads once enough nodes are honest (${ends})`,
      unknown: 'nothing is known',
    }[way];
    return `${where(i)}${outcome}`;
  });
  return said.join('; ');
}

function sayEnds({ of, stretches }: Field): string {
  const [first, last] = [stretches[0], stretches.at(-1)!];
  const say = (stretch: Stretch) => {
    const { way, shares } = partOf(stretch);
    const at = `at ${describeSetting({ [of]: stretch.columns[0].at })}`;
    if (way === 'unknown') return `${at} nothing is known`;
    if (way === 'none') return `${at} honesty does not spread from any share`;
    return way === 'any'
      ? `${at} honesty spreads whatever its share`
      : `${at} honesty spreads once ${sayShare(shares[0])} of the nodes are honest`;
  };
  return [first, ...(last === first ? [] : [last])].map(say).join('; ');
}

function sayShare(share: number): string {
  return `${formatNumber(100 * share)} %`;
}
