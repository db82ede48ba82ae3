/** The queue one would write without thinking of speed: a list, searched from end to end for the smallest key. */
export class NaiveList<Event extends { key: readonly number[] }> {
  readonly events: Event[] = [];

  add(event: Event): void {
    this.events.push(event);
  }

  /** Removes the event; false when it is not in the list. */
  remove(event: Event): boolean {
    const at = this.events.indexOf(event);
    if (at < 0) return false;
    this.events.splice(at, 1);
    return true;
  }

  first(): Event | undefined {
    let best: Event | undefined;
    for (const event of this.events) if (best === undefined || isBefore(event.key, best.key)) best = event;
    return best;
  }
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at >= 0 && a[at] < b[at];
}
