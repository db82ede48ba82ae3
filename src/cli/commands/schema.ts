import type { Command } from '../command.ts';
import { pluginFlags } from '../flags.ts';

/** The JSON Schema of scenario files. */
export const schema: Command = {
  usage: 'schema',
  chapter: 'To learn',
  describe: 'Print the JSON Schema of scenario files, for editors',
  positionals: {},
  flags: { ...pluginFlags },
  examples: [['$0 schema > scenario.schema.json', 'Keep it beside your scenarios']],
  run: async (given, io) => (await import('../schema.ts')).schemaCommand(given, io),
};
