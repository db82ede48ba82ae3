/**
 * Which settings are some of many that differ in the chance of their mechanism's coin: what is exact about those is worked
 * out for the two sides of the coin, and shared. It is said of settings where they are made, and never afterwards, so that
 * no answer hangs on what was asked before.
 */
import type { Settings } from './settings.ts';

const moved = new WeakSet<Settings>();

/** Says that the chance of the coin was moved for these settings, which are new. */
export function moveCoin(settings: Settings): void {
  moved.add(settings);
}

/** Whether the chance of the coin was moved for these settings. */
export function movesCoin(settings: Settings): boolean {
  return moved.has(settings);
}

/** Settings with some sections in the place of others; their coin is moved where it was. */
export function deriveSettings(settings: Settings, sections: Partial<Settings>): Settings {
  const derived = { ...settings, ...sections };
  if (moved.has(settings)) moved.add(derived);
  return derived;
}
