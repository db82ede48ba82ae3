/** Models that are served, each with its laws of service: fitted to what was measured, or carried over from there. */
import { carryOver, type ServiceLaw } from './service-law.ts';

/** A model at a precision, by the name that scenarios call it. */
export interface Model {
  kind: string;
  title: string;
  laws: readonly ServiceLaw[];
}

const FITTED =
  'fitted to the throughput tables of NVIDIA TensorRT-LLM v1.0 at full load, ten pairs of lengths (least squares on relative errors, none negative)';
const IOG = 'IOG-Foundation llm-inference-benchmarks (2025-11), vLLM 0.8.5, 200 prompts of ShareGPT';

/** @param micros  microseconds per token read, written, and held [us]; @param percent  error in the mean and at most [%] */
function fitted(hardware: string, gpus: number, micros: readonly number[], percent: readonly number[]): ServiceLaw {
  const [perTokenIn, perTokenOut, perTokenHeld] = micros.map((one) => one / 1e6);
  const error = { rms: percent[0] / 100, most: percent[1] / 100 };
  return { hardware, gpus, perTokenIn, perTokenOut, perTokenHeld, error, source: FITTED };
}

const onH100 = {
  small: fitted('h100-sxm', 1, [14.3, 14.7, 0.0255], [2.8, 6.4]),
  middle: fitted('h100-sxm', 2, [137.3, 141.9, 0.1367], [3.8, 7.8]),
  large: fitted('h100-sxm', 8, [934.6, 1088, 0.5612], [5.3, 9]),
};

/** Twice as long: NVIDIA A100 against H100, as Lambda's vllm-benchmark reports. */
function onA100(law: ServiceLaw): ServiceLaw {
  const source = 'carried over from H100 at twice its time: LambdaLabsML vllm-benchmark';
  return carryOver(law, 2, { hardware: 'a100-80', gpus: law.gpus, source });
}

/** 16 bits take as long as 8 bits do over 973 tokens a second where 16 bits write 546, on the same two H100 PCIe. */
function in16Bits(law: ServiceLaw): ServiceLaw {
  const source = `carried over from FP8 by 973 over 546 tokens a second: ${IOG}, 70B on two H100 PCIe`;
  return carryOver(law, 973 / 546, { hardware: law.hardware, gpus: law.gpus, source });
}

/** An RTX 4090 writes 1646 tokens a second where an H100 PCIe writes 2693. */
const smallOn4090 = carryOver(onH100.small, 2693 / 1646, {
  hardware: 'rtx-4090',
  gpus: 1,
  source: `carried over from H100 by 2693 over 1646 tokens a second: ${IOG}, 8B in 16 bits`,
});

/** Every model that is known, smallest first. */
export const models: readonly Model[] = [
  {
    kind: 'llama-3.1-8b-fp8',
    title: 'Llama 3.1 8B, weights in 8 bits',
    laws: [onH100.small, fitted('h200', 1, [14.5, 17.2, 0.0175], [2.5, 4.5]), onA100(onH100.small), smallOn4090],
  },
  {
    kind: 'llama-3.1-8b-fp16',
    title: 'Llama 3.1 8B, weights in 16 bits',
    laws: [in16Bits(onH100.small), in16Bits(onA100(onH100.small)), in16Bits(smallOn4090)],
  },
  {
    kind: 'llama-3.3-70b-fp4',
    title: 'Llama 3.3 70B, weights in 4 bits',
    laws: [
      fitted('b200', 1, [38, 41.6, 0.0478], [4.1, 8.4]),
      fitted('rtx-pro-6000', 1, [116.5, 130.8, 0.2412], [6.5, 11.1]),
    ],
  },
  {
    kind: 'llama-3.3-70b-fp8',
    title: 'Llama 3.3 70B, weights in 8 bits',
    laws: [onH100.middle, fitted('h200', 1, [120.2, 109.7, 0.0935], [5.6, 9]), onA100(onH100.middle)],
  },
  {
    kind: 'llama-3.3-70b-fp16',
    title: 'Llama 3.3 70B, weights in 16 bits',
    laws: [in16Bits(onH100.middle), in16Bits(onA100(onH100.middle))],
  },
  {
    kind: 'llama-3.1-405b-fp4',
    title: 'Llama 3.1 405B, weights in 4 bits',
    laws: [fitted('b200', 4, [283, 338.1, 0.1298], [4.8, 8.9])],
  },
  {
    kind: 'llama-3.1-405b-fp8',
    title: 'Llama 3.1 405B, weights in 8 bits',
    laws: [onH100.large, fitted('h200', 8, [976.3, 1120.7, 0.2366], [2.3, 4.1]), onA100(onH100.large)],
  },
];
