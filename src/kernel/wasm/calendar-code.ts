/**
 * The steps of a calendar in WebAssembly: an inner node of the tree is one word of 64 bits there, ticks above
 * and source below, which one load and one comparison match and move.
 */

import {
  add,
  add64,
  addF64,
  and,
  atLeast,
  atLeast64,
  atLeastF64,
  type Code,
  type CompiledModule,
  call,
  code,
  compile,
  type FunctionCode,
  f64,
  get,
  give,
  greater64,
  greaterSigned,
  i32,
  i64,
  isZero,
  less64,
  lessF64,
  lessSigned,
  loadF64,
  loadI32,
  loadI64,
  lowerHalf64,
  multiplyF64,
  or,
  or64,
  orV128,
  set,
  shiftLeft64,
  shiftLeftI64x2,
  splatF64,
  splatI64,
  storeF64,
  storeI32,
  storeI64,
  storeLow64,
  subtractF64,
  tee,
  when,
  widen,
} from './assembly.ts';
import {
  type ClimbLocals,
  climb,
  climbByKeys,
  climbExactly,
  isBefore,
  isTie,
  keyAt,
  leafOf,
  ORIGIN,
  ROOT,
  SEQUENCE_OF_KEY,
  TIME_OF_KEY,
} from './calendar-climb.ts';
import {
  FIRST_TICK,
  IDLE_BESIDE,
  idleTick,
  PLACES,
  REBASE_DUE,
  REBASE_TICK,
  TICK_IN_BITS,
  TOP_TICK,
} from './calendar-memory.ts';

/** What the memory of one calendar is worked on with. */
export interface CalendarSteps {
  /**
   * Schedules the source taken last for `again`, where that was said; then takes the earliest event: its source, plus
   * {@link REBASE_DUE} when that is due; -1 when none is pending.
   */
  next(): number;
  /** Schedules the event of another source at `due`; gives 1 when the time or the source is out of range. */
  schedule(source: number): number;
  /** Whether a source's event comes before another's, by time and schedule sequence: 1 or 0. */
  isBefore(source: number, other: number): number;
}

const IS_BEFORE = 0;
const CLIMBS = { climbExactly: 1, climbByKeys: 2 };
const PUT_BACK = 3;
/** Compiled for the first calendar. */
let module: CompiledModule<CalendarSteps> | 'none' | undefined;

/** A calendar's memory and its steps. */
export interface CalendarCode {
  steps: CalendarSteps;
  memory: ArrayBuffer;
}

/** A memory of so many bytes and the steps on it; nothing where there is no WebAssembly, or none with vectors. */
export function createCalendarSteps(bytes: number): CalendarCode | undefined {
  module ??=
    compile<CalendarSteps>([isBefore(), climbExactly(), climbByKeys(), putBack(), next(), schedule()]) ?? 'none';
  if (module === 'none') return undefined;
  const { functions, memory } = module.instantiate(bytes);
  return { steps: functions, memory };
}

/** No source. */
export const NONE = -1;

/** Numbers of the locals that entering an event needs. */
interface EnterLocals extends ClimbLocals {
  SOURCE: number;
  TIME: number;
  TICKS: number;
}

function putBack(): FunctionCode {
  const [SOURCE, LEAF, AT, TIME, TICKS, WORD, RIVAL, CLOSEST] = localsFrom(0, 8);
  const locals = { SOURCE, LEAF, AT, TIME, TICKS, WORD, RIVAL, CLOSEST };
  const body = code(
    set(SOURCE, loadI32(ORIGIN, PLACES.taken)),
    set(LEAF, leafOf(get(SOURCE))),
    set(TIME, loadF64(ORIGIN, PLACES.again)),
    note(locals),
    when(get(SOURCE), climb(locals, CLIMBS), putBeside(locals)),
    forgetTaken(),
  );
  return { name: 'putBack', parameters: 0, result: false, locals: { i32: 3, f64: 2, v128: 3 }, body };
}

