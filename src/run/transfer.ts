import { Piscina } from 'piscina';
import type { BatchResult } from '../plan/plan.ts';

/** Marks a result so that the memory of its rows moves to the receiving thread instead of being copied. */
export function transferRows(result: BatchResult): unknown {
  return Piscina.move({
    get [Piscina.transferableSymbol]() {
      return [result.rows.buffer];
    },
    get [Piscina.valueSymbol]() {
      return result;
    },
  } as unknown as ArrayBuffer);
}
