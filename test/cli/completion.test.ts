import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listsOf } from '../../src/cli/catalogue.ts';
import { posp } from './fake-io.ts';
import { makePlace } from './tiny-scenario.ts';

async function complete(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await posp(['--get-completions', ...words]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').slice(0, -1);
}

test.each<[string[], string[]]>([
  [['ch'], ['chart', 'check']],
  [['run', '--res'], ['--resume']],
  [
    ['run', '--no'],
    ['--no-color', '--no-pictures'],
  ],
  [['list', 'me'], ['mechanisms']],
  [
    ['completion', ''],
    ['bash', 'zsh'],
  ],
  [['explain', 'skip'], ['skip-work']],
  [['chart', 'results', 'adv'], ['advantage']],
  [['solve', 'a.yaml', '--of', 'market.st'], ['market.stake']],
  [['run', 'a.yaml', '--set', 'mechanism.slashA'], ['mechanism.slashAmount=']],
  [['run', ''], ['@scenarios']],
  [['run', '--quiet', 'a.yaml', ''], ['@scenarios']],
  [['run', '--workers', '2', 'b'], ['@scenarios']],
  [['run', 'a.yaml', '--out', ''], ['@folders']],
  [['chart', 'results', '-o', ''], ['@files']],
  [['report', ''], ['@folders']],
  [
    ['schema', ''],
    ['--plugin', '--plug-seconds', '--help'],
  ],
  [['nonsense', ''], []],
])('%j is completed with %j', async (words, candidates) => {
  expect(await complete(...words)).toEqual(candidates);
});

test('nothing typed yet: every command; after explain: every name of every list', async () => {
  expect(await complete('')).toEqual(expect.arrayContaining(['run', 'test', 'solve', 'completion', '--help']));
  const names = Object.values(listsOf()).flatMap((entries) => entries.map(({ kind }) => kind));
  expect(await complete('explain', '')).toEqual(expect.arrayContaining([...names, 'market']));
});

test('the script of bash completes commands, names and scenario files in bash', async () => {
  const { code, stdout: script } = await posp(['completion', 'bash']);
  expect(code).toBe(0);
  const place = makePlace();
  mkdirSync(join(place, 'studies'));
  for (const name of ['study.yaml', 'studies/deep.yml', 'stuff.txt']) writeFileSync(join(place, name), '');
  // A command that answers as the program does, without starting it each time.
  const answers = {
    'run st': '@scenarios',
    'explain sk': 'skip-work',
    pl: 'plan',
    '--set market.sta': 'market.stake=',
  };
  const cases = Object.entries(answers).map(([typed, said]) => `'${typed}') echo '${said}' ;;`);
  const program = join(place, 'posp');
  writeFileSync(program, `#!/bin/bash\ncase "\${*:2}" in ${cases.join(' ')} esac\n`, { mode: 0o755 });
  const asks = Object.keys(answers).map(
    (typed) =>
      `COMP_WORDS=('${program}' ${typed}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _posp; echo "\${COMPREPLY[*]}"`,
  );
  const bash = spawnSync('bash', ['-c', `compopt() { :; }\n${script}\n${asks.join('\n')}\ncomplete -p posp`], {
    cwd: place,
    encoding: 'utf8',
  });
  expect(bash.stderr).toBe('');
  expect(bash.stdout.split('\n')).toEqual([
    'study.yaml',
    'skip-work',
    'plan',
    'market.stake=',
    'complete -F _posp posp',
    '',
  ]);
});

test('the shell in use decides when none is named', async () => {
  expect((await posp(['completion'], { env: { SHELL: '/bin/zsh' } })).stdout).toMatch(/^#compdef posp\n/);
  expect((await posp(['completion'], { env: { SHELL: '/bin/bash' } })).stdout).toMatch(/^# Completion of posp in bash/);
  expect((await posp(['completion', 'fihs'])).stderr).toMatch(/"fihs" is not one of bash, zsh/);
});
