import type { ToldRun } from '../../analysis/exhibits/exhibits.ts';
import type { Money } from '../../words/money.ts';
import { formatNumber } from '../../words/number.ts';
import { defineChart, rowsOf, type VegaLite } from '../chart.ts';
import { listLinearTicks, tickFormat } from '../scale.ts';
import { gatherStories, type JobStory, type Report } from '../story.ts';
import { measureText } from '../text-width.ts';
import { colors, fontSizes } from '../theme.ts';
import { sayRun } from '../told-words.ts';
import { sayChallenge, sayEnd, sayResult } from '../transcript.ts';

/** A story, by whom it was told, and of which job; the one with most validators when left out. */
export type ToldStory = Pick<ToldRun, 'events'> & Partial<ToldRun> & { job?: number; money?: Money };

const laneHeight = 50;

/** One job from arrival to verdict: a lane for the market, one for its asserter, one for each validator. */
export const marketStory = defineChart<ToldStory>({
  kind: 'market-story',
  from: 'told',
  title: 'What became of one job',
  needs: 'a run in which a job arrives',
  applies: (told) => chooseStory(told) !== undefined,
  draw: (told, width) => {
    const story = chooseStory(told)!;
    return {
      title: `What became of job ${story.job}`,
      caption: `${sayStory(story, told.money)} Bars: computing or checking, from being asked to answering; blue is honest work, orange is not.${sayRun(told)}`,
      body: drawLanes(story, width),
    };
  },
});

function chooseStory({ events, job }: ToldStory): JobStory | undefined {
  const stories = gatherStories(events);
  if (job !== undefined) return stories.find((story) => story.job === job);
  return stories.reduce<JobStory | undefined>(
    (best, story) => (best === undefined || story.reports.length > best.reports.length ? story : best),
    undefined,
  );
}

interface Mark {
  lane: string;
  from: number;
  to: number;
  text: string;
  isHonest: boolean | null;
}

const honestWays = ['recompute', 'vouch'];

function listMarks(story: JobStory, end: number): Mark[] {
  const { asserter, arrived, asserted, isFalse, challenged, reports, settled, end: ending } = story;
  const made = isFalse ? 'sends a false result' : 'computes the result';
  return [
    { lane: 'market', from: arrived, to: arrived, text: 'arrives', isHonest: null },
    {
      lane: laneOf(asserter, 'asserter'),
      from: arrived,
      to: asserted ?? end,
      text: asserted === null ? 'computes' : made,
      isHonest: !isFalse,
    },
    ...(challenged === null
      ? []
      : [{ lane: 'market', from: challenged, to: challenged, text: sayChallenge(story), isHonest: null }]),
    ...reports.map((report) => ({
      lane: laneOf(report.node, 'validator'),
      from: challenged!,
      to: report.at ?? end,
      text: sayReport(report),
      isHonest: report.how === null || honestWays.includes(report.how),
    })),
    ...(settled === null || !ending
      ? []
      : [{ lane: 'market', from: settled, to: settled, text: sayEnd(ending), isHonest: null }]),
    ...story.losses.map(({ node, slashed }) => ({
      lane: laneOf(node, 'validator'),
      from: settled ?? end,
      to: settled ?? end,
      text: `loses ${slashed}`,
      isHonest: null,
    })),
  ];
}

