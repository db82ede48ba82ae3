// Preloaded into a child process: writes the address of every module that is resolved to file descriptor 3.
import { register } from 'node:module';

register(
  `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context);
    writeSync(3, resolved.url + '\\n');
    return resolved;
  }
`)}`,
);
