// The command, its worker and our candidates in the form in which the command is shipped.
import shipped from '../rolldown.config.mjs';

export default {
  ...shipped,
  input: { ...shipped.input, candidate: 'bench/candidate.ts' },
  output: { ...shipped.output, dir: 'results/bench/build/dist/code' },
};
