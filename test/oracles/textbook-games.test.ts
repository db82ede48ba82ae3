import { describe, expect, it } from 'vitest';
import { buildNormalForm } from '../../src/game/normal-form.ts';
import { solveBySupports } from '../../src/game/support-enumeration.ts';
import { solveByVertices } from '../../src/game/vertex-enumeration.ts';
import { readFraction, readMatrix, readProfile, textbookGames } from './textbook-games.ts';

const solvers = { 'vertex enumeration': solveByVertices, 'support enumeration': solveBySupports };

describe('textbook games have their published equilibria', () => {
  it('holds at least thirty games under distinct names', () => {
    expect(new Set(textbookGames.map((game) => game.name)).size).toBe(textbookGames.length);
    expect(textbookGames.length).toBeGreaterThanOrEqual(30);
  });

  for (const [solverName, solve] of Object.entries(solvers)) {
    it.each(textbookGames)(`$name ($source) by ${solverName}`, (textbook) => {
      const { equilibria, components, degenerate } = solve(
        buildNormalForm(readMatrix(textbook.row), readMatrix(textbook.column)),
      );
      expect(degenerate).toBe(textbook.degenerate);
      if (textbook.equilibria) {
        const published = textbook.equilibria.map((text) => roundProfile(readProfile(text)));
        expect(equilibria.map(({ profile }) => roundProfile(profile)).sort()).toEqual(published.sort());
      }
      if (textbook.count !== undefined) expect(equilibria).toHaveLength(textbook.count);
      if (textbook.pureCount !== undefined)
        expect(equilibria.filter(({ pure }) => pure)).toHaveLength(textbook.pureCount);
      const componentCount = textbook.components ?? textbook.equilibria?.length ?? textbook.count;
      if (componentCount !== undefined) expect(components).toHaveLength(componentCount);
      for (const { payoffs, regret } of equilibria) {
        expect(regret).toBeLessThan(1e-9);
        if (textbook.rowValue !== undefined) expect(payoffs[0]).toBeCloseTo(readFraction(textbook.rowValue), 12);
      }
    });
  }
});

/** Twelve decimals: exact fractions differ from their doubles by less than 1e-15. */
function roundProfile(profile: readonly (readonly number[])[]): string {
  return profile.map((mix) => mix.map((share) => share.toFixed(12)).join(' ')).join(' | ');
}
