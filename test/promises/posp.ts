/** The command from source, for tests that need no build. */
import { main, processIo } from '../../src/cli/main.ts';

process.exitCode = await main(process.argv.slice(2), processIo());
