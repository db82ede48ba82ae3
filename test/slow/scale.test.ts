/** The recipes of docs/scale.md, run as they stand there, by processes; what machines bring along is stood in for. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { bundleCommand } from '../bundle.ts';
import { atThreshold, tinyScenario } from '../cli/tiny-scenario.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a recipe says has no type.
type Foreign = any;

const page = readFileSync('docs/scale.md', 'utf8');

/** As it stands in a workflow. */
const placeholder = (name: string) => `\${{ ${name} }}`;

/** The fence that names a file in its first lines. */
function recipe(name: string): string {
  const fences = [...page.matchAll(/^```(?:sh|yaml)\n([\s\S]*?)^```$/gm)].map(([, body]) => body!);
  const found = fences.find((body) =>
    body
      .split('\n')
      .slice(0, 2)
      .some((line) => line.startsWith(`# ${name}`)),
  );
  if (found === undefined) throw new Error(`docs/scale.md has no ${name}`);
  return found;
}

let root: string;
let bin: string;

/** A place with a study, and a program that is found by its name. */
function makePlace(study = tinyScenario): string {
  const place = mkdtempSync(join(root, 'place-'));
  writeFileSync(join(place, 'study.yaml'), study.replace('jobs: 2000', 'jobs: 300'));
  return place;
}

