import { defineConfig } from 'vitest/config';

// What replaces a module needs a process in which nobody has loaded it.
const apart = ['test/cli/draw.test.ts', 'test/cli/mistakes.test.ts', 'test/cli/run.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    // The default leaves a core for nobody.
    maxWorkers: '100%',
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: 'results/test/fast.json' }]],
    projects: [
      {
        extends: true,
        // Modules are loaded and compiled once per process instead of once per file.
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: ['test/slow/**', ...apart], isolate: false },
      },
      { extends: true, test: { name: 'apart', include: apart } },
    ],
  },
});