function next(): FunctionCode {
  const [SOURCE, LEAF, AT, STEPS_LEFT, IS_BESIDE, WINNER, BESIDE, TIME, TICKS, WORD, RIVAL, CLOSEST] = localsFrom(
    0,
    12,
  );
  const locals = { SOURCE, LEAF, AT, TIME, TICKS, WORD, RIVAL, CLOSEST };
  const isInTree = greaterSigned(get(SOURCE), i32(0));
  // An idle source has a tick of its own, so that no two tie.
  const vacate = code(
    set(WORD, splatI64(wordOf(add(get(SOURCE), i32(idleTick(0))), get(SOURCE)))),
    when(isInTree, storeF64(keyAt(get(LEAF)), f64(Number.POSITIVE_INFINITY), TIME_OF_KEY)),
  );
  const takeBeside = code(
    storeI64(ORIGIN, wordOf(i32(IDLE_BESIDE), i32(0)), PLACES.beside),
    set(WINNER, get(BESIDE)),
    set(SOURCE, i32(0)),
  );
  const takeWinner = code(
    when(greater64(get(WINNER), wordOf(i32(TOP_TICK), i32(-1))), give(i32(NONE))),
    set(SOURCE, lowerHalf64(get(WINNER))),
  );
  const isFar = atLeast64(get(WINNER), wordOf(i32(REBASE_TICK), i32(0)));
  const isEarly = greaterSigned(get(STEPS_LEFT), loadI32(ORIGIN, PLACES.stepsLeftMax));
  const body = code(
    set(SOURCE, loadI32(ORIGIN, PLACES.taken)),
    set(LEAF, leafOf(get(SOURCE))),
    set(TIME, loadF64(ORIGIN, PLACES.again)),
    when(atLeastF64(get(TIME), f64(0)), code(note(locals), when(isZero(get(SOURCE)), putBeside(locals))), vacate),
    when(isInTree, climb(locals, CLIMBS)),
    forgetTaken(),
    set(WINNER, loadI64(ORIGIN, PLACES.tree + ROOT)),
    set(BESIDE, loadI64(ORIGIN, PLACES.beside)),
    set(IS_BESIDE, less64(get(BESIDE), get(WINNER))),
    when(isTie(BESIDE, WINNER), set(IS_BESIDE, call(IS_BEFORE, i32(0), lowerHalf64(get(WINNER))))),
    when(get(IS_BESIDE), takeBeside, takeWinner),
    storeI32(ORIGIN, get(SOURCE), PLACES.taken),
    storeF64(ORIGIN, loadF64(keyAt(leafOf(get(SOURCE))), TIME_OF_KEY), PLACES.now),
    storeI32(ORIGIN, tee(STEPS_LEFT, add(loadI32(ORIGIN, PLACES.stepsLeft), i32(-1))), PLACES.stepsLeft),
    when(or(isFar, lessSigned(get(STEPS_LEFT), i32(0))), when(isZero(isEarly), give(or(get(SOURCE), i32(REBASE_DUE))))),
    get(SOURCE),
  );
  return { name: 'next', parameters: 0, result: true, locals: { i32: 5, i64: 2, f64: 2, v128: 3 }, body };
}

function schedule(): FunctionCode {
  const [SOURCE, LEAF, AT, TIME, TICKS, WORD, RIVAL, CLOSEST] = localsFrom(0, 8);
  const locals = { SOURCE, LEAF, AT, TIME, TICKS, WORD, RIVAL, CLOSEST };
  const isTimeRight = and(
    atLeastF64(get(TIME), loadF64(ORIGIN, PLACES.now)),
    lessF64(get(TIME), f64(Number.POSITIVE_INFINITY)),
  );
  const isSourceWrong = atLeast(get(SOURCE), loadI32(ORIGIN, PLACES.count));
  const body = code(
    set(TIME, loadF64(ORIGIN, PLACES.due)),
    when(isZero(isTimeRight), give(i32(1))),
    when(isSourceWrong, give(i32(1))),
    // What was scheduled first is first in the order of ties.
    when(atLeastF64(loadF64(ORIGIN, PLACES.again), f64(0)), call(PUT_BACK)),
    set(LEAF, leafOf(get(SOURCE))),
    note(locals),
    when(get(SOURCE), climb(locals, CLIMBS), putBeside(locals)),
    i32(0),
  );
  return { name: 'schedule', parameters: 1, result: true, locals: { i32: 2, f64: 2, v128: 3 }, body };
}

function forgetTaken(): Code {
  return code(storeI32(ORIGIN, i32(NONE), PLACES.taken), storeF64(ORIGIN, f64(-1), PLACES.again));
}

/** Notes when a source is due and in which order that was said, and makes its word. */
function note({ SOURCE, LEAF, TIME, TICKS, WORD }: EnterLocals): Code {
  const sequence = loadI64(ORIGIN, PLACES.nextSequence);
  const ticks = multiplyF64(subtractF64(get(TIME), loadF64(ORIGIN, PLACES.base)), loadF64(ORIGIN, PLACES.ticksPerUnit));
  const tick = shiftLeftI64x2(splatF64(addF64(get(TICKS), f64(TICK_IN_BITS))), i32(32));
  return code(
    // What is added makes 0 of -0, whose bits are in no order.
    storeF64(keyAt(get(LEAF)), addF64(get(TIME), f64(0)), TIME_OF_KEY),
    storeI64(keyAt(get(LEAF)), sequence, SEQUENCE_OF_KEY),
    storeI64(ORIGIN, add64(sequence, i64(1n)), PLACES.nextSequence),
    set(WORD, splatI64(wordOf(i32(TOP_TICK), get(SOURCE)))),
    when(lessF64(tee(TICKS, ticks), f64(TOP_TICK - FIRST_TICK)), set(WORD, orV128(tick, splatI64(widen(get(SOURCE)))))),
  );
}

function putBeside({ WORD }: EnterLocals): Code {
  return storeLow64(ORIGIN, get(WORD), PLACES.beside);
}

function wordOf(tick: Code, source: Code): Code {
  return or64(shiftLeft64(widen(tick), i64(32n)), widen(source));
}

function localsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
