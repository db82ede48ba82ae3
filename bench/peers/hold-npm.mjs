// Hold model on npm libraries. Usage: node hold-npm.mjs LIBRARY N WARMUP OPERATIONS START TABLE
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [library, ...rest] = process.argv.slice(2);
const [count, warmUp, operations, start] = rest.slice(0, 4).map(Number);
const bytes = readFileSync(rest[4]);
const increments = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const mask = increments.length - 1;
let at = 0;
let clock = start;
let done = 0;
let before;

function tick() {
  done++;
  if (done === warmUp) before = process.cpuUsage();
  if (done === warmUp + operations) finish();
}

function finish() {
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ nanoseconds: ((user + system) * 1000) / operations, clock }));
  process.exit(0);
}

const heaps = {
  tinyqueue: async () => {
    const { default: TinyQueue } = await import('tinyqueue');
    const queue = new TinyQueue([], (a, b) => a.time - b.time);
    return { push: (time, id) => queue.push({ time, id }), pop: () => queue.pop() };
  },
  'heap-js': async () => {
    const { Heap } = await import('heap-js');
    const queue = new Heap((a, b) => a.time - b.time);
    return { push: (time, id) => queue.push({ time, id }), pop: () => queue.pop() };
  },
  flatqueue: async () => {
    const { default: FlatQueue } = await import('flatqueue');
    const queue = new FlatQueue();
    return {
      push: (time, id) => queue.push(id, time),
      pop: () => {
        const time = queue.peekValue();
        return { time, id: queue.pop() };
      },
    };
  },
};

if (heaps[library]) {
  const queue = await heaps[library]();
  for (let id = 0; id < count; id++) queue.push(start + increments[at++ & mask], id);
  for (;;) {
    const { time, id } = queue.pop();
    clock = time;
    tick();
    queue.push(time + increments[at++ & mask], id);
  }
} else if (library === 'simjs') {
  globalThis.window = globalThis;
  createRequire(import.meta.url)('simjs');
  const { Sim, Entity } = globalThis.Sim;
  class Source extends Entity {
    start() {
      for (let id = 0; id < count; id++) this.setTimer(increments[at++ & mask]).done(this.fire);
    }
    fire() {
      clock = start + this.time();
      tick();
      this.setTimer(increments[at++ & mask]).done(this.fire);
    }
  }
  const sim = new Sim();
  sim.addEntity(Source, 'source');
  sim.simulate(1e18);
} else if (library === 'simscript') {
  // It is made for pages: a frame is drawn between batches of events.
  globalThis.requestAnimationFrame = (draw) => setImmediate(draw);
  globalThis.document ??= {};
  const load = createRequire(import.meta.url);
  const { Simulation } = load('simscript/dist/simulation.js');
  const { Entity } = load('simscript/dist/entity.js');
  class Source extends Entity {
    async script() {
      await this.delay(increments[at++ & mask]);
      for (;;) {
        clock = start + this.simulation.timeNow;
        tick();
        await this.delay(increments[at++ & mask]);
      }
    }
  }
  class Hold extends Simulation {
    onStarting(event) {
      super.onStarting(event);
      for (let id = 0; id < count; id++) this.activate(new Source());
    }
  }
  new Hold().start();
} else throw new Error(`unknown library ${library}`);
