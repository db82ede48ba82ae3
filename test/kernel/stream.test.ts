import { describe, expect, it } from 'vitest';
import { LOT } from '../../src/kernel/keyed-draws.ts';
import { createStream, KeyedDraws, type Uniforms } from '../../src/kernel/stream.ts';
import { threefry } from '../../src/kernel/threefry.ts';

describe('createStream', () => {
  it('gives the same numbers for the same name and others for any other name', () => {
    const draw = (...name: [string, number, string]) => createStream(...name).next();
    expect(draw('7', 3, 'arrivals')).toBe(draw('7', 3, 'arrivals'));
    const firsts = [
      draw('7', 3, 'arrivals'),
      draw('77', 3, 'arrivals'),
      draw('7', 33, 'arrivals'),
      draw('7', 3, 'sizes'),
      draw('7/3', 3, 'arrivals'),
      draw('7', 3, '3/arrivals'),
      draw('ė', 3, 'arrivals'),
      draw('\u0017', 3, 'arrivals'),
      draw('\ud800', 3, 'arrivals'),
    ];
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('is frozen: a change of these digits changes every published result', () => {
    const stream = createStream('2024', 0, 'arrivals');
    expect([stream.next(), stream.next(), stream.next()]).toMatchInlineSnapshot(`
      [
        0.4541035936146077,
        0.12785785257812565,
        0.8226981727092427,
      ]
    `);
  });

  it('refuses a missing or empty seed and a replication that is no number of one', () => {
    expect(() => createStream('', 0, 'arrivals')).toThrow(RangeError);
    expect(() => createStream(undefined as unknown as string, 0, 'arrivals')).toThrow(RangeError);
    expect(() => createStream('1', -1, 'arrivals')).toThrow(RangeError);
    expect(() => createStream('1', 0.5, 'arrivals')).toThrow(RangeError);
  });

  it('uses all 53 bits', () => {
    const stream = createStream('bits', 0, 'test');
    let union = 0n;
    for (let i = 0; i < 200; i++) union |= BigInt(stream.next() * 2 ** 53);
    expect(union).toBe(2n ** 53n - 1n);
  });
});

describe('Threefry4x32-20', () => {
  it.each([
    ['zeros', [0, 0, 0, 0, 0, 0, 0, 0], '9c6ca96a e17eae66 fc10ecd4 5256a7d8'],
    ['ones', [-1, -1, -1, -1, -1, -1, -1, -1], '2a881696 57012287 f6c7446e a16a6732'],
    [
      'digits of pi',
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
      '59cd1dbb b8879579 86b5d00c ac8b6d84',
    ],
  ] as [string, [number, number, number, number, number, number, number, number], string][])(
    'gives the known answer of Random123 (Salmon et al. 2011) for %s',
    (_, [counter0, counter1, counter2, counter3, ...key], answer) => {
      const block = new Int32Array(4);
      threefry(block, counter0, counter1, counter2, ...key, counter3);
      expect([...block].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ')).toBe(answer);
    },
  );
});

describe('KeyedDraws', () => {
  it('gives the draws of a key whatever was drawn before', () => {
    const draws = new KeyedDraws('1');
    draws.setReplication(4);
    const wanted = takeFrom(draws.at(9, 2), 7);
    takeFrom(draws.at(10, 2), 3);
    draws.setReplication(5);
    draws.uniform(9, 2);
    draws.setReplication(4);
    expect(takeFrom(draws.at(9, 2), 7)).toEqual(wanted);
    expect(draws.uniform(9, 2)).toBe(wanted[0]);
    expect(new Set(wanted).size).toBe(7);
  });

  it('gives neighbouring purposes numbers of their own, though their first ones share a block', () => {
    const draws = new KeyedDraws('1');
    const seen = new Set<number>();
    for (const purpose of [2, 3, 2, 3]) for (const value of takeFrom(draws.at(9, purpose), 9)) seen.add(value);
    expect(seen.size).toBe(18);
  });

  it('is frozen: a change of these digits changes every published result', () => {
    const draws = new KeyedDraws('2024');
    draws.setReplication(1);
    expect([...takeFrom(draws.at(7, 4), 3), draws.uniform(7, 5)]).toMatchInlineSnapshot(`
      [
        0.23048480061694154,
        0.43551692266051945,
        0.18123371595507032,
        0.6603558098088613,
      ]
    `);
  });

  it('gives for another seed what draws made for it give, whatever was asked before', () => {
    const draws = new KeyedDraws('1');
    draws.setReplication(1);
    draws.uniform(7, 4);
    draws.setSeed('2024');
    const fresh = new KeyedDraws('2024');
    fresh.setReplication(1);
    expect([...takeFrom(draws.at(7, 4), 3), draws.uniform(7, 5)]).toEqual([
      ...takeFrom(fresh.at(7, 4), 3),
      fresh.uniform(7, 5),
    ]);
    expect(() => draws.setSeed('')).toThrow(RangeError);
  });

  it('tells apart seeds, replications, jobs, purposes and the extremes of each', () => {
    const seen = new Set<number>();
    let keys = 0;
    for (const seed of ['1', '11', '111', '1/0']) {
      const draws = new KeyedDraws(seed);
      for (const replication of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
        draws.setReplication(replication);
        for (const job of [0, 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40 - 1]) {
          for (const purpose of [0, 1, 2 ** 15, 2 ** 16 - 1]) {
            seen.add(draws.uniform(job, purpose));
            keys++;
          }
        }
      }
    }
    expect(seen.size).toBe(keys);
  });

  it('gives the jobs of a lot what it gives them one by one', () => {
    const draws = new KeyedDraws('1');
    draws.setReplication(2);
    for (const length of [9, LOT]) {
      const [even, odd] = [new Float64Array(length), new Float64Array(length)];
      for (const first of [0, 70, 2 ** 31 - length]) {
        draws.fillPair(first, 3, even, odd);
        expect([...even]).toEqual(Array.from({ length }, (_, i) => draws.uniform(first + i, 6)));
        expect([...odd]).toEqual(Array.from({ length }, (_, i) => draws.uniform(first + i, 7)));
      }
      for (const first of [-1, 2 ** 31 - length + 1, Number.NaN]) {
        expect(() => draws.fillPair(first, 3, even, odd)).toThrow(RangeError);
      }
    }
  });

  it('refuses keys out of range', () => {
    const draws = new KeyedDraws('1');
    expect(() => new KeyedDraws('')).toThrow(RangeError);
    for (const job of [-1, 2 ** 40, 0.5, Number.NaN]) expect(() => draws.at(job, 0)).toThrow(RangeError);
    for (const purpose of [-1, 2 ** 16, 0.5, Number.NaN]) expect(() => draws.uniform(0, purpose)).toThrow(RangeError);
    for (const replication of [-1, 2 ** 32, 0.5]) expect(() => draws.setReplication(replication)).toThrow(RangeError);
  });
});

// Statistical checks: fixed seed, bounds of 4 standard errors (false alarm 6 in 100 000).
describe.each([
  ['one stream', (n: number) => takeFrom(createStream('chance', 0, 'uniformity'), n)],
  [
    'first draws of consecutive replications',
    (n: number) => Array.from({ length: n }, (_, i) => createStream('1', i, 'x').next()),
  ],
  ['first draws of consecutive jobs', firstsOverJobs],
  ['first draws of consecutive keyed replications', firstsOverReplications],
  ['first draws of the purposes of one job', firstsOverPurposes],
  ['successive draws of one key', (n: number) => takeFrom(new KeyedDraws('chance').at(5, 1), n)],
])('%s', (name, draw) => {
  const n = name.includes('replications') ? 20_000 : name.includes('purposes') ? 65_536 : 100_000;
  const values = draw(n);

  it('is uniform over 256 cells (chi-square)', () => {
    const counts = new Int32Array(256);
    for (const value of values) counts[Math.floor(value * 256)]++;
    const expected = n / 256;
    const statistic = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
    // Chi-square with 255 degrees: mean 255, variance 510.
    expect(Math.abs(statistic - 255)).toBeLessThan(4 * Math.sqrt(510));
  });

  it('never repeats a value: 53 bits make that a chance of 1 in a million', () => {
    expect(new Set(values).size).toBe(n);
  });

  it('has no lag-1 correlation', () => {
    let sum = 0;
    for (let i = 1; i < n; i++) sum += (values[i] - 0.5) * (values[i - 1] - 0.5);
    expect(Math.abs((12 * sum) / (n - 1))).toBeLessThan(4 / Math.sqrt(n - 1));
  });
});

function takeFrom(uniforms: Uniforms, count: number): number[] {
  return Array.from({ length: count }, () => uniforms.next());
}

function firstsOverJobs(count: number): number[] {
  const draws = new KeyedDraws('chance');
  return Array.from({ length: count }, (_, job) => draws.uniform(job, 3));
}

function firstsOverReplications(count: number): number[] {
  const draws = new KeyedDraws('chance');
  return Array.from({ length: count }, (_, replication) => {
    draws.setReplication(replication);
    return draws.uniform(0, 0);
  });
}

function firstsOverPurposes(count: number): number[] {
  const draws = new KeyedDraws('chance');
  return Array.from({ length: count }, (_, purpose) => draws.uniform(8, purpose));
}
