import type { Findings } from '../../findings/findings.ts';
import { writeSummary } from '../../words/answer/headline.ts';
import { nameParameter, nameStrategy } from '../../words/label.ts';
import { listLabelAxes } from '../../words/label-axes.ts';
import { chooseMoney } from '../../words/money.ts';
import { type Drawing, panels, panelTitle, panelWidth } from '../chart.ts';
import { nameRows } from '../row-names.ts';
import { signedScale } from '../scale.ts';
import { advantagesOf, listViews, type View } from '../sweep.ts';
import { amountsOf, boundsOf, howToRead, inMoney, nameView, sayShown } from './advantage-amounts.ts';
import { besideNames, drawLabelRows, labelRow } from './label-rows.ts';

/** The advantages of honesty where labels are swept and no number is: every role and profile in a panel of its own, every setting in a row. */
export function drawByLabel(findings: Findings, width: number): Drawing {
  const views = listViews(findings);
  const columns = views.length > 1 && width >= 900 ? 2 : 1;
  const series = [
    ...new Set(
      findings.designPoints.flatMap((point) =>
        views.flatMap((view) => advantagesOf(point, view).map(({ over }) => `over ${nameStrategy(over)}`)),
      ),
    ),
  ];
  const names = nameRows([...new Set(findings.designPoints.map(labelRow))], width / columns);
  const inner = panelWidth(width, columns, names.width + besideNames);
  const panelOf = (view: View) => {
    const entries = findings.designPoints.flatMap((point) =>
      advantagesOf(point, view).map((entry) => ({ point, entry })),
    );
    const money = chooseMoney(
      findings,
      entries.flatMap(({ entry }) => amountsOf(boundsOf(entry))),
    );
    const rows = entries.map(({ point, entry }) => {
      const { mean: value, ...bounds } = inMoney(boundsOf(entry), money);
      return { label: labelRow(point), series: `over ${nameStrategy(entry.over)}`, value, ...bounds };
    });
    const { scale, axis, symlog } = signedScale(
      rows.flatMap(({ value, ...bounds }) => amountsOf({ mean: value, ...bounds })),
    );
    const title = `Advantage [${money.unit}]${symlog ? ', log scale' : ''}`;
    return {
      ...(views.length > 1 ? { title: panelTitle(nameView(findings, view), inner) } : {}),
      ...drawLabelRows(rows, {
        width: inner,
        x: { scale, axis: { ...axis, title, grid: true, labelOverlap: true } },
        series,
        names,
      }),
    };
  };
  const by = listLabelAxes(findings.designPoints).map(({ path }) => nameParameter(path));
  return {
    title: `What honesty earns over each deviation${sayShown(findings)}, by ${by.join(' and ')}`,
    caption: [writeSummary(findings), howToRead(findings, { intervals: 'intervals', exact: 'upright ticks' })]
      .filter((part) => part !== '')
      .join(' '),
    body: panels(views.map(panelOf), columns),
  };
}
