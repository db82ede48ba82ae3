/** The subcommands: this module's values are the help. */
export { run } from './run.ts';
export { test } from './test.ts';
export { solve } from './solve.ts';
export { check } from './check.ts';
export { plan } from './plan.ts';
export { report } from './report.ts';
export { chart } from './chart.ts';
export { list } from './list.ts';
export { explain } from './explain.ts';
export { schema } from './schema.ts';
export { init } from './init.ts';
