import { catalogueOf } from '../catalogue/catalogue.ts';
import { nameWhose } from '../catalogue/whose.ts';
import { plainText } from '../foreign/plain-text.ts';
import type { Io } from './io.ts';
import type { LoadedStudy } from './load.ts';

/** Says that a law was broken, by whom, and how to see it again. @param failure  as a study tells it */
export function tellMistake(failure: string, { scenario, command }: Pick<LoadedStudy, 'scenario' | 'command'>, io: Io) {
  const [law, replay] = failure.split('; replay: ');
  io.stderr.write(`${nameWhose(law, catalogueOf(scenario))}: ${plainText(law)}\n`);
  if (replay) io.stderr.write(`replay: ${plainText(`${command} --trace ${replay}`)}\n`);
}
