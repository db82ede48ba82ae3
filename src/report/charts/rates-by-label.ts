import type { Findings } from '../../findings/findings.ts';
import { nameParameter, nameRate } from '../../words/label.ts';
import { listLabelAxes } from '../../words/label-axes.ts';
import { formatNumber } from '../../words/number.ts';
import { type Drawing, panels, panelTitle, panelWidth } from '../chart.ts';
import { nameRows } from '../row-names.ts';
import { extentOf, tickFormat } from '../scale.ts';
import { besideNames, drawLabelRows, labelRow } from './label-rows.ts';
import { howToRead, intervalOf, tinyLabels } from './rate-marks.ts';

/** Rates where labels are swept and no number is: a panel for each, a row in it for each setting. */
export function drawByLabel(findings: Findings, names: string[], width: number): Drawing {
  const columns = width < 700 ? 1 : 2;
  const labels = nameRows([...new Set(findings.designPoints.map(labelRow))], width / columns);
  const inner = panelWidth(width, columns, labels.width + besideNames);
  const panelOf = (name: string) => {
    const rows = findings.designPoints
      .filter((point) => point.rates[name] !== undefined)
      .map((point) => ({ label: labelRow(point), series: '', ...intervalOf(point.rates[name]) }));
    const [, most] = extentOf([0, ...rows.flatMap(({ high, exact }) => [high ?? 0, exact ?? 0])]);
    const per = findings.designPoints.find((point) => point.rates[name] !== undefined)?.rates[name].per ?? 'job';
    return {
      title: panelTitle(nameRate(name), inner),
      ...drawLabelRows(rows, {
        width: inner,
        x: {
          scale: { domain: [0, most > 0 ? most : 1], nice: most > 0 },
          axis: {
            title: `Per ${per}`,
            ...(most > 0 && most < 0.001 ? tinyLabels : { format: tickFormat }),
            tickCount: 4,
            grid: true,
          },
        },
        series: [''],
        names: labels,
      }),
    };
  };
  const by = listLabelAxes(findings.designPoints).map(({ path }) => nameParameter(path));
  const say = (name: string) => {
    const known = findings.designPoints.flatMap((point) => {
      const rate = point.rates[name];
      const value = rate?.value ?? rate?.exact ?? null;
      return value === null ? [] : [{ value, text: `${formatNumber(value)} under ${labelRow(point)}` }];
    });
    const [low, high] = extentOf(known.map(({ value }) => value));
    const ends = [low, high].map((end) => known.find(({ value }) => value === end)?.text ?? '');
    return `${nameRate(name)}: from ${ends[0]} to ${ends[1]}.`;
  };
  return {
    title: `Challenges and fraud, by ${by.join(' and ')}`,
    caption: [
      say(names.includes('verificationOverhead') ? 'verificationOverhead' : names[0]),
      howToRead(findings, findings.designPoints, names, 'upright ticks'),
    ].join(' '),
    body: panels(names.map(panelOf), columns),
  };
}
