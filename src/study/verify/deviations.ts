/** Where plain data that was written deviates from what is worked out: a clause for every value, by its path. */

/**
 * Compares plain data value by value.
 *
 * @param leniently  keys to leave out; what was not written at all is left out with them, as an earlier version may not have
 */
export function listDeviations(
  written: unknown,
  derived: unknown,
  path: string,
  leniently?: ReadonlySet<string>,
): string[] {
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (leniently && (leniently.has(key) || written === undefined)) return [];
  if (isBranch(written) && isBranch(derived) && Array.isArray(written) === Array.isArray(derived)) {
    const keys = [...new Set([...Object.keys(derived), ...Object.keys(written)])];
    return keys.flatMap((inner) =>
      listDeviations(own(written, inner), own(derived, inner), `${path}.${inner}`, leniently),
    );
  }
  if (Object.is(written, derived) || (written === 0 && derived === 0)) return [];
  return [`${path} is ${show(written)} there and ${show(derived)} when it is worked out again`];
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What an object has itself: `constructor` is nothing that all have. */
export function own<Branch extends object, Key extends string & keyof Branch>(
  branch: Branch,
  key: Key,
): Branch[Key] | undefined {
  return Object.hasOwn(branch, key) ? branch[key] : undefined;
}

function show(value: unknown): string {
  if (value === undefined) return 'not';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
