// Completes the package-lock.json of the current folder for platforms other than the one it was made on:
// `node .ci/complete-lock.mjs`, or for the notebooks `cd notebooks/kernel && node ../../.ci/complete-lock.mjs`.
//
// Where a registry mirror holds no builds for other platforms, `npm install` leaves them out of the lock file and
// `npm ci` then refuses it everywhere. Their versions are exact in the packages that ask for them, so the entries can
// be written without fetching anything; npm takes an entry only on the platform it names.
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'x64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'arm'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const entries = lock.packages;
for (const [place, entry] of Object.entries(entries)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (findEntry(place, name)) continue;
    if (!/^\d/.test(version))
      throw new Error(`${name} is asked for as ${version}; only an exact version can be filled in`);
    const os = systems.filter((system) => name.includes(system));
    const cpu = processors.filter((processor) => new RegExp(`${processor}($|[^0-9])`).test(name));
    entries[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 ? { cpu: cpu.slice(0, 1) } : {}),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      os: os.length > 0 ? os : ['wasi'],
    };
  }
}
lock.packages = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);

/** npm looks beside the package that asks, then ever further out. */
function findEntry(place, name) {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1))) {
    if (entries[`${from ? `${from}/` : ''}node_modules/${name}`]) return true;
    if (from === '') return false;
  }
}
