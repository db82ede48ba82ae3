import { runScenario, solveFile } from '../../src/index.ts';

const file = 'scenarios/posp/challenge-rate.yaml';
const solved = await solveFile({ file });
console.log(solved.designPoints[0]?.thresholds[0]?.value?.toFixed(7)); // => 0.0073551

const few = { set: [['run.jobs', '2000']] as [string, string][], replications: 4 };
const { findings } = await runScenario({ file }, { overrides: few });
console.log(findings.designPoints.length); // => 9
