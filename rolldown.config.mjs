import { fileURLToPath } from 'node:url';

// The command as few files: starting it costs a file read per module, and there would be three hundred.
// The library is built the same way: constants of another module cost a look-up at every use, inside one file nothing.
// Packages with files of their own (workers, fonts, binaries) stay outside.
export default {
  input: {
    main: 'src/cli/main.ts',
    worker: 'src/run/worker.ts',
    'png-process': 'src/report/png-process.ts',
    'picture-thread': 'src/report/picture-thread.ts',
    'watchdog-thread': 'src/cli/watchdog-thread.ts',
    index: 'src/index.ts',
    vitest: 'src/vitest/index.ts',
  },
  platform: 'node',
  external: /^(@duckdb|@resvg|bullmq|dejavu-fonts-ttf|ioredis|mathjs|piscina|vega|vega-lite|vitest)(\/|$)/,
  // Its form for browsers is one of modules, which are put together; its form for Node is asked file by file, at every start.
  resolve: { alias: { yaml: fileURLToPath(new URL('../browser/index.js', import.meta.resolve('yaml'))) } },
  // Of the library for arguments only its parser is asked; what else it loads does nothing by being loaded.
  treeshake: { moduleSideEffects: [{ test: /node_modules\/yargs\//, sideEffects: false }] },
  output: {
    dir: 'dist/code',
    sourcemap: true,
    cleanDir: true,
    codeSplitting: {
      groups: [
        // What every start reads is one file.
        {
          name: 'front',
          test: /src\/cli\/(main|choose-command|help-page|flags|exit-code|usage-error|io|version|commands\/.*)\.ts|scenario\/problems\/suggest\.ts|foreign\/plain-text\.ts/,
          priority: 1,
        },
        // So is what reading a scenario takes, and what solving takes: finding forty files was a sixth of a check.
        {
          name: 'scenario',
          test: /src\/(cli\/(check|load|parse|progress)|plan\/load-scenario|scenario\/(resolve|write|sweep\/variants))\.ts/,
        },
        { name: 'solve', test: /src\/(cli\/solve|analysis\/solve\/solve|report\/solve-page)\.ts/ },
      ],
    },
    // Names stay readable in a stack trace.
    minify: { mangle: false, compress: true, codegen: { removeWhitespace: true } },
  },
};
