/**
 * What became of assignments, in Redis: the first result of each counts, every later one is compared with it and left.
 *
 * Of results that the study has kept a digest stays behind, so that one that comes late is compared all the same.
 */
import type { Redis } from 'ioredis';
import { keys } from './names.ts';

/** Where a result is: nowhere, here to be fetched, or with the study. */
export type Whereabouts = 'missing' | 'here' | 'kept';

/** The results of a study. */
export interface Results {
  /** Hands results in, by a worker. */
  deposit(worker: string, results: readonly { name: string; bytes: Buffer }[]): Promise<void>;
  locate(names: readonly string[]): Promise<Whereabouts[]>;
  /** The bytes of results that are here. */
  fetch(names: readonly string[]): Promise<(Buffer | undefined)[]>;
  /** Lets go of results that the study has kept. */
  settle(names: readonly string[]): Promise<void>;
  /** Forgets results, as if they had never come. */
  forget(names: readonly string[]): Promise<void>;
  /** The first result that came twice and differs, if any did. */
  findDifference(): Promise<Difference | undefined>;
}

/** Two results of the same runs. */
export interface Difference {
  name: string;
  /** Who came first, and who later. */
  workers: [string, string];
  /** Empty where the study has kept the first already. */
  bytes: [Buffer, Buffer];
}

// A value is who made it, then a line break and the bytes; or a tab and their digest.
const depositScript = `
for i = 2, #ARGV, 2 do
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  if not old then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[1] .. '\\n' .. ARGV[i + 1])
  else
    local at = string.find(old, '[\\t\\n]')
    local came = ARGV[i + 1]
    local isKept = string.sub(old, at, at) == '\\t'
    if isKept then came = redis.sha1hex(came) end
    if string.sub(old, at + 1) ~= came then
      local first = isKept and '' or string.sub(old, at + 1)
      redis.call('RPUSH', KEYS[2], ARGV[i], string.sub(old, 1, at - 1), ARGV[1], first, ARGV[i + 1])
    end
  end
end`;
const settleScript = `
for i = 1, #ARGV do
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  local at = old and string.find(old, '[\\t\\n]')
  if at and string.sub(old, at, at) == '\\n' then
    redis.call('HSET', KEYS[1], ARGV[i], string.sub(old, 1, at - 1) .. '\\t' .. redis.sha1hex(string.sub(old, at + 1)))
  end
end`;
const locateScript = `
local found = {}
for i = 1, #ARGV do
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  local at = old and string.find(old, '[\\t\\n]')
  if not at then found[i] = 0 elseif string.sub(old, at, at) == '\\n' then found[i] = 1 else found[i] = 2 end
end
return found`;

const whereabouts: readonly Whereabouts[] = ['missing', 'here', 'kept'];

/** Opens the results of whatever study a connection leads to. */
export function openResults(redis: Redis): Results {
  const lineBreak = 10;
  return {
    deposit: async (worker, results) => {
      if (results.length === 0) return;
      const told = results.flatMap(({ name, bytes }) => [name, bytes]);
      await redis.eval(depositScript, 2, keys.results, keys.differences, worker, ...told);
    },
    locate: async (names) => {
      if (names.length === 0) return [];
      const found = (await redis.eval(locateScript, 1, keys.results, ...names)) as number[];
      return found.map((place) => whereabouts[place]);
    },
    fetch: async (names) => {
      if (names.length === 0) return [];
      const values = await redis.hmgetBuffer(keys.results, ...names);
      return values.map((value) => {
        const at = value?.indexOf(lineBreak) ?? -1;
        return at < 0 ? undefined : value!.subarray(at + 1);
      });
    },
    settle: async (names) => {
      if (names.length > 0) await redis.eval(settleScript, 1, keys.results, ...names);
    },
    forget: async (names) => {
      if (names.length > 0) await redis.hdel(keys.results, ...names);
    },
    findDifference: async () => {
      const [name, first, later, one, other] = await redis.lrangeBuffer(keys.differences, 0, 4);
      if (!name) return undefined;
      return { name: name.toString(), workers: [first.toString(), later.toString()], bytes: [one, other] };
    },
  };
}
