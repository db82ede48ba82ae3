/**
 * What a request costs to serve and to check, from its tokens: one law prices time, money, a cheat's saving and a check, so
 * that they cannot contradict each other.
 *
 *     GPU-seconds = a I + b O + c O (I + O / 2)
 *
 * I and O are the tokens of the prompt and of the answer: a is what reading a token takes, b what writing one takes, and c
 * what each token that is already there takes of every one that is written: its keys and values stay in memory meanwhile, and
 * fewer requests share the GPU. It is the law of a replica that is fully loaded; with little to do, a request takes longer.
 */

/** The law of a model on a type of GPU. */
export interface ServiceLaw {
  /** Name of the hardware, and GPUs that hold one replica together [count]. */
  hardware: string;
  gpus: number;
  /** GPU-seconds, those of all GPUs of the replica together, per token read, written, and held while one is written [s]. */
  perTokenIn: number;
  perTokenOut: number;
  perTokenHeld: number;
  /** How far it is from what was measured: in the root mean square, and at most, as a share of it [1]; nothing where it is carried over. */
  error?: { rms: number; most: number };
  source: string;
}

/** Tokens of a request: of its prompt, and of its answer [count]. */
export interface Tokens {
  in: number;
  out: number;
}

/** GPU-seconds that serving a request takes [s]. */
export function secondsToServe({ perTokenIn, perTokenOut, perTokenHeld }: ServiceLaw, tokens: Tokens): number {
  return perTokenIn * tokens.in + perTokenOut * tokens.out + perTokenHeld * tokens.out * (tokens.in + tokens.out / 2);
}

/** GPU-seconds that checking an answer takes whoever reads prompt and answer at once, as a prompt is read (prefill) [s]. */
export function secondsToCheck({ perTokenIn }: ServiceLaw, tokens: Tokens): number {
  return perTokenIn * (tokens.in + tokens.out);
}

/** A law in which everything takes so many times as long, as measured elsewhere. */
export function carryOver(
  law: ServiceLaw,
  factor: number,
  to: Pick<ServiceLaw, 'hardware' | 'gpus' | 'source'>,
): ServiceLaw {
  const { perTokenIn, perTokenOut, perTokenHeld } = law;
  return {
    ...to,
    perTokenIn: perTokenIn * factor,
    perTokenOut: perTokenOut * factor,
    perTokenHeld: perTokenHeld * factor,
  };
}
