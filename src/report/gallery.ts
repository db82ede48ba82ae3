/**
 * All charts of a study, whatever each is drawn from: findings, exact answers, or a run that was told.
 */
import { type Exhibits, type Solution, toldPart } from '../analysis/exhibits/exhibits.ts';
import { type AddedChart, catalogueOf } from '../catalogue/catalogue.ts';
import { PlugError } from '../catalogue/plug-error.ts';
import type { Findings } from '../findings/findings.ts';
import { unfinishedBanner } from '../words/answer/headline.ts';
import { inWordsOf } from '../words/label.ts';
import type { Chart, ChartSources, ChartSpec, VegaLite } from './chart.ts';
import * as charts from './charts/index.ts';

/** What a study has to show. */
export interface Shown {
  findings: Findings;
  /** `null` where nobody prepared any, as for a study that was only tested. */
  exhibits: Exhibits | null;
}

/** A chart of the gallery. */
export interface GalleryChart {
  kind: string;
  title: string;
  /** What a study needs for this chart to have something to show. */
  needs: string;
  /** Why this study has nothing to show here, and what would change that; `null` when it has. */
  lacks: (shown: Shown) => string | null;
  /** @param width  of the whole picture [px], 760 unless told */
  build: (shown: Shown, width?: number) => ChartSpec;
}

/** The charts in the order a report shows them. */
export const gallery: readonly GalleryChart[] = hang(Object.values(charts));

/** The same with the charts of a user's own that go along with findings. @throws PlugError where one goes by a kind that is taken */
export function galleryOf(study: object): readonly GalleryChart[] {
  const added = [...catalogueOf(study).addedCharts.values()];
  if (added.length === 0) return gallery;
  const taken = added.find(({ kind }) => gallery.some((chart) => chart.kind === kind));
  if (taken) throw new PlugError(`chart ${taken.kind} ("${taken.title}"): its kind is taken; give it another one`);
  return [...gallery, ...hang(added)];
}

/** By what they are drawn from: what is found, then what is exact, then what is told. */
function hang(all: readonly AddedChart[]): GalleryChart[] {
  return [
    ...adapt(drawnFrom(all, 'findings'), ({ findings }) => findings),
    ...adapt(drawnFrom(all, 'solution'), pickSolution),
    ...adapt(drawnFrom(all, 'told'), pickTold),
  ];
}

/** The charts that are drawn from one kind of source. */
export function chartsFrom<From extends keyof ChartSources>(from: From): Chart<ChartSources[From]>[] {
  return drawnFrom(Object.values(charts), from);
}

function drawnFrom<From extends keyof ChartSources>(
  all: readonly AddedChart[],
  from: From,
): Chart<ChartSources[From]>[] {
  return all.filter((chart) => chart.from === from) as unknown as Chart<ChartSources[From]>[];
}

/** The charts that have something to show. */
export function listShowing(shown: Shown): GalleryChart[] {
  return galleryOf(shown.findings).filter(({ lacks }) => lacks(shown) === null);
}

/** The same, drawn. */
export function buildGallery(shown: Shown, width?: number): ChartSpec[] {
  return listShowing(shown).map(({ build }) => build(shown, width));
}

/** A part of what there is, or why it is not there. */
type Picker<Part> = (shown: Shown) => Part | string;

function adapt<Source>(all: readonly Chart<Source>[], pick: Picker<Source>): GalleryChart[] {
  return all.map(({ kind, title, needs, applies, build }) => ({
    kind,
    title,
    needs,
    lacks: (shown) => {
      const part = pick(shown);
      if (typeof part === 'string') return part;
      return applies(part) ? null : `it needs ${needs}`;
    },
    build: (shown, width) => {
      const part = pick(shown);
      if (typeof part === 'string') throw new RangeError(`${kind} cannot be drawn: ${part}`);
      const picture = inWordsOf(shown.findings, () => build(part, width));
      return shown.findings.complete ? picture : markUnfinished(picture);
    },
  }));
}

/** A picture says that its study is not finished where it is looked at alone; in a report, the page does. */
function markUnfinished(chart: ChartSpec): ChartSpec {
  const { title, ...spec } = chart.spec as { title: { text: string[] } & VegaLite } & VegaLite;
  return { ...chart, spec: { ...spec, title: { ...title, text: [unfinishedBanner, ...title.text] } } };
}

const unprepared =
  'it is drawn from exhibits.json, which is missing; posp run writes it, and repeats no simulation for it';

function pickSolution({ exhibits, findings }: Shown): Solution | string {
  if (!exhibits) return unprepared;
  const { solution } = exhibits;
  if (!solution) return 'the mechanism describes no round, so there are no exact answers to draw';
  const { money } = findings;
  return { ...solution, ...(money && { money }), ...(exhibits.told && { told: exhibits.told }) };
}

function pickTold({ exhibits, findings: { money } }: Shown): ChartSources['told'] | string {
  if (!exhibits) return unprepared;
  const failed = exhibits.failed?.find(({ part }) => part === toldPart);
  if (failed) return `${failed.part} could not be worked out: ${failed.reason}`;
  if (!exhibits.told) return 'the mechanism describes a game but no market, so there is no run to tell of';
  return { ...exhibits.told, ...(money && { money }) };
}
