import { QueueError } from './queue-error.ts';

/** Where a Redis is. */
export interface QueueAddress {
  host: string;
  port: number;
  /** Number of its database: every study that runs at the same time has one of its own. */
  database: number;
  user: string | undefined;
  /** Whether it is spoken to over TLS. */
  isSecure: boolean;
}

const rule = 'it takes redis://HOST:PORT/DATABASE, or rediss:// over TLS';
const ways = 'POSP_QUEUE_PASSWORD, or a file that --queue-password-file names';

/**
 * Reads an address. What cannot be read is not repeated: a password may be in it.
 *
 * @throws QueueError when it is no address, or holds a password
 */
export function readAddress(text: string): QueueAddress {
  if (!URL.canParse(text)) throw new QueueError(`--queue is no address; ${rule}`);
  const { protocol, username, password, hostname, port, pathname, search, hash } = new URL(text);
  if (password !== '' || search !== '')
    throw new QueueError(
      `--queue holds a password, or may; whoever lists processes has seen it. Change it, and give it by ${ways}`,
    );
  const database = /^\/?(\d{1,5})?$/.exec(pathname);
  if (!['redis:', 'rediss:'].includes(protocol) || hostname === '' || !database || hash !== '')
    throw new QueueError(`--queue is no address; ${rule}`);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 6379 : Number(port),
    database: Number(database[1] ?? 0),
    user: username === '' ? undefined : decodeURIComponent(username),
    isSecure: protocol === 'rediss:',
  };
}

/** As it is typed. */
export function nameAddress({ host, port, database, user, isSecure }: QueueAddress): string {
  const name = user === undefined ? '' : `${encodeURIComponent(user)}@`;
  return `redis${isSecure ? 's' : ''}://${name}${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}
