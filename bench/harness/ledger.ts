/** What is kept of a run of the benches: one JSON line per contest in a file per machine, and a table for people. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { cpus, hostname, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from './child.ts';
import type { Place } from './rounds.ts';

/** A finished contest. */
export interface Entry {
  title: string;
  unit: string;
  base: string;
  rounds: number;
  places: readonly Place[];
}

/** Appends an entry with everything needed to read it next year. */
export function keep(entry: Entry, loadBefore: number): void {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout?.trim();
  const line = {
    date: new Date().toISOString(),
    commit,
    node: process.version,
    v8: process.versions.v8,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryBytes: totalmem(),
    load: [loadBefore, loadavg()[0]],
    ...entry,
  };
  appendFileSync(join(folder, `${hostname().replace(/[^\w.-]/g, '_')}.jsonl`), `${JSON.stringify(line)}\n`);
}

/** A Markdown table of a contest. */
export function tableOf({ title, unit, base, rounds, places }: Entry): string {
  const lines = places.map(({ name, nanoseconds, ratio, missing, facts }) => {
    if (!nanoseconds) return `| ${name} | | | skipped: ${missing} |`;
    const range = ratio ? `${short(ratio.median)} (${short(ratio.min)} to ${short(ratio.max)})` : '';
    const rest = Object.entries(facts ?? {}).map(([key, value]) => `${key} ${value}`);
    return `| ${name} | ${short(nanoseconds.median)} | ${range} | ${rest.join(', ')} |`;
  });
  return [
    `### ${title}`,
    '',
    `CPU ns per ${unit}; time over ${base} in the same round, median (smallest to largest) of ${rounds} rounds.`,
    '',
    '| candidate | ns | ratio | |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
