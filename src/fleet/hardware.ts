/**
 * Types of GPU: what an hour of one rents for, and the power it takes.
 *
 * Prices are of the rental market of 2025 and 2026, which moved by half within months and differs by far more from one
 * cloud to the next: a scenario says its own, and these are where to begin.
 */

/** A price somebody asked for an hour of one GPU. */
export interface AskedPrice {
  /** [USD/hour] */
  usdPerHour: number;
  by: string;
  /** Year and month. */
  at: string;
}

/** A type of GPU, by the name that scenarios call it. */
export interface Hardware {
  kind: string;
  title: string;
  /** What one asks for an hour of it: the least that was seen, the usual, the most; nothing where no price was found [USD/hour]. */
  rent?: { least: number; usual: readonly [from: number, to: number]; most: number };
  /** Power of the board, by its maker [W]. */
  boardWatts?: number;
  /** Power with its share of server, network and cooling in a data centre [W]. */
  allInWatts?: number;
  asked: readonly AskedPrice[];
  source: string;
}

const LISTINGS =
  'price lists and comparisons as published: data-receipts 109-gpu-pricing (2026-11), silybench-data (2026-09, 2026-10), plan files of api-evangelist (2026-08, 2026-09), deploybase.ai (2026-03), mercatus-ai.com (2026-05), aimultiple.com/gpu-index (2026-05), chutes-api (2025-10)';
const POWER = 'power: makers’ data sheets; all-in power: SemiAnalysis InferenceX constants (2026-04)';
const SOURCE = `${LISTINGS}; ${POWER}`;

const hyperbolic = (usdPerHour: number): AskedPrice => ({ usdPerHour, by: 'Hyperbolic', at: '2026-05' });
const runpod = (usdPerHour: number, at = '2026-03'): AskedPrice => ({ usdPerHour, by: 'RunPod', at });
const chutes = (usdPerHour: number): AskedPrice => ({ usdPerHour, by: 'Chutes', at: '2025-10' });
const hyperstack = (usdPerHour: number): AskedPrice => ({ usdPerHour, by: 'Hyperstack', at: '2026-08' });
const openRelay = (usdPerHour: number): AskedPrice => ({ usdPerHour, by: 'OpenRelay', at: '2026-09' });

/** Every type of GPU that is known. */
export const hardware: readonly Hardware[] = [
  {
    kind: 'b200',
    title: 'NVIDIA B200',
    rent: { least: 4.5, usual: [5.9, 6], most: 10.6 },
    boardWatts: 1000,
    allInWatts: 2170,
    asked: [chutes(4.5), runpod(5.98), hyperstack(6)],
    source: SOURCE,
  },
  {
    kind: 'h200',
    title: 'NVIDIA H200 SXM',
    rent: { least: 2.5, usual: [3.4, 4], most: 7 },
    boardWatts: 700,
    allInWatts: 1730,
    asked: [chutes(2.75), hyperstack(3.99)],
    source: SOURCE,
  },
  {
    kind: 'h100-sxm',
    title: 'NVIDIA H100 SXM',
    rent: { least: 1.39, usual: [2, 3], most: 12.29 },
    boardWatts: 700,
    allInWatts: 1730,
    asked: [
      hyperbolic(1.39),
      { usdPerHour: 2.11, by: 'SF Compute, on average', at: '2026-09' },
      { usdPerHour: 2.4, by: 'the median on Vast', at: '2026-10' },
      runpod(2.69, '2026-11'),
      hyperstack(3.2),
      { usdPerHour: 3.85, by: 'Nebius', at: '2026-09' },
      { usdPerHour: 4.29, by: 'Lambda', at: '2026-09' },
      { usdPerHour: 6.88, by: 'AWS', at: '2026-11' },
      { usdPerHour: 12.29, by: 'Azure', at: '2026-11' },
    ],
    source: SOURCE,
  },
  {
    kind: 'h100-pcie',
    title: 'NVIDIA H100 PCIe',
    rent: { least: 1.99, usual: [2, 2.9], most: 2.9 },
    asked: [runpod(1.99, '2026-11')],
    source: SOURCE,
  },
  {
    kind: 'a100-80',
    title: 'NVIDIA A100 80 GB',
    rent: { least: 0.8, usual: [1.2, 1.8], most: 3 },
    boardWatts: 400,
    asked: [runpod(1.19, '2026-11'), hyperbolic(1.8)],
    source: SOURCE,
  },
  {
    kind: 'l40s',
    title: 'NVIDIA L40S',
    rent: { least: 0.79, usual: [0.8, 0.9], most: 1.4 },
    boardWatts: 350,
    asked: [runpod(0.79), chutes(0.85)],
    source: SOURCE,
  },
  {
    kind: 'rtx-5090',
    title: 'NVIDIA RTX 5090',
    rent: { least: 0.69, usual: [0.7, 0.7], most: 1.22 },
    boardWatts: 575,
    asked: [runpod(0.69), chutes(0.7)],
    source: SOURCE,
  },
  {
    kind: 'rtx-4090',
    title: 'NVIDIA RTX 4090',
    rent: { least: 0.25, usual: [0.3, 0.5], most: 0.6 },
    boardWatts: 450,
    asked: [{ usdPerHour: 0.25, by: 'a study of io.net', at: '2025-05' }, openRelay(0.29), hyperbolic(0.5)],
    source: SOURCE,
  },
  {
    kind: 'rtx-3090',
    title: 'NVIDIA RTX 3090',
    rent: { least: 0.18, usual: [0.2, 0.25], most: 0.39 },
    asked: [openRelay(0.18), chutes(0.25)],
    source: SOURCE,
  },
  {
    kind: 'rtx-pro-6000',
    title: 'NVIDIA RTX PRO 6000 Blackwell Server Edition',
    asked: [],
    source: 'named by the throughput tables of NVIDIA TensorRT-LLM v1.0',
  },
];
