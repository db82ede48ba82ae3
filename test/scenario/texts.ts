/** The least scenario that runs; tests change one thing in it. */
export const least = `title: A test
mechanism:
  kind: posp
  challengeProbability: 0.01
  slashAmount: 150
market:
  nodeCount: 200
  computeCost: 1
  reward: 1.2
  stake: 1000
players:
  asserter: [honest, skip-work]
`;

/** The first example of the manual: sweep, claims, a colluding validator. */
export const example = `title: How often must a job be challenged?
source: arXiv 2405.00295, example economics
seed: 20240501
mechanism:
  kind: posp
  challengeProbability: 0.0074      # p
  validatorCount: 1                 # n
  draw: independent                 # each validator colludes with probability r
  validatorReward: 1.2              # R_V, shared by the n validators of a challenge
  slashAmount: 150                  # S; or slashFraction of the stake held
market:
  nodeCount: 200                    # N
  jobsPerSecond: 40
  computeCost: 1                    # C
  reward: 1.2                       # R_A
  stake: 1000                       # W
players:
  asserter: [honest, skip-work, { kind: cheaper-model, cost: 0.4 }]
  validator: [honest, guess, collude]
coalition: { fraction: 0.1 }        # r
sweep:
  mechanism.challengeProbability: { from: 0.002, to: 0.05, steps: 13, scale: log }
  coalition.fraction: [0, 0.1, 0.2]
replications: { min: 16, max: 4096, halfWidth: 0.05 }
claims:
  - { kind: dominant, role: asserter, strategy: honest, where: "mechanism.challengeProbability >= 0.01" }
  - { kind: threshold, of: mechanism.challengeProbability, role: asserter, strategy: honest, between: [0.006, 0.009] }
`;

/** The text with one part replaced; a part that is not there is a mistake in the test. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the text has no ${from}`);
  return text.replace(from, () => to);
}
