import { type Catalogue, catalogueOf } from '../catalogue/catalogue.ts';
import { sockets } from '../catalogue/sockets.ts';
import { plainText } from '../foreign/plain-text.ts';
import type { Io } from './io.ts';
import type { LoadedStudy } from './load.ts';

/** Says that a law was broken, by whom, and how to see it again. @param failure  as a study tells it */
export function tellMistake(failure: string, { scenario, command }: Pick<LoadedStudy, 'scenario' | 'command'>, io: Io) {
  const [law, replay] = failure.split('; replay: ');
  const whose = isOfPlug(law, catalogueOf(scenario)) ? "a plug's mistake" : 'our mistake';
  io.stderr.write(`${whose}: ${plainText(law)}\n`);
  if (replay) io.stderr.write(`replay: ${plainText(`${command} --trace ${replay}`)}\n`);
}

/** Whether a law is told in the name of a plug that is a user's own. */
function isOfPlug(law: string, { plugins }: Catalogue): boolean {
  const names = plugins.flatMap(({ kinds, file }) =>
    kinds.flatMap((kind) =>
      Object.keys(sockets).map((sort) => `${sort} ${kind}${file === undefined ? '' : ` of ${file}`}`),
    ),
  );
  return names.some((name) => law.startsWith(`${name}: `) || law.startsWith(`${name} broke a law: `));
}
