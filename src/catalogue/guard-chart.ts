import type { AddedChart } from './catalogue.ts';
import { guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

/** What the rest of a report reads of a picture. */
const parts = { title: 'string', caption: 'string', spec: 'object', bareSpec: 'object' } as const;

/** A chart that draws a picture, or fails in its own name. */
export function guardChart(chart: AddedChart, name: string): AddedChart {
  const guarded = guardMembers(chart, name);
  return {
    ...guarded,
    build: (shown, width) => {
      const picture: unknown = guarded.build(shown, width);
      const given = (typeof picture === 'object' ? picture : null) as Record<string, unknown> | null;
      const missing = Object.entries(parts).find(([part, type]) => typeof given?.[part] !== type);
      if (given && !missing) return { ...given, kind: chart.kind };
      const lack = missing ? ` without ${missing[0]}` : '';
      throw new PlugError(`${name}: its build gives no picture${lack}; make the chart with defineChart`);
    },
  };
}
