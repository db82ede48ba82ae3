import { describe, expect, it } from 'vitest';
import { Simulation } from '../../src/kernel/simulation.ts';
import { createStream } from '../../src/kernel/stream.ts';
import { silence, Transcript } from '../../src/kernel/transcript.ts';

describe('Simulation', () => {
  it('tells the story of a lamp that is switched off before it burns out', () => {
    const story = new Transcript(1);
    const [switchOn, burnOut] = [0, 1];
    let burning = 0;
    const simulation = new Simulation([
      (lamp, { clock }) => {
        story.line(clock, `lamp ${lamp} on`);
        burning = simulation.schedule(5, burnOut, lamp);
      },
      (lamp, { clock }) => story.line(clock, `lamp ${lamp} burns out`),
    ]);
    simulation.schedule(1, switchOn, 1);
    expect(simulation.advance(3)).toBe(1);
    expect(simulation.clock).toBe(3);
    expect(simulation.cancel(burning)).toBe(true);
    expect(simulation.cancel(burning)).toBe(false);
    simulation.schedule(0, switchOn, 2);
    expect(simulation.advance(Number.POSITIVE_INFINITY)).toBe(2);
    expect([simulation.clock, simulation.pending]).toEqual([8, 0]);
    expect(story.toString()).toBe(
      ['       1.0  lamp 1 on', '       3.0  lamp 2 on', '       8.0  lamp 2 burns out'].join('\n'),
    );
  });

  it('handles equal times by priority, and events exactly at the end', () => {
    const seen: number[] = [];
    const simulation = new Simulation([(subject) => seen.push(subject)]);
    simulation.schedule(2, 0, 1, 1);
    simulation.schedule(2, 0, 2 ** 23 - 1, 0);
    simulation.schedule(2.5, 0, 3);
    simulation.advance(2);
    expect(seen).toEqual([2 ** 23 - 1, 1]);
  });

  it('refuses the past, unknown kinds and subjects out of range', () => {
    const simulation = new Simulation([() => {}]);
    expect(() => simulation.schedule(-1, 0)).toThrow(RangeError);
    expect(() => simulation.schedule(1, 1)).toThrow(RangeError);
    expect(() => simulation.schedule(1, 0, 2 ** 23)).toThrow(RangeError);
    expect(() => simulation.advance(Number.NaN)).toThrow(RangeError);
    expect(() => new Simulation(Array.from({ length: 257 }, () => () => {}))).toThrow(RangeError);
  });

  it('gives the mean number in an M/M/1 queue, rho / (1 - rho)', () => {
    const rho = 0.5;
    const batches = Array.from({ length: 40 }, (_, replication) => simulateQueue(rho, replication));
    const mean = batches.reduce((total, value) => total + value, 0) / batches.length;
    const variance = batches.reduce((total, value) => total + (value - mean) ** 2, 0) / (batches.length - 1);
    // Starting empty biases a run of 5000 mean services by less than a tenth of the standard error.
    expect(Math.abs(mean - rho / (1 - rho))).toBeLessThan(4 * Math.sqrt(variance / batches.length));
  });
});

describe('silence', () => {
  it('listens to nothing', () => {
    expect(silence.isListening).toBe(false);
    expect(silence.line(0, 'unheard')).toBeUndefined();
  });
});

function simulateQueue(rho: number, replication: number): number {
  const horizon = 5000;
  const arrivals = createStream('mm1', replication, 'arrivals');
  const services = createStream('mm1', replication, 'services');
  let [present, area, last] = [0, 0, 0];
  const change = (by: number, clock: number) => {
    area += present * (clock - last);
    last = clock;
    present += by;
  };
  const serve = () => simulation.schedule(-Math.log1p(-services.next()), 1);
  const arrive = () => simulation.schedule(-Math.log1p(-arrivals.next()) / rho, 0);
  const simulation = new Simulation([
    (_, { clock }) => {
      change(1, clock);
      if (present === 1) serve();
      arrive();
    },
    (_, { clock }) => {
      change(-1, clock);
      if (present > 0) serve();
    },
  ]);
  arrive();
  simulation.advance(horizon);
  change(0, horizon);
  return area / horizon;
}
