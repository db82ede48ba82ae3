/** How many checks a node survives, by another way than to simulate them. */

/**
 * Expected checks until a cumulative sum convicts, from a score of 0, the convicting one included; whole gains and limits.
 *
 * A score falls by one at a time. So, from the limit down: the chance that it is convicted before it has lost one, and the
 * checks until either; from 0 a passed check leads back to 0. Chances of conviction are added up, never one minus its
 * complement, so that they stay exact where they are small.
 *
 * @param chance  that a check fails [1]
 */
export function checksUntilCusum(gain: number, limit: number, chance: number): number {
  const convicted = new Float64Array(limit);
  const checks = new Float64Array(limit);
  /** From a score down to another, or to a conviction: the chance of the latter, and the checks. */
  const descend = (from: number, to: number) => {
    if (from >= limit) return { lost: 1, spent: 0 };
    let [lost, spent] = [0, 0];
    for (let score = from; score > to; score--) {
      spent += (1 - lost) * checks[score];
      lost += (1 - lost) * convicted[score];
    }
    return { lost, spent };
  };
  for (let score = limit - 1; score > 0; score--) {
    const { lost, spent } = descend(score + gain, score);
    const again = chance * (1 - lost);
    convicted[score] = (chance * lost) / (1 - again);
    checks[score] = (1 + chance * spent) / (1 - again);
  }
  const { lost, spent } = descend(gain, 0);
  return (1 + chance * spent) / (chance * lost);
}
