/** Rows of equal width in little memory: a million records are to fit beside everything else. */

/** Rows packed together; a block is at most a third of a megabyte while it is open. */
const rowsPerBlock = 1024;

/** Rows of a block, column by column: of one that never changes a single value, of others what it takes to tell them. */
interface Block {
  columns: readonly Column[];
}

/** What a column of a block is read from: one value, places in a list of the few there are, or all of them. */
type Column = number | { values: Float64Array; places: Uint8Array } | Uint32Array | Float64Array;

/** Different values that a byte can tell apart [count]. */
const fewest = 256;

/**
 * A list of rows that only grows.
 *
 * Full blocks keep what never changes in them once, what takes few values as a byte each, and counts in half the room;
 * every number comes back as it was.
 */
export class PackedRows {
  readonly width: number;
  #count = 0;
  readonly #blocks: Block[] = [];
  readonly #open: Float64Array;

  /** @param width  numbers per row */
  constructor(width: number) {
    this.width = width;
    this.#open = new Float64Array(rowsPerBlock * width);
  }

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** Adds a row and returns its index. */
  push(row: Float64Array): number {
    const slot = this.#count % rowsPerBlock;
    this.#open.set(row, slot * this.width);
    if (slot === rowsPerBlock - 1) this.#blocks.push(pack(this.#open, this.width));
    return this.#count++;
  }

  /** Copies row `index` into `into`, from position `offset` on. */
  read(index: number, into: Float64Array, offset = 0): void {
    const slot = index % rowsPerBlock;
    const block = this.#blocks[Math.floor(index / rowsPerBlock)];
    if (!block) {
      for (let column = 0, from = slot * this.width; column < this.width; column++)
        into[offset + column] = this.#open[from + column];
      return;
    }
    block.columns.forEach((column, i) => {
      into[offset + i] =
        typeof column === 'number' ? column : 'places' in column ? column.values[column.places[slot]] : column[slot];
    });
  }
}

function pack(rows: Float64Array, width: number): Block {
  return { columns: Array.from({ length: width }, (_, column) => packColumn(rows, column, width)) };
}

function packColumn(rows: Float64Array, column: number, width: number): Column {
  const all = new Float64Array(rowsPerBlock);
  for (let row = 0; row < rowsPerBlock; row++) all[row] = rows[row * width + column];
  if (all.every((value) => Object.is(value, all[0]))) return all[0];
  // A list by value would take -0 for 0.
  const isWhole = all.every((value) => Object.is(value >>> 0, value));
  const few = all.some((value) => Object.is(value, -0)) ? undefined : listFew(all);
  return few ?? (isWhole ? Uint32Array.from(all) : all);
}

/** Few values, and where in them each stands; nothing where they are many. */
function listFew(all: Float64Array): Column | undefined {
  const known = new Map<number, number>();
  const places = new Uint8Array(all.length);
  for (const [i, value] of all.entries()) {
    let place = known.get(value);
    if (place === undefined) {
      if (known.size === fewest) return undefined;
      place = known.size;
      known.set(value, place);
    }
    places[i] = place;
  }
  return { values: Float64Array.from(known.keys()), places };
}
