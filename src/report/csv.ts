import type { Advantage, DesignPointFindings, Findings, Rate, Role } from '../findings/findings.ts';

type Cell = number | string | null | undefined;
type Column = [title: string, read: (point: DesignPointFindings) => Cell];

/**
 * `points.csv`: one row per design point, in the order of the findings; numbers unrounded, empty where nothing is known.
 *
 * Columns: `id`, swept parameters, `replications`, `jobs`; per advantage `advantage.<role>.<over>.<against>` with `.mean`,
 * `.halfWidth`, `.exact` [credits per job]; `honesty.<role>`; per rate `rates.<name>` with `.value`, `.halfWidth`, `.exact`, `.count`.
 */
export function renderCsv(findings: Findings): string {
  const columns = listColumns(findings.designPoints);
  const rows = findings.designPoints.map((point) => columns.map(([, read]) => escapeCell(read(point))));
  return [columns.map(([title]) => escapeCell(title)), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function listColumns(points: DesignPointFindings[]): Column[] {
  return [
    ['id', (point) => point.id],
    ...unique(points.flatMap((point) => Object.keys(point.at))).map(
      (path): Column => [path, (point) => point.at[path]],
    ),
    ['replications', (point) => point.replications],
    ['jobs', (point) => point.jobs],
    ...unique(points.flatMap((point) => point.advantages.map(keyOf))).flatMap(advantageColumns),
    ...(['asserter', 'validator', 'overall'] as (Role | 'overall')[]).map(
      (role): Column => [`honesty.${role}`, (point) => point.honesty[role]],
    ),
    ...unique(points.flatMap((point) => Object.keys(point.rates))).flatMap(rateColumns),
  ];
}

function advantageColumns(key: string): Column[] {
  const find = (point: DesignPointFindings) => point.advantages.find((advantage) => keyOf(advantage) === key);
  return (['mean', 'halfWidth', 'exact'] as const).map((part) => [`${key}.${part}`, (point) => find(point)?.[part]]);
}

function rateColumns(name: string): Column[] {
  const parts: (keyof Rate)[] = ['value', 'halfWidth', 'exact', 'count'];
  return parts.map((part) => [`rates.${name}.${part}`, (point) => point.rates[name]?.[part]]);
}

const keyOf = ({ role, over, against }: Advantage) => `advantage.${role}.${over}.${against}`;

const unique = (names: string[]) => [...new Set(names)];

/** Quoted where RFC 4180 asks for it. */
function escapeCell(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
