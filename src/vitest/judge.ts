/** Studies behind the matchers: a scenario from wherever it comes, run in memory to the verdicts of its claims. */
import { stringify } from 'yaml';
import { builtIn } from '../catalogue/catalogue.ts';
import { extendCatalogue } from '../catalogue/plugs.ts';
import type { Plug } from '../catalogue/sockets.ts';
import { nameWhose } from '../catalogue/whose.ts';
import type { JudgedClaim } from '../findings/findings.ts';
import type { ScenarioInput } from '../plan/load-scenario.ts';
import { runScenario } from '../study/open-scenario.ts';

/** A scenario: as an object with what a file would hold, as the text of a file, or as the path of one. */
export type ScenarioSubject = string | Record<string, unknown>;

/** How much a study may simulate. */
export interface StudyBudget {
  /** Jobs after which no further look is taken; 20 million when left out, some ten seconds. */
  budgetJobs?: number | undefined;
  /** Seed to use instead of the scenario's. */
  seed?: string | number | undefined;
  /** Plugs of your own: mechanisms, strategies, claims and whatever else is plugged in. */
  plugs?: readonly Plug[] | undefined;
}

/** What became of a claim. */
export type JudgedMatch = Pick<JudgedClaim, 'verdict' | 'claim' | 'because'>;

const BUDGET_JOBS = 20_000_000;

/** Judges one claim on a scenario, whatever claims it makes itself. */
export async function judgeClaim(
  subject: ScenarioSubject,
  claim: Record<string, unknown>,
  budget: StudyBudget,
): Promise<JudgedMatch[]> {
  const given = Object.fromEntries(Object.entries(claim).filter(([, value]) => value !== undefined));
  return judge(subject, [['claims', stringify([given])]], budget);
}

/** Judges the claims a scenario makes. @throws Error when it makes none: a match of nothing would always pass */
export async function judgeOwnClaims(subject: ScenarioSubject, budget: StudyBudget): Promise<JudgedMatch[]> {
  const claims = await judge(subject, [], budget);
  if (claims.length === 0) throw new Error('the scenario makes no claims');
  return claims;
}

async function judge(
  subject: ScenarioSubject,
  set: [string, string][],
  { budgetJobs = BUDGET_JOBS, seed, plugs }: StudyBudget,
): Promise<JudgedMatch[]> {
  const overrides = { set, ...(seed === undefined ? {} : { seed }) };
  const catalogue = plugs ? extendCatalogue(plugs) : builtIn;
  const { findings, failures } = await runScenario({ ...locate(subject), catalogue }, { overrides, budgetJobs });
  if (failures.length > 0) {
    throw new Error(failures.map((failure) => `${nameWhose(failure, catalogue)}: ${failure}`).join('\n'));
  }
  return findings.claims;
}

/** A text has line breaks or says what it maps; a path has neither. */
function locate(subject: ScenarioSubject): ScenarioInput {
  if (typeof subject !== 'string')
    return { file: 'scenario', text: stringify({ title: 'A scenario in code', ...subject }) };
  return /\n|:\s|^\s*\{/.test(subject) ? { file: 'scenario', text: subject } : { file: subject };
}
