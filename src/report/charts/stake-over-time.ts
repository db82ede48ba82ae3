import type { ToldRun } from '../../analysis/exhibits/exhibits.ts';
import { nameStrategy } from '../../words/label.ts';
import { chooseAmount, type MoneyScale, withUnit } from '../../words/money.ts';
import { formatMany, formatNumber } from '../../words/number.ts';
import {
  type ChartSources,
  defineChart,
  legendAbove,
  panelTitle,
  panelWidth,
  rowsOf,
  type VegaLite,
} from '../chart.ts';
import { extentOf, tickFormat } from '../scale.ts';
import { colors } from '../theme.ts';
import { sayRun } from '../told-words.ts';

type Moment = ToldRun['course']['moments'][number];
type Group = 'focal' | 'others';

/** What nodes hold and what was taken from them, as one run goes on. */
export const stakeOverTime = defineChart<ChartSources['told']>({
  kind: 'stake-over-time',
  from: 'told',
  title: 'Stake held and slashed as a run goes on',
  needs: 'a run in which stakes change, are slashed, or nodes leave',
  applies: ({ course }) => course.moments.length > 1 && doesMove(course),
  draw: (told, width) => {
    const { course } = told;
    const groups = groupsOf(course);
    const { held, lost, leave } = amountsOf(course);
    const stakes = chooseAmount(told.money, held);
    const losses = chooseAmount(told.money, lost);
    const isFlat = isLevel(held);
    const isSlashed = lost.some((amount) => amount > 0);
    const series: Series[] = [
      ...(isFlat ? [] : [{ name: 'Stake held', axis: `Per node [${stakes.unit}]`, of: amountOf('stake', stakes) }]),
      ...(isSlashed
        ? [{ name: 'Slashed so far', axis: `Per node [${losses.unit}]`, of: amountOf('slashed', losses) }]
        : []),
      ...(leave
        ? [
            {
              name: 'Nodes still in the market',
              axis: 'Share of nodes',
              of: ({ present }: Moment, group: Group) => present[group] / course.nodes[group],
            },
          ]
        : []),
    ];
    const level = isFlat
      ? ` Stake held, not drawn: ${withUnit(formatNumber(held[0] * stakes.factor), stakes.unit)} a node throughout.`
      : '';
    return {
      title: 'Stake held and slashed as a run goes on',
      caption: `${sayCourse(told, losses)}${level}${sayRun(told)}`,
      body: {
        vconcat: series.map((one) => drawSeries(told, groups, width, one)),
        spacing: 22,
        resolve: { scale: { color: 'shared', strokeDash: 'shared' } },
      },
    };
  },
});

type Course = ToldRun['course'];

function groupsOf({ nodes }: Course): Group[] {
  return (['focal', 'others'] as const).filter((group) => nodes[group] > 0);
}

/** What nodes held and had lost at each moment, and whether any of them left. */
function amountsOf(course: Course) {
  const { nodes, moments } = course;
  const groups = groupsOf(course);
  return {
    held: groups.flatMap((group) => moments.map(({ stake }) => stake[group])),
    lost: groups.flatMap((group) => moments.map(({ slashed }) => slashed[group])),
    leave: moments.some(({ present }) => present.focal + present.others < nodes.focal + nodes.others),
  };
}

/** Whether there is anything to see but straight lines. */
function doesMove(course: Course): boolean {
  const { held, lost, leave } = amountsOf(course);
  return leave || lost.some((amount) => amount > 0) || !isLevel(held);
}

function amountOf(which: 'stake' | 'slashed', { factor }: MoneyScale) {
  return (moment: Moment, group: Group) =>
    // Where nobody is left, nobody holds nothing.
    which === 'stake' && moment.present[group] === 0 ? null : moment[which][group] * factor;
}

/** Whether nothing would be seen of a series but a straight line. */
function isLevel(amounts: readonly number[]): boolean {
  const [low, high] = extentOf([...amounts]);
  return high - low < 0.03 * high;
}

interface Series {
  name: string;
  axis: string;
  of: (moment: Moment, group: Group) => number | null;
}

function drawSeries(told: ToldRun, groups: readonly Group[], page: number, { name, axis, of }: Series): VegaLite {
  const { moments } = told.course;
  const width = panelWidth(page, 1, 66);
  const names = groups.map((group) => nameGroup(told, group));
  const rows = moments.flatMap((moment) =>
    groups.map((group) => ({
      group: nameGroup(told, group),
      time: moment.time,
      jobs: moment.jobs,
      value: of(moment, group),
    })),
  );
  const legend = { ...legendAbove(names, page), symbolType: 'stroke', symbolStrokeWidth: 2, offset: 8 };
  const [, most] = extentOf([0, ...rows.map(({ value }) => value ?? 0)]);
  return {
    title: panelTitle(name, width),
    width,
    height: Math.round(Math.max(110, Math.min(180, 0.22 * width))),
    data: rowsOf(rows),
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.8 },
    encoding: {
      x: {
        field: 'time',
        type: 'quantitative',
        scale: { domain: [0, moments.at(-1)!.time], nice: false },
        axis: { title: 'Simulated time [s]', format: tickFormat, tickCount: Math.floor(width / 90), grid: false },
      },
      y: {
        field: 'value',
        type: 'quantitative',
        scale: { domain: [0, most > 0 ? 1.08 * most : 1], nice: false },
        axis: { title: axis, format: tickFormat, tickCount: 4 },
      },
      color: {
        field: 'group',
        type: 'nominal',
        scale: { domain: names, range: groups.map((group) => colorOf(told, group)) },
        legend,
      },
      strokeDash: {
        field: 'group',
        type: 'nominal',
        scale: { domain: names, range: groups.map((group) => (group === 'focal' ? [1, 0] : [5, 3])) },
        legend,
      },
      tooltip: ['group', 'time', 'jobs', 'value'].map((field) => ({ field })),
    },
  };
}

function nameGroup({ course, strategy, role }: ToldRun, group: Group): string {
  if (group === 'others') return `${formatMany(course.nodes.others, 'honest node')}`;
  return `${formatMany(course.nodes.focal, 'node')} playing ${nameStrategy(strategy)}${role === 'validator' ? ' as validators' : ''}`;
}

function colorOf({ strategy }: ToldRun, group: Group): string {
  if (group === 'others') return colors.honest;
  return strategy === 'honest' ? colors.ink : colors.cheating;
}

function sayCourse(told: ToldRun, { unit, factor }: MoneyScale): string {
  const { course } = told;
  const last = course.moments.at(-1)!;
  const say = (group: Group) =>
    `${nameGroup(told, group)} lost ${withUnit(formatNumber(last.slashed[group] * factor), unit)} each to slashes`;
  const groups = (['focal', 'others'] as const).filter((group) => course.nodes[group] > 0);
  const gone = course.nodes.focal - last.present.focal;
  const [first] = course.moments;
  const slashed = last.slashed.focal + last.slashed.others > 0;
  const isFull = groups.every((group) => last.stake[group] > 0.99 * first.stake[group]);
  const topped = slashed && gone === 0 && isFull ? ' Who is slashed tops its stake up at once.' : '';
  return `After ${formatMany(last.jobs, 'job')} in ${formatNumber(last.time)} s ${groups.map(say).join(', ')}${
    gone > 0 ? `; ${gone} of the ${course.nodes.focal} had left the market` : ''
  }.${topped}`;
}
