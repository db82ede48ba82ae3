import type { Solution } from '../../analysis/exhibits/exhibits.ts';
import { capitalize, currencyOf, describeSetting, nameParameter } from '../../words/label.ts';
import { chooseMoney, type Money, type MoneyScale, withUnit } from '../../words/money.ts';
import { formatEstimate, formatMany, formatNumber } from '../../words/number.ts';
import { defineChart, legendAbove, panelTitle, panelWidth, rowsOf, seriesLook, type VegaLite } from '../chart.ts';
import { nameRows, type RowNames } from '../row-names.ts';
import { tickFormat } from '../scale.ts';
import { wrapText } from '../text-width.ts';
import { colors, fontSizes, palette } from '../theme.ts';

type Sensitivity = NonNullable<Solution['sensitivity']>;
type Input = Sensitivity['inputs'][number];

const mostInputs = 10;
const rowHeight = 27;

/** What the least advantage of honesty hangs on: each parameter moved alone, and its share of the variance when all move. */
export const sensitivity = defineChart<Solution>({
  kind: 'sensitivity',
  from: 'solution',
  title: 'What the advantage of honesty hangs on',
  needs: 'a deviation of asserters, and a parameter that its advantage depends on',
  applies: (solution) => (solution.sensitivity?.inputs.length ?? 0) > 0,
  draw: (solution, width) => {
    const { sensitivity: found, money: currency } = solution;
    const money = chooseMoney({ ...(currency && { money: currency }) }, listAmounts(found!));
    const result = inMoney(found!, money);
    const inputs = result.inputs.slice(0, mostInputs);
    const setting = describeSetting(result.at);
    const sobol = inputs.some((input) => input.sobol !== undefined);
    const side = sobol && width >= 900;
    const labels = inputs.map((input) => nameInput(input, currency));
    const names = nameRows(labels, width);
    const room = side ? Math.floor((width - 60 - names.width - 48) / 2) : panelWidth(width, 1, names.width + 26);
    const page = { labels, names, width: room };
    return {
      title: `What the advantage of honesty hangs on${setting === '' ? '' : ` at ${setting}`}`,
      caption: [saySensitivity(result, money), sayLeftOut(result, inputs.length)]
        .filter((part) => part !== '')
        .join(' '),
      body: {
        [side ? 'hconcat' : 'vconcat']: [
          drawTornado(result, inputs, page, money),
          ...(sobol ? [drawSobol(inputs, page, !side)] : []),
        ],
        spacing: side ? 30 : 26,
        resolve: { scale: { color: 'independent', shape: 'independent' } },
      },
    };
  },
});

/** `Slash S = 3 credits`: in the money of the file, whatever unit the axis has. */
function nameInput({ path, base }: Input, currency: Money): string {
  return `${capitalize(nameParameter(path))} = ${withUnit(formatNumber(base), currencyOf(path, currency))}`;
}

/** The rows of both pictures, and how wide each is beside their names [px]. */
interface Page {
  labels: string[];
  names: RowNames;
  width: number;
}

function heightOf({ labels, names }: Page): number {
  return Math.max(rowHeight, names.height) * labels.length;
}

function alongOf({ labels, names }: Page, titled: boolean): VegaLite {
  return {
    field: 'input',
    type: 'nominal',
    scale: { domain: labels, padding: 0.2 },
    sort: labels,
    axis: titled ? names.axis : null,
  };
}

function drawTornado({ base, step }: Sensitivity, inputs: Input[], page: Page, money: MoneyScale): VegaLite {
  const { labels, width } = page;
  const ends = [`lowered by ${formatNumber(100 * step)} %`, `raised by ${formatNumber(100 * step)} %`];
  const rows = inputs.flatMap(({ low, high }, i) =>
    [low, high].flatMap(({ at, quantity }, end) =>
      quantity === null ? [] : [{ input: labels[i], moved: ends[end], at, base, quantity }],
    ),
  );
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { zero: false, nice: true },
    axis: {
      title: wrapText(`Least advantage of honesty [${money.unit}]`, width + 30, fontSizes.label),
      format: tickFormat,
      tickCount: Math.max(3, Math.floor(width / 80)),
    },
  });
  return {
    title: panelTitle('One parameter at a time', width),
    width,
    height: heightOf(page),
    layer: [
      {
        data: rowsOf(rows),
        mark: { type: 'bar', height: 15 },
        encoding: {
          x: x('base'),
          x2: { field: 'quantity' },
          y: alongOf(page, true),
          color: {
            field: 'moved',
            type: 'nominal',
            scale: { domain: ends, range: [palette[3], palette[4]] },
            legend: { ...legendAbove(ends, width + 50), symbolType: 'square' },
          },
          tooltip: ['input', 'moved', 'at', 'quantity'].map((field) => ({ field })),
        },
      },
      { data: rowsOf([{ base }]), mark: { type: 'rule', strokeWidth: 1 }, encoding: { x: x('base') } },
      {
        data: rowsOf([{ base: 0 }]),
        mark: { type: 'rule', strokeWidth: 1.8, strokeDash: [5, 3], color: colors.ink },
        encoding: { x: x('base') },
      },
    ],
  };
}

