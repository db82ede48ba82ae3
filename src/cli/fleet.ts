/** What is told of hardware and of the models it serves. */
import {
  type Detection,
  detections,
  type Hardware,
  hardware,
  type Model,
  models,
  type ServiceLaw,
  secondsToCheck,
  secondsToServe,
} from '../fleet/index.ts';
import type { Entry } from './catalogue.ts';

/** Every type of GPU, with what it rents for. */
export function listHardware(): Entry[] {
  return hardware.map((one) => ({
    kind: one.kind,
    title: titleOf(one),
    summary: tellHardware(one),
    source: one.source,
  }));
}

/** Every model, with what serving and checking one request takes on each hardware that it has a law for. */
export function listModels(): Entry[] {
  return models.map((model) => ({
    kind: model.kind,
    title: model.title,
    summary: tellModel(model),
    source: [...new Set(model.laws.map(({ source }) => source))].join('; '),
  }));
}

/** Every detection that was measured and published. */
export function listDetections(): Entry[] {
  return detections.map((one) => ({
    kind: one.kind,
    title: `${one.title}, ${percent(one.caught)} % caught${tellLengths(one)}`,
    summary: tellDetection(one),
    source: one.source,
  }));
}

function tellDetection(one: Detection): string {
  const honest =
    one.falseAlarm === undefined
      ? 'How many honest answers it rejects at these lengths is not published.'
      : `It rejected ${percent(one.falseAlarm)} % of honest answers at the same threshold.`;
  return `One comparison finds ${percent(one.caught)} % of answers of ${one.cheat} in the place of ${one.model}${tellLengths(one)}. ${honest} A row of a detector of kind table names it as published: ${one.kind}.`;
}

function tellLengths({ tokens }: Detection): string {
  if (!tokens) return '';
  const [least, most] = tokens;
  return most < 1e7 ? ` at ${least} to ${most} tokens` : ` from ${least} tokens on`;
}

function titleOf({ title, rent }: Hardware): string {
  return rent ? `${title}, ${sayUsual(rent)} USD an hour` : title;
}

function tellHardware({ kind, rent, boardWatts, allInWatts, asked }: Hardware): string {
  const served = models.filter(({ laws }) => laws.some((law) => law.hardware === kind)).map((model) => model.kind);
  const sentences = [
    rent ? tellRent(rent) : 'No price was found for it.',
    asked.length > 0
      ? `Asked: ${asked.map(({ usdPerHour, by, at }) => `${usdPerHour.toFixed(2)} by ${by} (${at})`).join(', ')}.`
      : '',
    boardWatts === undefined
      ? ''
      : `The board takes up to ${boardWatts} W${allInWatts ? `, with its share of a data centre ${allInWatts} W` : ''}.`,
    served.length > 0 ? `What serving takes on it is known of ${served.join(', ')}.` : '',
  ];
  return sentences.filter((one) => one !== '').join(' ');
}

function tellRent(rent: NonNullable<Hardware['rent']>): string {
  const [least, most] = [rent.least.toFixed(2), rent.most.toFixed(2)];
  return `An hour of one GPU usually rents for ${sayUsual(rent)} USD; ${least} was the least and ${most} the most that was seen.`;
}

function sayUsual({ usual: [from, to] }: NonNullable<Hardware['rent']>): string {
  return from === to ? from.toFixed(2) : `${from.toFixed(2)} to ${to.toFixed(2)}`;
}

/** The mean request of a public trace of conversations: Azure LLM inference trace 2023. */
const chat = { in: 1155, out: 211 };

function tellModel({ laws }: Model): string {
  const intro = `A request of I tokens in and O tokens out takes a I + b O + c O (I + O / 2) GPU-seconds where the replica is fully loaded; a check that reads prompt and answer at once takes a (I + O).`;
  return [intro, ...laws.map(tellLaw)].join(' ');
}

function tellLaw(law: ServiceLaw): string {
  const { hardware: on, gpus, perTokenIn, perTokenOut, perTokenHeld, error } = law;
  const micro = (seconds: number) => Number((seconds * 1e6).toPrecision(4));
  const served = secondsToServe(law, chat);
  const far = error
    ? `${percent(error.rms)} % from what was measured in the mean, ${percent(error.most)} % at most`
    : 'carried over from other hardware or weights, so that no error is known';
  return `On ${gpus === 1 ? '' : `${gpus} `}${on}: a = ${micro(perTokenIn)}, b = ${micro(perTokenOut)}, c = ${micro(perTokenHeld)} microseconds (${far}); ${chat.in} tokens in and ${chat.out} out take ${served.toPrecision(3)} GPU-seconds, a check ${(secondsToCheck(law, chat) / served).toFixed(2)} of that.`;
}

function percent(share: number): number {
  return Number((share * 100).toFixed(1));
}
