/** The picture of the rooms, drawn from what their files import. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const source = 'src';

/** What each room is for, in a few words. */
const purposes: Readonly<Record<string, string>> = {
  analysis: 'what runs and rounds say',
  catalogue: 'the registries by kind',
  claims: 'what may be claimed',
  cli: 'commands, words, exit codes',
  engine: 'one arm, simulated',
  findings: 'the shape of results',
  fleet: 'hardware and models',
  foreign: 'text from strangers',
  game: 'game theory',
  kernel: 'time and chance',
  market: 'jobs, nodes, checks, money',
  mechanisms: 'rules: one file each',
  plan: 'design points and arms',
  report: 'pages and pictures',
  run: 'many arms, on threads',
  scenario: 'a file, read and checked',
  stats: 'statistics',
  store: 'the results folder',
  strategies: 'moves: one file each',
  plugs: 'what there is to plug in',
  study: 'asks for more until sure',
  vitest: 'matchers for tests',
  words: 'what sentences say',
};

/** What each room imports when it runs; types, which leave nothing behind, are not drawn. */
export function readRooms(): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  // Each file system lists in an order of its own; the picture may not hang on it.
  for (const path of readdirSync(source, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const file = join(source, path).replaceAll('\\', '/');
    const room = roomOf(file);
    if (!file.endsWith('.ts') || room === undefined) continue;
    const known = rooms.get(room) ?? new Set<string>();
    rooms.set(room, known);
    for (const [, from] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)(?! type)[^;]*? from '(\.[^']*)';/gms,
    )) {
      const other = roomOf(normalize(join(dirname(file), from!)).replaceAll('\\', '/'));
      if (other !== undefined && other !== room) known.add(other);
    }
  }
  // The last sentence of a study is written by the room of sentences; a line against the stream would hide the stream.
  rooms.get('study')?.delete('report');
  return rooms;
}

/** A room's folder; nothing of files that stand at the door. */
function roomOf(file: string): string | undefined {
  const [, room, ...rest] = file.split('/');
  return rest.length > 0 ? room : undefined;
}

/** The rooms as an SVG: whoever imports stands above what it imports; an import that follows from others is left out. */
export function drawArchitecture(): string {
  const rooms = readRooms();
  const rows = stack(rooms);
  const height = Math.max(...rows.values()) + 1;
  const at = new Map<string, { x: number; y: number }>();
  for (let y = 0; y < height; y++) {
    const middle = (room: string) => {
      const users = [...at].filter(([user]) => rooms.get(user)!.has(room)).map(([, { x }]) => x);
      return users.length === 0 ? 0.5 : users.reduce((sum, x) => sum + x, 0) / users.length;
    };
    const own = [...rooms.keys()].filter((room) => rows.get(room) === y).map((room) => ({ room, key: middle(room) }));
    own.sort((a, b) => a.key - b.key || (a.room < b.room ? -1 : 1));
    for (const [i, { room }] of own.entries()) at.set(room, { x: (i + 0.5) / own.length, y });
  }
  const [width, row, box] = [860, 84, { width: 186, height: 44 }];
  const placeOf = (room: string) => {
    const { x, y } = at.get(room)!;
    return { x: Math.round(x * width), y: Math.round(34 + y * row) };
  };
  const lines = [...rooms].flatMap(([room, others]) =>
    [...others]
      .toSorted()
      .filter((other) => !followsFrom(rooms, room, other))
      .map((other) => {
        const [from, to] = [placeOf(room), placeOf(other)];
        const [top, bottom] = [from.y + box.height / 2, to.y - box.height / 2];
        // Straight down past the rows between, then over.
        const turn = bottom - (row - box.height);
        const bend = `C${from.x} ${turn + row / 2} ${to.x} ${bottom - row / 2} ${to.x} ${bottom}`;
        return `<path d="M${from.x} ${top}V${turn}${bend}"/>`;
      }),
  );
  const corners = [...at.keys()].map((room) => {
    const { x, y } = placeOf(room);
    return `<rect x="${x - box.width / 2}" y="${y - box.height / 2}" width="${box.width}" height="${box.height}" rx="4"/>`;
  });
  const names = [...at.keys()].map((room) => {
    const { x, y } = placeOf(room);
    return `<text x="${x}" y="${y - 3}" font-weight="bold">${room}</text><text x="${x}" y="${y + 14}" font-size="12">${purposes[room]}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${34 * 2 + (height - 1) * row}" font-family="DejaVu Sans, sans-serif" font-size="14" text-anchor="middle">
<title>The rooms of src/: each imports those below it that a line leads to</title>
<rect width="100%" height="100%" fill="#fff"/>
<g fill="none" stroke="#8a93a6" stroke-width="1.2">
${lines.join('\n')}
</g>
<g fill="#f3f5f9" stroke="#5b6b8c">
${corners.join('\n')}
</g>
<g fill="#1b2230">
${names.join('\n')}
</g>
</svg>
`;
}

/** The row of each room: one below the lowest that imports it. */
function stack(rooms: ReadonlyMap<string, ReadonlySet<string>>): Map<string, number> {
  const rows = new Map<string, number>();
  const rowOf = (room: string): number => {
    const known = rows.get(room);
    if (known !== undefined) return known;
    const users = [...rooms].filter(([, others]) => others.has(room)).map(([user]) => rowOf(user));
    const row = Math.max(-1, ...users) + 1;
    rows.set(room, row);
    return row;
  };
  for (const room of rooms.keys()) rowOf(room);
  return rows;
}

/** Whether a room is reached by way of another that is imported too. */
function followsFrom(rooms: ReadonlyMap<string, ReadonlySet<string>>, room: string, other: string): boolean {
  const reaches = (from: string): boolean => from === other || [...(rooms.get(from) ?? [])].some(reaches);
  return [...rooms.get(room)!].some((between) => between !== other && reaches(between));
}
