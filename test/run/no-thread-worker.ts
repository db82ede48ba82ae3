/** A worker that does its work only in the thread that loaded it. */
export { run } from './fake-worker.ts';

export default function refuse(): never {
  throw new Error('runs in no thread');
}
