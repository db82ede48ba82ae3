// The market of shorter-of-two.yaml on simjs: one facility per node. Usage: node market_simjs.mjs simjs N JOBS
// Rules as in market.c and market_simpy.py. simjs wants the time of a service when the work is handed over, so the
// asserter's choice is drawn then: the same law.
import { createRequire } from 'node:module';

globalThis.window = globalThis;
createRequire(import.meta.url)('simjs');
const { Sim, Entity, Facility } = globalThis.Sim;
const [count, jobs] = process.argv.slice(3).map(Number);
const focal = Math.floor(count / 5);
const rate = ((0.7 * 1.25) / 1.2) * count;
const below = (n) => Math.floor(n * Math.random());
const exponential = () => -Math.log(1 - Math.random());
const totals = { sojourn: 0, challenged: 0, detected: 0, undetected: 0, busy: 0, income: 0, focal: 0, settled: 0 };
let end = 0;

const nodes = Array.from({ length: count }, (_, index) => ({
  index,
  speed: 0.5 + 1.5 * Math.random(),
  stake: 1000,
  length: 0,
  facility: new Facility(`node ${index}`),
}));

class Market extends Entity {
  start() {
    this.left = jobs;
    this.await();
  }

  await() {
    if (this.left-- > 0) this.setTimer(exponential() / rate).done(this.arrive);
  }

  arrive() {
    const first = below(count);
    const other = below(count - 1);
    const second = other >= first ? other + 1 : other;
    const node = nodes[nodes[second].length < nodes[first].length ? second : first];
    const isFalse = node.index < focal && Math.random() < 0.5;
    this.give(
      node,
      { arrived: this.time(), asserter: node, isFalse, validators: [], pending: 0 },
      isFalse ? 0.1 : 1,
      true,
    );
    this.await();
  }

  give(node, job, share, asserts) {
    const seconds = (exponential() * share) / node.speed;
    totals.busy += seconds;
    node.length++;
    this.useFacility(node.facility, seconds).done(() => this.complete(node, job, asserts));
  }

  complete(node, job, asserts) {
    node.length--;
    if (!asserts) {
      if (--job.pending === 0) this.settle(job);
    } else if (Math.random() < 0.1) this.challenge(job);
    else this.settle(job);
  }

  challenge(job) {
    totals.challenged++;
    while (job.validators.length < 2) {
      const node = nodes[below(count)];
      if (node !== job.asserter && !job.validators.includes(node)) job.validators.push(node);
    }
    job.pending = 2;
    for (const node of job.validators) this.give(node, job, 1, false);
  }

  settle({ arrived, asserter, isFalse, validators }) {
    const refuted = isFalse && validators.length > 0;
    totals.settled++;
    totals.sojourn += this.time() - arrived;
    if (isFalse) totals[refuted ? 'detected' : 'undetected']++;
    if (asserter.index < focal) {
      totals.focal++;
      totals.income += (refuted ? -Math.min(50, asserter.stake) : 1) - (isFalse ? 0.06 : 0.6);
    }
    end = this.time();
  }
}

const sim = new Sim();
sim.addEntity(Market, 'market');
const before = process.cpuUsage();
sim.simulate(1e15);
const { user, system } = process.cpuUsage(before);
if (totals.settled !== jobs) throw new Error(`${totals.settled} of ${jobs} jobs were settled`);
const events = 2 * jobs + 2 * totals.challenged;
console.log(
  JSON.stringify({
    nanoseconds: ((user + system) * 1000) / events,
    wholeSojourn: totals.sojourn / jobs,
    challenged: totals.challenged / jobs,
    detected: totals.detected / jobs,
    undetected: totals.undetected / jobs,
    wholeBusy: totals.busy / end / count,
    income: totals.income / totals.focal,
  }),
);
