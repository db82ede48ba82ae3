import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    pool: 'forks',
    // One file to a core: most of them run on one thread.
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: 'results/test/slow.json' }]],
  },
});
