import type { Catalogue } from './catalogue.ts';
import { sockets } from './sockets.ts';

/** Whose mistake a broken law is: of a plug that is a user's own where it is told in that one's name. */
export function nameWhose(law: string, { plugins }: Pick<Catalogue, 'plugins'>): string {
  const names = plugins.flatMap(({ kinds, file }) =>
    kinds.flatMap((kind) =>
      Object.keys(sockets).map((sort) => `${sort} ${kind}${file === undefined ? '' : ` of ${file}`}`),
    ),
  );
  const isOfPlug = names.some((name) => law.startsWith(`${name}: `) || law.startsWith(`${name} broke a law: `));
  return isOfPlug ? "a plug's mistake" : 'our mistake';
}
