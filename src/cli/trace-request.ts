import type { Given } from './command.ts';
import { givenSwitch } from './given.ts';
import { UsageError } from './usage-error.ts';

const needed = ['design-point', 'arm', 'replication'] as const;

/** Whether one run is to be told instead of a study performed. @throws UsageError when only half of it was said */
export function isTraceWanted(given: Given): boolean {
  const traced = givenSwitch(given, 'trace') ?? false;
  const missing = needed.filter((name) => given[name] === undefined);
  if (traced && missing.length > 0)
    throw new UsageError(`--trace needs ${missing.map((name) => `--${name}`).join(' and ')}`);
  if (!traced && missing.length < needed.length) {
    const given_ = needed.filter((name) => !missing.includes(name));
    throw new UsageError(`${given_.map((name) => `--${name}`).join(' and ')} only go with --trace`);
  }
  return traced;
}
