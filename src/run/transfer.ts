import { Piscina } from 'piscina';
import type { ParcelResult } from './batch.ts';

/** Marks a result so that the memory of its rows moves to the receiving thread instead of being copied. */
export function transferRows(parcel: ParcelResult): unknown {
  const buffers = [...new Set(parcel.results.map(({ rows }) => rows.buffer))];
  return Piscina.move({
    get [Piscina.transferableSymbol]() {
      return buffers;
    },
    get [Piscina.valueSymbol]() {
      return parcel;
    },
  } as unknown as ArrayBuffer);
}