function drawLanes(story: JobStory, width: number): VegaLite {
  const { arrived, asserter, reports, asserted, challenged, settled } = story;
  const known = [asserted, challenged, settled, ...reports.map(({ at }) => at)].filter((time) => time !== null);
  const end = Math.max(arrived, ...known) + (settled === null ? 1 : 0);
  const lanes = ['market', laneOf(asserter, 'asserter'), ...reports.map(({ node }) => laneOf(node, 'validator'))];
  const room = width - 60 - Math.max(...lanes.map((lane) => measureText(lane, fontSizes.label)));
  const unit = unitOf(end - arrived);
  const since = (time: number) => (time - arrived) * unit.factor;
  const margin = 0.06 * (since(end) || 1);
  const domain = [-margin, since(end) + margin];
  const pixelOf = (time: number) => ((time - domain[0]) / (domain[1] - domain[0])) * room;
  const marks = listMarks(story, end).map((mark) => ({ ...mark, start: since(mark.from), end: since(mark.to) }));
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: {
      title: `Time since the job arrived at ${formatNumber(arrived, 6)} s [${unit.name}]`,
      format: tickFormat,
      grid: true,
      values: end > arrived ? listLinearTicks(0, domain[1], room / 90) : [0],
    },
  });
  const y = {
    field: 'lane',
    type: 'nominal',
    sort: lanes,
    scale: { domain: lanes, padding: 0 },
    axis: { title: null, ticks: false, domain: false, labelPadding: 8, grid: false },
  };
  const bars = marks.filter(({ isHonest }) => isHonest !== null);
  const color = {
    field: 'isHonest',
    type: 'nominal',
    scale: { domain: [true, false], range: [colors.honest, colors.cheating] },
    legend: null,
  };
  const tooltip = ['lane', 'text', 'from', 'to'].map((field) => ({ field }));
  return {
    width: room,
    height: laneHeight * lanes.length,
    layer: [
      ...(challenged === null ? [] : [upright(since(challenged), x)]),
      ...(settled === null ? [] : [upright(since(settled), x)]),
      {
        data: rowsOf(bars),
        mark: { type: 'bar', height: 11, cornerRadius: 2, stroke: colors.paper, strokeWidth: 0.5 },
        encoding: { x: x('start'), x2: { field: 'end' }, y, color, tooltip },
      },
      {
        data: rowsOf(bars.map(({ lane, to, end, isHonest, text }) => ({ lane, to, end, isHonest, text }))),
        mark: { type: 'point', filled: true, size: 52, opacity: 1 },
        encoding: { x: x('end'), y, color, tooltip: [{ field: 'text' }, { field: 'to' }] },
      },
      {
        data: rowsOf(
          marks
            .filter(({ isHonest }) => isHonest === null)
            .map(({ lane, from, start, text }) => ({ lane, from, start, text })),
        ),
        mark: { type: 'point', filled: true, shape: 'diamond', size: 80, opacity: 1, color: colors.ink },
        encoding: { x: x('start'), y, tooltip: [{ field: 'text' }, { field: 'from' }] },
      },
      ...drawTexts(marks, pixelOf, room, y),
    ],
  };
}

/** The unit in which a stretch of time is read best. */
function unitOf(seconds: number): { name: string; factor: number } {
  if (seconds === 0 || seconds >= 0.1) return { name: 's', factor: 1 };
  return seconds >= 1e-4 ? { name: 'ms', factor: 1e3 } : { name: 'µs', factor: 1e6 };
}

function upright(time: number, x: (field: string) => VegaLite): VegaLite {
  return {
    data: rowsOf([{ at: time }]),
    mark: { type: 'rule', strokeDash: [3, 3], color: colors.faint },
    encoding: { x: x('at') },
  };
}

/** Where a text may stand beside its mark: above, below, and above what stands above [px]. */
const textRows = [-14, 15, -27];

/**
 * Each text beside its mark, in the first row in which it touches no other, and turned inwards at the end of the page. One
 * that is longer than what is left of the page begins where it still ends inside.
 */
function drawTexts(
  marks: (Mark & { start: number; end: number })[],
  pixelOf: (place: number) => number,
  room: number,
  y: VegaLite,
): VegaLite[] {
  const taken: { lane: string; dy: number; left: number; right: number }[] = [];
  return marks.map(({ lane, start: from, end: to, text }) => {
    const length = measureText(text, fontSizes.mark);
    const turned = pixelOf(from) + length + 8 > room;
    const left = turned ? Math.max(0, pixelOf(to) - 4 - length) : pixelOf(from) + 4;
    const right = left + length;
    const isFree = (dy: number) =>
      !taken.some((one) => one.lane === lane && one.dy === dy && one.left < right + 6 && one.right > left - 6);
    const dy = textRows.find(isFree) ?? textRows[0];
    taken.push({ lane, dy, left, right });
    return {
      data: rowsOf([{ lane }]),
      mark: { type: 'text', text, align: 'left', dy, fontSize: fontSizes.mark },
      encoding: { x: { value: left }, y },
    };
  });
}

function laneOf(node: number, role: string): string {
  return `node ${node}, ${role}`;
}

function sayReport({ answer, how }: Report): string {
  return answer === null ? 'checks' : `${answer} it (${how})`;
}

function sayStory(story: JobStory, money: Money): string {
  const { job, asserter, asserted, challenged, reports, settled, end, arrived } = story;
  const seconds = (time: number) => `${Number(time.toFixed(3))} s`;
  const made = asserted === null ? '' : `, which asserts ${sayResult(story)} after ${seconds(asserted - arrived)}`;
  const parts = [`Job ${job} goes to node ${asserter}${made}`];
  if (challenged !== null) parts.push(`it is ${sayChallenge(story)}`);
  for (const { node, answer, how } of reports) if (answer !== null) parts.push(`node ${node} ${answer} it (${how})`);
  if (settled !== null && end) {
    parts.push(`after ${seconds(settled - arrived)} the job is ${sayEnd(end, ` ${money ?? 'credits'}`)}`);
  }
  return `${parts.join('; ')}.`;
}
