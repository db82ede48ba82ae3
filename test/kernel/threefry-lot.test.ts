import { describe, expect, it } from 'vitest';
import { threefry } from '../../src/kernel/threefry.ts';
import { createLotDrawer, LOT } from '../../src/kernel/wasm/index.ts';

const most = 2 ** 31 - 1;
const least = -(2 ** 31);

describe('lots of draws, four at a time', () => {
  it.each([
    { first: 0, counter1: 0, key: [0, 0, 0, 0] },
    { first: 128, counter1: 1, key: [1, -2, 3, -4] },
    { first: 12_345, counter1: most, key: [most, least, -1, 0x1bd11bda] },
    { first: most - LOT + 1, counter1: 7, key: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] },
  ])('makes of counters from $first on what the generator makes one by one', ({ first, counter1, key }) => {
    const [key0, key1, key2, key3] = key as [number, number, number, number];
    const drawer = createLotDrawer()!;
    drawer.draw(first, counter1, key0, key1, key2, key3);
    const block = new Int32Array(4);
    const expected = Array.from({ length: LOT }, (_, i) => {
      threefry(block, first + i, counter1, 0, key0, key1, key2, key3);
      return [0, 2].map((word) => ((block[word]! >>> 5) * 2 ** 26 + (block[word + 1]! >>> 6)) / 2 ** 53);
    });
    expect(Array.from(drawer.even, (value, i) => [value, drawer.odd[i]])).toEqual(expected);
  });

  it('is left out where there is no WebAssembly', () => {
    const { WebAssembly } = globalThis as { WebAssembly?: unknown };
    Object.assign(globalThis, { WebAssembly: undefined });
    try {
      expect(createLotDrawer()).toBeUndefined();
    } finally {
      Object.assign(globalThis, { WebAssembly });
    }
  });
});