function drawSobol(inputs: Input[], page: Page, titled: boolean): VegaLite {
  const { labels, width } = page;
  const which = ['alone', 'with all others'];
  const rows = inputs.flatMap(({ sobol }, i) =>
    sobol
      ? [sobol.first, sobol.total].map(({ value, halfWidth }, end) => ({
          input: labels[i],
          which: which[end],
          value,
          low: Math.max(0, value - halfWidth),
          high: Math.min(1, value + halfWidth),
        }))
      : [],
  );
  // An interval that ends at the edge of the picture would look cut.
  const room = 0.03;
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [-room, 1 + room], nice: false },
    axis: { title: 'Share of the variance [1]', format: tickFormat, tickCount: Math.min(6, Math.floor(width / 40)) },
  });
  const { color, shape } = seriesLook('which', which, legendAbove(which, width + 50));
  const offset = { field: 'which', type: 'nominal', scale: { domain: which, paddingOuter: 0.6 } };
  return {
    title: panelTitle('All at once: share of the variance each accounts for', width),
    width,
    height: heightOf(page),
    data: rowsOf(rows),
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1.8 },
        encoding: { x: x('low'), x2: { field: 'high' }, y: alongOf(page, titled), yOffset: offset, color },
      },
      {
        mark: { type: 'point', filled: true, size: 42, opacity: 1 },
        encoding: {
          x: x('value'),
          y: alongOf(page, titled),
          yOffset: offset,
          color,
          shape,
          tooltip: ['input', 'which', 'value', 'low', 'high'].map((field) => ({ field })),
        },
      },
    ],
  };
}

/** Every amount of a result [credits per job]. */
function listAmounts({ base, inputs }: Sensitivity): (number | null)[] {
  return [base, ...inputs.flatMap(({ low, high }) => [low.quantity, high.quantity])];
}

/** The same with its amounts in another unit. */
function inMoney(result: Sensitivity, { factor }: MoneyScale): Sensitivity {
  const end = ({ at, quantity }: Input['low']) => ({ at, quantity: quantity && quantity * factor });
  return {
    ...result,
    base: result.base * factor,
    inputs: result.inputs.map((input) => ({ ...input, low: end(input.low), high: end(input.high) })),
  };
}

function saySensitivity({ base, step, inputs, spread, reason }: Sensitivity, { unit }: MoneyScale): string {
  const [first] = inputs;
  const say = ({ quantity }: Input['low']) => (quantity === null ? 'a forbidden setting' : formatNumber(quantity));
  const alone = `Moving the ${nameParameter(first.path)} by ${formatNumber(100 * step)} % either way takes the least advantage of honesty from ${formatNumber(base)} to ${say(first.low)} or ${say(first.high)} ${unit}, further than any other parameter.`;
  if (!spread) return `${alone} No shares of the variance: ${reason}.`;
  const known = inputs.filter((input) => input.sobol !== undefined);
  const top = known.reduce((most, next) => (next.sobol!.total.value > most.sobol!.total.value ? next : most));
  const { value, halfWidth } = top.sobol!.total;
  return `${alone} When all vary at once, over the sweep or 20 % either way, the ${nameParameter(top.path)} is behind ${formatEstimate(100 * value, 100 * halfWidth)} % of the variance and honesty loses in ${formatNumber(100 * spread.shareBelowZero)} % of the settings.`;
}

function sayLeftOut({ inputs, leftOut, step }: Sensitivity, shown: number): string {
  const stopped = inputs.some(
    ({ base, low, high }) =>
      Math.abs(low.at - base * (1 - step)) > 1e-9 * Math.abs(base) ||
      Math.abs(high.at - base * (1 + step)) > 1e-9 * Math.abs(base),
  );
  const hidden = inputs.length - shown + leftOut.length;
  return [
    'Dashed: where honesty starts to pay; intervals: 95 % confidence.',
    stopped
      ? 'Counts move to the nearest whole number, other parameters no further than to the end of their range.'
      : '',
    hidden > 0 ? `Not shown: ${formatMany(hidden, 'parameter')} of little effect.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
