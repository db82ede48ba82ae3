/** The commands: this module's values are the help. */

export { chart } from './chart.ts';
export { check } from './check.ts';
export { completion } from './completion.ts';
export { explain } from './explain.ts';
export { init } from './init.ts';
export { list } from './list.ts';
export { merge } from './merge.ts';
export { plan } from './plan.ts';
export { report } from './report.ts';
export { run } from './run.ts';
export { schema } from './schema.ts';
export { solve } from './solve.ts';
export { status } from './status.ts';
export { test } from './test.ts';
export { verify } from './verify.ts';
export { work } from './work.ts';
