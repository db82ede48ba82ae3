/** What goes along with work to a thread: code stays behind, and from where it comes is said; recorded jobs are shared. */
import { builtIn, type Catalogue, catalogueOf, type Plugin, withCatalogue } from '../catalogue/catalogue.ts';
import type { DesignPoint } from '../plan/plan.ts';

/** Work at a design point, from where its plugs are that are not the program's, and the jobs that it replays. */
interface Work {
  point: DesignPoint;
  plugins?: readonly Plugin[];
  traces?: Catalogue['traces'];
}

/** Says from where a thread has the plugs of a piece of work, and hands it what they replay. */
export function namePlugins<Item extends Work>(work: Item): Item {
  const { plugins, traces } = catalogueOf(work.point.settings);
  return {
    ...work,
    ...(plugins.length > 0 && { plugins }),
    ...(traces.size > 0 && { traces }),
  };
}

/** The same work with its plugs, loaded in this thread; all parcels of a study have the same. */
export async function givePlugs<Item extends Work>(parcel: readonly Item[]): Promise<readonly Item[]> {
  const { plugins, traces } = parcel.find((work) => work.plugins ?? work.traces) ?? {};
  if (!plugins && !traces) return parcel;
  const catalogue = withTraces(plugins ? await load(plugins) : builtIn, traces);
  return parcel.map((work) => {
    const { point } = work;
    return { ...work, point: { ...point, settings: withCatalogue(point.settings, catalogue) } };
  });
}

async function load(plugins: readonly Plugin[]): Promise<Catalogue> {
  const { recallPlugins } = await import('../catalogue/plugins.ts');
  return recallPlugins(plugins);
}

// What is known by a catalogue is known as long as it is the same.
let last: { from: Catalogue; key: string; catalogue: Catalogue } | undefined;

function withTraces(from: Catalogue, traces: Catalogue['traces'] | undefined): Catalogue {
  if (!traces) return from;
  const key = [...traces.keys()].join(' ');
  if (last?.from !== from || last.key !== key) last = { from, key, catalogue: { ...from, traces } };
  return last.catalogue;
}
