import { type Findings, type JudgedClaim, timeRates } from '../../findings/findings.ts';
import { judgementOf } from '../../findings/judgement.ts';
import { listChoiceAxes } from '../../words/label-axes.ts';
import type { DrawnChart } from '../draw.ts';
import { listAxes } from '../sweep.ts';

/**
 * The two pictures that answer the question of a study, of those that were drawn: first the one that shows what the
 * first sentence says, then the one that shows what the claims are about.
 */
export function chooseEvidence(findings: Findings, charts: readonly DrawnChart[]): DrawnChart[] {
  const wanted = [...showsTheAnswer(findings), ...findings.claims.flatMap(showsTheClaim), ...others];
  const found = [...new Set(wanted)].flatMap((kind) => charts.filter(({ chart }) => chart.kind === kind));
  return [...new Set([...found.slice(0, 2), ...charts])].slice(0, 2);
}

/** What an answer is told by where nothing more fitting was drawn, the most direct first. */
const others = ['dominance-map', 'advantage', 'payoffs', 'payoff-matrix'];

/** The first sentence says which mechanism is cheapest, from where on honesty pays, or whether it does at all. */
function showsTheAnswer(findings: Findings): string[] {
  const { designPoints } = findings;
  const wasAsked = designPoints.some((point) =>
    (['asserter', 'validator'] as const).some((role) => judgementOf(point, role).honesty !== 'not-asked'),
  );
  if (!wasAsked) return [];
  if (listChoiceAxes(designPoints).length > 0) return ['security-cost', 'advantage'];
  const axes = listAxes(findings).length;
  if (axes > 1) return ['dominance-map'];
  return axes === 1 ? ['advantage'] : ['payoffs'];
}

function showsTheClaim({ kind, of }: JudgedClaim): string[] {
  if (kind === 'quantile') return ['attacker-profit'];
  if (kind.includes('equilibrium')) return ['payoff-matrix', 'phase-portrait'];
  if (!['bound', 'ranking', 'monotone'].includes(kind)) return [];
  if ((timeRates as readonly unknown[]).includes(of)) return ['service'];
  return of === 'advantage' ? ['advantage'] : ['rates'];
}
