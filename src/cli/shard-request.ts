import type { Given } from './command.ts';
import { givenNumbers, givenText } from './given.ts';
import { UsageError } from './usage-error.ts';

/** A part of a study that is asked for. */
export interface ShardRequest {
  /** From 1. */
  number: number;
  of: number;
  /** The file with the runs to take a part of; those of the first look where there is none. */
  plan: string | undefined;
}

/** Shards at most [count]: far more than machines. */
const shardsMax = 1_000_000;

/** The part that `--shard` and `--plan` ask for, if one was. @throws UsageError */
export function readShardRequest(given: Given): ShardRequest | undefined {
  const [text, plan] = [givenNumbers(given, 'shard'), givenText(given, 'plan')];
  if (text === undefined && plan === undefined) return undefined;
  if (given.trace !== undefined)
    throw new UsageError('--trace tells one run, and a shard has many; leave one of them out');
  const [, number = 0, of = 0] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text ?? '1/1') ?? []).map(Number);
  if (number >= 1 && number <= of && of <= shardsMax) return { number, of, plan };
  const rule = `it takes I/N, the first to the last of N shards, as in 3/8 (N at most ${shardsMax})`;
  throw new UsageError(`--shard is ${JSON.stringify(text)}; ${rule}`);
}
