import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/slow/**'],
    testTimeout: 120_000,
    // The default leaves a core for nobody.
    maxWorkers: '100%',
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: 'results/test/fast.json' }]],
  },
});
