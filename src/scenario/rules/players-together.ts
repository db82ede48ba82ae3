/** What players ask for at a design point, held against each other and against the market. */
import { whyWeighed } from '../../catalogue/evidence.ts';
import { extremesOf } from '../../catalogue/needs.ts';
import { whySampled } from '../../catalogue/sampling.ts';
import type { RuleProblem } from '../../market/mechanism.ts';
import { checkUtility, utilityOf } from '../../market/money/utility.ts';
import type { Settings } from '../../market/settings.ts';
import { exitOf } from '../../market/traits.ts';

/** What players may ask for together. @param flights  the mechanism says what becomes of jobs in flight */
export function checkPlayers(settings: Settings, flights: boolean): RuleProblem[] {
  const { players, market } = settings;
  const { discount = 1 } = players;
  const { bans, wayBack } = exitOf(settings);
  const problems = checkUtility(settings, () => extremesOf(settings));
  if (bans && wayBack === null && discount === 1) {
    problems.push({ path: 'players.exit', received: players.exit.kind, expected: endlessBan });
  }
  if (bans && utilityOf(settings)) {
    const expected = 'risk-neutral where slashed nodes are banned: a career is valued by discounting';
    problems.push({ path: 'players.utility', received: players.utility, expected });
  }
  const past = whyWeighed(settings) === undefined ? whySampled(settings) && 'sampling' : 'evidence';
  if (wayBack !== null && past !== undefined) {
    const expected = `left out where mechanism.${past} weighs what a node did before: nobody knows what a career is worth, so whether to come back`;
    problems.push({ path: 'players.reentryCost', received: wayBack, expected });
  }
  if (market.jobsInFlight > 1 && bans) {
    const expected = '1 where slashed nodes are banned: a career ends with the job that ends it';
    problems.push({ path: 'market.jobsInFlight', received: market.jobsInFlight, expected });
  }
  if (market.jobsInFlight > 1 && !flights) {
    const expected = '1: this mechanism does not say what becomes of jobs that are on their way when a slash lands';
    problems.push({ path: 'market.jobsInFlight', received: market.jobsInFlight, expected });
  }
  return problems;
}

const endlessBan =
  'players.reentryCost or players.discount below 1: a ban for ever costs everything there is to earn, which is without limit at discount 1';
