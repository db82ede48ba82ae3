/** Parameters by the path that they had before, each with the one that it has: files, flags and clauses may go on using it. */
export const olderNames: Readonly<Record<string, string>> = { 'market.arrivals': 'market.demand' };

/** The path that a parameter has now. */
export function currentPath(path: string): string {
  const older = Object.keys(olderNames).find((name) => path === name || path.startsWith(`${name}.`));
  return older === undefined ? path : olderNames[older] + path.slice(older.length);
}
