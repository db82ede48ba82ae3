/**
 * Threefry4x32-20 for many counters in a row, four at a time: the processor adds, shifts and mixes four words in one
 * instruction, which only WebAssembly can ask for. What comes out is what {@link threefry} and two products make of each.
 */
import {
  add,
  addF64x2,
  addI32x4,
  type Code,
  code,
  compile,
  type FunctionCode,
  f64,
  get,
  i32,
  lanes,
  less,
  lowToF64x2,
  multiplyF64x2,
  orV128,
  repeat,
  set,
  shiftLeftI32x4,
  shiftRightI32x4,
  splatF64,
  splatI32,
  storeV128,
  upperHalf,
  xorV128,
} from './assembly.ts';

/** Counters of a lot [count]. */
export const LOT = 128;

const PARITY = 0x1bd11bda;
/** Rotations of the eight rounds after which they repeat, of the words (a, b) and (c, d), then (a, d) and (c, b) in turn. */
const ROTATIONS = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
] as const;
const ROUNDS = 20;
const ROUNDS_PER_KEY = 4;
const LANES = 4;
const ODD_BYTES = 8 * LOT;

/** Draws lots into its two columns; what they hold is good until the next lot. */
export interface LotDrawer {
  /** Uniforms of the first two words of each block, and of the last two, in [0, 1). */
  even: Float64Array;
  odd: Float64Array;
  /** Blocks of the counters (first + i, counter1, 0, 0) for i = 0, 1, …, {@link LOT} - 1. */
  draw(first: number, counter1: number, key0: number, key1: number, key2: number, key3: number): void;
}

/** Compiles the drawer; nothing where the platform has no WebAssembly with vectors of 128 bits. */
export function createLotDrawer(): LotDrawer | undefined {
  const module = compile<Pick<LotDrawer, 'draw'>>([drawLot()]);
  if (!module) return undefined;
  const { functions, memory } = module.instantiate(2 * ODD_BYTES);
  return {
    even: new Float64Array(memory, 0, LOT),
    odd: new Float64Array(memory, ODD_BYTES, LOT),
    draw: functions.draw,
  };
}

// Locals: six parameters, the place in the columns, then vectors.
const [FIRST, COUNTER1, KEY] = [0, 1, 2];
const PLACE = 6;
const [A, B, C, D] = [7, 8, 9, 10];
const KEYS = 11;
const KEYS_OF_D = KEYS + 5;
const [HIGH_UNIT, LOW_UNIT] = [KEYS_OF_D + 5, KEYS_OF_D + 6];
const VECTORS = LOW_UNIT - A + 1;

function drawLot(): FunctionCode {
  const nextFour = code(set(FIRST, add(get(FIRST), i32(LANES))), set(PLACE, add(get(PLACE), i32(8 * LANES))));
  const body = code(prepare(), repeat(code(drawFour(), nextFour), less(get(PLACE), i32(ODD_BYTES))));
  return { name: 'draw', parameters: 6, result: false, locals: { i32: 1, v128: VECTORS }, body };
}

/** The five words of the key, and those that are added to the last word, in all lanes. */
function prepare(): Code {
  const words = [0, 1, 2, 3].map((word) => set(KEYS + word, splatI32(get(KEY + word))));
  const parity = [0, 1, 2, 3].reduce((mixed, word) => xorV128(mixed, get(KEYS + word)), splatI32(i32(PARITY)));
  const ofD = [1, 2, 3, 4, 5].map((step) =>
    set(KEYS_OF_D + step - 1, addI32x4(get(KEYS + ((step + 3) % 5)), splatI32(i32(step)))),
  );
  return code(
    ...words,
    set(KEYS + 4, parity),
    ...ofD,
    set(HIGH_UNIT, splatF64(f64(2 ** -27))),
    set(LOW_UNIT, splatF64(f64(2 ** -53))),
  );
}

function drawFour(): Code {
  return code(
    set(A, addI32x4(addI32x4(splatI32(get(FIRST)), lanes(0, 1, 2, 3)), get(KEYS))),
    set(B, addI32x4(splatI32(get(COUNTER1)), get(KEYS + 1))),
    set(C, get(KEYS + 2)),
    set(D, get(KEYS + 3)),
    ...Array.from({ length: ROUNDS }, (_, round) => playRound(round)),
    uniforms(A, B, 0),
    uniforms(C, D, ODD_BYTES),
  );
}

function playRound(round: number): Code {
  const [first, second] = ROTATIONS[round % ROTATIONS.length];
  const isEven = round % 2 === 0;
  return code(
    mix(A, isEven ? B : D, first),
    mix(C, isEven ? D : B, second),
    (round + 1) % ROUNDS_PER_KEY === 0 ? addKey((round + 1) / ROUNDS_PER_KEY) : [],
  );
}

/** x += y; y = (y rotated) ^ x. */
function mix(x: number, y: number, bits: number): Code {
  const rotated = orV128(shiftLeftI32x4(get(y), i32(bits)), shiftRightI32x4(get(y), i32(32 - bits)));
  return code(set(x, addI32x4(get(x), get(y))), set(y, xorV128(rotated, get(x))));
}

function addKey(step: number): Code {
  const key = (word: number) => get(KEYS + ((step + word) % 5));
  return code(
    set(A, addI32x4(get(A), key(0))),
    set(B, addI32x4(get(B), key(1))),
    set(C, addI32x4(get(C), key(2))),
    set(D, addI32x4(get(D), get(KEYS_OF_D + step - 1))),
  );
}

/** Four doubles of 53 bits: 27 of the one word and 26 of the other. */
function uniforms(high: number, low: number, offset: number): Code {
  const half = (of: (local: number) => Code, bytes: number) => {
    const ofHigh = multiplyF64x2(lowToF64x2(of(high)), get(HIGH_UNIT));
    const ofLow = multiplyF64x2(lowToF64x2(of(low)), get(LOW_UNIT));
    return storeV128(get(PLACE), addF64x2(ofHigh, ofLow), offset + bytes);
  };
  return code(
    set(high, shiftRightI32x4(get(high), i32(5))),
    set(low, shiftRightI32x4(get(low), i32(6))),
    half(get, 0),
    half(upperHalf, 16),
  );
}
