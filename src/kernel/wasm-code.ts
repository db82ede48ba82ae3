/**
 * The instructions of WebAssembly that we use, as bytes, and the frame of a module around them.
 *
 * @source WebAssembly Core Specification 2.0, section 5 (binary format)
 */

// Types of values.
const I32 = 0x7f;
const V128 = 0x7b;

/** Instructions take what they need from a stack and leave their result there. */
export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const tee = (local: number): number[] => [0x22, local];
export const i32 = (value: number): number[] => [0x41, ...signedLeb(value)];
export const f64 = (value: number): number[] => [0x44, ...new Uint8Array(new Float64Array([value]).buffer)];
export const I32_ADD = [0x6a];
export const I32_LESS = [0x49];
export const SPLAT_I32 = vector(0x11);
export const SPLAT_F64 = vector(0x14);
export const XOR = vector(0x51);
export const OR = vector(0x50);
export const SHIFT_LEFT = vector(0xab);
export const SHIFT_RIGHT = vector(0xad);
export const ADD = vector(0xae);
export const ADD_F64 = vector(0xf0);
export const MULTIPLY_F64 = vector(0xf2);
/** The lower two of four integers, as doubles. */
export const LOW_TO_F64 = vector(0xfe);
export const store = (offset: number): number[] => [...vector(0x0b), 3, ...leb(offset)];
export const lanes = (...values: number[]): number[] => [
  ...vector(0x0c),
  ...new Uint8Array(new Int32Array(values).buffer),
];
/** Instructions in a row. */
export const code = (...instructions: readonly (readonly number[])[]): number[] => instructions.flat();
/** The upper two lanes of a local, moved to the lower two. */
export const upperHalf = (local: number): number[] => [
  ...get(local),
  ...get(local),
  ...vector(0x0d),
  ...Array.from({ length: 16 }, (_, byte) => (byte + 8) % 16),
];

/** Runs instructions again as long as what they leave on the stack is not 0. */
export function loop(body: readonly number[]): number[] {
  const [LOOP, EMPTY, BRANCH_IF, END] = [0x03, 0x40, 0x0d, 0x0b];
  return [LOOP, EMPTY, ...body, BRANCH_IF, 0, END];
}

/** A function without results, and the memory of 64 kB it works on. */
export interface ModuleCode {
  /** Name under which the function is exported; the memory is `memory`. */
  name: string;
  /** How many parameters [i32], then locals of both types, in this order. */
  parameters: number;
  integers: number;
  vectors: number;
  body: readonly number[];
}

/** "\0asm", version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** The binary form of a module. */
export function assemble({ name, parameters, integers, vectors, body }: ModuleCode): Uint8Array<ArrayBuffer> {
  const END = 0x0b;
  const content = [2, integers, I32, vectors, V128, ...body, END];
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, [1, 0x60, parameters, ...Array<number>(parameters).fill(I32), 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...named(name), 0, 0, ...named('memory'), 2, 0]),
    ...section(10, [1, ...leb(content.length), ...content]),
  ]);
}

function vector(number: number): number[] {
  return [0xfd, ...leb(number)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...leb(content.length), ...content];
}

function named(text: string): number[] {
  return [text.length, ...new TextEncoder().encode(text)];
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

function signedLeb(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signedLeb(value >> 7)];
}
