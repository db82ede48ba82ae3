/**
 * The steps of {@link SourceCalendar} in WebAssembly: an inner node of the tree is one word of 64 bits there, ticks above
 * and source below, which one load, one subtraction and one mask compare and move.
 */
import {
  add,
  add64,
  addF64,
  and,
  and64,
  atLeast,
  atLeast64,
  atLeastF64,
  atMost,
  bitsOf,
  block,
  type Code,
  type CompiledModule,
  call,
  code,
  compile,
  type FunctionCode,
  f64,
  get,
  give,
  greater,
  greater64,
  greaterSigned,
  i32,
  i64,
  isZero,
  leaveIf,
  less64,
  lessF64,
  loadF64,
  loadI32,
  loadI64,
  lowerHalf64,
  multiplyF64,
  or,
  or64,
  repeat,
  set,
  shiftLeft,
  shiftLeft64,
  shiftRight,
  shiftRightSigned64,
  storeF64,
  storeI32,
  storeI64,
  subtract64,
  subtractF64,
  tee,
  unequalF64,
  when,
  widen,
  xor,
  xor64,
} from './wasm-code.ts';

/** Ticks of an event beyond which all share one; idle sources lie above it, and an idle source 0 above everything. */
export const TOP_TICK = 2 ** 30;
/** Ticks from which on a new base is due. */
const REBASE_TICK = 2 ** 29;
export const IDLE_BESIDE = 2 ** 31 - 1;
/** Added to the source that {@link CalendarSteps.next} gives when a new base is due. */
export const REBASE_DUE = 2 ** 30;
/** The sum of this and a lesser number is rounded to a whole one, which its lowest bits are. */
export const WHOLE = 2 ** 52;

/** Where the memory of a calendar holds what [byte]. */
export const PLACES = {
  due: 0,
  now: 8,
  base: 16,
  ticksPerUnit: 24,
  nextSequence: 32,
  /** The word of source 0, which is not in the tree. */
  beside: 40,
  /** The source taken last, until its event is scheduled again. */
  taken: 48,
  count: 52,
  /** Address of the keys: time and schedule sequence of source i, 16 bytes each. */
  keys: 56,
  /** Events since the base; how many there must be before a new one, and at most. */
  steps: 60,
  stepsMin: 64,
  stepsMax: 68,
  /** Number of the first leaf, a power of two: all leaves are equally deep. */
  leaves: 72,
  /** When the source taken last is due again, below 0 as long as nobody has said. */
  again: 80,
  /** Word i of the tree is 8 i bytes behind; the parent of i is i >> 1. */
  tree: 128,
} as const;

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

const [IS_BEFORE, PUT_BACK] = [0, 1];
/** Compiled for the first calendar. */
let module: CompiledModule<CalendarSteps> | undefined;

/** A calendar's memory and its steps. @throws Error where there is no WebAssembly */
export function createCalendarSteps(bytes: number): { steps: CalendarSteps; memory: ArrayBuffer } {
  module ??= compile<CalendarSteps>([isBefore(), putBack(), next(), schedule()]);
  if (!module)
    throw new Error('the calendar needs WebAssembly, which is switched off here: run Node without --jitless');
  const { functions, memory } = module.instantiate(bytes);
  return { steps: functions, memory };
}

/** No source. */
export const NONE = -1;
const HALF = i64(32n);
const ORIGIN = i32(0);
/** The word of the root, behind the start of the tree; and of a schedule sequence, behind the time [byte]. */
const ROOT = 8;
const SEQUENCE = 8;

function isBefore(): FunctionCode {
  const [KEY, OTHER_KEY, TIME, OTHER_TIME] = localsFrom(0, 4);
  const body = code(
    set(KEY, keyOf(get(KEY))),
    set(OTHER_KEY, keyOf(get(OTHER_KEY))),
    set(TIME, loadF64(get(KEY))),
    set(OTHER_TIME, loadF64(get(OTHER_KEY))),
    when(unequalF64(get(TIME), get(OTHER_TIME)), give(lessF64(get(TIME), get(OTHER_TIME)))),
    lessF64(loadF64(get(KEY), SEQUENCE), loadF64(get(OTHER_KEY), SEQUENCE)),
  );
  return { name: 'isBefore', parameters: 2, result: true, locals: { f64: 2 }, body };
}

