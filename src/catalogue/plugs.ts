/** Plugs of a user's own beside those of the program: checked when they come in, and asked with care from then on. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { builtIn, type Catalogue, type Plugin } from './catalogue.ts';
import { claimsIn } from './claims.ts';
import { PlugError } from './plug-error.ts';
import { type Plug, type Sort, sockets, sortOf } from './sockets.ts';

/**
 * A catalogue with plugs beside those that it has.
 *
 * Plugs that are handed over as values work in this thread only, since no code crosses to another; those that threads are
 * to load come from files: `loadPlugins`.
 *
 * @param of  where the plugs come from; when left out they are known by the text of their functions
 * @throws PlugError when something is no plug, or goes by a kind that is taken
 * @example
 * // await runScenario({ file: 'study.yaml', catalogue: extendCatalogue([spotAudit]) });
 */
export function extendCatalogue(
  plugs: readonly Plug[],
  { from = builtIn, of }: { from?: Catalogue; of?: Pick<Plugin, 'file' | 'sha256'> } = {},
): Catalogue {
  const place = of?.file === undefined ? '' : ` of ${of.file}`;
  const added = plugs.reduce((catalogue, plug) => addPlug(plug, place, catalogue), from);
  const kinds = plugs.map(({ kind }) => kind);
  const plugin: Plugin = { kinds, ...(of ?? { sha256: hash(plugs.map(spell).join('\n')) }) };
  return { ...added, plugins: [...from.plugins, plugin] };
}

/** In which registry of a catalogue the plugs of a sort are. */
const registries = {
  mechanism: 'mechanisms',
  strategy: 'strategies',
  demand: 'demands',
  dispatch: 'dispatches',
  evidence: 'evidences',
  sampling: 'samplings',
  payment: 'payments',
  collateral: 'collaterals',
  hazard: 'hazards',
  distribution: 'distributions',
  claim: 'addedClaims',
  chart: 'addedCharts',
} as const satisfies Record<Sort, keyof Catalogue>;

function addPlug(plug: Plug, place: string, catalogue: Catalogue): Catalogue {
  const sort = sortOf(plug, place);
  const registry = registries[sort];
  const plugs: ReadonlyMap<string, Plug> = catalogue[registry];
  const taken = (sort === 'claim' ? claimsIn(catalogue) : plugs).get(plug.kind);
  if (taken) {
    const rule = `its kind is taken by "${taken.title}"; give one of them another kind`;
    throw new PlugError(`${sort} ${plug.kind} ("${plug.title}")${place}: ${rule}`);
  }
  const guarded = sockets[sort].guard(plug, `${sort} ${plug.kind}${place}`);
  return { ...catalogue, [registry]: new Map([...plugs, [plug.kind, guarded]]) };
}

/** SHA-256 of a text or of bytes: 64 hexadecimal digits. */
export function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What a plug is, as text: its functions by what they say, not by what they close over. */
function spell(plug: object): string {
  return Object.entries(plug)
    .map(([member, value]: [string, unknown]) => {
      if (value instanceof z.ZodType)
        return `${member} ${JSON.stringify(z.toJSONSchema(value, { io: 'input', unrepresentable: 'any' }))}`;
      return `${member} ${typeof value === 'function' ? String(value) : JSON.stringify(value)}`;
    })
    .sort()
    .join('\n');
}
