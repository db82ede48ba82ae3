import { defineConfig } from 'vitest/config';

const hooks = new URL('test/strip-types.mjs', import.meta.url);

/**
 * Sources are run by Node itself, as those who install the package run them: the test runner would rewrite every use of
 * an import to a look-up, and simulations spend more than half of their time there.
 */
const runNatively = {
  execArgv: [
    '--enable-source-maps',
    `--import=data:text/javascript,${encodeURIComponent(`import { register } from 'node:module'; register('${hooks}');`)}`,
  ],
  server: { deps: { external: [/^(?!.*\/node_modules\/).*\/src\/.*\.ts$/] } },
};

// What replaces a module needs the test runner's own loader, and a process in which nobody has loaded the module.
const apart = ['test/cli/draw.test.ts', 'test/cli/broken-law.test.ts', 'test/engine/no-vectors.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default leaves a core for nobody.
    maxWorkers: '100%',
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: 'results/test/fast.json' }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: ['test/slow/**', ...apart],
          // Modules are loaded and compiled once per process instead of once per file.
          isolate: false,
          ...runNatively,
        },
      },
      { extends: true, test: { name: 'apart', include: apart } },
    ],
  },
});
