/** The exact answers at one design point: who earns how much over whom, whether honesty pays, and from where on along each path. */
import { mechanismOf } from '../../catalogue/catalogue.ts';
import { withoutPath } from '../../findings/axis-values.ts';
import type { Role } from '../../findings/findings.ts';
import { type Judgement, judgeRole } from '../../findings/judgement.ts';
import type { Settings } from '../../market/settings.ts';
import { armOf, listProfiles } from '../../plan/arms.ts';
import type { DesignPoint } from '../../plan/plan.ts';
import { exactAdvantage, exactIncome, listSolvable } from '../round/exact.ts';
import { describeParticipation as judgeIncome } from '../round/participation.ts';
import { EXACT_RESOLUTION } from '../round/resolution.ts';
import { explainSilence } from '../round/round-law.ts';
import type { solveAlong } from '../round/solve-along.ts';
import type { SideParts } from '../stage/side-part.ts';
import type { SolvedStage } from '../stage/stage-game.ts';
import type { MainPart, SolvedAdvantage, SolvedPoint, SolvedThreshold } from './result.ts';

/** The answer to a question, without the question. */
export type SolvedRoots = Omit<SolvedThreshold, 'of' | 'role' | 'strategy' | 'over' | 'against' | 'formula'>;

/** What to look along, and what answers. */
export interface Questions {
  paths: readonly string[];
  swept: readonly string[];
  solve: (question: Parameters<typeof solveAlong>[0], settings: Settings) => SolvedRoots;
}

/** Yields before each threshold: the share of them that are known, and what is known. */
export function* solvePoint(
  point: DesignPoint,
  stage: SolvedStage | null,
  { paths, swept, solve }: Questions,
  { attempt }: SideParts,
): Generator<{ share: number; main: Pick<SolvedPoint, MainPart> }, Pick<SolvedPoint, MainPart>> {
  const { settings } = point;
  const profiles = listProfiles(settings, settings.players.against);
  const deviations = (['asserter', 'validator'] as const).flatMap((role) =>
    listSolvable(settings, role)
      .filter(({ name }) => name !== 'honest')
      .map(({ name }) => ({ role, over: name })),
  );
  const questions = profiles.flatMap((against) => deviations.map((deviation) => ({ ...deviation, against })));
  const advantages = questions.map(({ role, over, against }) => ({
    role,
    strategy: 'honest',
    over,
    against,
    exact: exactAdvantage(settings, role, 'honest', over, against),
  }));
  const reason = explainSilence(settings, settings.players.against);
  const main: Pick<SolvedPoint, MainPart> = {
    id: point.id,
    at: point.at,
    ...(reason === undefined ? {} : { unknown: reason }),
    thresholds: [],
    advantages,
    judgement: {
      asserter: judgeExactly('asserter', advantages, settings),
      validator: judgeExactly('validator', advantages, settings),
    },
    games: stage ? [stage.game] : [],
  };
  const present = paths.filter((path) => isPresent(point, path, swept));
  for (const of of present) {
    for (const { role, over, against } of questions) {
      yield { share: main.thresholds.length / (present.length * questions.length), main };
      const solved = solve({ of, at: withoutPath(point.at, of), role, over, against }, settings);
      const formula =
        role === 'asserter' ? attempt('closed forms', () => matchFormula(settings, of, over, solved.value)) : undefined;
      main.thresholds.push({ of, role, strategy: 'honest', over, against, ...solved, ...(formula ? { formula } : {}) });
    }
  }
  return main;
}

/** One judgement for what is solved and what is simulated: the same profiles count, and the same rounding is a tie. */
function judgeExactly(role: Role, advantages: readonly SolvedAdvantage[], settings: Settings): Judgement {
  const declared = listProfiles(settings, settings.players.against).filter(
    (profile) => profile === 'coalition' || settings.players.against.includes(profile),
  );
  const own = advantages.filter((one) => one.role === role && declared.includes(one.against)).map(({ exact }) => exact);
  // No round plays who learns.
  const unsolved = settings.players[role].length - listSolvable(settings, role).length;
  const compared = [...own, ...Array<null>(unsolved).fill(null)].map((exact) => {
    return { exact, mean: null, halfWidthOf: () => Number.POSITIVE_INFINITY };
  });
  const honest = exactIncome(settings, role, armOf(settings, role, 'honest', 'coalition'));
  const payoff = {
    role,
    strategy: 'honest',
    against: 'coalition',
    mean: null,
    halfWidth: null,
    exact: honest,
  } as const;
  return judgeRole(compared, EXACT_RESOLUTION * settings.market.computeCost, judgeIncome(role, [payoff]), declared);
}

/** The first closed form that gives the same number, with the coalition or, where its members stay honest, without. */
function matchFormula(settings: Settings, of: string, over: string, value: number | null) {
  if (value === null) return undefined;
  const spec = settings.players.asserter.find(({ name }) => name === over);
  const cheatCost = typeof spec?.cost === 'number' ? spec.cost : 0;
  const alone = { ...settings, coalition: { ...settings.coalition, size: 0, fraction: 0 } };
  const known = mechanismOf(settings).formulas ?? [];
  for (const formula of known.filter((one) => one.of === of)) {
    for (const setting of [settings, alone]) {
      const expected = formula.value(setting, cheatCost);
      if (expected !== undefined && Math.abs(expected - value) <= 1e-9 * Math.abs(value)) {
        return { text: formula.text, source: formula.source };
      }
    }
  }
  return undefined;
}

/** Whether something reads a path here: one that is swept is absent where nothing does. */
function isPresent({ at: place, settings }: DesignPoint, path: string, swept: readonly string[]): boolean {
  if (swept.includes(path)) return Object.hasOwn(place, path);
  const [room, name] = path.split('.');
  if (room !== 'mechanism') return true;
  return name !== undefined && settings.mechanism[name] !== undefined;
}
