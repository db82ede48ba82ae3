/** How a word climbs the tree of a calendar, in WebAssembly: matches from its leaf up to the root. */

import {
  add,
  and,
  type Code,
  call,
  choose,
  code,
  equal64,
  equalF64,
  type FunctionCode,
  get,
  greater,
  i32,
  i64,
  less64,
  lesserF64x2,
  lessF64,
  lessSigned,
  loadF64,
  loadI32,
  loadI64,
  loadLow64,
  lowerHalf64,
  lowI64,
  or,
  repeat,
  set,
  shiftLeft,
  shiftRight,
  storeI32,
  storeI64,
  storeLow64,
  when,
  xor,
  xor64,
  xorV128,
} from './assembly.ts';
import { PLACES } from './calendar-memory.ts';

export const ORIGIN = i32(0);
/** The word of the root, behind the start of the tree; bytes of a word, too. */
export const ROOT = 8;
/** Where a key's time and schedule sequence lie, from the address of the key. */
export const TIME_OF_KEY = PLACES.tree;
export const SEQUENCE_OF_KEY = PLACES.tree + 8;
/** Differences of words below this are ties. */
const TIE = 2n ** 32n;
/** Leaves whose depth is odd. */
const ODD_DEPTHS = i32(0x2aaaaaaa);

/** Numbers of the locals that climbing needs: the address of the leaf, behind the start of the tree, and three vectors. */
export interface ClimbLocals {
  LEAF: number;
  AT: number;
  WORD: number;
  RIVAL: number;
  CLOSEST: number;
}

/**
 * Enters a word at its leaf and plays its matches. Words are compared as doubles, positive ones, in one instruction
 * without a branch. A tie of ticks would have to be told apart at every match; instead the climb keeps the least that
 * two words differed by, and where that was a tie the way is gone again with care. Where ties are common words are not
 * asked at all.
 */
export function climb(
  { LEAF, AT, WORD, RIVAL, CLOSEST }: ClimbLocals,
  { climbExactly, climbByKeys }: { climbExactly: number; climbByKeys: number },
): Code {
  const enter = storeLow64(get(AT), get(WORD), PLACES.tree);
  const isBelowRoot = greater(get(AT), i32(ROOT));
  const level = code(
    set(RIVAL, loadLow64(rivalOf(AT), PLACES.tree)),
    set(AT, parentOf(AT)),
    set(CLOSEST, lesserF64x2(get(CLOSEST), xorV128(get(RIVAL), get(WORD)))),
    set(WORD, lesserF64x2(get(RIVAL), get(WORD))),
    enter,
  );
  const hasTied = less64(lowI64(get(CLOSEST)), i64(TIE));
  const climbQuickly = code(
    set(CLOSEST, get(WORD)),
    // Two levels a turn, because every turn asks whether it is to be interrupted.
    when(and(loadI32(ORIGIN, PLACES.leaves), ODD_DEPTHS), level),
    when(isBelowRoot, repeat(code(level, level), isBelowRoot)),
    when(hasTied, call(climbExactly, get(LEAF))),
  );
  const areTiesCommon = lessSigned(loadI32(ORIGIN, PLACES.tiesLeft), i32(0));
  return code(set(AT, get(LEAF)), enter, when(areTiesCommon, call(climbByKeys, get(LEAF)), climbQuickly));
}

/** Plays the matches of the word at a leaf, tells ties apart, and notes whether ties are more of them than the others. */
export function climbExactly(): FunctionCode {
  const [AT, KEY, OTHER_KEY, TIES_LEFT, WORD, RIVAL] = [0, 1, 2, 3, 4, 5] as const;
  const playTie = code(
    set(KEY, keyAt(leafOf(lowerHalf64(get(RIVAL))))),
    set(OTHER_KEY, keyAt(leafOf(lowerHalf64(get(WORD))))),
    set(WORD, choose(get(RIVAL), get(WORD), isKeyBefore(KEY, OTHER_KEY))),
    set(TIES_LEFT, add(get(TIES_LEFT), i32(-1))),
  );
  const play = code(
    set(WORD, choose(get(RIVAL), get(WORD), less64(get(RIVAL), get(WORD)))),
    set(TIES_LEFT, add(get(TIES_LEFT), i32(1))),
  );
  const level = code(
    set(RIVAL, loadI64(rivalOf(AT), PLACES.tree)),
    when(isTie(RIVAL, WORD), playTie, play),
    set(AT, parentOf(AT)),
    storeI64(get(AT), get(WORD), PLACES.tree),
  );
  const body = code(
    set(TIES_LEFT, loadI32(ORIGIN, PLACES.tiesLeft)),
    set(WORD, loadI64(get(AT), PLACES.tree)),
    repeat(level, greater(get(AT), i32(ROOT))),
    storeI32(ORIGIN, get(TIES_LEFT), PLACES.tiesLeft),
  );
  return { name: 'climbExactly', parameters: 1, result: false, locals: { i32: 3, i64: 2 }, body };
}

