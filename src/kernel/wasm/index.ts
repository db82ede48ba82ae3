/**
 * The door to what is written in WebAssembly by hand. Behind it are speed and nothing else: each thing it makes has a plain
 * counterpart in the kernel that gives the same numbers, and is left out where the platform lacks the instructions.
 */
export { createSourceCalendar } from './source-calendar.ts';
export { createLotDrawer, LOT, type LotDrawer } from './threefry-lot.ts';
