/**
 * Shards put together: the study is conducted on the runs that were found, by the same code as any other, and stops where
 * it would need one that is not there. What it then lacks is the next look, or a gap.
 */
import { isMarket } from '../../analysis/market-points.ts';
import type { Shard } from '../../findings/manifest.ts';
import { armName } from '../../market/settings.ts';
import { nameShard } from '../../store/results-folder.ts';
import type { RunRecords } from '../../store/run-records.ts';
import { CareerArchive } from '../careers.ts';
import { Conclusions, composeFindings } from '../conclude.ts';
import { prepareFates } from '../fates.ts';
import { type Archive, batchesOf, PlannedRuns, type PointPlan } from '../passes.ts';
import { runStudy, type StudyOutcome, type StudyRequest } from '../study.ts';
import { TimeArchive } from '../time.ts';
import { createPairing } from './pairing.ts';
import type { Part } from './parts.ts';
import { countRuns, listWanted, planFirstLook, type WantedRuns } from './wanted.ts';

/** What is put together. */
export type MergeRequest = Omit<StudyRequest, 'archive' | 'isOverBudget'> & {
  records: RunRecords;
  parts: readonly Pick<Part, 'folder' | 'manifest'>[];
};

/** How far a study comes with the runs there are. */
export interface Merged {
  /** What it comes to; nothing where not even its first look is there. */
  outcome: StudyOutcome | undefined;
  /** The runs that its next look needs; nothing where it is finished, or was interrupted. */
  next: { look: number; wanted: WantedRuns[] } | undefined;
  /** Why that look was begun and is not whole, a sentence each; nothing where nobody has begun it. */
  gaps: string[];
}

/** Conducts a study as far as its runs reach; nothing is simulated but what leaves no records. */
export async function conductMerged({ records, parts, ...request }: MergeRequest): Promise<Merged> {
  const { scenario, points } = request;
  const seed = String(scenario.seed);
  const archive = archiveOf(records);
  const first = planFirstLook(scenario, points.filter(isMarket));
  const missing = listWanted(first, archive, seed);
  if (missing.length > 0) {
    const next = { look: 0, wanted: missing };
    return { outcome: undefined, next, gaps: listGaps(next, parts) };
  }
  let next: Merged['next'];
  let isBegun = false;
  const outcome = await runStudy({
    ...request,
    archive,
    isOverBudget: (_, { look, plan, reached }) => {
      const wanted = listWanted(plan, archive, seed);
      if (wanted.length === 0) return false;
      next = { look, wanted };
      isBegun = countRuns(wanted) < countRuns(listWanted(plan, { has: isIn(reached) }, seed));
      return true;
    },
  });
  if (!next || outcome.interrupted || outcome.failures.length > 0) return { outcome, next: undefined, gaps: [] };
  const told = listShardGaps(next, parts);
  return { outcome, next, gaps: isBegun || told.length > 0 ? listGaps(next, parts) : [] };
}

/**
 * What the runs that are there say, though some are missing: at every design point those replications that all its arms
 * have. Findings are marked as not complete.
 */
export async function concludePartly(
  request: Omit<MergeRequest, 'parts'>,
  begun: StudyOutcome | undefined,
): Promise<StudyOutcome> {
  const { scenario, points, records, pool, signal } = request;
  const options = { signal, onJobs: () => {} };
  const asked = begun ? [...new Set([...begun.runs].map(({ point }) => point))] : points;
  const pairing = createPairing(planFirstLook(scenario, asked), records);
  const conclusions = new Conclusions({ ...request, archive: pairing });
  const careers = new CareerArchive(scenario, String(scenario.seed));
  const times = new TimeArchive(scenario);
  const followed = await careers.extend(pairing.plan, pool, options);
  const timed = await times.extend([...asked], new Set(), pool, options);
  const isWhole = await prepareFates(scenario, asked, signal);
  const interrupted = followed.interrupted || timed.interrupted || !isWhole;
  const aside = { time: times, careersOf: careers.of.bind(careers), jobs: followed.jobs + timed.jobs };
  const conclusion = await conclusions.draw(pairing.plan, aside, true, request.onAnalysis);
  const failed = [...followed.failed, ...timed.failed];
  return {
    findings: composeFindings(scenario, conclusion, false),
    conclusion,
    runs: new PlannedRuns(pairing.plan),
    failed,
    failures: failed.map(({ message }) => message),
    interrupted,
  };
}

/** Records as an archive that takes no more. */
function archiveOf(records: RunRecords): Archive {
  return {
    has: (arm, replication) => records.find(arm, replication) >= 0,
    get: (arm, replication) => records.get(arm, replication),
    append: () => {
      throw new Error('a run was simulated that was to be found');
    },
  };
}

/** Whether a plan asks for a record. */
function isIn(plan: readonly PointPlan[]): Archive['has'] {
  const asked = new Map<string, number>();
  for (const { point, arms, replications } of plan) {
    const count = replications * batchesOf(point);
    for (const { key } of arms) asked.set(key, Math.max(count, asked.get(key) ?? 0));
  }
  return (key, record) => record < (asked.get(key) ?? 0);
}

/** What is missing of a look that was begun: shards that are not there or not done; where none is, the runs. */
function listGaps(next: NonNullable<Merged['next']>, parts: MergeRequest['parts']): string[] {
  const told = listShardGaps(next, parts);
  if (told.length > 0) return told;
  const [{ point, arm, first, count }, ...others] = next.wanted;
  const last = first + count - 1;
  const which = count === 1 ? `replication ${first}` : `replications ${first} to ${last}`;
  const more = others.length > 0 ? `; and ${countRuns(others)} more` : '';
  const all = countRuns(next.wanted);
  const are = all === 1 ? '1 run is missing' : `${all} runs are missing`;
  return [`${are}: design point ${point.id}, arm ${armName(arm)}, ${which}${more}`];
}

function listShardGaps({ look }: { look: number }, parts: MergeRequest['parts']): string[] {
  const deals = new Map<string, (Shard & { folder: string; complete: boolean })[]>();
  for (const { folder, manifest } of parts) {
    const { shard } = manifest;
    if (!shard || shard.look !== look) continue;
    const deal = `${shard.plan} ${shard.of}`;
    deals.set(deal, [...(deals.get(deal) ?? []), { ...shard, folder }]);
  }
  return [...deals.values()].flatMap((shards) => {
    const [{ of }] = shards;
    const gaps: string[] = [];
    let absent = 0;
    for (let number = 1; number <= of; number++) {
      const there = shards.filter((shard) => shard.number === number);
      if (there.some(({ complete }) => complete)) continue;
      const [begun] = there;
      if (begun) gaps.push(`${nameShard(begun)} in ${begun.folder} is not done; the command that began it goes on`);
      else if (++absent <= SHARDS_NAMED_MAX) gaps.push(`${nameShard({ number, of })} is missing`);
    }
    if (absent > SHARDS_NAMED_MAX) gaps.push(`${absent - SHARDS_NAMED_MAX} more shards of ${of} are missing`);
    return gaps;
  });
}

/** Missing shards that are named one by one at most [count]. */
const SHARDS_NAMED_MAX = 20;
