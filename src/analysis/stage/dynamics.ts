/**
 * What happens when nodes learn from each other: the share h of honest nodes in a large population of asserters.
 *
 * Cheaters find each other with chance kappa, so a drawn validator colludes with r = kappa (1 - h). What honesty earns
 * over a deviation at that r is read from the round. With one share only its sign matters: the replicator, imitation and
 * best-response dynamics rest at the same shares with the same basins; logit choice rests near them.
 *
 * @source Taylor, Jonker (1978); Gilboa, Matsui (1991); Fudenberg, Levine (1998), ch. 4; Traulsen, Nowak, Pacheco (2006)
 */

import { mechanismOf } from '../../catalogue/catalogue.ts';
import { computeFixationProbability } from '../../game/imitation.ts';
import { computeLogitShare } from '../../game/logit-dynamics.ts';
import { findRoots } from '../../game/root.ts';
import { screen } from '../../game/screen.ts';
import { findTippingPoints, type RestPoint } from '../../game/tipping.ts';
import type { Settings } from '../../market/settings.ts';
import { exactAdvantage, listSolvable } from '../round/exact.ts';
import type { Advantage } from '../round/exact-threshold.ts';
import { boundAlong } from '../round/pieces.ts';
import { scaleOfPayoffs } from '../round/resolution.ts';

/** How honesty spreads against one deviation of asserters. */
export interface SpreadOfHonesty {
  over: string;
  /** Chance that a cheater finds the other cheaters (kappa) [1]. */
  coordination: number;
  /** Shares of honest nodes above which honesty spreads and below which it dies out. */
  tippingPoints: number[];
  /** Where the replicator and best-response dynamics rest, and from where they get there. */
  restPoints: RestPoint[];
  /** Shares of honest nodes from which everyone becomes honest; `null` when nowhere. */
  allHonestFrom: { low: number; high: number } | null;
  /** Where logit choice rests, by noise in units of C. */
  logit: { noise: number; shares: number[] }[];
  /** Chance that a single node's strategy takes over a population of so many, by pairwise comparison at intensity 1 / C. */
  fixation: { population: number; honest: number; cheating: number };
}

const noises = [0.01, 0.1];
const populationMax = 100;

/** Describes the spread of honesty against every deviation of asserters; nothing where the round does not speak. */
export function describeDynamics(settings: Settings, coordination = 1): SpreadOfHonesty[] {
  const { market } = settings;
  const scale = scaleOfPayoffs(settings);
  return listCheats(settings).flatMap((name) => {
    const { advantage, speaks, isKnown } = advantageOver(settings, name, coordination);
    if (!speaks()) return [];
    const population = Math.min(market.nodeCount, populationMax);
    const fixation = (direction: 1 | -1) =>
      computeFixationProbability(
        (k) => direction * advantage(direction === 1 ? k / population : 1 - k / population),
        population,
        { kind: 'pairwise', intensity: 1 / scale },
      );
    const spread: SpreadOfHonesty = {
      over: name,
      coordination,
      ...findSpread(advantage, { cells: spreadCells }),
      logit: noises.map((noise) => ({ noise, shares: findLogitRests(advantage, noise * scale) })),
      fixation: { population, honest: fixation(1), cheating: fixation(-1) },
    };
    return isKnown() ? [spread] : [];
  });
}

/** How a population learns at one setting, asked as little as a picture needs. */
export interface Spread {
  /** Where it rests, and from where it gets there; `null` where the round does not speak everywhere. */
  rest: () => RestPoint[] | null;
  /** Whether honest nodes become more (1) or fewer (-1) where so many are honest; 0 where neither, NaN where unknown. */
  signAt: (share: number) => number;
}

/** The deviations of asserters that a round can speak of. */
export function listCheats(settings: Settings): string[] {
  return listSolvable(settings, 'asserter').flatMap(({ name }) => (name === 'honest' ? [] : [name]));
}

/** How honesty spreads against one deviation; `null` where the round does not speak of crowds. */
export function createSpread(settings: Settings, over: string): Spread | null {
  const curve = advantageOver(settings, over, 1);
  if (!curve.speaks()) return null;
  return {
    rest: () => {
      const { restPoints } = findSpread(curve.advantage, { places: picturePlaces });
      return curve.isKnown() ? restPoints : null;
    },
    signAt: (share) => Math.sign(curve.ask(share) ?? Number.NaN),
  };
}

/** What honesty earns over a deviation by the share of honest nodes, and whether it was known wherever it was asked. */
interface SpreadCurve {
  advantage: Advantage;
  /** The same from the round itself, `null` where it does not speak. */
  ask: (share: number) => number | null;
  /** Whether the round speaks of a crowd of cheaters, of a single one and of half a crowd: asked before all others. */
  speaks: () => boolean;
  isKnown: () => boolean;
}

function advantageOver(settings: Settings, name: string, coordination: number): SpreadCurve {
  const known = new Map<number, number | null>();
  const find = (share: number) =>
    exactAdvantage(populate(settings, coordination * (1 - share)), 'asserter', 'honest', name, 'coalition');
  const ask = (share: number): number | null => {
    if (!known.has(share)) known.set(share, find(share));
    return known.get(share)!;
  };
  const curve = (share: number) => ask(share) ?? 0;
  // The chance that a validator colludes falls in a line as the share of honest nodes grows.
  const pieces = boundAlong(populate(settings, 0.5), 'asserter', 'coalition.fraction');
  return {
    advantage: pieces && !pieces.bySize ? screen(curve, 0, 1, pieces) : curve,
    ask,
    speaks: () => [0, 0.5, 1].every((share) => ask(share) !== null),
    isKnown: () => ![...known.values()].includes(null),
  };
}

// Advantages are smooth in the share: so many cells lose nothing, and so few places nothing that could be seen.
const spreadCells = 48;
const picturePlaces = [0, 0.001, ...Array.from({ length: 23 }, (_, i) => (i + 1) / 24), 0.999, 1];

function findSpread(advantage: Advantage, { cells, places: few }: { cells?: number; places?: readonly number[] }) {
  const places = advantage.places?.() ?? few;
  const { tippingPoints, restPoints } = findTippingPoints(advantage, { places, ...(cells !== undefined && { cells }) });
  const top = restPoints[restPoints.length - 1];
  return {
    tippingPoints: [...tippingPoints],
    restPoints: [...restPoints],
    allHonestFrom: top.stability === 'stable' ? { ...top.basin } : null,
  };
}

/** The design point at which a drawn validator colludes with this chance, whatever the coalition of the file. */
export function populate(settings: Settings, share: number): Settings {
  const { nodeCount } = settings.market;
  const { mechanism } = settings;
  const size = share > 0 ? Math.min(nodeCount, Math.max(1, Math.round(share * nodeCount))) : 0;
  return {
    ...settings,
    mechanism: mechanismOf(settings).drawApart?.(mechanism) ?? mechanism,
    coalition: { ...settings.coalition, size, fraction: share },
  };
}

/** Shares that reproduce themselves under logit choice. */
function findLogitRests(advantage: (share: number) => number, noise: number): number[] {
  const drift = (share: number): number => computeLogitShare(advantage(share), noise) - share;
  return findRoots(drift, 0, 1).roots.map(({ value }) => value);
}