function putBack(): FunctionCode {
  const [SOURCE, KEY, AT, WORD, RIVAL, DIFFERENCE, TIME, TICKS] = localsFrom(0, 8);
  const body = code(enterTaken({ SOURCE, KEY, AT, WORD, RIVAL, DIFFERENCE, TIME, TICKS }), forgetTaken());
  return { name: 'putBack', parameters: 0, result: false, locals: { i32: 3, i64: 3, f64: 2 }, body };
}

function next(): FunctionCode {
  const [SOURCE, KEY, AT, STEPS, IS_BESIDE, WINNER, BESIDE, WORD, RIVAL, DIFFERENCE, TIME, TICKS] = localsFrom(0, 12);
  const locals = { SOURCE, KEY, AT, WORD, RIVAL, DIFFERENCE, TIME, TICKS };
  const vacate = when(
    greaterSigned(tee(SOURCE, loadI32(ORIGIN, PLACES.taken)), i32(0)),
    // An idle source has a tick of its own, so that no two tie.
    code(set(WORD, wordOf(add(get(SOURCE), i32(TOP_TICK + 1)), get(SOURCE))), climb(locals)),
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
  const isRebaseDue = or(
    greater(get(STEPS), loadI32(ORIGIN, PLACES.stepsMax)),
    and(isFar, greater(get(STEPS), loadI32(ORIGIN, PLACES.stepsMin))),
  );
  const body = code(
    when(isDueAgain(), enterTaken(locals), vacate),
    forgetTaken(),
    set(WINNER, loadI64(ORIGIN, PLACES.tree + ROOT)),
    set(BESIDE, loadI64(ORIGIN, PLACES.beside)),
    set(IS_BESIDE, less64(get(BESIDE), get(WINNER))),
    when(isTie(BESIDE, WINNER), set(IS_BESIDE, call(IS_BEFORE, i32(0), lowerHalf64(get(WINNER))))),
    when(get(IS_BESIDE), takeBeside, takeWinner),
    storeI32(ORIGIN, get(SOURCE), PLACES.taken),
    storeI32(ORIGIN, tee(STEPS, add(loadI32(ORIGIN, PLACES.steps), i32(1))), PLACES.steps),
    set(KEY, keyOf(get(SOURCE))),
    storeF64(ORIGIN, loadF64(get(KEY)), PLACES.now),
    storeF64(get(KEY), f64(Number.POSITIVE_INFINITY)),
    or(get(SOURCE), shiftLeft(isRebaseDue, i32(Math.log2(REBASE_DUE)))),
  );
  return { name: 'next', parameters: 0, result: true, locals: { i32: 5, i64: 5, f64: 2 }, body };
}

function schedule(): FunctionCode {
  const SOURCE = 0;
  const [KEY, AT, WORD, RIVAL, DIFFERENCE, TIME, TICKS] = localsFrom(1, 7);
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
    when(isDueAgain(), call(PUT_BACK)),
    enter({ SOURCE, KEY, AT, WORD, RIVAL, DIFFERENCE, TIME, TICKS }),
    i32(0),
  );
  return { name: 'schedule', parameters: 1, result: true, locals: { i32: 2, i64: 3, f64: 2 }, body };
}

/** It was said when the source taken last is due again. */
function isDueAgain(): Code {
  return atLeastF64(loadF64(ORIGIN, PLACES.again), f64(0));
}

function forgetTaken(): Code {
  return code(storeI32(ORIGIN, i32(NONE), PLACES.taken), storeF64(ORIGIN, f64(-1), PLACES.again));
}

