/** A run's story read back: what happened to one job, from the lines the market tells. */

/** What a story says of one job; times are simulated [s]. */
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
  /** How the job ended, in the story's own words: `accepted`, `refuted; node 0 loses 10`. */
  verdict: string | null;
  /** What validators lost, by node, in credits as told. */
  losses: { node: number; amount: string }[];
}

/** A validator's part. */
export interface Report {
  node: number;
  /** `null` when the story ends before it answers. */
  at: number | null;
  /** In the story's own words: `flags`, `confirms` or `backs`. */
  answer: string | null;
  /** How it came to that: `recompute`, `copy`, `report-false`, … */
  how: string | null;
}

/**
 * Reads what happened to each job of a transcript, in the order of arrival; lines about anything else are passed over.
 *
 * @param text  what `traceRun` returns
 */
export function readStories(text: string): JobStory[] {
  const stories = new Map<number, JobStory>();
  for (const line of text.split('\n')) {
    const [, time, sentence] = /^\s*([\d.]+) {2}(.*)$/.exec(line) ?? [];
    if (time === undefined || sentence === undefined) continue;
    const job = Number(/job (\d+)/.exec(sentence)?.[1] ?? Number.NaN);
    const arrival = /^job \d+ arrives and goes to node (\d+)/.exec(sentence);
    if (arrival) stories.set(job, beginStory(job, Number(time), Number(arrival[1])));
    else {
      const story = stories.get(job);
      if (story) continueStory(story, Number(time), sentence);
    }
  }
  return [...stories.values()];
}

function beginStory(job: number, arrived: number, asserter: number): JobStory {
  const open = { asserted: null, challenged: null, settled: null, verdict: null };
  return { job, arrived, asserter, ...open, isFalse: false, isPlanted: false, reports: [], losses: [] };
}

function continueStory(story: JobStory, time: number, sentence: string): void {
  const assertion = /^node \d+ asserts (a false|its) result/.exec(sentence);
  const challenge = /^job \d+ is challenged( with a planted error)?: validators ([\d, ]+)$/.exec(sentence);
  const report = /^node (\d+) (\w+) the result of job \d+ \(([\w-]+)\)$/.exec(sentence);
  const loss = /^node (\d+) loses (\S+) as a validator/.exec(sentence);
  const end = /^job \d+ is ((?:accepted|refuted).*)$/.exec(sentence);
  if (assertion) {
    story.asserted = time;
    story.isFalse = assertion[1] === 'a false';
  } else if (challenge) {
    story.challenged = time;
    story.isPlanted = challenge[1] !== undefined;
    story.reports = challenge[2].split(', ').map((node) => ({ node: Number(node), at: null, answer: null, how: null }));
  } else if (report) {
    const of = story.reports.find(({ node, at }) => node === Number(report[1]) && at === null);
    if (of) Object.assign(of, { at: time, answer: report[2], how: report[3] });
  } else if (loss) story.losses.push({ node: Number(loss[1]), amount: loss[2] });
  else if (end) {
    story.settled = time;
    story.verdict = end[1];
  }
}
