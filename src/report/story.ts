/** What happened to each job of a run, gathered from its events. */
import type { MarketEvent } from '../market/events.ts';

/** The story of one job; times are simulated, to the millisecond that people are told [s]. */
export interface JobStory {
  job: number;
  arrived: number;
  asserter: number;
  /** `null` while the story ends before. */
  asserted: number | null;
  /** Whether the asserted result is false. */
  isFalse: boolean;
  challenged: number | null;
  isPlanted: boolean;
  reports: Report[];
  settled: number | null;
  /** How the job ended. */
  end: Extract<MarketEvent, { kind: 'settled' }> | null;
  /** What validators lost [credits]. */
  losses: { node: number; slashed: number }[];
}

/** A validator's part. */
export interface Report {
  node: number;
  /** `null` when the story ends before it answers. */
  at: number | null;
  answer: 'confirms' | 'flags' | 'backs' | 'strays' | null;
  /** How it came to that: `recompute`, `copy`, `report-false`, … */
  how: string | null;
}

/** The stories of jobs, in the order of arrival; events of anything else are passed over. */
export function gatherStories(events: readonly MarketEvent[]): JobStory[] {
  const stories = new Map<number, JobStory>();
  for (const event of events) {
    if (!('job' in event)) continue;
    if (event.kind === 'arrived') stories.set(event.job, beginStory(event));
    const story = stories.get(event.job);
    if (story) continueStory(story, event);
  }
  return [...stories.values()];
}

function beginStory({ job, time, node }: Extract<MarketEvent, { kind: 'arrived' }>): JobStory {
  const open = { asserted: null, challenged: null, settled: null, end: null };
  return {
    job,
    arrived: toMilliseconds(time),
    asserter: node,
    ...open,
    isFalse: false,
    isPlanted: false,
    reports: [],
    losses: [],
  };
}

function continueStory(story: JobStory, event: MarketEvent): void {
  const time = toMilliseconds(event.time);
  if (event.kind === 'moved') story.asserter = event.node;
  else if (event.kind === 'asserted') {
    story.asserted = time;
    story.isFalse = event.isFalse;
  } else if (event.kind === 'challenged') {
    story.challenged = time;
    story.isPlanted = event.isPlanted;
    story.reports = event.validators.map((node) => ({ node, at: null, answer: null, how: null }));
  } else if (event.kind === 'reported') {
    const of = story.reports.find(({ node, at }) => node === event.node && at === null);
    if (of) Object.assign(of, { at: time, answer: event.report, how: event.response });
  } else if (event.kind === 'slashed') story.losses.push({ node: event.node, slashed: event.slashed });
  else if (event.kind === 'settled') {
    story.settled = time;
    story.end = event;
  }
}

function toMilliseconds(time: number): number {
  return Number(time.toFixed(3));
}
