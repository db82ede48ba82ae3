import { describe, expect, it } from 'vitest';
import { clipColumns, countColumns, wrapColumns } from '../../src/report/columns.ts';
import { renderPlot } from '../../src/report/plot.ts';
import { acrossOf } from '../../src/report/scale.ts';
import { renderTable } from '../../src/report/table.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { empty, fixtures, grid, infeasible, sweep } from './fixtures/findings.ts';

const plain = (text: string) => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

describe('terminal', () => {
  it.each([40, 60, 80, 120])('never fills more than %i columns', (columns) => {
    for (const [name, findings] of Object.entries(fixtures)) {
      const tooWide = renderTerminal(findings, { columns, color: false })
        .split('\n')
        .filter((line) => countColumns(line) > columns);
      expect({ name, tooWide }).toEqual({ name, tooWide: [] });
    }
  });

  it('says the same with and without colour, and passes on no escape of a stranger', () => {
    for (const findings of Object.values(fixtures)) {
      const text = renderTerminal(findings, { columns: 80, color: false });
      expect(text).not.toContain('\u001b');
      expect(plain(renderTerminal(findings, { columns: 80, color: true }))).toBe(text);
    }
  });

  it('shows title, answer, verdicts with reasons, thresholds and warnings', () => {
    const text = renderTerminal(infeasible, { columns: 200, color: false });
    for (const part of [
      'Is a slash of half the cost enough?',
      'At no value of challenge probability p does an honest asserter earn more',
      '✗ false      Honesty starts to pay at a challenge probability below 1.',
      'because cheating pays at every swept value',
      '? undecided  All-honest is an equilibrium',
      'nowhere',
      'Stopped after 60 s',
    ]) {
      expect(text).toContain(part);
    }
    expect(renderTerminal(sweep, { columns: 80, color: false })).toMatch(
      /skip-work +> 0\.0073551 +0\.007399 \[0\.007311, 0\.007487\]/,
    );
  });

  it('shows the design points around the threshold when there are many, and counts the rest', () => {
    const text = renderTerminal(sweep, { columns: 80, color: false });
    expect(text).toMatch(/0\.00765 .* pays/);
    expect(text).toContain('4 more design points');
    expect(renderTerminal(grid, { columns: 80, color: false })).toContain('108 more design points');
  });

  it('tells of validators where nobody asks about asserters', () => {
    const validators = {
      ...sweep,
      designPoints: sweep.designPoints.map((point) => ({
        ...point,
        advantages: point.advantages.filter(({ role }) => role === 'validator'),
        judgement: undefined,
      })),
      thresholds: sweep.thresholds.filter(({ role }) => role === 'validator'),
    };
    const text = renderTerminal(validators as unknown as typeof sweep, { columns: 120, color: false });
    expect(text).toContain('Smallest advantage of an honest validator');
    expect(text).toMatch(/exact +sharp +plain +taken out +validator .*asserter/);
    expect(text).toMatch(/0\.00765 +\d/);
  });

  it('names no estimates where nothing was simulated', () => {
    const text = renderTerminal(fixtures.withoutSimulation!, { columns: 100, color: false });
    expect(text).toMatch(/\bexact +asserter\b/);
    expect(text).not.toMatch(/sharp|plain|taken out|o simulated/);
    expect(renderTerminal(sweep, { columns: 100, color: false })).toMatch(/o simulated \. exact : threshold/);
  });

  it('says so when there is nothing', () => {
    expect(renderTerminal(empty, { columns: 80, color: false })).toContain('Nothing has been simulated');
  });
});

describe('plot', () => {
  const across = acrossOf({ path: 'market.stake', values: [0, 10], log: false }, 800, { margin: 0 });
  const points = [
    { x: 0, simulated: -1, exact: -1 },
    { x: 10, simulated: 1, exact: 1 },
  ];

  it('puts points in the corners, zero in the middle, the threshold upright and the exact line between', () => {
    const lines = renderPlot(points, across, 5, { columns: 25, rows: 7 });
    expect(lines).toEqual([
      ' 1 |          :       ..o',
      '   |          :  .....',
      ' 0 |--------.....--------',
      '   |   .....  :',
      '-1 |o..       :',
      '   ++-------------------+',
      '    0                  10',
    ]);
  });

  it('is empty without numbers', () => {
    expect(renderPlot([{ x: 1, simulated: null, exact: null }], across, null, { columns: 40, rows: 9 })).toEqual([]);
  });
});

describe('table', () => {
  const columns = [{ title: 'name' }, { title: 'value', number: true }, { title: 'more', optional: true }];

  it('begins no line with a command where a name goes on below', () => {
    const lines = renderTable(columns, [['cheap ::error::', '1.5', 'extra']], 17);
    expect(lines).toHaveLength(3);
    expect(lines[2]).not.toMatch(/^::/);
  });

  it('aligns numbers to the right and drops optional columns before text goes on below', () => {
    expect(renderTable(columns, [['a long name', '1.5', 'extra']], 30)).toEqual([
      'name         value  more',
      'a long name    1.5  extra',
    ]);
    expect(renderTable(columns, [['a long name', '1.5', 'extra']], 20)).toEqual([
      'name         value',
      'a long name    1.5',
    ]);
    expect(renderTable(columns, [['a long name', '1.5', 'extra']], 15)).toEqual([
      'name      value',
      'a long      1.5',
      'name',
    ]);
    expect(renderTable(columns, [['an unbreakable', '1.5', 'extra']], 15)).toEqual([
      'name      value',
      'an          1.5',
      'unbreak…',
    ]);
  });
});

describe('columns', () => {
  it('count two for wide characters and none for marks', () => {
    expect(['abc', '計算', 'e\u0301'].map(countColumns)).toEqual([3, 4, 1]);
  });

  it('clip and wrap to what fits', () => {
    expect(clipColumns('計算機', 4)).toBe('計…');
    expect(wrapColumns('at p = 0.1 it is', 8)).toEqual(['at', 'p = 0.1', 'it is']);
  });

  it('cut a long word into lines none of which is a command', () => {
    for (const command of ['::error::x', '--- a', '+++ b', '##[error]x', '##vso[x]']) {
      for (let before = 1; before < 13; before++) {
        const lines = wrapColumns(`${'a'.repeat(before)}${command}`, 9);
        expect(lines.join('\n')).not.toMatch(/^\s*(::|---|\+\+\+)|##\w*\[/m);
      }
    }
  });
});
