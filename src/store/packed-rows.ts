/** Rows of equal width in little memory: a million records are to fit beside everything else. */

/** Rows packed together; a block is at most a third of a megabyte while it is open. */
const rowsPerBlock = 1024;

/** How a block keeps a column: once, as whole numbers of 32 bits, or as they are. */
const asConstant = 0;
const asInteger = 1;
const asDouble = 2;

interface Block {
  kinds: Uint8Array;
  constants: Float64Array;
  integers: Uint32Array;
  integerColumns: number;
  doubles: Float64Array;
  doubleColumns: number;
}

/**
 * A list of rows that only grows.
 *
 * Full blocks keep what never changes in them once, and counts in half the room; every number comes back as it was.
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
    const { kinds, constants, integers, doubles } = block;
    let integer = slot * block.integerColumns;
    let double = slot * block.doubleColumns;
    for (let column = 0; column < this.width; column++) {
      const kind = kinds[column];
      into[offset + column] =
        kind === asConstant ? constants[column] : kind === asInteger ? integers[integer++] : doubles[double++];
    }
  }
}

function pack(rows: Float64Array, width: number): Block {
  const kinds = Uint8Array.from({ length: width }, (_, column) => kindOf(rows, column, width));
  const integerColumns = kinds.filter((kind) => kind === asInteger).length;
  const doubleColumns = kinds.filter((kind) => kind === asDouble).length;
  const integers = new Uint32Array(rowsPerBlock * integerColumns);
  const doubles = new Float64Array(rowsPerBlock * doubleColumns);
  let [integer, double] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const kind = kinds[at % width];
    if (kind === asInteger) integers[integer++] = rows[at];
    else if (kind === asDouble) doubles[double++] = rows[at];
  }
  return { kinds, constants: rows.slice(0, width), integers, integerColumns, doubles, doubleColumns };
}

function kindOf(rows: Float64Array, column: number, width: number): number {
  const first = rows[column];
  let kind = asConstant;
  for (let at = column; at < rows.length; at += width) {
    const value = rows[at];
    // Tells -0 from 0 as well.
    if (!Object.is(value >>> 0, value)) {
      if (!Object.is(value, first)) return asDouble;
      if (kind === asInteger) return asDouble;
    } else if (value !== first) {
      if (!Object.is(first >>> 0, first)) return asDouble;
      kind = asInteger;
    }
  }
  return kind;
}
