// The command as few files: starting it costs a file read per module, and there would be three hundred.
// Packages with files of their own (workers, fonts, binaries) stay outside; the library in dist/ stays as compiled.
export default {
  input: { main: 'src/cli/main.ts', worker: 'src/run/worker.ts', 'png-process': 'src/report/png-process.ts' },
  platform: 'node',
  external: /^(@duckdb|@resvg|dejavu-fonts-ttf|mathjs|piscina|vega|vega-lite)(\/|$)/,
  output: {
    dir: 'dist/bin',
    cleanDir: true,
    codeSplitting: {
      groups: [
        // What every start reads is one file.
        {
          name: 'front',
          test: /src\/cli\/(main|desk|help-page|flags|exit-code|usage-error|io|version|commands\/.*)\.ts|scenario\/suggest\.ts/,
        },
      ],
    },
    // Names stay readable in a stack trace.
    minify: { mangle: false, compress: true, codegen: { removeWhitespace: true } },
  },
};
