/** Flags that several commands share. */
import type { Flag } from './command.ts';

const value = (describe: string, more: Partial<Flag> = {}): Flag => ({
  type: 'string',
  describe,
  ...more,
});
const toggle = (describe: string): Flag => ({ type: 'boolean', describe });

/** Paths of parameters that are numbers, of every mechanism. */
export async function listPaths(): Promise<string[]> {
  const { listPaths, listsOf } = await import('./catalogue.ts');
  return listPaths(listsOf());
}

/** How a command talks. */
export const talkFlags = {
  json: toggle('Print one JSON document instead of text'),
  quiet: { ...toggle('No progress and no warnings'), alias: 'q' },
  color: toggle('Colour the text; --no-color turns it off'),
} as const satisfies Record<string, Flag>;

/** Code of the user's own: a scenario file never names any. */
export const pluginFlags = {
  plugin: value('Module of your own plugs to load, as mechanisms, demands or claims (repeatable)', {
    value: 'FILE',
    completion: 'files',
  }),
  'plug-seconds': value('Longest that one call of a plug of yours may take before it is ended; default 60', {
    value: 'SECONDS',
  }),
} as const satisfies Record<string, Flag>;

/** Data that a scenario names and that lies elsewhere. */
export const assetFlags = {
  asset: value('File that the scenario names and that lies outside its folder, found by its name (repeatable)', {
    value: 'FILE',
    completion: 'files',
  }),
} as const satisfies Record<string, Flag>;

/** What changes a scenario on the way in. */
export const scenarioFlags = {
  ...pluginFlags,
  ...assetFlags,
  set: value('Set a parameter, as in --set market.stake=500 (repeatable)', {
    value: 'PATH=VALUE',
    completion: async () => (await listPaths()).map((path) => `${path}=`),
  }),
  seed: value('Seed to use instead of the one in the file', { value: 'S' }),
  replications: value('Replications of every arm, instead of those in the file', { value: 'N' }),
} as const satisfies Record<string, Flag>;

/** Where results go and how much of the machine is used. */
export const studyFlags = {
  out: value('Results folder; default results/NAME-DIGEST', { value: 'DIR', completion: 'folders' }),
  workers: value('Worker threads; default one per processor', { value: 'N' }),
  resume: toggle('Continue the study in the folder, or start it'),
  fresh: toggle('Discard what the results folder holds'),
} as const satisfies Record<string, Flag>;

/** A queue that several machines work on. */
export const queueFlags = {
  queue: value('Redis that holds the queue; its password comes by POSP_QUEUE_PASSWORD', {
    value: 'redis://HOST:PORT/N',
  }),
  'queue-password-file': value('File that holds the password instead', { value: 'FILE', completion: 'files' }),
  lock: value('After how many seconds of silence a worker is taken for lost; default 120', { value: 'SECONDS' }),
} as const satisfies Record<string, Flag>;

/** Numbers for whoever watches. */
export const metricsFlags = {
  metrics: value('Serve numbers for Prometheus at http://127.0.0.1:PORT/metrics', { value: 'PORT' }),
} as const satisfies Record<string, Flag>;

/** A flag that takes a value. */
export const valueFlag = value;

/** A switch. */
export const switchFlag = toggle;
