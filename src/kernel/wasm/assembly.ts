/**
 * The instructions of WebAssembly that we use, as bytes, and the frame of a module around them.
 *
 * An instruction is a function of the code that leaves its operands on the stack, so that code reads like calls:
 * `set(A, add(get(A), get(B)))`.
 *
 * @source WebAssembly Core Specification 2.0, section 5 (binary format)
 */

/** Instructions in a row, as bytes. */
export type Code = readonly number[];

// Types of values, and the type of a block without a result.
const I32 = 0x7f;
const I64 = 0x7e;
const F64 = 0x7c;
const V128 = 0x7b;
const EMPTY = 0x40;
const END = 0x0b;

/** Instructions in a row. */
export const code = (...instructions: readonly Code[]): Code => instructions.flat();

const instruction =
  (...opcode: readonly number[]) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), ...opcode];
const vector = (number: number) => instruction(0xfd, ...leb(number));

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [...value, 0x21, local];
/** Sets a local and leaves its value. */
export const tee = (local: number, value: Code): Code => [...value, 0x22, local];

export const i32 = (value: number): Code => [0x41, ...signedLeb(BigInt(value))];
export const i64 = (value: bigint): Code => [0x42, ...signedLeb(value)];
export const f64 = (value: number): Code => [0x44, ...new Uint8Array(new Float64Array([value]).buffer)];

const load =
  (opcode: Code, alignment: number) =>
  (address: Code, offset = 0): Code => [...address, ...opcode, alignment, ...leb(offset)];
const store =
  (opcode: Code, alignment: number) =>
  (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...opcode, alignment, ...leb(offset)];

/** A value in memory, so many bytes behind an address. */
export const loadI32 = load([0x28], 2);
export const loadI64 = load([0x29], 3);
export const loadF64 = load([0x2b], 3);
export const storeI32 = store([0x36], 2);
export const storeI64 = store([0x37], 3);
export const storeF64 = store([0x39], 3);
export const storeV128 = store([0xfd, 0x0b], 3);
/** 64 bits as the lower half of a vector whose upper half is 0; and that half back to memory. */
export const loadLow64 = load([0xfd, 0x5d], 3);
export const storeLow64 = (address: Code, value: Code, offset = 0): Code => [
  ...store([0xfd, 0x5b], 3)(address, value, offset),
  0,
];

// Whole numbers of 32 bits; comparisons leave 1 or 0.
export const isZero = instruction(0x45);
export const lessSigned = instruction(0x48);
export const less = instruction(0x49);
export const greaterSigned = instruction(0x4a);
export const greater = instruction(0x4b);
export const atLeast = instruction(0x4f);
export const add = instruction(0x6a);
export const and = instruction(0x71);
export const or = instruction(0x72);
export const xor = instruction(0x73);
export const shiftLeft = instruction(0x74);
export const shiftRight = instruction(0x76);

// Whole numbers of 64 bits.
export const equal64 = instruction(0x51);
export const less64 = instruction(0x54);
export const greater64 = instruction(0x56);
export const atLeast64 = instruction(0x5a);
export const add64 = instruction(0x7c);
export const or64 = instruction(0x84);
export const xor64 = instruction(0x85);
export const shiftLeft64 = instruction(0x86);
/** The lower half of 64 bits; 32 bits as the lower half of 64. */
export const lowerHalf64 = instruction(0xa7);
export const widen = instruction(0xad);

/** The first of two values where a condition holds, else the second, without a branch. */
export const choose = instruction(0x1b);

// Doubles.
export const equalF64 = instruction(0x61);
export const lessF64 = instruction(0x63);
export const atLeastF64 = instruction(0x66);
export const addF64 = instruction(0xa0);
export const subtractF64 = instruction(0xa1);
export const multiplyF64 = instruction(0xa2);

