/** What is called how in Redis. A database holds one study at a time. */

/** Keys of ours. */
export const keys = {
  /** Which study it is, and what its workers have to be. */
  study: 'posp:study',
  /** Who conducts it, for as long as there are signs of life. */
  hold: 'posp:hold',
  /** What became of assignments, by their runs. */
  results: 'posp:results',
  /** Results that came twice and differ. */
  differences: 'posp:differences',
  /** Recorded jobs that it replays, by their digest. */
  traces: 'posp:traces',
  /** How far the study is. */
  progress: 'posp:progress',
} as const;

/** What a worker says of itself, by its name. */
export const workerKey = (name: string) => `posp:worker:${name}`;

/** The queue of parcels, as BullMQ has it. */
export const parcels = { prefix: 'posp', name: 'parcels' } as const;
/** Where BullMQ keeps a parcel. */
export const parcelKey = (id: string) => `${parcels.prefix}:${parcels.name}:${id}`;
