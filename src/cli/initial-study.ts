/** The study that `posp init` writes: small, commented, and finished within seconds. */
export const initialStudy = `title: How often must a job be challenged?
question: From which challenge probability on is honest work the best an asserter can do?
source: arXiv 2405.00295, example economics
seed: 1

# The rules. \`posp list mechanisms\` names others, \`posp explain posp\` tells every parameter.
mechanism:
  kind: posp
  challengeProbability: 0.02
  validatorCount: 1
  draw: independent           # each validator colludes with the coalition's share
  slashAmount: 150            # stake a liar loses [credits]

# The market: what a job costs and pays [credits]. \`posp explain market\` tells the rest.
market:
  nodeCount: 200
  computeCost: 1
  reward: 1.2
  stake: 1000

# What a node may do instead of honest work. \`posp list strategies\` names more.
players:
  asserter: [honest, skip-work, { kind: cheaper-model, cost: 0.4 }]
  validator: [honest, guess, collude]

# Nodes that act as one and back each other's false results.
coalition: { fraction: 0.1 }

# Parameters to vary: a list, or a range. Several make a grid.
sweep:
  mechanism.challengeProbability: { from: 0.002, to: 0.05, steps: 7, scale: log }

# Replications grow from min to max until every claim is decided.
replications: { min: 8, max: 64 }
run: { jobs: 5000 }

# What should come out. \`posp test\` fails when it does not.
claims:
  - kind: dominant
    role: asserter
    where: mechanism.challengeProbability >= 0.015
  - kind: threshold
    of: mechanism.challengeProbability
    role: asserter
    between: [0.005, 0.012]
`;
