/** The command as a process of its own: what `bin/posp.js` does with the build. */
import { main, processIo } from '../../src/cli/main.ts';

process.exitCode = 70;
process.exitCode = await main(process.argv.slice(2), processIo());
