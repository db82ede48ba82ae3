/** What `--set` means where a file lists several mechanisms, or other groups of settings. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { isRecord, nameOf } from '../numbers/leaves.ts';
import { type PathProblem, type Steps, say, show } from '../problems/problems.ts';
import { labelOf, unknownLabel } from '../sweep/alternative-labels.ts';

/** Where values go instead of where the path says, or why they go nowhere; nothing where the path says it all. */
export type ListedSetting = { writes: { steps: Steps; value: unknown }[] } | { problem: PathProblem } | undefined;

/**
 * Reads a setting of `mechanism` or of a parameter of it, or one that names a group of settings by its label.
 *
 * A label picks its mechanism out of the list and drops the axes that only the others have. A parameter is set in every
 * mechanism that has it. Anything else replaces the list.
 *
 * @param sweep  the file's sweep; axes that are dropped are deleted from it
 */
export function readListedSetting(
  { mechanism, sweep }: { mechanism?: unknown; sweep?: unknown },
  { path, value }: { path: string; value: unknown },
  { mechanisms }: Catalogue,
): ListedSetting {
  if (!isRecord(sweep)) return undefined;
  const alternative = findAlternative(sweep[path], value);
  if (alternative !== undefined && path !== 'mechanism') {
    return { writes: [{ steps: ['sweep', path], value: [alternative] }] };
  }
  if (!Array.isArray(sweep.mechanism)) return undefined;
  const listed = sweep.mechanism as unknown[];
  if (path === 'mechanism')
    return typeof value === 'string' ? pick(listed, sweep, { label: value, mechanisms }) : undefined;
  const [section, name, ...inner] = path.split('.');
  if (section !== 'mechanism' || name === undefined) return undefined;
  const writes = [
    ...listed.map((entry, i) => ({ entry, steps: ['sweep', 'mechanism', i, name, ...inner] })),
    { entry: mechanism, steps: ['mechanism', name, ...inner] },
  ].filter(({ entry }) => hasParameter(entry, name, mechanisms));
  if (writes.length > 0) return { writes: writes.map(({ steps }) => ({ steps, value })) };
  const message = `no mechanism of this file has a parameter ${show(name)}`;
  return { problem: say('unknown-path', [], path, 'a parameter of a mechanism', message) };
}

/** A group of settings that an axis lists under this label. */
function findAlternative(listed: unknown, label: unknown): unknown {
  if (!Array.isArray(listed)) return undefined;
  return listed.find((item) => {
    if (!isRecord(item)) return false;
    const { name, ...group } = item;
    return (name ?? labelOf(group)) === label;
  });
}

function pick(
  listed: readonly unknown[],
  sweep: Record<string, unknown>,
  { label, mechanisms }: { label: string; mechanisms: Mechanisms },
): ListedSetting {
  const picked = listed.find((entry) => nameOf(entry) === label);
  if (picked === undefined) {
    if (mechanisms.has(label)) return undefined;
    const known = listed.flatMap((entry) => nameOf(entry) ?? []);
    return { problem: unknownLabel([], 'this file compares no mechanism', label, known) };
  }
  for (const path of Object.keys(sweep)) {
    const [section, name = ''] = path.split('.');
    const isOthers =
      !hasParameter(picked, name, mechanisms) && listed.some((entry) => hasParameter(entry, name, mechanisms));
    if (section === 'mechanism' && isOthers) delete sweep[path];
  }
  return { writes: [{ steps: ['sweep', 'mechanism'], value: [picked] }] };
}

type Mechanisms = Catalogue['mechanisms'];

function hasParameter(entry: unknown, name: string, mechanisms: Mechanisms): boolean {
  const kind = isRecord(entry) ? entry.kind : entry;
  return Object.hasOwn(mechanisms.get(String(kind))?.params.shape ?? {}, name);
}
