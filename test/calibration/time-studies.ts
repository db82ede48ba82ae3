/** Studies of one claim on time, made seed by seed, and how often their intervals and verdicts are wrong. */
import { Looks } from '../../src/analysis/sample/looks.ts';
import { TimeSample } from '../../src/analysis/sample/time-sample.ts';
import { flowAt } from '../../src/catalogue/traffic.ts';
import { simulateRun } from '../../src/engine/simulate.ts';
import type { timeRates } from '../../src/findings/findings.ts';
import type { Settings } from '../../src/market/settings.ts';
import { planTime } from '../../src/market/waiting/time-plan.ts';
import { timeRuns } from '../../src/study/time.ts';
import { buildSettings, honestArm } from '../fixtures/settings.ts';

/** A market of queues of mean service 1 s. */
export interface QueueMarket {
  service: Settings['market']['serviceSeconds'];
  load: number;
  nodes: number;
  /** Chance that another node checks a job, in time like a job. */
  checked?: number;
}

/** The settings of a market in which nodes get `load` of the work they can do. */
export function queueSettings({ service, load, nodes, checked = 0 }: QueueMarket): Settings {
  const settings = buildSettings({
    mechanism: { challengeProbability: checked, validatorCount: 1 },
    market: { serviceSeconds: service },
  });
  // A file must name two nodes at least, because somebody must be there to check; a queue alone needs nobody.
  const market = { ...settings.market, nodeCount: nodes, jobsPerSecond: (load * nodes) / (1 + checked) };
  return { ...settings, market };
}

type TimeRate = (typeof timeRates)[number];

/** A claim that a rate is at most so much, and what a study made of it. */
export interface Verdict {
  verdict: 'true' | 'false' | 'undecided';
  /** Of the last look. */
  low: number;
  high: number;
  jobs: number;
}

/** Runs of one seed, made as they are asked for and shared by all claims about them. */
export class SeededRuns {
  readonly #settings: Settings;
  readonly #seed: string;
  readonly #looks: Looks;
  readonly #samples: TimeSample[] = [];
  readonly #jobs: number;

  constructor(settings: Settings, seed: string, confidence = 0.95) {
    const { jobs, warmUpJobs, method } = planTime(settings, flowAt(settings));
    this.#settings = { ...settings, run: { jobs, warmUpJobs, time: method } };
    this.#seed = seed;
    this.#jobs = jobs;
    this.#looks = new Looks(timeRuns.min, timeRuns.max, confidence);
  }

  /** What a study of one upper limit would come to; without a limit, its first look. */
  judge(rate: TimeRate, limit?: number): Verdict {
    const looks = this.#looks.replications;
    for (const [look, runs] of looks.entries()) {
      const { value, halfWidth } = this.#sampleOf(look).estimate(rate, this.#settings, this.#looks);
      const [low, high] =
        value === null || halfWidth === null ? [-Infinity, Infinity] : [value - halfWidth, value + halfWidth];
      const found = { low, high, jobs: runs * this.#jobs };
      if (limit === undefined) return { verdict: 'undecided', ...found };
      if (high <= limit) return { verdict: 'true', ...found };
      if (low > limit) return { verdict: 'false', ...found };
      if (look === looks.length - 1) return { verdict: 'undecided', ...found };
    }
    throw new RangeError('there is no look');
  }

  #sampleOf(look: number): TimeSample {
    for (let next = this.#samples.length; next <= look; next++) {
      const before = this.#samples[next - 1];
      const sample = new TimeSample(before);
      const runs = this.#looks.replications[next]!;
      for (let run = before?.runs ?? 0; run < runs; run++) {
        sample.add(simulateRun(this.#settings, honestArm, this.#seed, run));
      }
      this.#samples.push(sample);
    }
    return this.#samples[look]!;
  }
}
