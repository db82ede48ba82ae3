import { type Cell, type CellResult, cellJobsMax, countCellJobs, gridSeeds, listCells, nameCell } from './time-grid.ts';

/** The page of what the grid came to: cells that were computed, that were not yet, and that are too dear. */
export function drawTable(known: ReadonlyMap<string, CellResult>): string {
  const cells = listCells();
  const done = cells.flatMap((cell) => known.get(nameCell(cell)) ?? []);
  const pool = (of: (result: CellResult) => [number, number] | null) => {
    const pairs = done.flatMap((result) => [of(result) ?? [0, 0]]);
    const [hits, all] = [0, 1].map((i) => pairs.reduce((sum, pair) => sum + pair[i]!, 0));
    return all! > 0 ? `${hits} of ${all} (${((100 * hits!) / all!).toFixed(1)} %)` : '–';
  };
  const rows = cells.map((cell) => drawRow(cell, known.get(nameCell(cell))));
  return `# Intervals and verdicts on time, over a grid

Made by \`npm run calibrate:time\`, which goes on where it stopped; a slow test makes one row again. Services of mean 1 s, ${gridSeeds} seeds to a cell, studies at 95 %. Truth by Pollaczek and Khinchine for the mean, by inversion of the law on a grid for the 95 % quantile, and by Jackson where half of the jobs are checked by another node. Each study has two claims: a bound 4 % below the truth, which must not come out true oftener than stated, and one 10 % above it, which should be told. Coverage is that of the intervals at the look at which a study ended: they are made to survive all looks, so most cover oftener than 95 %.

Computed: ${done.length} of ${cells.length} cells. Over these, intervals of the mean cover ${pool(({ mean }) => mean)}, of the 95 % quantile ${pool(({ p95 }) => p95)}; a bound 4 % on the false side came out true in ${pool(({ wrong }) => wrong)}; a bound 10 % on the true side was told in ${pool(({ told }) => told)}. A cell that would take more than ${cellJobsMax.toExponential(0).replace('e+', ' · 10^')} jobs is not computed and says what it would take; "not yet" is no result.

| services | c² | load | nodes | checked | mean covered | P95 covered | false bound true | true bound told | jobs of a study |
|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function drawRow(cell: Cell, result: CellResult | undefined): string {
  const head = [cell.checked > 0 ? 'exponential' : cell.law, cell.variability, cell.load, cell.nodes, cell.checked];
  const share = (pair: [number, number] | null) => (pair ? `${pair[0]} of ${pair[1]}` : '–');
  const jobs = countCellJobs(cell);
  const tail = result
    ? [
        share(result.mean),
        share(result.p95),
        share(result.wrong),
        share(result.told),
        result.jobs.toLocaleString('en-US'),
      ]
    : [
        jobs > cellJobsMax ? `would take ${Number(jobs.toPrecision(2)).toLocaleString('en-US')} jobs` : 'not yet',
        '',
        '',
        '',
        '',
      ];
  return `| ${[...head, ...tail].join(' | ')} |`;
}
