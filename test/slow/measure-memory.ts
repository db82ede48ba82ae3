/** Runs one market and prints the largest resident memory of the process [MB]: `NODES JOBS`. */
import { simulateRun } from '../../src/engine/simulate.ts';
import { asserterArm, buildSettings } from '../fixtures/settings.ts';

const [nodeCount, jobs] = process.argv.slice(2).map(Number) as [number, number];
const settings = buildSettings({
  market: { nodeCount, dispatch: 'shorter-of-two', serviceSeconds: { kind: 'exponential', mean: 1 } },
  run: { jobs },
});
simulateRun(settings, asserterArm('skip-work'), 'memory', 0);
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
