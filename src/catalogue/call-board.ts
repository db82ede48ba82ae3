/**
 * Which call of a plug each thread is in, where another thread can read it: a thread that a plug holds cannot say so itself.
 *
 * A row for each thread: calls begun and ended, which is odd inside one; which text the call has; the texts.
 */

const rows = 64;
const texts = 64;
const textBytes = 128;
const headBytes = 8;
const rowBytes = headBytes + texts * textBytes;

/** Memory for the calls of 64 threads. */
export function createCallMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(rows * rowBytes);
}

/** A call at work: whose it is, and how many calls and ends of calls there were in its thread until it began. */
export interface CallAtWork {
  row: number;
  count: number;
  text: string;
}

/** The calls at work in any thread. */
export function listCalls(memory: SharedArrayBuffer): CallAtWork[] {
  return Array.from({ length: rows }, (_, row) => {
    const words = new Int32Array(memory, row * rowBytes, 2);
    const bytes = new Uint8Array(memory, row * rowBytes + headBytes + Atomics.load(words, 1) * textBytes, textBytes);
    const text = new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
    return { row, count: Atomics.load(words, 0), text };
  }).filter(({ count }) => count % 2 !== 0);
}

/** The row of one thread. Threads beyond the memory's share rows: a call in one then hides those of the other. */
class CallBoard {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #known = new Map<string, number>();
  #depth = 0;

  constructor(memory: SharedArrayBuffer, thread: number) {
    const start = (thread % rows) * rowBytes;
    this.#words = new Int32Array(memory, start, 2);
    this.#bytes = new Uint8Array(memory, start + headBytes, texts * textBytes);
  }

  /** A call begins; calls within it belong to it. */
  enter(text: string): void {
    if (this.#depth++ > 0) return;
    Atomics.store(this.#words, 1, this.#known.get(text) ?? this.#write(text));
    Atomics.add(this.#words, 0, 1);
  }

  leave(): void {
    if (--this.#depth === 0) Atomics.add(this.#words, 0, 1);
  }

  /** The place of a text; more of them than there is room for are written over the last. */
  #write(text: string): number {
    const place = Math.min(this.#known.size, texts - 1);
    const room = this.#bytes.subarray(place * textBytes, (place + 1) * textBytes).fill(0);
    new TextEncoder().encodeInto(text, room.subarray(0, textBytes - 1));
    if (place < texts - 1) this.#known.set(text, place);
    return place;
  }
}

let board: CallBoard | undefined;

/** From now on the calls of this thread are written down. @param thread  its number */
export function writeCalls(memory: SharedArrayBuffer, thread: number): void {
  board ??= new CallBoard(memory, thread);
}

/** A call of a plug begins, where anybody looks. */
export function enterCall(name: string, member: string): void {
  board?.enter(`${name}: its ${member}`);
}

/** The call begun last has ended. */
export function leaveCall(): void {
  board?.leave();
}
