/** Jobs in flight: every slot and every item is its own, however many there are and however many validators each has. */
import { expect, test } from 'vitest';
import { NODES_AT_HAND } from '../../src/market/at-hand.ts';
import { Jobs } from '../../src/market/work/jobs.ts';

test.each([
  ['as many as fit', 1, 1000],
  ['more than there is room for at first', 1, 2 * NODES_AT_HAND + 5],
  ['more items than there is room for at first', 20, NODES_AT_HAND],
])('%s: what is written of a job stays until it is settled', (_, validators, count) => {
  const jobs = new Jobs();
  for (const number of [0, 1, 2]) {
    // A run with few validators before it leaves no trace.
    jobs.reset(number === 1 ? 1 : validators, 2);
    const slots = Array.from({ length: count }, (_, job) => jobs.open(job));
    for (const slot of slots) {
      jobs.arrivedAt[slot] = slot / 2;
      jobs.assertedFalse[slot] = slot & 1;
      for (const place of [0, 1]) jobs.node[jobs.itemOf(slot, place)] = 2 * slot + place;
    }
    expect(new Set(slots).size).toBe(count);
    expect(jobs.inFlight).toBe(count);
    expect(
      slots.every(
        (slot, job) =>
          jobs.number[slot] === job &&
          jobs.arrivedAt[slot] === slot / 2 &&
          jobs.assertedFalse[slot] === (slot & 1) &&
          [0, 1].every((place) => {
            const item = jobs.itemOf(slot, place);
            return jobs.node[item] === 2 * slot + place && jobs.slotOf(item) === slot && jobs.placeOf(item) === place;
          }),
      ),
    ).toBe(true);
    for (const slot of slots) jobs.close(slot);
    expect(jobs.open(7)).toBe(slots.at(-1));
  }
});
