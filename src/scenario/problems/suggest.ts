/**
 * What a misspelt name may have meant: the closest known one within a third of its length, at least two edits.
 *
 * @example
 * suggest('pospp', ['optimistic', 'posp']) // => 'posp'
 */
export function suggest(written: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(written.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const name of known) {
    if (isGarbled(name)) continue;
    const distance = editDistance(written.toLowerCase(), name.toLowerCase(), least);
    if (distance < least && distance < name.length) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** Whether a file's name holds bytes that are no text: with the sign that stands for them it leads to no file. */
export function isGarbled(name: string): boolean {
  return name.includes('\ufffd');
}

/** Optimal string alignment distance (insert, delete, replace, swap neighbours); `limit` or more is not told apart. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
