#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const entry = new URL('../dist/code/main.js', import.meta.url);
// Until the command has come to an end, its end is our mistake.
process.exitCode = 70;
if (existsSync(entry)) {
  // Node 22 and later keep compiled code from one start to the next.
  module.enableCompileCache?.();
  try {
    const { main, processIo } = await import(entry.href);
    process.exitCode = await main(process.argv.slice(2), processIo());
  } catch (error) {
    process.stderr.write(`posp: cannot start: ${error?.message ?? error}\n`);
  }
} else {
  process.stderr.write('posp is not built yet; build it with: npm run build\n');
}