// Four whole numbers of 32 bits, or two doubles.
export const splatI32 = vector(0x11);
export const splatI64 = vector(0x12);
export const splatF64 = vector(0x14);
export const orV128 = vector(0x50);
export const xorV128 = vector(0x51);
export const shiftLeftI32x4 = vector(0xab);
export const shiftRightI32x4 = vector(0xad);
export const addI32x4 = vector(0xae);
export const shiftLeftI64x2 = vector(0xcb);
export const addF64x2 = vector(0xf0);
export const multiplyF64x2 = vector(0xf2);
/** The lesser of two doubles, lane by lane; the first where they are equal or one is not a number. */
export const lesserF64x2 = vector(0xf6);
/** The lower two of four whole numbers, as doubles. */
export const lowToF64x2 = vector(0xfe);
export const lanes = (...values: readonly number[]): Code => [
  0xfd,
  ...leb(0x0c),
  ...new Uint8Array(new Int32Array(values).buffer),
];
/** The lower 64 bits of a vector. */
export const lowI64 = (value: Code): Code => [...value, 0xfd, 0x1d, 0];
/** The upper two lanes of a local, moved to the lower two. */
export const upperHalf = (local: number): Code => [
  ...get(local),
  ...get(local),
  0xfd,
  ...leb(0x0d),
  ...Array.from({ length: 16 }, (_, byte) => (byte + 8) % 16),
];

/** One thing or another. */
export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [
  ...condition,
  0x04,
  EMPTY,
  ...then,
  ...(otherwise.length > 0 ? [0x05, ...otherwise] : []),
  END,
];
/** Instructions that are run once and again as long as the condition behind them holds. */
export const repeat = (body: Code, condition: Code): Code => [0x03, EMPTY, ...body, ...condition, 0x0d, 0, END];
/** Ends the function with a value. */
export const give = (value: Code): Code => [...value, 0x0f];

/** What a function of the module gives, by its number there. */
export const call = (callee: number, ...operands: readonly Code[]): Code => [...operands.flat(), 0x10, callee];

/** A function of whole numbers of 32 bits, to be exported under its name. */
export interface FunctionCode {
  name: string;
  parameters: number;
  /** It gives one whole number of 32 bits, or nothing. */
  result: boolean;
  /** Locals behind the parameters, by type, in this order. */
  locals: { i32?: number; i64?: number; f64?: number; v128?: number };
  body: Code;
}

/** What is used of it here; the types that come with TypeScript are those of browsers. */
interface WebAssemblyApi {
  validate(binary: Uint8Array): boolean;
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (binary: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
}

/** A compiled module: instances share its code and nothing else. */
export interface CompiledModule<Exports> {
  /** An instance of so many bytes, which never grow: memory that does makes all typed columns slower from then on. */
  instantiate(bytes: number): { functions: Exports; memory: ArrayBuffer };
}

const PAGE_BYTES = 65_536;

/** Compiles functions into a module; nothing where the platform has no WebAssembly or lacks an instruction. */
export function compile<Exports>(functions: readonly FunctionCode[]): CompiledModule<Exports> | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  const binary = assemble(functions);
  if (!WebAssembly?.validate(binary)) return undefined;
  const module = new WebAssembly.Module(binary);
  return {
    instantiate: (bytes) => {
      const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
      const { exports } = new WebAssembly.Instance(module, { [HOST]: { [MEMORY]: memory } });
      return { functions: exports as Exports, memory: memory.buffer };
    },
  };
}

/** "\0asm", version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const HOST = 'host';
const MEMORY = 'memory';

/** The binary form of a module, whose memory is handed in. */
function assemble(functions: readonly FunctionCode[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, result }) => [
    0x60,
    ...list(Array<number[]>(parameters).fill([I32])),
    ...list(result ? [[I32]] : []),
  ]);
  const bodies = functions.map(({ locals, body }) => {
    const groups = [
      [locals.i32 ?? 0, I32],
      [locals.i64 ?? 0, I64],
      [locals.f64 ?? 0, F64],
      [locals.v128 ?? 0, V128],
    ];
    const content = [...list(groups), ...body, END];
    return [...leb(content.length), ...content];
  });
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, list(types)),
    ...section(2, list([[...named(HOST), ...named(MEMORY), 2, 0, 1]])),
    ...section(3, list(functions.map((_, index) => [index]))),
    ...section(7, list(functions.map(({ name }, index) => [...named(name), 0, index]))),
    ...section(10, list(bodies)),
    // What profiles call them.
    ...section(0, [...named('name'), ...section(1, list(functions.map(({ name }, index) => [index, ...named(name)])))]),
  ]);
}

function section(id: number, content: Code): Code {
  return [id, ...leb(content.length), ...content];
}

function list(items: readonly Code[]): Code {
  return [...leb(items.length), ...items.flat()];
}

function named(text: string): Code {
  return [text.length, ...new TextEncoder().encode(text)];
}

function leb(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

function signedLeb(value: bigint): Code {
  const low = Number(value & 0x7fn);
  return value >= -64n && value < 64n ? [low] : [low | 0x80, ...signedLeb(value >> 7n)];
}
