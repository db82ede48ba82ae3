/** Symbols of parameters, as tables print them and `where` clauses may write them; what the theory calls them. */
const symbols: readonly (readonly [path: string, symbol: string])[] = [
  ['mechanism.challengeProbability', 'p'],
  ['mechanism.validatorCount', 'n'],
  ['mechanism.validatorReward', 'R_V'],
  ['mechanism.slashAmount', 'S'],
  ['mechanism.bountyShare', 'beta'],
  ['mechanism.plantedErrorRate', 'phi'],
  ['market.computeCost', 'C'],
  ['market.verificationCost', 'C_V'],
  ['market.reward', 'R_A'],
  ['market.stake', 'W'],
  ['market.outsideGain', 'U'],
  ['market.detector.falseAlarm', 'a'],
  ['market.detector.miss', 'b'],
  ['market.guessProbability', 'g'],
  ['market.nodeCount', 'N'],
  ['coalition.fraction', 'r'],
  ['coalition.size', 'M'],
];

const byPath = new Map(symbols);
const bySymbol = new Map(symbols.map(([path, symbol]) => [symbol, path]));

/** The symbol of a parameter; `undefined` where it has none. */
export function symbolOf(path: string): string | undefined {
  return byPath.get(path);
}

/** The parameter that a symbol stands for; `undefined` where it is none. */
export function pathOfSymbol(symbol: string): string | undefined {
  return bySymbol.get(symbol);
}