function writeProgram(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function run(place: string, script: string, words: readonly string[] = [], env: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  return spawnSync('bash', ['-c', script, 'bash', ...words], {
    cwd: place,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${PATH}`, ...env },
  });
}

const bytesOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'base64')]),
  );

/** What one process makes of the study. */
const expected = new Map<string, Record<string, string>>();

function expectWhole(place: string, study = tinyScenario): void {
  if (!expected.has(study)) {
    const one = makePlace(study);
    run(one, 'posp run study.yaml --out one --quiet');
    expected.set(study, bytesOf(join(one, 'one')));
  }
  expect(bytesOf(join(place, 'whole'))).toEqual(expected.get(study));
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'posp-scale-'));
  bin = join(root, 'bin');
  mkdirSync(bin);
  const program = join(await bundleCommand(), 'posp-process.js');
  // What a merge draws is looked at in test/cli/shards.test.ts.
  writeProgram(
    join(bin, 'posp'),
    `#!/bin/sh\ncase $1 in run | merge) set -- "$@" --no-pictures ;; esac\nexec '${process.execPath}' '${program}' "$@"\n`,
  );
  writeProgram(join(bin, 'npx'), '#!/bin/sh\nexec "$@"\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a Slurm array, and one that does not fit', () => {
  const place = makePlace();
  for (const name of ['submit.sh', 'shard.sh', 'merge.sh']) writeProgram(join(place, name), recipe(name));
  const slurm = join(place, 'bin');
  mkdirSync(slurm);
  writeProgram(join(slurm, 'scontrol'), '#!/bin/sh\necho "MaxArraySize            = 4"\n');
  // Runs at once what it is given, a task of an array after the other.
  writeProgram(
    join(slurm, 'sbatch'),
    `#!/usr/bin/env bash
for word in "$@"; do
  case $word in
    --array=1-*) last=\${word#--array=1-} ;;
    --export=ALL,*) export "\${word#--export=ALL,}" ;;
    *.sh) script=$word ;;
  esac
done
for task in $(seq "\${last:-1}"); do SLURM_ARRAY_TASK_ID=$task bash "./$script" >&2 || true; done
echo 17
`,
  );
  const submit = (shards: string) => run(place, `PATH="$PWD/bin:$PATH" bash submit.sh ${shards}`);
  const refused = submit('4');
  expect([refused.status, refused.stderr]).toEqual([
    2,
    expect.stringMatching(/an array of 4 does not fit: MaxArraySize is 4/),
  ]);
  expect(readdirSync(place)).not.toContain('parts');
  expect(submit('3').status).toBe(0);
  expectWhole(place);
});

test('a Kubernetes Indexed Job', () => {
  const { spec } = parse(recipe('job.yaml')) as { spec: Foreign };
  const [{ env, command, args }] = spec.template.spec.containers;
  const { SHARDS } = Object.fromEntries(env.map(({ name, value }: Foreign) => [name, value])) as Record<string, string>;
  expect([spec.completionMode, String(spec.completions), command]).toEqual(['Indexed', SHARDS, ['sh', '-c']]);
  const place = makePlace();
  for (let index = 0; index < spec.completions; index++) {
    const { status, stderr } = run(place, args[0], [], { JOB_COMPLETION_INDEX: String(index), SHARDS: SHARDS! });
    expect([status, stderr]).toEqual([0, '']);
  }
  run(place, 'posp merge parts/* --out whole --quiet');
  expectWhole(place);
});

test('a matrix of GitHub runners', () => {
  const { jobs } = parse(recipe('.github/workflows/study.yml')) as { jobs: Foreign };
  const shards: number[] = jobs.shard.strategy.matrix.shard;
  const commands = (steps: Foreign[]) =>
    steps.flatMap(({ run: script }) => (script?.startsWith('npx posp') ? script : []));
  const place = makePlace();
  mkdirSync(join(place, 'artifacts'));
  for (const shard of shards) {
    const fill = (text: string) =>
      text
        .replaceAll(placeholder('matrix.shard'), String(shard))
        .replaceAll(placeholder('strategy.job-total'), String(shards.length));
    for (const script of commands(jobs.shard.steps)) expect(run(place, fill(script)).status).toBe(0);
    const { with: artifact } = jobs.shard.steps.find(({ uses }: Foreign) =>
      uses?.startsWith('actions/upload-artifact'),
    );
    renameSync(join(place, fill(artifact.path)), join(place, 'artifacts', fill(artifact.name)));
  }
  const { with: download } = jobs.merge.steps.find(({ uses }: Foreign) =>
    uses?.startsWith('actions/download-artifact'),
  );
  expect(jobs.merge.needs).toBe('shard');
  rmSync(join(place, 'parts'), { recursive: true });
  cpSync(join(place, 'artifacts'), join(place, download.path), { recursive: true });
  for (const script of commands(jobs.merge.steps)) expect(run(place, script).status).toBe(0);
  expectWhole(place);
});

test('machines with ssh', () => {
  const place = makePlace();
  const tools = join(place, 'bin');
  mkdirSync(tools);
  writeProgram(join(tools, 'ssh'), '#!/usr/bin/env bash\nmkdir -p "hosts/$1"; cd "hosts/$1"; exec sh -c "$2"\n');
  writeProgram(
    join(tools, 'scp'),
    `#!/usr/bin/env bash
words=()
for word in "$@"; do
  case $word in
    -*) ;;
    *:*) mkdir -p "hosts/\${word%%:*}"; words+=("hosts/\${word%%:*}/\${word#*:}") ;;
    *) words+=("$word") ;;
  esac
done
cp -r "\${words[@]}"
`,
  );
  writeProgram(join(place, 'hosts.sh'), recipe('hosts.sh'));
  const { status, stderr } = run(place, 'PATH="$PWD/bin:$PATH" bash hosts.sh left right');
  expect([status, stderr]).toEqual([0, '']);
  expectWhole(place);
  rmSync(join(place, 'parts', '2'), { recursive: true });
  const lost = run(place, 'posp merge parts/* --out again --quiet');
  expect([lost.status, lost.stderr]).toEqual([2, expect.stringMatching(/shard 2\/2 is missing/)]);
});

test('until sure, in rounds', { timeout: 60_000 }, () => {
  const study = atThreshold.replace('replications: 4', 'replications: { min: 2, max: 6 }');
  const place = makePlace(study);
  writeProgram(join(place, 'rounds.sh'), recipe('rounds.sh'));
  const { status, stderr } = run(place, 'bash rounds.sh 2');
  // Honesty and skipping earn alike there, so that the claim stays open at the last look.
  expect([status, stderr]).toEqual([3, '']);
  expect(readdirSync(join(place, 'parts')).sort()).toEqual(['0-1', '0-2', '1-1', '1-2', '2-1', '2-2']);
  expectWhole(place, study);
});
