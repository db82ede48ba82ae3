import type { Given } from './command.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { readCatalogue } from './load.ts';

/** `posp schema`: the JSON Schema that editors complete scenario files from. */
export async function schemaCommand(given: Given, io: Io): Promise<ExitCode> {
  const { buildJsonSchema } = await import('../scenario/json-schema/json-schema.ts');
  io.stdout.write(`${JSON.stringify(buildJsonSchema(await readCatalogue(given)), null, 2)}\n`);
  return exitCode.done;
}
