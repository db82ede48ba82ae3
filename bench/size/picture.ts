/** Time per event by the number of nodes, as a picture for the documentation. */

import { defineChart, legendAbove, type VegaLite } from '../../src/report/chart.ts';
import { colors, fontSizes } from '../../src/report/theme.ts';
import type { Spread } from '../harness/rounds.ts';

/** Time per event of a program at a size [ns]. */
export interface SizedPlace extends Spread {
  program: 'posp-sim' | 'C';
  nodes: number;
}

const programs = ['posp-sim', 'C'] as const;

/** Both axes logarithmic, so that equal ratios are equal distances; a line shows how the logarithm of the nodes grows. */
export const costBySizeChart = defineChart<readonly SizedPlace[]>({
  kind: 'cost-by-size',
  title: 'Time per event by the size of the market',
  needs: 'a run of the contest by size',
  applies: (places) => places.length > 0,
  draw: (places, width) => ({
    title: 'Time per event by the size of the market',
    caption: [
      ...programs.map((program) => sayGrowth(program, places)),
      'Dots: CPU time per event, median of the rounds; upright lines: smallest to largest.',
      'Dotted: how the logarithm of the number of nodes grows from the first dot.',
    ].join(' '),
    body: {
      width: width - 100,
      height: 300,
      layer: [drawGuide(places), drawLines(places, width), drawRanges(places), drawLabels(places)],
    },
  }),
});

const encodeSize: VegaLite = {
  field: 'nodes',
  type: 'quantitative',
  scale: { type: 'log', nice: false, padding: 24 },
  axis: { title: 'nodes', values: [1e2, 1e3, 1e4, 1e5, 1e6], format: '~s', grid: false },
};
const timeScale: VegaLite = { type: 'log', nice: false, padding: 24 };
const colorScale: VegaLite = { domain: [...programs], range: [colors.honest, colors.cheating] };

function encodeTime(field: string): VegaLite {
  const values = [50, 100, 200, 400, 800, 1600];
  return { field, type: 'quantitative', scale: timeScale, axis: { title: 'CPU time per event [ns]', values } };
}

function drawLines(places: readonly SizedPlace[], width: number): VegaLite {
  return {
    data: { values: places.map((place) => ({ ...place })) },
    mark: { type: 'line', point: { size: 50 }, strokeWidth: 2 },
    encoding: {
      x: encodeSize,
      y: encodeTime('median'),
      color: { field: 'program', type: 'nominal', scale: colorScale, legend: legendAbove([...programs], width) },
    },
  };
}

function drawRanges(places: readonly SizedPlace[]): VegaLite {
  return {
    data: { values: places.map((place) => ({ ...place })) },
    mark: { type: 'rule', strokeWidth: 2 },
    encoding: {
      x: encodeSize,
      y: encodeTime('min'),
      y2: { field: 'max' },
      color: { field: 'program', type: 'nominal', scale: colorScale },
    },
  };
}

/** Ours above its dots, C below; a halo keeps lines out of the digits. */
function drawLabels(places: readonly SizedPlace[]): VegaLite {
  const marks: VegaLite[] = [{ stroke: colors.paper, strokeWidth: 4, strokeJoin: 'round' }, { color: colors.ink }];
  return {
    layer: programs.flatMap((program) =>
      marks.map((mark) => ({
        data: { values: placesOf(program, places).map((place) => ({ ...place })) },
        mark: { type: 'text', dy: program === 'C' ? 14 : -14, fontSize: fontSizes.mark, ...mark },
        encoding: {
          x: encodeSize,
          y: encodeTime(program === 'C' ? 'min' : 'max'),
          text: { field: 'median', format: '.0f' },
        },
      })),
    ),
  };
}

function drawGuide(places: readonly SizedPlace[]): VegaLite {
  const values = programs.flatMap((program) => {
    const all = placesOf(program, places);
    const first = all[0];
    if (!first) return [];
    return all.map(({ nodes }) => ({
      program,
      nodes,
      time: (first.median * Math.log(nodes)) / Math.log(first.nodes),
    }));
  });
  return {
    data: { values },
    mark: { type: 'line', strokeDash: [2, 3], strokeWidth: 1.2, color: colors.faint },
    encoding: {
      x: encodeSize,
      y: encodeTime('time'),
      detail: { field: 'program' },
    },
  };
}

function sayGrowth(program: SizedPlace['program'], places: readonly SizedPlace[]): string {
  const all = placesOf(program, places);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return '';
  const growth = (last.median / first.median).toPrecision(2);
  return `${program}: ${last.nodes.toLocaleString('en')} nodes take ${growth} times as long per event as ${first.nodes}.`;
}

function placesOf(program: SizedPlace['program'], places: readonly SizedPlace[]): SizedPlace[] {
  return places.filter((place) => place.program === program).sort((a, b) => a.nodes - b.nodes);
}
