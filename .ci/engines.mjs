// The same bytes on every Node we promise to run on: a study on this one, then on the newest 22 and 24 from the registry.
// Their binaries are packages of their own; they are no dependency of ours, and whoever cannot have them skips with a word.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const report = process.argv[2];
const home = join('results', 'engines');
const study = join('.ci', 'engines.yaml');
const counts = { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };

rmSync(home, { recursive: true, force: true });
mkdirSync(home, { recursive: true });
const ours = digestStudy(process.execPath, 'own');
for (const version of ['22', '24']) compare(version, install(version));
mkdirSync(report, { recursive: true });
writeFileSync(join(report, 'engines.json'), JSON.stringify(counts));
process.exitCode = counts.numFailedTests > 0 ? 1 : 0;

function compare(version, binary) {
  const theirs = binary && digestStudy(binary, version);
  if (!theirs) {
    counts.numPendingTests++;
    console.log(`Node ${version}: skipped, as its binary could not be had`);
    return;
  }
  const other = Object.keys({ ...ours, ...theirs }).filter((file) => ours[file] !== theirs[file]);
  counts[other.length > 0 ? 'numFailedTests' : 'numPassedTests']++;
  console.log(
    other.length > 0 ? `Node ${version}: other bytes in ${other.join(', ')}` : `Node ${version}: the same bytes`,
  );
}

/** Path of the binary, which comes inside the package of this system; undefined where there is none. */
function install(version) {
  const name = `node-${{ win32: 'win' }[process.platform] ?? process.platform}-${process.arch}`;
  const prefix = join(home, `node-${version}`);
  mkdirSync(prefix, { recursive: true });
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', prefix];
  const { status } = spawnSync('npm', ['install', ...options, `${name}@${version}`], {
    stdio: 'ignore',
    timeout: 300_000,
  });
  const binary = join(prefix, 'node_modules', name, 'bin', 'node');
  return status === 0 && spawnSync(binary, ['--version']).status === 0 ? binary : undefined;
}

/** The digest of every file of the study's folder but the manifest, which says how long it took. */
function digestStudy(binary, name) {
  const folder = join(home, name);
  const command = ['bin/posp.js', 'run', study, '--out', folder, '--no-pictures'];
  const { status, stderr } = spawnSync(binary, command, { encoding: 'utf8' });
  // Whether its claims hold does not matter here.
  if (![0, 1, 3].includes(status)) throw new Error(`posp run ended with ${status} on Node ${name}: ${stderr}`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .filter((entry) => entry.name !== 'manifest.json')
      .map((entry) => [
        entry.name,
        createHash('sha256')
          .update(readFileSync(join(entry.parentPath, entry.name)))
          .digest('hex'),
      ]),
  );
}
