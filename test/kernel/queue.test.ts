import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/kernel/queue.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { delays } from './delays.ts';
import { NaiveList } from './naive-list.ts';

describe('EventQueue', () => {
  it('orders by time, then priority, then who was scheduled first', () => {
    const queue = new EventQueue();
    queue.schedule(2, 0, 1);
    queue.schedule(1, 5, 2);
    queue.schedule(1, -5, 3);
    queue.schedule(1, 5, 4);
    queue.schedule(0, 9, 5);
    expect(drain(queue)).toEqual([5, 3, 2, 4, 1]);
  });

  it('reports what it popped and how much is left', () => {
    const queue = new EventQueue();
    expect(queue.peekTime()).toBe(Number.POSITIVE_INFINITY);
    expect(queue.pop()).toBe(false);
    queue.schedule(3.5, -2, -7);
    expect([queue.size, queue.peekTime()]).toEqual([1, 3.5]);
    expect(queue.pop()).toBe(true);
    expect([queue.poppedTime, queue.poppedPriority, queue.poppedPayload, queue.size]).toEqual([3.5, -2, -7, 0]);
  });

  it('cancels once, and an old handle never touches a newer event in the same slot', () => {
    const queue = new EventQueue();
    const first = queue.schedule(1, 0, 1);
    expect(queue.cancel(first)).toBe(true);
    expect(queue.cancel(first)).toBe(false);
    const second = queue.schedule(1, 0, 2);
    expect(queue.cancel(first)).toBe(false);
    expect(queue.size).toBe(1);
    queue.pop();
    expect(queue.cancel(second)).toBe(false);
    for (const nonsense of [-1, 0.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY])
      expect(queue.cancel(nonsense)).toBe(false);
  });

  it('clears, and handles from before stay dead', () => {
    const queue = new EventQueue();
    queue.schedule(5, 0, 1);
    queue.pop();
    const handle = queue.schedule(9, 0, 2);
    queue.clear();
    expect(queue.size).toBe(0);
    queue.schedule(1, 0, 3);
    expect(queue.cancel(handle)).toBe(false);
    expect(drain(queue)).toEqual([3]);
  });

  it('clears right after a pop without handing out a slot twice', () => {
    const queue = new EventQueue();
    queue.schedule(1, 0, 1);
    queue.pop();
    queue.clear();
    for (const payload of [1, 2, 3]) queue.schedule(payload, 0, payload);
    expect(drain(queue)).toEqual([1, 2, 3]);
  });

  it('refuses times that are no times or lie in the past, and payloads that would be truncated', () => {
    const queue = new EventQueue();
    for (const time of [Number.NaN, Number.NEGATIVE_INFINITY])
      expect(() => queue.schedule(time, 0, 0)).toThrow(RangeError);
    queue.schedule(10, 0, 0);
    queue.pop();
    expect(() => queue.schedule(9.999, 0, 0)).toThrow(RangeError);
    expect(() => queue.schedule(11, 0.5, 0)).toThrow(RangeError);
    expect(() => queue.schedule(11, 0, 2 ** 31)).toThrow(RangeError);
    queue.schedule(10, 0, 1);
    queue.schedule(Number.POSITIVE_INFINITY, 0, 2);
    expect(drain(queue)).toEqual([1, 2]);
  });

  // 7 kinds of delay x 2 clocks x 15 000 operations.
  it.each(
    Object.keys(delays).flatMap((kind) => [
      [kind, 0],
      [kind, 1e7],
    ]) as [string, number][],
  )('agrees with a naive list: %s, clock from %d', (kind, start) => {
    const uniforms = createStream('queue', 0, kind);
    const queue = new EventQueue(4);
    const list = new NaiveList<{ key: number[]; handle: number }>();
    const handles: number[] = [];
    let clock = start;
    let mismatches = 0;
    for (let operation = 0; operation < 15_000; operation++) {
      const choice = uniforms.next();
      if (choice < 0.5 || list.events.length > 300) {
        const earliest = list.first();
        if (queue.peekTime() !== (earliest?.key[0] ?? Number.POSITIVE_INFINITY)) mismatches++;
        if (queue.pop() !== (earliest !== undefined)) mismatches++;
        if (earliest === undefined) continue;
        list.remove(earliest);
        clock = earliest.key[0];
        if (`${queue.poppedTime} ${queue.poppedPriority} ${queue.poppedPayload}` !== earliest.key.join(' '))
          mismatches++;
      } else if (choice < 0.93) {
        const key = [clock + delays[kind](uniforms), Math.floor(3 * uniforms.next()), operation];
        const handle = queue.schedule(key[0], key[1], operation);
        handles.push(handle);
        list.add({ key, handle });
      } else if (handles.length > 0) {
        const handle = handles[Math.floor(uniforms.next() * handles.length)];
        const event = list.events.find((candidate) => candidate.handle === handle);
        if (queue.cancel(handle) !== (event !== undefined)) mismatches++;
        if (event !== undefined) list.remove(event);
      }
      if (queue.size !== list.events.length) mismatches++;
    }
    expect(mismatches).toBe(0);
  });
});

function drain(queue: EventQueue): number[] {
  const payloads: number[] = [];
  while (queue.pop()) payloads.push(queue.poppedPayload);
  return payloads;
}
