import type { Command } from '../command.ts';
import { pluginFlags, talkFlags, valueFlag } from '../flags.ts';

/** Draws one chart of a results folder. */
export const chart: Command = {
  usage: 'chart <folder> [name]',
  chapter: 'Results',
  describe: 'Draw a chart of a results folder: svg, png or Vega-Lite json',
  positionals: {
    folder: { describe: 'Results folder', completion: 'folders' },
    name: {
      describe: 'Which chart; the first that applies when left out. Without -o, what there is',
      completion: async () => (await import('../catalogue.ts')).listsOf().charts.map(({ kind }) => kind),
    },
  },
  flags: {
    ...pluginFlags,
    ...talkFlags,
    output: valueFlag('File to write; its ending says what', { alias: 'o', value: 'FILE' }),
  },
  examples: [
    ['$0 chart results/study-1a2b3c4d', 'What can be drawn?'],
    ['$0 chart results/study-1a2b3c4d advantage -o advantage.png', 'A picture for a paper'],
  ],
  run: async (given, io) => (await import('../chart.ts')).chartCommand(given, io),
};
