import type { Findings, Role } from '../../findings/findings.ts';
import { writeSummary } from '../../words/answer/headline.ts';
import { capitalize, nameParameter, nameStrategy } from '../../words/label.ts';
import { listLabelAxes } from '../../words/label-axes.ts';
import { chooseMoney } from '../../words/money.ts';
import { type Drawing, panels, panelTitle, panelWidth } from '../chart.ts';
import { nameRows } from '../row-names.ts';
import { signedScale } from '../scale.ts';
import { advantagesOf } from '../sweep.ts';
import { amountsOf, boundsOf, howToRead, inMoney, sayShown } from './advantage-amounts.ts';
import { besideNames, drawLabelRows, labelRow } from './label-rows.ts';

/** The advantages of honesty where labels are swept and no number is: every role in a panel of its own, every setting in a row. */
export function drawByLabel(findings: Findings, width: number): Drawing {
  const roles = (['asserter', 'validator'] as const).filter((role) =>
    findings.designPoints.some((point) => advantagesOf(point, role).length > 0),
  );
  const columns = roles.length > 1 && width >= 900 ? 2 : 1;
  const series = [
    ...new Set(
      findings.designPoints.flatMap((point) =>
        roles.flatMap((role) => advantagesOf(point, role).map(({ over }) => `over ${nameStrategy(over)}`)),
      ),
    ),
  ];
  const names = nameRows([...new Set(findings.designPoints.map(labelRow))], width / columns);
  const inner = panelWidth(width, columns, names.width + besideNames);
  const panelOf = (role: Role) => {
    const entries = findings.designPoints.flatMap((point) =>
      advantagesOf(point, role).map((entry) => ({ point, entry })),
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
      ...(roles.length > 1 ? { title: panelTitle(capitalize(role), inner) } : {}),
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
    body: panels(roles.map(panelOf), columns),
  };
}
