/** The way to a Redis: the packages that speak to it, and connections that outlive its outages. */
import type * as bullmq from 'bullmq';
import type * as ioredis from 'ioredis';
import { nameAddress, type QueueAddress } from './address.ts';
import { QueueError } from './queue-error.ts';

/** What is loaded with `--queue` and never otherwise. */
export interface Packages {
  Redis: typeof ioredis.Redis;
  Queue: typeof bullmq.Queue;
  Worker: typeof bullmq.Worker;
  WaitingError: typeof bullmq.WaitingError;
}

/** By what a Redis is reached. */
export interface Access {
  address: QueueAddress;
  password: string | undefined;
  /** How long a parcel is its worker's without a sign of life [s]. */
  lockSeconds: number;
}

/** Loads both packages. @throws QueueError that says how to install them */
export async function loadPackages(load = importPackages): Promise<Packages> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new QueueError(
      '--queue needs two packages that do not come with posp-sim: npm install bullmq@6 ioredis@5, then the same command again',
      { cause: error },
    );
  }
}

async function importPackages(): Promise<Packages> {
  const [{ Queue, Worker, WaitingError }, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
  return { Redis, Queue, Worker, WaitingError };
}

/**
 * Asks a Redis, once, whether it may serve as a queue: that it answers, takes the password, and loses nothing when it is
 * full.
 *
 * @throws QueueError
 */
export async function probe({ Redis }: Packages, access: Access): Promise<void> {
  const name = nameAddress(access.address);
  const redis = new Redis({
    ...optionsOf(access),
    retryStrategy: () => null,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
  });
  let trouble: unknown;
  redis.on('error', (error: unknown) => {
    trouble ??= error;
  });
  try {
    await redis.connect();
    // A connection whose database there is none of goes on in database 0, where another study may be.
    await redis.select(access.address.database);
    const memory = await redis.info('memory');
    const [, policy = 'unknown'] = /^maxmemory_policy:([\w-]+)/m.exec(memory) ?? [];
    const [used, most] = ['used_memory', 'maxmemory'].map((field) =>
      Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(memory)?.[1] ?? 0),
    );
    if (policy !== 'noeviction')
      throw new QueueError(
        `Redis at ${name} has the policy ${policy}, and would lose parcels and results when it is full; set maxmemory-policy to noeviction`,
      );
    if (most > 0 && used >= most)
      throw new QueueError(`Redis at ${name} is full (maxmemory is ${most} bytes); give it more, or name another`);
  } catch (error) {
    if (error instanceof QueueError) throw error;
    throw explain(name, trouble ?? error, access);
  } finally {
    redis.disconnect();
  }
}

function explain(name: string, error: unknown, { address, password }: Access): QueueError {
  const said = codeOf(error);
  if (said === 'NOAUTH')
    return new QueueError(
      `Redis at ${name} asks for a password; give it by POSP_QUEUE_PASSWORD or --queue-password-file`,
    );
  if (/DB index/.test(String(error)))
    return new QueueError(
      `Redis at ${name} has no database ${address.database}; name one that it has, as in redis://HOST/0`,
    );
  if (said === 'NOPERM')
    return new QueueError(
      `Redis at ${name} does not let ${address.user ?? 'its default user'} do all that a queue needs; allow all commands and keys (ACL SETUSER NAME ~* +@all), or name another user`,
    );
  if (said === 'WRONGPASS' || (said === 'ERR' && password !== undefined))
    return new QueueError(`Redis at ${name} refuses the password`);
  return new QueueError(`no Redis answers at ${name} (${said}); start one, or name another`);
}

/** What kind of error it is: Node's code, or the first word that Redis says. */
export function codeOf(error: unknown): string {
  const { code, message = '' } = error as { code?: string; message?: string };
  const [word] = message.split(' ', 1);
  // So begins what is said of a connection over which nothing came back.
  return code ?? { Socket: 'ETIMEDOUT', Connection: 'ECONNRESET' }[word] ?? word;
}

/** Opens a connection that comes back by itself, and sends again what was not answered. @param onTrouble  hears why it is away */
export function connect(
  { Redis }: Pick<Packages, 'Redis'>,
  access: Access,
  onTrouble: (code: string | undefined) => void,
): ioredis.Redis {
  const open = (options: Partial<ioredis.RedisOptions>): ioredis.Redis => {
    const redis = new Redis(options);
    // Its own clock of silence goes on when a connection is closed: it would close the next one, and keep the process.
    redis.on('close', () => {
      clearTimeout(Reflect.get(redis, silence) as NodeJS.Timeout | undefined);
      Reflect.set(redis, silence, undefined);
    });
    redis.duplicate = (more) => open({ ...options, ...more });
    return redis;
  };
  const redis = open(optionsOf(access));
  redis.on('error', (error: unknown) => onTrouble(codeOf(error)));
  redis.on('ready', () => onTrouble(undefined));
  return redis;
}

const silence = 'socketTimeoutTimer';

function optionsOf({ address, password, lockSeconds }: Access): ioredis.RedisOptions {
  const { host, port, database, user, isSecure } = address;
  return {
    host,
    port,
    db: database,
    lazyConnect: true,
    // Commands wait for as long as Redis is away.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(1000, 50 * times),
    // A connection over which nothing comes back is given up: a partition closes none.
    socketTimeout: silenceMax(lockSeconds),
    connectTimeout: silenceMax(lockSeconds),
    ...(user !== undefined && { username: user }),
    ...(password !== undefined && { password }),
    ...(isSecure && { tls: {} }),
  };
}

/** How long an answer may take [ms]: more than any command that waits, and well before a lock ends. */
function silenceMax(lockSeconds: number): number {
  return Math.min(30_000, Math.max(2000, lockSeconds * 250));
}