/**
 * Plays the matches of the word at a leaf by keys, times as whole numbers: their bits are in the order of the times. No
 * match waits for the key of the one before, which stays at hand, and none is a branch: which of two is first in a tie
 * is anybody's guess. Idle sources are due at infinity.
 */
export function climbByKeys(): FunctionCode {
  const [AT, LEAVES, KEY, IS_RIVAL_FIRST, WORD, TIME, SEQUENCE, RIVAL, RIVAL_TIME, RIVAL_SEQUENCE] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ] as const;
  const level = code(
    set(RIVAL, loadI64(rivalOf(AT), PLACES.tree)),
    set(KEY, shiftLeft(add(lowerHalf64(get(RIVAL)), get(LEAVES)), i32(4))),
    set(RIVAL_TIME, loadI64(get(KEY), TIME_OF_KEY)),
    set(RIVAL_SEQUENCE, loadI64(get(KEY), SEQUENCE_OF_KEY)),
    set(
      IS_RIVAL_FIRST,
      or(
        less64(get(RIVAL_TIME), get(TIME)),
        and(equal64(get(RIVAL_TIME), get(TIME)), less64(get(RIVAL_SEQUENCE), get(SEQUENCE))),
      ),
    ),
    set(WORD, choose(get(RIVAL), get(WORD), get(IS_RIVAL_FIRST))),
    set(TIME, choose(get(RIVAL_TIME), get(TIME), get(IS_RIVAL_FIRST))),
    set(SEQUENCE, choose(get(RIVAL_SEQUENCE), get(SEQUENCE), get(IS_RIVAL_FIRST))),
    set(AT, parentOf(AT)),
    storeI64(get(AT), get(WORD), PLACES.tree),
  );
  const body = code(
    set(LEAVES, loadI32(ORIGIN, PLACES.leaves)),
    set(WORD, loadI64(get(AT), PLACES.tree)),
    set(TIME, loadI64(keyAt(get(AT)), TIME_OF_KEY)),
    set(SEQUENCE, loadI64(keyAt(get(AT)), SEQUENCE_OF_KEY)),
    repeat(level, greater(get(AT), i32(ROOT))),
  );
  return { name: 'climbByKeys', parameters: 1, result: false, locals: { i32: 3, i64: 6 }, body };
}

/** Whether a source's event comes before another's, by time and schedule sequence. */
export function isBefore(): FunctionCode {
  const [KEY, OTHER_KEY] = [0, 1] as const;
  const body = code(
    set(KEY, keyAt(leafOf(get(KEY)))),
    set(OTHER_KEY, keyAt(leafOf(get(OTHER_KEY)))),
    isKeyBefore(KEY, OTHER_KEY),
  );
  return { name: 'isBefore', parameters: 2, result: true, locals: {}, body };
}

/** Without a branch: which of two is first in a tie is anybody's guess. */
function isKeyBefore(key: number, other: number): Code {
  const time = loadF64(get(key), TIME_OF_KEY);
  const otherTime = loadF64(get(other), TIME_OF_KEY);
  const isScheduledBefore = less64(loadI64(get(key), SEQUENCE_OF_KEY), loadI64(get(other), SEQUENCE_OF_KEY));
  return or(lessF64(time, otherTime), and(equalF64(time, otherTime), isScheduledBefore));
}

/** Equal ticks: neither word tells which is first. */
export function isTie(word: number, other: number): Code {
  return less64(xor64(get(word), get(other)), i64(TIE));
}

/** The address of a source's leaf, behind the start of the tree. */
export function leafOf(source: Code): Code {
  return shiftLeft(add(source, loadI32(ORIGIN, PLACES.leaves)), i32(3));
}

/** The address of the key that belongs to a leaf, behind the start of the tree. */
export function keyAt(leaf: Code): Code {
  return shiftLeft(leaf, i32(1));
}

function rivalOf(at: number): Code {
  return xor(get(at), i32(ROOT));
}

function parentOf(at: number): Code {
  return and(shiftRight(get(at), i32(1)), i32(-ROOT));
}
