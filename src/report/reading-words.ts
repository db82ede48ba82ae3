/** A value of a picture in words: what it is of, what it is, and how sure that is. */
import { formatCount, formatInterval, formatMany, formatNumber } from '../words/number.ts';

/** What a mark holds by name of the field, unrounded. */
export type Fields = ReadonlyMap<string, string | number | null>;

/** What the surroundings of a mark say of it; empty where they say nothing. */
export interface Frame {
  panel: string;
  /** Titles of the axes. */
  across: string;
  up: string;
  /** Title of the legend of colours, which hold the value where both axes hold places. */
  colour: string;
}

/** Fields that hold what is drawn, the first that there is. */
const valueFields = ['q2', 'mean', 'value', 'margin', 'quantity', 'share', 'found', 'income'];
const spoken = new Set([
  ...valueFields,
  'q0',
  'q1',
  'q3',
  'q4',
  'low',
  'high',
  'halfWidth',
  'exact',
  'plain',
  'x',
  'y',
]);

/** What a value is of, what it is, and how sure; the same as cells with titles. */
export function sayMark(fields: Fields, frame: Frame): { words: string; cells: Map<string, string | number> } {
  const cells = new Map<string, string | number>();
  const put: Put = (title, value) => {
    if (value !== null && value !== undefined && value !== '') cells.set(title, value);
  };
  put('panel', frame.panel);
  const subject = new Set(frame.panel === '' ? [] : [frame.panel]);
  const place: string[] = [];
  let earner = '';
  const main = valueFields.find((name) => fields.has(name));
  for (const [name, value] of fields) {
    if (value === null || value === '' || (spoken.has(name) && name !== 'x' && name !== 'y')) continue;
    const title = (name === 'x' ? frame.across : name === 'y' ? frame.up : '') || name;
    put(title, value);
    if (name === 'player') earner = `${value} earns`;
    if (typeof value === 'string') subject.add(sayText(name, value));
    else if (name === 'x' && main === undefined) place.push(sayWhere(title, value, fields));
    else place.push(sayNumber(title, value));
  }
  const said = main === undefined ? '' : sayValue(fields, main, frame, put);
  const head = [...subject, ...place].reduce(
    (said, part) =>
      said === '' ? part : said.endsWith(earner) && earner !== '' ? `${said} ${part}` : `${said}; ${part}`,
    '',
  );
  return { words: head === '' || said === '' ? head + said : `${head}: ${said}`, cells };
}

type Put = (title: string, value: string | number | null | undefined) => void;

/** A place along an axis that is known to lie in an interval: where an advantage changes sign. */
function sayWhere(title: string, value: number, fields: Fields): string {
  if (!fields.has('low')) return sayNumber(title, value);
  const [low, high] = [numberOf(fields, 'low'), numberOf(fields, 'high')];
  const [name] = title.split(' [');
  const open =
    low !== null ? `from ${formatNumber(low)} on` : high !== null ? `up to ${formatNumber(high)}` : 'without ends';
  const said =
    low !== null && high !== null ? sayInterval(value, low, high, '') : `${formatNumber(value, 4)}, interval ${open}`;
  return `threshold at ${uncapitalize(name)} ${said}`;
}

function sayText(name: string, text: string): string {
  if (name === 'over') return `over ${text}`;
  if (name === 'player') return `${text} earns`;
  return name.includes(' ') ? `${name} ${text}` : text;
}

/** `challenge probability p 0.002`, `1663 jobs`. */
function sayNumber(title: string, value: number): string {
  if (title === 'jobs') return formatMany(value, 'job');
  const [, name, unit] = /^(.*?)(?: \[(.*)\].*)?$/.exec(title)!;
  const number = Number.isInteger(value) ? formatCount(value) : formatNumber(value, 4);
  // A share says itself what it is of; a time or an amount needs its unit.
  const suffix = ['time', 'from', 'to'].includes(title) ? ' s' : unit === 's' || unit === 'credits' ? ` ${unit}` : '';
  return `${uncapitalize(name)} ${number}${suffix}`;
}

function sayValue(fields: Fields, main: string, frame: Frame, put: Put): string {
  const value = numberOf(fields, main);
  const halfWidth = numberOf(fields, 'halfWidth');
  const low = numberOf(fields, 'low') ?? (value !== null && halfWidth !== null ? value - halfWidth : null);
  const high = numberOf(fields, 'high') ?? (value !== null && halfWidth !== null ? value + halfWidth : null);
  const exact = numberOf(fields, 'exact');
  const plain = fields.get('plain');
  const title = (fields.has('y') ? frame.colour : frame.up || frame.across) || main;
  const unit = unitOf(title);
  put(main === 'q2' ? `median: ${title}` : title, value);
  put('low', low);
  put('high', high);
  put('exact', exact);
  put('plain', plain);
  for (const [name, level] of Object.entries(quantileNames)) put(level, numberOf(fields, name));
  const parts: string[] = [];
  if (value !== null) parts.push(`${main === 'q2' ? 'median ' : ''}${sayInterval(value, low, high, unit)}`);
  if (exact !== null) parts.push(`exactly ${formatNumber(exact, 4)}${value === null ? unit : ''}`);
  if (typeof plain === 'string' && plain !== '') parts.push(`plain ${plain}`);
  const [q0, q1, q3, q4] = Object.keys(quantileNames).map((name) => formatNumber(numberOf(fields, name)));
  if (q0 !== '–') parts.push(`half of them from ${q1} to ${q3}, nine in ten from ${q0} to ${q4}`);
  return parts.join('; ');
}

/** `-0.723 credits per job, interval from -0.799 to -0.647`, or `0.2 ± 7e-9 credits per job` where that is finer. */
function sayInterval(value: number, low: number | null, high: number | null, unit: string): string {
  if (low === null || high === null || !(high > low)) return `${formatNumber(value, 4)}${unit}`;
  if (value === 0) return `0${unit}, interval from ${formatNumber(low)} to ${formatNumber(high)}`;
  const shown = formatInterval(value, low, high);
  const [, estimate, from, to] = /^(.*) \[(.*), (.*)\]$/.exec(shown) ?? [];
  return from === undefined ? `${shown}${unit}` : `${estimate}${unit}, interval from ${from} to ${to}`;
}

function numberOf(fields: Fields, name: string): number | null {
  const value = fields.get(name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const quantileNames: Readonly<Record<string, string>> = {
  q0: '5 % quantile',
  q1: '25 % quantile',
  q3: '75 % quantile',
  q4: '95 % quantile',
};

/** What the value is counted in, as the title says that it is read from. */
function unitOf(title: string): string {
  const [, unit] = /\[(.*)\]/.exec(title) ?? [];
  if (unit !== undefined) return unit === '1' ? '' : ` ${unit}`;
  return title.startsWith('Per ') ? ` ${title.toLowerCase()}` : '';
}

function uncapitalize(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
