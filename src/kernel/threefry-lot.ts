/**
 * Threefry4x32-20 for many counters in a row, four at a time: the processor adds, shifts and mixes four words in one
 * instruction, which only WebAssembly can ask for. What comes out is what {@link threefry} and two products make of each.
 */
import {
  ADD,
  ADD_F64,
  assemble,
  code,
  f64,
  get,
  I32_ADD,
  I32_LESS,
  i32,
  LOW_TO_F64,
  lanes,
  loop,
  MULTIPLY_F64,
  OR,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  SPLAT_F64,
  SPLAT_I32,
  set,
  store,
  tee,
  upperHalf,
  XOR,
} from './wasm-code.ts';

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
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  const body = [...prepare(), ...loop(drawFour())];
  const binary = assemble({ name: 'draw', parameters: 6, integers: 1, vectors: VECTORS, body });
  if (!WebAssembly?.validate(binary)) return undefined;
  const { draw, memory } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
  return {
    even: new Float64Array(memory.buffer, 0, LOT),
    odd: new Float64Array(memory.buffer, ODD_BYTES, LOT),
    draw,
  };
}

/** What is used of it here; the types that come with TypeScript are those of browsers. */
interface WebAssemblyApi {
  validate(binary: Uint8Array): boolean;
  Module: new (binary: Uint8Array) => object;
  Instance: new (module: object) => { exports: { draw: LotDrawer['draw']; memory: { buffer: ArrayBuffer } } };
}

// Locals: six parameters, the place in the columns, then vectors.
const [FIRST, COUNTER1, KEY] = [0, 1, 2];
const PLACE = 6;
const [A, B, C, D] = [7, 8, 9, 10];
const KEYS = 11;
const KEYS_OF_D = KEYS + 5;
const [HIGH_UNIT, LOW_UNIT] = [KEYS_OF_D + 5, KEYS_OF_D + 6];
const VECTORS = LOW_UNIT - A + 1;

/** The five words of the key, and those that are added to the last word, in all lanes. */
function prepare(): number[] {
  const words = [0, 1, 2, 3].flatMap((word) => code(get(KEY + word), SPLAT_I32, set(KEYS + word)));
  const parity = [0, 1, 2, 3].flatMap((word) => code(get(KEYS + word), XOR));
  const ofD = [1, 2, 3, 4, 5].flatMap((step) =>
    code(get(KEYS + ((step + 3) % 5)), i32(step), SPLAT_I32, ADD, set(KEYS_OF_D + step - 1)),
  );
  return code(
    words,
    code(i32(PARITY), SPLAT_I32, parity, set(KEYS + 4)),
    ofD,
    code(f64(2 ** -27), SPLAT_F64, set(HIGH_UNIT)),
    code(f64(2 ** -53), SPLAT_F64, set(LOW_UNIT)),
  );
}

function drawFour(): number[] {
  return code(
    code(get(FIRST), SPLAT_I32, lanes(0, 1, 2, 3), ADD, get(KEYS), ADD, set(A)),
    code(get(COUNTER1), SPLAT_I32, get(KEYS + 1), ADD, set(B)),
    code(get(KEYS + 2), set(C), get(KEYS + 3), set(D)),
    Array.from({ length: ROUNDS }, (_, round) => playRound(round)).flat(),
    uniforms(A, B, 0),
    uniforms(C, D, ODD_BYTES),
    code(get(FIRST), i32(LANES), I32_ADD, set(FIRST)),
    code(get(PLACE), i32(8 * LANES), I32_ADD, tee(PLACE), i32(ODD_BYTES), I32_LESS),
  );
}

function playRound(round: number): number[] {
  const [first, second] = ROTATIONS[round % ROTATIONS.length]!;
  const isEven = round % 2 === 0;
  return code(
    mix(A, isEven ? B : D, first),
    mix(C, isEven ? D : B, second),
    (round + 1) % ROUNDS_PER_KEY === 0 ? addKey((round + 1) / ROUNDS_PER_KEY) : [],
  );
}

/** x += y; y = (y rotated) ^ x. */
function mix(x: number, y: number, bits: number): number[] {
  return code(
    code(get(x), get(y), ADD, set(x)),
    code(get(y), i32(bits), SHIFT_LEFT, get(y), i32(32 - bits), SHIFT_RIGHT, OR),
    code(get(x), XOR, set(y)),
  );
}

function addKey(step: number): number[] {
  const key = (word: number) => KEYS + ((step + word) % 5);
  return code(
    code(get(A), get(key(0)), ADD, set(A)),
    code(get(B), get(key(1)), ADD, set(B)),
    code(get(C), get(key(2)), ADD, set(C)),
    code(get(D), get(KEYS_OF_D + step - 1), ADD, set(D)),
  );
}

/** Four doubles of 53 bits: 27 of the one word and 26 of the other. */
function uniforms(high: number, low: number, offset: number): number[] {
  const half = (of: (local: number) => number[], bytes: number) =>
    code(
      get(PLACE),
      code(of(high), LOW_TO_F64, get(HIGH_UNIT), MULTIPLY_F64),
      code(of(low), LOW_TO_F64, get(LOW_UNIT), MULTIPLY_F64),
      code(ADD_F64, store(offset + bytes)),
    );
  return code(
    code(get(high), i32(5), SHIFT_RIGHT, set(high)),
    code(get(low), i32(6), SHIFT_RIGHT, set(low)),
    half(get, 0),
    half(upperHalf, 16),
  );
}
