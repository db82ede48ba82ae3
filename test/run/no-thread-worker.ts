/** A worker that does its work only in the thread that loaded it. */
import type { Batch, BatchResult } from '../../src/plan/plan.ts';
import { run as runHere } from './fake-worker.ts';

export const run = (batch: Batch): BatchResult => runHere(batch);

export default function refuse(): never {
  throw new Error('runs in no thread');
}
