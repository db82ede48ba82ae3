/** Plugs of a user's own on the way to a thread: code stays behind, and from where it comes goes along. */
import { catalogueOf, type Plugin, withCatalogue } from '../catalogue/catalogue.ts';
import type { DesignPoint } from '../plan/plan.ts';

/** Work at a design point, and from where its plugs are that are not the program's. */
interface Work {
  point: DesignPoint;
  plugins?: readonly Plugin[];
}

/** Says from where a thread has the plugs of a piece of work. */
export function namePlugins<Item extends Work>(work: Item): Item {
  const { plugins } = catalogueOf(work.point.settings);
  return plugins.length === 0 ? work : { ...work, plugins };
}

/** The same work with its plugs, loaded in this thread; all parcels of a study have the same. */
export async function givePlugs<Item extends Work>(parcel: readonly Item[]): Promise<readonly Item[]> {
  const needed = parcel.find(({ plugins }) => plugins !== undefined)?.plugins;
  if (!needed) return parcel;
  const { recallPlugins } = await import('../catalogue/plugins.ts');
  const catalogue = await recallPlugins(needed);
  return parcel.map((work) => {
    const { point } = work;
    return { ...work, point: { ...point, settings: withCatalogue(point.settings, catalogue) } };
  });
}