/** Numbers of the locals that entering an event needs. */
interface EnterLocals extends ClimbLocals {
  KEY: number;
  TIME: number;
  TICKS: number;
}

interface ClimbLocals {
  SOURCE: number;
  AT: number;
  WORD: number;
  RIVAL: number;
  DIFFERENCE: number;
}

/** Enters the event of the source taken last. */
function enterTaken(locals: EnterLocals): Code {
  return code(
    set(locals.SOURCE, loadI32(ORIGIN, PLACES.taken)),
    set(locals.TIME, loadF64(ORIGIN, PLACES.again)),
    enter(locals),
  );
}

/** Notes when a source is due, makes its word and plays its matches. */
function enter(locals: EnterLocals): Code {
  const { SOURCE, KEY, TIME, TICKS, WORD } = locals;
  const ticks = multiplyF64(subtractF64(get(TIME), loadF64(ORIGIN, PLACES.base)), loadF64(ORIGIN, PLACES.ticksPerUnit));
  return code(
    set(KEY, keyOf(get(SOURCE))),
    storeF64(get(KEY), get(TIME)),
    storeF64(get(KEY), loadF64(ORIGIN, PLACES.nextSequence), SEQUENCE),
    storeF64(ORIGIN, addF64(loadF64(ORIGIN, PLACES.nextSequence), f64(1)), PLACES.nextSequence),
    set(WORD, wordOf(i32(TOP_TICK), get(SOURCE))),
    when(
      lessF64(tee(TICKS, ticks), f64(TOP_TICK)),
      set(WORD, or64(shiftLeft64(bitsOf(addF64(get(TICKS), f64(WHOLE))), HALF), widen(get(SOURCE)))),
    ),
    when(get(SOURCE), climb(locals), storeI64(ORIGIN, get(WORD), PLACES.beside)),
  );
}

/**
 * Enters a source's word and plays its matches up to the root: two levels a turn, because every turn asks whether it is
 * to be interrupted; and ties outside of the turns, because a call among them would have values put aside for it.
 */
function climb({ SOURCE, AT, WORD, RIVAL, DIFFERENCE }: ClimbLocals): Code {
  const enter = storeI64(get(AT), get(WORD), PLACES.tree);
  const isBelowRoot = greater(get(AT), i32(ROOT));
  const meet = set(RIVAL, loadI64(xor(get(AT), i32(ROOT)), PLACES.tree));
  const rise = code(set(AT, and(shiftRight(get(AT), i32(1)), i32(-ROOT))), enter);
  // Ticks are below 2^31, so the difference keeps its sign, which makes the mask.
  const play = code(
    set(DIFFERENCE, subtract64(get(RIVAL), get(WORD))),
    set(WORD, add64(get(WORD), and64(get(DIFFERENCE), shiftRightSigned64(get(DIFFERENCE), i64(63n))))),
  );
  const playTie = when(call(IS_BEFORE, lowerHalf64(get(RIVAL)), lowerHalf64(get(WORD))), set(WORD, get(RIVAL)));
  const level = code(meet, leaveIf(1, isTie(RIVAL, WORD)), play, rise);
  const untilTie = block(repeat(code(level, leaveIf(1, atMost(get(AT), i32(ROOT))), level), isBelowRoot));
  return code(
    set(AT, shiftLeft(add(get(SOURCE), loadI32(ORIGIN, PLACES.leaves)), i32(3))),
    enter,
    repeat(code(untilTie, when(isBelowRoot, code(playTie, rise))), isBelowRoot),
  );
}

/** Equal ticks: neither word tells which is first. */
function isTie(word: number, other: number): Code {
  return less64(xor64(get(word), get(other)), i64(2n ** 32n));
}

function wordOf(tick: Code, source: Code): Code {
  return or64(shiftLeft64(widen(tick), HALF), widen(source));
}

function keyOf(source: Code): Code {
  return add(loadI32(ORIGIN, PLACES.keys), shiftLeft(source, i32(4)));
}

function localsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
