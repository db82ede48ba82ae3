/** How busy nodes have been by when: marks along a run, so that its beginning and its end can be left out. */
export class LoadMarks {
  private times: number[] = [];
  private busy: number[] = [];
  private endTime = 0;
  private endBusy = 0;

  /** Forgets everything and begins with a mark at this time [s]. */
  reset(time: number, busySeconds: number): void {
    this.times = [time];
    this.busy = [busySeconds];
    this.endTime = 0;
    this.endBusy = 0;
  }

  /** Marks the present time [s] and the time nodes have been computing until now [s]. */
  mark(time: number, busySeconds: number): void {
    this.times.push(time);
    this.busy.push(busySeconds);
  }

  /** Every other mark is forgotten. */
  thin(): void {
    const isKept = (_: number, index: number) => index % 2 === 0;
    this.times = this.times.filter(isKept);
    this.busy = this.busy.filter(isKept);
  }

  /** The last job has arrived: from here on the market runs empty. */
  end(time: number, busySeconds: number): void {
    this.endTime = time;
    this.endBusy = busySeconds;
  }

  /** From a mark to the last arrival: when that is, and how long nodes computed in between; nothing when it came before. */
  windowFrom(mark: number): { from: number; to: number; busySeconds: number } | undefined {
    const from = this.times[mark];
    if (from === undefined || from >= this.endTime) return undefined;
    return { from, to: this.endTime, busySeconds: this.endBusy - this.busy[mark] };
  }
}
